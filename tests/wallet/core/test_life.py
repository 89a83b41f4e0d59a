"""Rows that only tell what was said end when their life is over; nothing that waits, moves or explains money does."""

import threading
from typing import Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.core import life
from workers import tick

KINDS: Final = {  # a row of each kind, and one like it that must stay however old it is
    "notice": (
        """INSERT INTO notice (id, phone, language, sentence, "values", kind, state, due_at, written_at, good_until)
        VALUES (gen_random_uuid(), '+237677000001', 'fr', 'sms.help', '{}', 'answer', :state, wallet_now(),
        wallet_now(), wallet_now())""", "sent", "waiting",
    ),
    "mail": (
        """INSERT INTO mail (id, address, language, kind, about, state, due_at, written_at, good_until)
        VALUES (gen_random_uuid(), 'awa@example.cm', 'fr', 'checkout_paid', gen_random_uuid(), :state, wallet_now(),
        wallet_now(), wallet_now())""", "sent", "waiting",
    ),
    "delivery": (
        "INSERT INTO delivery (gateway_id, status, rank, at) VALUES (:state, 'Success', 9, wallet_now())", "g1", None,
    ),
    "text_in": (
        """INSERT INTO text_in (gateway_id, sender, text, heard_at, state)
        VALUES (:state, '+237677000001', 'SOLDE', wallet_now(), :state)""", "answered", "waiting",
    ),
    "callback_in": (
        """INSERT INTO callback_in (id, rail, body, heard_at, state)
        VALUES (gen_random_uuid(), 'mtn', 'x', wallet_now(), :state)""", "matched", "waiting",
    ),
    "security_event": (
        """INSERT INTO security_event (id, kind, phone, detail, at)
        VALUES (gen_random_uuid(), :state, '+237677000001', '', wallet_now())""", "text diverged", None,
    ),
    "idempotent_answer": (
        """WITH shop AS (INSERT INTO merchant (id, owner_id, name, account_id, since)
            SELECT gen_random_uuid(), id, 'Boutique', account_id, wallet_now() FROM person LIMIT 1 RETURNING id)
        INSERT INTO idempotent_answer (merchant_id, key, request_hash, at)
        SELECT id, :state, '', wallet_now() FROM shop""", "order-118", None,
    ),
    "delivery_try": (
        """WITH shop AS (INSERT INTO merchant (id, owner_id, name, account_id, since)
            SELECT gen_random_uuid(), id, 'Boutique', account_id, wallet_now() FROM person LIMIT 1 RETURNING id),
        told AS (INSERT INTO endpoint (id, merchant_id, url, secret, since)
            SELECT gen_random_uuid(), id, 'https://shop.example', '', wallet_now() FROM shop RETURNING id, merchant_id),
        news AS (INSERT INTO event (id, merchant_id, kind, object_id, data, at)
            SELECT gen_random_uuid(), merchant_id, 'checkout.expired', 'x', '{}', wallet_now() FROM told
            RETURNING id),
        sent AS (INSERT INTO event_delivery (id, merchant_id, endpoint_id, event_id, number, object_id, due_at)
            SELECT gen_random_uuid(), told.merchant_id, told.id, news.id, 1, 'x', wallet_now() FROM told, news
            RETURNING id)
        INSERT INTO delivery_try (delivery_id, at, took_ms) SELECT id, wallet_now(), 5 FROM sent""", "told", None,
    ),
    "taken": (
        """WITH one AS (INSERT INTO staff (login, recipe, verifier, since, role, made_by)
            VALUES ('zoe', '', '', wallet_now(), 'support', 'zoe') RETURNING login)
        INSERT INTO taken (name, by_login, at) SELECT :state, login, wallet_now() FROM one""", "C1", None,
    ),
    "page_code": (
        "INSERT INTO page_code (id, phone, pepper, asked_at) VALUES (gen_random_uuid(), :state, '1', wallet_now())",
        "+237677000001", None,
    ),
    "page_session": (
        """INSERT INTO page_session (digest, person_id, phone, opened_at, seen_at)
        SELECT repeat(:state, 64), id, '+237677000001', wallet_now(), wallet_now() FROM person LIMIT 1""", "a", None,
    ),
    "member_session": (
        """WITH login AS (INSERT INTO member_login (id, phone, name, since)
            VALUES (gen_random_uuid(), '+237677000001', 'Awa', wallet_now()) RETURNING id)
        INSERT INTO member_session (digest, login_id, opened_by, address, browser, opened_at, seen_at)
        SELECT convert_to(:state, 'UTF8'), id, 'code', '', '', wallet_now(), wallet_now() FROM login""", "a", None,
    ),
    "password_reset": (
        """WITH login AS (INSERT INTO member_login (id, phone, name, since)
            VALUES (gen_random_uuid(), '+237677000002', 'Awa', wallet_now()) RETURNING id)
        INSERT INTO password_reset (id, login_id, asked_at, until)
        SELECT gen_random_uuid(), id, wallet_now(), wallet_now() FROM login WHERE :state = 'a'""",
        "a", None,
    ),
    "salary_wrong_name": (
        """WITH shop AS (INSERT INTO merchant (id, owner_id, name, account_id, since)
            SELECT gen_random_uuid(), id, 'Boutique', account_id, wallet_now() FROM person LIMIT 1 RETURNING id)
        INSERT INTO salary_wrong_name (merchant_id, number, name, at)
        SELECT id, :state, repeat('a', 64), wallet_now() FROM shop""", "+237677000001", None,
    ),
    "document_content": (  # a paper that was refused, or one in hand
        """WITH shop AS (INSERT INTO merchant (id, owner_id, name, account_id, since)
            SELECT gen_random_uuid(), id, 'Boutique', account_id, wallet_now() FROM person LIMIT 1 RETURNING id),
        login AS (INSERT INTO member_login (id, phone, name, since)
            VALUES (gen_random_uuid(), '+237677000003', 'Awa', wallet_now()) RETURNING id),
        paper AS (INSERT INTO business_document (id, merchant_id, kind, type, sha256, size, sent_by, sent_at)
            SELECT gen_random_uuid(), shop.id, 'bank', 'pdf', repeat('0', 64), 5, login.id, wallet_now()
            FROM shop, login RETURNING id)
        INSERT INTO document_content (document_id, sealed_key, nonce, content, let_go_at)
        SELECT id, '', repeat('0', 12)::bytea, '', wallet_now() FROM paper WHERE :state = 'refused'""",
        "refused", None,
    ),
    "ask": (
        """INSERT INTO ask (id, key, phone, person_id, kind, content, asked_at)
        SELECT gen_random_uuid(), :state, '+237677000001', id, 'send_money', '{}', wallet_now() FROM person LIMIT 1""",
        "t1", None,
    ),
    "code_look": ("INSERT INTO code_look (phone, day) VALUES (:state, wallet_now()::date)", "+237677000001", None),
    "bill_search": (
        """WITH shop AS (INSERT INTO merchant (id, owner_id, name, account_id, since)
            SELECT gen_random_uuid(), id, 'Boutique', account_id, wallet_now() FROM person LIMIT 1
            ON CONFLICT (account_id) DO UPDATE SET name = 'Boutique' RETURNING id, owner_id)
        INSERT INTO bill_search (id, merchant_id, reference, person_id, state, due_at, asked_at)
        SELECT gen_random_uuid(), id, 'F-1', owner_id, :state, wallet_now(), wallet_now() FROM shop""",
        "missing", "waiting",
    ),
    "wrong_document": (
        "INSERT INTO wrong_document (person_id, typed_by, at) SELECT id, :state, wallet_now() FROM person LIMIT 1",
        "4021", None,
    ),
    "invitation": (  # and what its address held
        """WITH shop AS (INSERT INTO merchant (id, owner_id, name, account_id, since)
            SELECT gen_random_uuid(), id, 'Boutique', account_id, wallet_now() FROM person LIMIT 1 RETURNING id),
        asked AS (INSERT INTO invitation (id, merchant_id, phone, role, invited_at, until)
            SELECT gen_random_uuid(), id, '+237677000004', 'viewer', wallet_now(), wallet_now() FROM shop RETURNING id)
        INSERT INTO sent_address (digest, invitation_id, sent_at)
        SELECT convert_to(:state, 'UTF8'), id, wallet_now() FROM asked""",
        "drawn", None,
    ),
    "sim": (  # one that was heard of, and one that is asked about anew
        """INSERT INTO sim (number, checked_at, asked_at, due_at) SELECT '+23767700000' || :state, wallet_now(),
        CASE :state WHEN '2' THEN wallet_now() END, CASE :state WHEN '2' THEN wallet_now() END""", "1", "2",
    ),
    "key_held": (
        """INSERT INTO key_held (process, host, key, tag, place, first_at, last_at)
        VALUES (:state, 'web-1', 'MBONGO_PIN_PEPPER', '1:4711abcd', 0, wallet_now(), wallet_now())""", "serve", None,
    ),
}  # fmt: skip


