"""Whoever has the web app's place in the database and a member's password tries to have their second factor too."""

import hashlib
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import BRICE
from tests.world.members import PASSWORD, Member, Members
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core import peppers
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Misread
from wallet.members import factors, sessions

MINE = b"0123456789abcdef0123456789abcdef"


@pytest.fixture
def members(world: World, shop: Shop) -> Members:
    return Members(world, shop)


@pytest.fixture
def owner(members: Members) -> Member:
    return members.open_owner()


@pytest.fixture
def thief(members: Members, owner: Member) -> Member:
    """Whoever knows the owner's password, and has no factor of theirs."""
    assert owner.app
    found = members.sign_in(BRICE, PASSWORD)
    assert found.who.must_show_factor
    return found


def ask(members: Members, statement: str, **values: Any) -> Any:
    return members.world.do(lambda db: db.execute(text(statement), values).scalar(), "web")


@pytest.mark.parametrize("statement", [
    "UPDATE member_totp SET secret = 'mine'",
    "DELETE FROM member_totp",
    "INSERT INTO member_totp (login_id, secret, since) SELECT id, 'mine', now() FROM member_login",
    """INSERT INTO passkey (id, login_id, credential_id, public_key, sign_count, name, since)
        SELECT gen_random_uuid(), id, 'mine', 'mine', 0, 'Key', now() FROM member_login""",
    "DELETE FROM passkey",
    "INSERT INTO recovery_code (login_id, digest) SELECT id, 'mine' FROM member_login",
    "DELETE FROM recovery_code",
    "SELECT digest FROM recovery_code",
    "SELECT factor_proof FROM member_login",
    "UPDATE member_login SET factor_proof = '', factor_key = ''",
    "UPDATE member_login SET factor_tries = 0, factor_locked_until = NULL",
    "SELECT keep_factor('x')",
    "SELECT write_member_session(id, 'password', 'x', '', '') FROM member_login",
])  # fmt: skip
def test_no_row_of_a_factor_is_written_or_read(members: Members, owner: Member, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        ask(members, statement)


def test_a_session_without_the_factor_adds_takes_and_says_none(members: Members, thief: Member) -> None:
    mine = {"session": thief.who.digest, "hash": hashlib.sha256(MINE).digest(), "key": MINE}
    ask(members, "SELECT keep_factor_key(:session, 'mine', :hash)", session=mine["session"], hash=mine["hash"])
    for statement in (
        "SELECT start_totp(:session, 'mine')",
        "SELECT add_passkey(:session, gen_random_uuid(), 'mine', 'mine', 'Key')",
        "SELECT drop_factor(:session, NULL)",
        "SELECT keep_recovery_codes(:session, ARRAY['\\x01'::bytea])",
        "SELECT change_member_password(:session, 'mine', 'recipe', 'mine')",
    ):
        assert ask(members, statement, session=mine["session"]) is False, statement
    assert ask(members, "SELECT count_factor_try(:session)", session=mine["session"])
    for key in (MINE, b"", None):
        said = "SELECT pass_totp(:session, 9999999999, CAST(:key AS bytea))"
        assert ask(members, said, session=mine["session"], key=key) is False
    assert thief.who.must_show_factor
    assert not thief.who.is_fresh


def test_a_passkey_is_said_to_be_right_with_the_key_alone(members: Members, owner: Member, thief: Member) -> None:
    add = "SELECT add_passkey(:session, gen_random_uuid(), 'its id', 'its key', 'Key')"
    assert ask(members, add, session=owner.who.digest)
    assert ask(members, "SELECT count_factor_try(:session)", session=thief.who.digest)
    said = "SELECT pass_passkey(:session, 'its id', 1, CAST(:key AS bytea))"
    assert ask(members, said, session=thief.who.digest, key=MINE) is False
    key = in_transaction(members.engine, lambda db: factors.read_key(db, members.world.wallet.secrets, owner.who))
    assert ask(members, said, session=thief.who.digest, key=key) is True


def test_rows_of_recovery_codes_are_no_codes(members: Members, owner: Member, thief: Member) -> None:
    [code, *_] = in_transaction(members.engine, lambda db: factors.make_recovery_codes(db, owner.who))
    [kept, *_] = members.world.do_as_owner(
        lambda db: list(db.execute(text("SELECT digest FROM recovery_code")).scalars())
    )
    assert ask(members, "SELECT count_factor_try(:session)", session=thief.who.digest)
    assert not ask(members, "SELECT use_recovery_code(:session, :code)", session=thief.who.digest, code=bytes(kept))
    factors.try_recovery_code(members.engine, thief.who, code)
    assert not thief.who.must_show_factor


def test_a_code_to_a_phone_adds_no_factor_to_who_has_a_password(members: Members) -> None:
    """Whoever reads a member's texts has not their password, and must not lock them out."""
    manager = members.hire("manager")

    def forge(db: Connection) -> None:
        db.execute(text("DELETE FROM member_totp"))
        db.execute(text("UPDATE member_session SET opened_by = 'code', factor_at = NULL"))

    members.world.do_as_owner(forge)
    assert ask(members, "SELECT start_totp(:session, 'mine')", session=manager.who.digest) is False


@pytest.mark.parametrize("statement", [
    "UPDATE member_session SET ended_at = NULL",
    "UPDATE member_session SET seen_at = wallet_now()",
])  # fmt: skip
def test_a_session_that_is_over_is_not_taken_up_again(members: Members, owner: Member, statement: str) -> None:
    """A browser that was lost, and signed out from afar."""
    if "ended_at" in statement:
        in_transaction(members.engine, lambda db: sessions.end(db, owner.token))
    else:
        members.world.pass_time(minutes=31)
    with pytest.raises(DBAPIError, match="a session that is over"):
        ask(members, statement)


def test_the_last_factor_stays_and_another_goes_by_one_that_was_shown(members: Members, owner: Member) -> None:
    with pytest.raises(Misread, match="last_factor"):
        in_transaction(members.engine, lambda db: factors.remove_app(db, owner.who))
    add = "SELECT add_passkey(:session, gen_random_uuid(), 'its id', 'its key', 'Key')"
    assert ask(members, add, session=owner.who.digest)
    members.world.pass_time(minutes=11)
    with pytest.raises(Locked, match="stale"):
        in_transaction(members.engine, lambda db: factors.remove_app(db, owner.who))
    owner.show_code()
    in_transaction(members.engine, lambda db: factors.remove_app(db, owner.who))
    assert members.world.one("SELECT count(*) FROM member_totp") == 0


def test_whoever_signs_in_is_told_what_was_changed_by_the_database_itself(members: Members, owner: Member) -> None:
    """A web app that was taken over would not tell them."""
    told = "SELECT count(*) FROM notice WHERE sentence = 'factor_changed'"
    assert members.world.one(told) == 1, "the first app"
    add = "SELECT add_passkey(:session, gen_random_uuid(), 'its id', 'its key', 'Key')"
    ask(members, add, session=owner.who.digest)
    assert members.world.one(told) == 2
    owner.show_code()
    assert members.world.one(told) == 2, "a code alone changes nothing"
    ask(members, "SELECT drop_factor(:session, NULL)", session=owner.who.digest)
    assert members.world.one(told) == 3
    with pytest.raises(DBAPIError, match="permission denied"):
        ask(members, "DELETE FROM notice WHERE sentence = 'factor_changed'")
    manager = members.hire("manager", "manager@example.cm")
    assert manager.app
    assert members.world.column("SELECT address FROM mail WHERE kind = 'factor_changed'") == ["manager@example.cm"]


def test_a_login_from_before_there_were_keys_is_named_and_has_one_once_they_are_moved(
    members: Members, owner: Member, thief: Member
) -> None:
    world = members.world
    world.change("UPDATE member_login SET factor_key = NULL, factor_proof = NULL")
    named = peppers.list_unbound
    assert world.do(named, "read") == ["1 second factors, bound to nobody"]
    said = "SELECT pass_totp(:session, 9999999999, CAST(:key AS bytea))"
    assert peppers.move(world.owner, world.wallet.secrets).left == []
    assert world.do(named, "read") == []
    assert ask(members, "SELECT count_factor_try(:session)", session=thief.who.digest)
    assert ask(members, said, session=thief.who.digest, key=MINE) is False
    owner.show_code()
    assert owner.who.is_fresh
    world.check()
