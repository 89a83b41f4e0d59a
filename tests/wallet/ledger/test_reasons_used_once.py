"""A reason is used once and for its own sum: in one batch, by another name and in parts too."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.test_trust import NOT_SO, account
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.claimed import claim
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.core.roles import ProcessKind
from wallet.ledger import Entry, Transfer
from wallet.staff.actions.decide_contest import DecideContest, Verdict


def credit(db: Connection, key: str, kind: str, whom: str, amount: int = 5_000) -> Transfer:
    """Return a transfer of so much from what MTN holds."""
    entries = (Entry(ledger.ours(db, "operator_float:mtn"), -amount), Entry(account(db, whom), amount))
    return Transfer(key, kind, entries)


def expect_refused(world: World, process: ProcessKind, attack: Callable[[Connection], object]) -> None:
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(attack, process)


def succeed(world: World) -> str:
    """Return the id of Moussa's recharge of 5000, which succeeded and was not posted yet."""
    world.recharge(5_000)
    world.change("UPDATE payment SET state = 'succeeded', due_at = NULL")
    return str(world.one("SELECT id FROM payment"))


def test_one_batch_ends_a_payment_once(world: World) -> None:
    payment = succeed(world)
    keys = [f"payment:{payment}{end}" for end in ("", ":kept", ":returned", ":unclaimed")]
    expect_refused(world, "worker", lambda db: ledger.post(db, [credit(db, k, "add_money", MOUSSA) for k in keys]))
    assert world.balance(MOUSSA) == 0


def ask(db: Connection, payment: str) -> str:
    """Write a request of Moussa's down as paid with this payment; return its key."""
    id_ = str(uuid.uuid4())
    db.execute(
        text("""INSERT INTO request (id, code, asker_id, phone, amount, reference, language, state, paid_with, asked_at,
            due_at) SELECT CAST(:id AS uuid), left(CAST(:id AS text), 8), person_id, '+237', amount, CAST(:id AS text),
            'fr', 'paid', id, wallet_now(), wallet_now() FROM payment WHERE id = CAST(:payment AS uuid)"""),
        {"id": id_, "payment": payment},
    )
    return f"request:{id_}"


def test_a_payment_pays_one_request(world: World) -> None:
    payment = succeed(world)

    def attack(db: Connection) -> None:
        for _ in range(5):
            ledger.post_one(db, credit(db, ask(db, payment), "pay_request", MOUSSA))

    expect_refused(world, "worker", attack)
    assert world.balance(MOUSSA) == 0


def test_what_paid_a_request_is_not_credited_beside_it(world: World) -> None:
    payment = succeed(world)

    def attack(db: Connection) -> None:
        ledger.post_one(db, credit(db, ask(db, payment), "pay_request", MOUSSA))
        db.execute(text("UPDATE request SET paid_with = NULL"))
        ledger.post_one(db, credit(db, f"payment:{payment}", "add_money", MOUSSA))

    expect_refused(world, "worker", attack)
    assert world.balance(MOUSSA) == 0


def test_what_was_paid_out_is_not_credited_as_if_it_had_come(world: World) -> None:
    """A withdrawal succeeded: its money is at the operator, and comes back from the operator's float."""
    world.credit(MOUSSA, 50_000)
    amount = 10_000

    def hold(db: Connection) -> None:
        claim(db, "w1", "withdraw_money")
        transit = ledger.ours(db, "in_transit:mtn")
        held = ledger.post_one(
            db, Transfer("w1", "hold_withdrawal", (Entry(account(db, MOUSSA), -amount), Entry(transit, amount)))
        )
        db.execute(
            text("""INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel, person_id,
                amount, fee, tax, reservation, sim, counted, due_at, created_at, changed_at)
                VALUES (gen_random_uuid(), 'withdraw_money', 'pay', 'W1', 'mtn', 'phone', :phone, 'ussd',
                CAST(:person AS uuid), :amount, 0, 0, :held, '', true, NULL, wallet_now(), wallet_now())"""),
            {"phone": MOUSSA, "person": world.actor(MOUSSA).id, "amount": amount, "held": held.transfer},
        )

    world.do(hold, "web")
    world.change("UPDATE payment SET state = 'succeeded'")

    def attack(db: Connection) -> None:
        [(id_, held)] = db.execute(text("SELECT id, reservation FROM payment")).all()
        paid = credit(db, f"payment:{id_}", "add_money", MOUSSA, amount)
        ledger.post_one(db, Transfer(paid.key, paid.kind, paid.entries, ends=held))

    expect_refused(world, "worker", attack)
    assert world.balance(MOUSSA) == 40_000


def test_refunds_in_parts_give_a_fee_back_once(world: World) -> None:
    """A payment of 1000 brought a fee of 10: each refund takes 10 from fees, and nothing from who was paid."""
    world.credit(MOUSSA, 50_000)

    def pay(db: Connection) -> None:
        claim(db, "p1", "send_money")
        entries = (Entry(account(db, MOUSSA), -1_000), Entry(account(db, AWA), 990), Entry(account(db, "fees"), 10))
        ledger.post_one(db, Transfer("p1", "send_money", entries))

    world.do(pay, "web")

    def attack(db: Connection) -> None:
        for n in range(20):
            claim(db, f"back{n}", "refund_payment")
            entries = (Entry(account(db, "fees"), -10), Entry(account(db, MOUSSA), 10))
            paid = ledger.transfer_id("p1")
            ledger.post_one(db, Transfer(f"back{n}", "refund_payment", entries, undoes=paid))

    expect_refused(world, "web", attack)
    assert world.balance(MOUSSA) == 49_000


@pytest.mark.parametrize(
    ("verdict", "kind", "whom"), [("leave", "release_contested", AWA), ("give_back", "return_contested", MOUSSA)]
)
@pytest.mark.parametrize("more", [1, 1_000_000])
def test_two_who_decide_a_contest_move_what_is_held_and_no_more(
    world: World, office: Office, verdict: Verdict, kind: str, whom: str, more: int
) -> None:
    """A taken-over office posts, in the transaction of an honest approval, more than the contest holds."""
    world.credit(MOUSSA, 20_000)
    assert world.send(MOUSSA, AWA, 1_000, "s1").sentence == "money_sent"
    paid = ledger.transfer_id("s1")
    given = world.do(lambda db: contests.find_given(db, world.actor(MOUSSA).person_id, str(paid)))
    assert world.conclude(MOUSSA, ContestPayment(given), "c1").sentence == "contested"
    office.conclude(DecideContest("C1", verdict, why="both were called"), ALICE)
    approval, session = office.approval_of("C1"), office.sign_in(BRUNO)
    before = world.balance(whom)

    def decide(db: Connection) -> None:
        row = {"session": session.secret, "id": approval.request_id, "hash": bytes.fromhex(approval.content_hash)}
        db.execute(text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :hash)"), row)
        entries = (Entry(ledger.ours(db, "held"), -1_000 - more), Entry(account(db, whom), 1_000 + more))
        undone = paid if verdict == "give_back" and more == 1 else None
        ledger.post_one(db, Transfer("contest:mine", kind, entries, undoes=undone, ends=ledger.transfer_id("c1")))

    expect_refused(world, "office", decide)
    assert world.balance(whom) == before
    assert office.conclude(approval, BRUNO).sentence == "staff.contest_decided"
    assert world.balance(whom) == before + 1_000
    world.check()
