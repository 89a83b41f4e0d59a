"""Sign-in codes and sessions of pages by SQL: web asks, another process draws, and neither login alone signs in."""

import hashlib
import uuid
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.accounts import page_codes, page_sessions
from wallet.core.database import in_transaction
from wallet.core.roles import ProcessKind

KEY = b"0123456789abcdef0123456789abcdef"
OPEN = "SELECT open_page_session(CAST(:id AS uuid), :key, repeat('a', 64), '')"
COUNT = "SELECT count_page_code_try(CAST(:id AS uuid), :key)"


def ask(world: World, statement: str, role: ProcessKind = "web", **values: Any) -> Any:
    return world.do(lambda db: db.execute(text(statement), values).scalar(), role)


def ask_code(world: World, phone: str = MOUSSA) -> str:
    return in_transaction(world.wallet_on("web").engine, lambda db: page_codes.ask_code(db, phone))


def draw(world: World, asked: str, phone: str = MOUSSA) -> str:
    return str(world.do(lambda db: page_codes.draw_code(db, world.wallet.secrets, asked, phone)))


def sign_in(world: World, asked: str, typed: str) -> str | None:
    return page_sessions.open_session(world.wallet_on("web").engine, world.wallet.secrets, asked, typed)


@pytest.mark.parametrize("statement", [
    "INSERT INTO page_code (id, phone, asked_at, used_at) VALUES (gen_random_uuid(), '+237677000001', now(), now())",
    "UPDATE page_code SET used_at = wallet_now()",
    "UPDATE page_code SET tries = 0",
    "SELECT digest FROM page_code",
    "SELECT keep_page_code(id, phone, '1', '') FROM page_code",
    "SELECT use_page_code(id, '') FROM page_code",
    """INSERT INTO page_session (digest, person_id, phone, device, opened_at, seen_at)
        SELECT repeat('a', 64), person_id, number, '', wallet_now(), wallet_now() FROM phone""",
    "UPDATE page_session SET person_id = person_id",
    "UPDATE page_session SET opened_at = wallet_now()",
])  # fmt: skip
def test_web_signs_nobody_in_by_hand(world: World, statement: str) -> None:
    draw(world, ask_code(world))
    with pytest.raises(DBAPIError, match="permission denied"):
        ask(world, statement)


def test_web_alone_opens_no_session_of_a_code_that_was_sent(world: World) -> None:
    asked = ask_code(world)
    code = draw(world, asked)
    assert ask(world, COUNT, id=asked, key=code.encode())
    assert ask(world, OPEN, id=asked, key=code.encode()) is False, "the code itself, without the pepper"
    key = page_codes.count_try(world.wallet_on("web").engine, world.wallet.secrets, asked, code)
    by_code = "SELECT open_member_session_by_code(CAST(:id AS uuid), :key, '', '', '')"
    assert ask(world, by_code, id=asked, key=KEY) is False
    assert ask(world, OPEN, id=asked, key=key) is True
    assert ask(world, OPEN, id=asked, key=key) is False, "once"


def test_a_key_is_compared_once_it_was_counted_and_committed(world: World) -> None:
    """Or whoever holds the pepper undoes each count, and tries a million."""
    asked = ask_code(world)
    key = page_codes._make_key(world.wallet.secrets, asked, draw(world, asked), world.wallet.secrets.newest)
    assert ask(world, OPEN, id=asked, key=key) is False, "not counted"

    def at_once(db: Any) -> Any:
        assert db.execute(text(COUNT), {"id": asked, "key": key}).scalar()
        return db.execute(text(OPEN), {"id": asked, "key": key}).scalar()

    assert world.do(at_once, "web") is False
    assert ask(world, COUNT, id=asked, key=KEY)
    assert ask(world, OPEN, id=asked, key=key) is False, "another was counted last"
    assert ask(world, COUNT, id=asked, key=key)
    assert not ask(world, COUNT, id=asked, key=key), "three tries"
    assert ask(world, OPEN, id=asked, key=key) is True


