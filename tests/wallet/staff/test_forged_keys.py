"""A taken-over office takes up a key that ended, or lets one do more than two agreed to; it cannot."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.staff.test_for_logins import begin
from tests.world.cast import ALICE, BRUNO, TILL
from tests.world.office import Office
from tests.world.program import give_key
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import api_keys
from wallet.staff import audit
from wallet.staff.actions.let_key_refund import LetKeyRefund

LET = "UPDATE api_key SET permissions = CAST(:may AS text[])"
APPROVE = "SELECT approve_staff_request(:session, r.id, request_hash(r)) FROM staff_request r"
REFUSED = "may not change what a key may"


@pytest.mark.parametrize("until", ["NULL", "wallet_now() + interval '1 year'"])
def test_a_key_that_ended_is_ended(world: World, office: Office, shop: Shop, until: str) -> None:
    """No process gives an ended key its time back: it may be known to many by now, which is why it was ended."""
    give_key(world, shop.merchant.id)
    world.change("UPDATE api_key SET until = wallet_now()")
    with pytest.raises(DBAPIError, match=REFUSED):
        begin(world, office, "end_api_key", shop.merchant.id, (f"UPDATE api_key SET until = {until}", {}))


@pytest.mark.parametrize(
    "may", ["{}", "{refunds:write}", "{events:read,links:read,refunds:write,orders:write}", "{events:read}"]
)
def test_two_let_a_key_refund_and_nothing_else(world: World, office: Office, shop: Shop, may: str) -> None:
    hint = api_keys.name_of(give_key(world, shop.merchant.id, permissions=("events:read", "links:read")))
    office.conclude(LetKeyRefund(TILL, hint, why="asked by its owner"), ALICE)
    request, session = office.newest(hint), office.sign_in(BRUNO).secret

    def do(db: Connection) -> None:
        db.execute(text(APPROVE), {"session": session})
        db.execute(text(LET), {"may": may})
        audit.note(db, session, "let_key_refund", hint, {}, {}, "asked by its owner", request.id)

    with pytest.raises(DBAPIError, match=REFUSED):
        world.do(do, "office")
    assert not office.conclude(office.approval_of(hint), BRUNO).refused
    assert world.one("SELECT permissions FROM api_key") == ["events:read", "links:read", *api_keys.MOVES_MONEY]