def forget(world: World) -> int:
    return int(world.do(life.forget_old))


def lives(world: World) -> dict[str, int]:
    """Return how many days each kind is kept, as only its owner reads."""
    with world.owner.begin() as db:
        return {row.kind: row.days for row in db.execute(text("SELECT kind, days FROM row_life"))}


def keep(world: World, kind: str) -> None:
    """Write a row of this kind, and one that waits where the kind knows such."""
    statement, ended, waits = KINDS[kind]
    for state in (ended, waits):
        if state:
            world.change(statement, state=state)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_ends_when_its_life_is_over_and_not_before(world: World, kind: str) -> None:
    for other in KINDS:
        world.change(f"DELETE FROM {other}")
    keep(world, kind)
    left = 1 if KINDS[kind][2] else 0
    days = lives(world)[kind]
    world.pass_time(days=days - 1)
    assert forget(world) == 0
    world.pass_time(days=2)
    assert forget(world) == 1
    assert world.one(f"SELECT count(*) FROM {kind}") == left
    assert forget(world) == 0


def test_what_an_operator_said_stays_while_its_payment_has_not_ended(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    [payment] = world.rows("SELECT rail, reference FROM payment")
    world.change(
        """INSERT INTO callback_in (id, rail, body, heard_at, state, hint)
        VALUES (gen_random_uuid(), :rail, 'x', wallet_now(), 'matched', :reference)""", **payment._mapping
    )  # fmt: skip
    world.pass_time(days=1000)
    forget(world)
    assert world.one("SELECT count(*) FROM callback_in") == 1
    world.change("UPDATE payment SET state = 'failed'")
    forget(world)
    assert world.one("SELECT count(*) FROM callback_in") == 0


def test_it_goes_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in KINDS:
        world.change(f"DELETE FROM {other}")
    monkeypatch.setattr(life, "AT_ONCE", 2)
    for _ in range(5):
        keep(world, "security_event")
    world.pass_time(days=1000)
    assert [forget(world) for _ in range(4)] == [2, 2, 1, 0]


def test_the_tick_does_it_until_nothing_is_left(world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "AT_ONCE", 1)
    monkeypatch.setattr(tick, "EVERY_SECONDS", 0.0)
    for _ in range(3):
        keep(world, "security_event")
    world.pass_time(days=1000)
    stop = threading.Event()
    count = "SELECT count(*) FROM security_event"
    monkeypatch.setattr(tick, "once", lambda: stop.set() if not world.one(count) else None)
    tick.run(stop)
    assert world.one(count) == 0


def test_the_app_deletes_no_such_row_by_itself(world: World) -> None:
    keep(world, "security_event")
    for statement in ("DELETE FROM security_event", "UPDATE row_life SET days = 30", "DELETE FROM notice"):
        with pytest.raises(DBAPIError, match="permission denied"):
            world.do(lambda db, statement=statement: db.exec_driver_sql(statement))


def test_nothing_refers_to_what_ends(world: World) -> None:
    """Or money would be explained by a row that is gone; hashes of what was sent for it go with it."""
    with world.owner.begin() as db:
        refers = text("""SELECT conrelid::regclass::text FROM pg_constraint
            WHERE confrelid = CAST(:kind AS regclass) AND conrelid <> 'sent_address'::regclass""")
        assert [found for kind in KINDS for found in db.execute(refers, {"kind": kind}).scalars()] == []
    assert lives(world).keys() == KINDS.keys()


def test_what_is_old_is_found_by_its_index(world: World) -> None:
    """Whatever is compared with the clock: it is read once, where each row asked it a million rows took seconds."""
    explained = "EXPLAIN SELECT FROM notice WHERE written_at < wallet_now() - interval '180 days'"

    def explain(db: Connection) -> str:
        db.execute(text("SET LOCAL enable_seqscan = off"))
        return "\n".join(db.execute(text(explained)).scalars())

    assert "Index Cond: (written_at < (wallet_now()" in world.do(explain)