def test_the_worker_alone_chooses_no_code(world: World) -> None:
    asked, mine = ask_code(world), ask_code(world, AWA)
    keep = "SELECT keep_page_code(CAST(:id AS uuid), :phone, '1', :digest)"
    code = draw(world, mine, AWA)
    digest = hashlib.sha256(code.encode()).digest()
    assert ask(world, keep, "worker", id=asked, phone=MOUSSA, digest=digest)
    assert sign_in(world, asked, code) is None, "it makes no key without the pepper"
    kept = world.do_as_owner(lambda db: db.execute(text("SELECT digest FROM page_code WHERE id = :id"), {"id": mine}))
    assert ask(world, keep, "worker", id=asked, phone=MOUSSA, digest=bytes(kept.scalar_one()))
    assert sign_in(world, asked, code) is None, "another code's key is of no use here"
    for statement in (
        "SELECT digest FROM page_code",
        "SELECT ask_page_code(gen_random_uuid(), '+237677000001')",
        "SELECT open_page_session(gen_random_uuid(), '', repeat('a', 64), '')",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            ask(world, statement, "worker")
    assert sign_in(world, mine, code)


def test_a_code_is_texted_to_the_number_it_was_asked_for_and_no_other(world: World) -> None:
    asked = ask_code(world)
    with pytest.raises(LookupError, match="another's"):
        draw(world, asked, AWA)
    first = draw(world, asked)
    second = draw(world, asked)
    assert [bool(sign_in(world, asked, typed)) for typed in (first, second)] == [first == second, first != second]
    with pytest.raises(LookupError, match="over"):
        draw(world, asked)


def test_what_nobody_sent_yet_is_compared_with_nothing(world: World) -> None:
    asked = ask_code(world)
    assert sign_in(world, asked, "000000") is None
    assert sign_in(world, str(uuid.uuid4()), "000000") is None
    assert world.one("SELECT tries FROM page_code") == 0


def test_few_are_asked_for_at_one_number_by_sql_too(world: World) -> None:
    asks = "SELECT ask_page_code(gen_random_uuid(), '+237677000001')"
    assert [ask(world, asks) for _ in range(6)] == [True] * 4 + [False] * 2
    assert world.one("SELECT count(*) FROM page_code") == 4


@pytest.mark.parametrize("statement", [
    "UPDATE page_session SET ended_at = NULL",
    "UPDATE page_session SET seen_at = wallet_now()",
])  # fmt: skip
def test_a_session_that_is_over_is_not_taken_up_again(world: World, statement: str) -> None:
    asked = ask_code(world)
    token = sign_in(world, asked, draw(world, asked))
    assert token
    if "ended_at" in statement:
        in_transaction(world.wallet_on("web").engine, lambda db: page_sessions.end_session(db, token))
    else:
        world.pass_time(minutes=16)
    with pytest.raises(DBAPIError, match="a session that is over"):
        ask(world, statement)


def test_a_wallet_that_its_owner_was_robbed_of_is_opened_by_no_code(world: World) -> None:
    asked = ask_code(world)
    code = draw(world, asked)
    world.change("UPDATE person SET robbed = true, locked_by_owner = true WHERE name LIKE 'Moussa%'")
    assert sign_in(world, asked, code) is None


def test_a_sim_that_was_swapped_lately_is_texted_no_code_whoever_asked(world: World) -> None:
    asked = str(uuid.uuid4())
    assert ask(world, "SELECT ask_page_code(CAST(:id AS uuid), :phone)", id=asked, phone=MOUSSA)
    world.change(
        "INSERT INTO sim (number, swapped_at) VALUES (:number, wallet_now() - interval '71 hours')", number=MOUSSA
    )
    with pytest.raises(LookupError, match="the code is over"):
        draw(world, asked)
