"""Holds a reason to the letter, guard by guard: its hold, its sum, its way and its operator."""

import uuid
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.ledger.test_money_from_nowhere import person_id, post
from tests.wallet.ledger.test_reasons_used_once import credit, expect_refused, succeed
from tests.wallet.test_trust import NOT_SO, account
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.claimed import claim
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.staff.actions.give_float import GiveFloat

HELD = 5_000
PAYOUT = text("""INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel, person_id,
    amount, fee, tax, reservation, sim, counted, due_at, created_at, changed_at)
    VALUES (gen_random_uuid(), 'withdraw_money', 'pay', 'W2', 'mtn', 'phone', :phone, 'ussd', CAST(:person AS uuid),
    :amount, 0, 0, :held, '', true, wallet_now(), wallet_now(), wallet_now())""")
CLAIM = text("""INSERT INTO claim
    (id, phone, hold, sender_id, channel, amount, reference, language, held_at, due_at, state)
    VALUES (CAST(:id AS uuid), :phone, CAST(:hold AS uuid), CAST(:sender AS uuid), 'ussd', :amount, :id, 'fr',
    wallet_now(), wallet_now(), 'claimed')""")


def hold(world: World, key: str, kind: str, operation: str, at: str = "held") -> str:
    """Put 5000 of Moussa's aside, as this kind; return the transfer's id."""

    def put(db: Connection) -> None:
        claim(db, key, operation)
        post(db, key, kind, ((MOUSSA, -HELD), (at, HELD)))

    world.do(put, "web")
    return str(ledger.transfer_id(key))


def write_claim(db: Connection, of: str, amount: int = HELD) -> str:
    """Write a claim of Awa's on what Moussa put aside; return its key."""
    id_ = str(uuid.uuid4())
    row: dict[str, Any] = {"id": id_, "phone": AWA, "hold": of, "sender": person_id(db, MOUSSA), "amount": amount}
    db.execute(CLAIM, row)
    return f"claim:{id_}"


def test_a_claim_ends_its_own_hold_and_none_that_is_as_large(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    first, other = (hold(world, key, "send_to_stranger", "send_to_stranger") for key in ("h1", "h2"))
    legs = (("held", -HELD), (AWA, HELD))
    expect_refused(world, "web", lambda db: post(db, write_claim(db, first), "send_money", legs, other))
    world.do(lambda db: post(db, write_claim(db, first), "send_money", legs, first), "web")
    assert world.balance(AWA) == HELD


def test_a_claim_ends_nothing_that_waits_for_something_else(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    contested = hold(world, "h1", "hold_contested", "contest_payment")
    legs = (("held", -HELD), (AWA, HELD))
    expect_refused(world, "web", lambda db: post(db, write_claim(db, contested), "send_money", legs, contested))


def test_a_payout_ends_what_reserved_it(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    reserved = hold(world, "w1", "hold_withdrawal", "withdraw_money", "in_transit:mtn")
    row = {"phone": MOUSSA, "person": world.actor(MOUSSA).id, "held": reserved}
    world.do(lambda db: db.execute(PAYOUT, row | {"amount": HELD}), "web")
    world.change("UPDATE payment SET state = 'failed'")
    key, legs = f"payment:{world.one('SELECT id FROM payment')}:returned", (("in_transit:mtn", -HELD), (MOUSSA, HELD))
    expect_refused(world, "worker", lambda db: post(db, key, "return_withdrawal", legs))
    world.do(lambda db: post(db, key, "return_withdrawal", legs, reserved), "worker")
    world.check()


@pytest.mark.parametrize(
    ("kind", "operation", "amount"),
    [("hold_withdrawal", "withdraw_money", HELD + 1), ("hold_refund", "give_back_recharge", HELD)],
)
def test_a_payout_is_of_what_was_put_aside_for_a_payout(world: World, kind: str, operation: str, amount: int) -> None:
    world.credit(MOUSSA, 20_000)
    reserved = hold(world, "w1", kind, operation, "in_transit:mtn")
    row = {"phone": MOUSSA, "person": world.actor(MOUSSA).id, "held": reserved, "amount": amount}
    with pytest.raises(DBAPIError, match="no pay of W2 was put aside"):
        world.do(lambda db: db.execute(PAYOUT, row), "web")


def test_what_was_given_back_is_paid_out_to_nobody(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    reserved = hold(world, "w1", "hold_withdrawal", "withdraw_money", "in_transit:mtn")
    row = {"phone": MOUSSA, "person": world.actor(MOUSSA).id, "held": reserved, "amount": HELD}
    world.do(lambda db: db.execute(PAYOUT, row), "web")
    world.change("UPDATE payment SET state = 'failed'")
    key, legs = f"payment:{world.one('SELECT id FROM payment')}:returned", (("in_transit:mtn", -HELD), (MOUSSA, HELD))
    world.do(lambda db: post(db, key, "return_withdrawal", legs, reserved), "worker")
    world.change("DROP INDEX reserved_once")  # which refuses the second one too
    with pytest.raises(DBAPIError, match="no pay of W2 was put aside"):
        world.do(lambda db: db.execute(PAYOUT, row), "web")


def test_a_collection_that_failed_is_kept_for_nobody(world: World) -> None:
    """Kept_unclaimed is also the end of payouts that failed."""
    succeed(world)
    world.change("UPDATE payment SET state = 'failed'")
    key, legs = f"payment:{world.one('SELECT id FROM payment')}:unclaimed", (("operator_float:mtn", -HELD),)
    expect_refused(world, "worker", lambda db: post(db, key, "keep_unclaimed", (*legs, ("unclaimed", HELD))))


def test_an_office_posts_no_end_that_two_did_not_settle(world: World) -> None:
    payment = succeed(world)
    expect_refused(
        world, "office", lambda db: ledger.post_one(db, credit(db, f"payment:{payment}", "add_money", MOUSSA))
    )


def test_an_act_is_posted_once_in_its_own_transaction_too(world: World, office: Office) -> None:
    agent = world.appoint_agent()
    office.conclude(GiveFloat(agent.code, 7_000, why="bank slip 17"), ALICE)
    approval, session = office.approval_of(agent.code), office.sign_in(BRUNO)

    def give_twice(db: Connection) -> None:
        row = {"session": session.secret, "id": approval.request_id, "hash": bytes.fromhex(approval.content_hash)}
        db.execute(text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :hash)"), row)
        for key in ("office:mine", "office:mine too"):
            entries = (Entry(account(db, "cash"), -7_000), Entry(agent.float_id, 7_000))
            ledger.post_one(db, Transfer(key, "give_float", entries))

    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(give_twice, "office")
