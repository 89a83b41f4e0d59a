"""Attacks: one process's role alone makes money. Each test says what must be true, and fails where it is not."""

import uuid
from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.test_trust import account
from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.claimed import claim
from tests.world.world import World
from wallet import ledger
from wallet.checks import check
from wallet.core.roles import ProcessKind
from wallet.ledger import Entry, Transfer
from wallet.people import people

LOOT = 1_000_000_000


def person_id(db: Connection, phone: str) -> str:
    found = people.find_by_phone(db, phone)
    assert found
    return found.id


def post(db: Connection, key: str, kind: str, legs: Sequence[tuple[str, int]], ends: str | None = None) -> None:
    entries = tuple(Entry(account(db, who), francs) for who, francs in legs)
    ledger.post_one(db, Transfer(key, kind, entries, ends=UUID(ends) if ends else None))


def expect_refused(world: World, process: ProcessKind, attack) -> None:
    before = world.balance(AWA)
    refused = ""
    try:
        world.do(attack, process)
    except DBAPIError as error:
        refused = str(error)
    got = world.balance(AWA) - before
    found = [one.invariant for one in world.do(check, "read")]
    assert got == 0, f"{process} alone credited {got}; `check` finds {found or 'nothing'}"
    assert any(word in refused for word in ("may not post", "may not change", "permission denied")), refused


def write_claim(db: Connection, hold: str, amount: int) -> str:
    id_ = str(uuid.uuid4())
    db.execute(
        text("""INSERT INTO claim (id, phone, hold, sender_id, channel, amount, reference, language, held_at,
            due_at, state)
            VALUES (CAST(:id AS uuid), :phone, CAST(:hold AS uuid), NULL, 'ussd', :amount, CAST(:id AS text), 'fr',
            wallet_now(), wallet_now(), 'claimed')"""),
        {"id": id_, "phone": AWA, "hold": hold, "amount": amount},
    )
    return id_


@pytest.mark.parametrize("process", ["web", "worker", "office"])
def test_a_claim_on_any_transfer_of_any_size_makes_no_money(world: World, process: ProcessKind) -> None:
    """A claim names as its hold a send of 100 between others, and pays itself a billion out of what is held."""
    world.credit(MOUSSA, 50_000)

    def attack(db: Connection) -> None:
        hold = db.execute(text("SELECT id::text FROM transfer LIMIT 1")).scalar_one()
        id_ = write_claim(db, hold, LOOT)
        post(db, f"claim:{id_}", "add_money", (("held", -LOOT), (AWA, LOOT)), hold)

    expect_refused(world, process, attack)


def test_office_alone_takes_no_money_that_waits_for_another(world: World) -> None:
    """No login, no act: the office's role writes a claim on a hold that is somebody else's cash-out or contest."""
    world.credit(MOUSSA, 50_000)

    def hold(db: Connection) -> None:
        claim(db, "held1", "contest_payment")
        post(db, "held1", "hold_contested", ((MOUSSA, -30_000), ("held", 30_000)))

    world.do(hold, "web")
    held = str(world.one("SELECT id FROM transfer WHERE key = 'held1'"))

    def attack(db: Connection) -> None:
        id_ = write_claim(db, held, 30_000)
        post(db, f"claim:{id_}", "add_money", (("held", -30_000), (AWA, 30_000)), held)

    expect_refused(world, "office", attack)


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize(("kind", "giver"), [("take_cash_in", "commissions"), ("refund_payment", "fees")])
def test_an_operation_written_by_hand_takes_nothing_from_the_house(
    world: World, process: ProcessKind, kind: str, giver: str
) -> None:
    """Reasons.sql says: neither can take from fees but by a row they cannot write."""

    def attack(db: Connection) -> None:
        claim(db, "mine", kind)
        post(db, "mine", kind, ((giver, -LOOT), (AWA, LOOT)))

    expect_refused(world, process, attack)


def test_a_worker_credits_a_payment_once(world: World) -> None:
    """A payment that succeeded is credited twenty times, under keys with anything behind its id, never the four looked for."""  # noqa: E501
    world.recharge(5_000)
    world.work("pending")
    payment = world.one("SELECT id::text FROM payment")

    def attack(db: Connection) -> None:
        db.execute(text("UPDATE payment SET state = 'succeeded', due_at = NULL"))
        for n in range(20):
            post(db, f"payment:{payment}:again{n}", "add_money", (("operator_float:mtn", -5_000), (MOUSSA, 5_000)))

    refused = ""
    try:
        world.do(attack, "worker")
    except DBAPIError as error:
        refused = str(error)
    found = [one.invariant for one in world.do(check, "read")]
    assert world.balance(MOUSSA) <= 5_000, (
        f"credited {world.balance(MOUSSA)} for 5000; `check` finds {found or 'nothing'}"
    )
    assert "may not post" in refused, refused


def test_a_failed_collection_is_not_returned_to_whom_it_never_came_from(world: World) -> None:
    """A recharge that failed is posted as the return of a withdrawal: money on its way that never was."""
    world.recharge(5_000)
    world.change("UPDATE payment SET state = 'failed'")
    payment = world.one("SELECT id::text FROM payment")

    def attack(db: Connection) -> None:
        post(db, f"payment:{payment}:returned", "return_withdrawal", (("in_transit:mtn", -5_000), (MOUSSA, 5_000)))

    refused = ""
    try:
        world.do(attack, "worker")
    except DBAPIError as error:
        refused = str(error)
    found = [one.invariant for one in world.do(check, "read")]
    assert world.balance(MOUSSA) == 0, f"`check` finds {found or 'nothing'}"
    assert refused


