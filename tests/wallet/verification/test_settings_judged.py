"""The database lets a business say of itself what a member of it says, who may, and change its name once in 30 days."""

from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.claimed import claim
from tests.world.members import Members
from tests.world.shop import Shop
from tests.world.world import World


class UndoneError(Exception):
    """Raised by a test to take back what it did."""


def judge(world: World, login_id: str, kind: str, statement: str, **content: Any) -> bool:
    """Return whether a page may say this, while that member is said to; nothing of it stays."""

    def do(db: Connection) -> None:
        assert claim(db, f"{kind} {statement} {content}", kind, ("member", login_id), **content)
        db.execute(text(statement))
        raise UndoneError

    with pytest.raises((UndoneError, DBAPIError)) as ended:
        world.do(do, "web")
    if ended.errisinstance(DBAPIError):
        assert "may not change what a business says of itself" in str(ended.value)
    return bool(ended.errisinstance(UndoneError))


def test_what_a_member_says_is_kept_as_they_say_it_by_whom_it_is_theirs_to_say(world: World, shop: Shop) -> None:
    members = Members(world, shop)
    owner, viewer = members.open_owner().who.login_id, members.hire("viewer").who.login_id
    rename, contact = "UPDATE merchant SET name = 'Chez Brice'", "UPDATE merchant SET email = 'a@b.cm'"
    assert judge(world, owner, "rename_shop", rename, name="Chez Brice")
    assert not judge(world, viewer, "rename_shop", rename, name="Chez Brice"), "not theirs to say"
    assert not judge(world, owner, "rename_shop", rename, name="Chez Awa"), "another name"
    assert judge(world, owner, "set_shop_contact", contact, phone=shop.merchant.phone, email="a@b.cm")
    assert not judge(world, owner, "set_shop_contact", contact, phone="", email="b@b.cm"), "another address"
    assert not judge(world, owner, "set_shop_contact", rename, phone="", email=""), "something else"
    world.change("UPDATE merchant SET renamed_at = wallet_now() - interval '29 days'")
    assert not judge(world, owner, "rename_shop", rename, name="Chez Brice"), "so soon again"
    world.change("UPDATE merchant SET renamed_at = wallet_now() - interval '31 days'")
    assert judge(world, owner, "rename_shop", rename, name="Chez Brice")