def test_a_cash_out_on_any_transfer_makes_no_money(world: World) -> None:
    """A withdrawal at an agent, written by hand over somebody's transfer, comes back a billion."""
    world.credit(MOUSSA, 50_000)
    agent = world.appoint_agent()

    def attack(db: Connection) -> None:
        hold = db.execute(text("SELECT id::text FROM transfer LIMIT 1")).scalar_one()
        id_ = str(uuid.uuid4())
        db.execute(
            text("""INSERT INTO cash_out (id, reference, agent_code, customer_id, channel, amount, fee, tax, commission,
                held, place, code_digest, state, asked_at, until)
                VALUES (CAST(:id AS uuid), CAST(:id AS text), :agent, CAST(:customer AS uuid), 'ussd', :amount, 0, 0, 0,
                CAST(:hold AS uuid), 1, '', 'returned', wallet_now(), wallet_now())"""),
            {"id": id_, "agent": agent.code, "customer": person_id(db, AWA), "hold": hold, "amount": LOOT},
        )
        post(db, f"cash_out:{id_}:returned", "return_cash_out", (("held", -LOOT), (AWA, LOOT)), hold)

    expect_refused(world, "web", attack)


def test_web_alone_has_an_operator_pay_out_only_what_is_held(world: World) -> None:
    """A payout that web writes over anybody's old transfer: the worker would tell MTN to pay a million."""
    world.credit(MOUSSA, 100)

    def attack(db: Connection) -> None:
        db.execute(
            text("""INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel, person_id,
                amount, fee, tax, reservation, sim, counted, due_at, created_at, changed_at)
                SELECT gen_random_uuid(), 'withdraw_money', 'pay', 'ZZZZ-ZZZZ', 'mtn', 'phone', CAST(:phone AS text),
                'ussd',
                CAST(:person AS uuid), 1000000, 0, 0, t.id, '', true, wallet_now(), wallet_now(), wallet_now()
                FROM transfer t LIMIT 1"""),
            {"phone": AWA, "person": person_id(db, AWA)},
        )

    with pytest.raises(DBAPIError, match="no pay of ZZZZ-ZZZZ was put aside"):
        world.do(attack, "web")
    world.work()
    assert world.rails["mtn"].calls == []
    assert world.do(check, "read") == []


def test_an_agents_commission_is_what_the_tariff_says(world: World) -> None:
    """A withdrawal of 100 that was really held, with a commission of a billion written beside it."""
    world.credit(MOUSSA, 50_000)
    agent = world.appoint_agent()

    def attack(db: Connection) -> None:
        claim(db, "held2", "ask_cash_out")
        post(db, "held2", "hold_cash_out", ((MOUSSA, -100), ("held", 100)))
        claim(db, "pays", "pay_cash_out", ("person", person_id(db, FATOU)))
        id_ = str(uuid.uuid4())
        db.execute(
            text("""INSERT INTO cash_out (id, reference, agent_code, customer_id, channel, amount, fee, tax, commission,
                held, place, code_digest, state, asked_at, until)
                SELECT CAST(:id AS uuid), CAST(:id AS text), :agent, CAST(:customer AS uuid), 'ussd', 100, 0, 0, :loot,
                t.id, 1, '', 'paid', wallet_now(), wallet_now() FROM transfer t WHERE key = 'held2'"""),
            {"id": id_, "agent": agent.code, "customer": person_id(db, MOUSSA), "loot": LOOT},
        )
        ended = db.execute(text("SELECT id FROM transfer WHERE key = 'held2'")).scalar_one()
        entries = (Entry(account(db, "held"), -100), Entry(agent.float_id, 100),
                   Entry(account(db, "commissions"), -LOOT), Entry(agent.commission_id, LOOT))  # fmt: skip
        ledger.post_one(db, Transfer(f"cash_out:{id_}:paid", "pay_cash_out", entries, ends=ended))

    refused = ""
    try:
        world.do(attack, "web")
    except DBAPIError as error:
        refused = str(error)
    found = [one.invariant for one in world.do(check, "read")]
    assert world.balance_of(agent.commission_id) == 0, f"`check` finds {found or 'nothing'}"
    assert "may not post" in refused, refused


def test_two_at_once_do_not_both_end_a_payment(world: World) -> None:
    """One connection credits its person, another keeps the same money for who paid, before either commits."""
    world.recharge(5_000, payer=AWA)
    world.work("pending")
    payment = world.one("SELECT id::text FROM payment")
    engine = world.wallets["worker"].engine
    refused = ""
    with engine.connect() as one, engine.connect() as other:
        one.execute(text("UPDATE payment SET state = 'succeeded', due_at = NULL"))
        one.commit()
        other.execute(text("SET lock_timeout = '3s'"))
        post(one, f"payment:{payment}", "add_money", (("operator_float:mtn", -5_000), (MOUSSA, 5_000)))
        try:
            post(other, f"payment:{payment}:kept", "keep_late_payment", (("operator_float:mtn", -5_000), (AWA, 5_000)))
            other.commit()
        except DBAPIError as error:
            refused = str(error)
        one.commit()
    found = [one.invariant for one in world.do(check, "read")]
    assert world.balance(MOUSSA) + world.balance(AWA) == 5_000, f"`check` finds {found or 'nothing'}"
    assert refused
