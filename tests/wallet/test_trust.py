"""The database judges: each way in that a review found, tried as the role of each kind of process, is refused there."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import Database
from tests.world.cast import ALICE, AWA, BRUNO, FATOU, MOUSSA
from tests.world.claimed import claim
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.checks import check
from wallet.core import clock
from wallet.core.payment_states import STEPS
from wallet.core.roles import ROLES, ProcessKind
from wallet.ledger import Entry, NotPosted, Transfer
from wallet.people import people
from wallet.prices import tariff_book
from wallet.sending.send_money import SendMoney
from wallet.staff.actions.give_float import GiveFloat

POSTING: Sequence[ProcessKind] = ("web", "worker", "office")
NOT_SO = "may not post|permission denied"
MIDNIGHT = "date_trunc('day', now() + interval '2 day', 'Africa/Douala')"
# kind, key, from, to: to whom it matters not, it is money from nowhere.
MINTING = (
    ("give_float", "office:mine", "cash", AWA),
    ("take_cash_in", "mine", "cash", AWA),
    ("send_money", "mine", "cash", AWA),
    ("send_money", "mine", "fees", AWA),
    ("add_money", "mine", "operator_float:mtn", AWA),
    ("add_money", f"payment:{uuid.uuid4()}", "operator_float:mtn", AWA),
    ("add_money", f"claim:{uuid.uuid4()}", "held", AWA),
    ("pay_unclaimed", "case:1:paid", "unclaimed", AWA),
    ("correct_books", "correction:D1:0", "operator_float:mtn", "suspense"),
    ("release_contested", f"contest:{uuid.uuid4()}:left", "held", AWA),
    ("return_withdrawal", f"payment:{uuid.uuid4()}:returned", "in_transit:mtn", AWA),
    ("pay_cash_out", f"cash_out:{uuid.uuid4()}:paid", "commissions", AWA),
    ("of_no_kind", "mine", MOUSSA, AWA),
    ("send_money", "mine", MOUSSA, AWA),  # nobody asked for it
)


def account(db: Connection, name: str) -> int:
    if not name.startswith("+"):
        return ledger.ours(db, name)
    person = people.find_by_phone(db, name)
    assert person
    return person.account_id


def move(db: Connection, kind: str, key: str, giver: str, taker: str, amount: int = 20_000) -> None:
    entries = (Entry(account(db, giver), -amount), Entry(account(db, taker), amount))
    ledger.post_one(db, Transfer(key, kind, entries))


@pytest.mark.parametrize("minting", MINTING, ids=lambda one: f"{one[0]} {one[2]}")
def test_nobody_makes_money(world: World, minting: tuple[str, str, str, str]) -> None:
    world.credit(MOUSSA, 50_000)

    def claimed(db: Connection) -> None:  # as whoever took over a whole process, with the pepper
        actor = ("staff", ALICE) if process == "office" else ("person", "")
        claim(db, minting[1], minting[0], actor)
        move(db, *minting)

    for process in POSTING:
        with pytest.raises(DBAPIError, match=NOT_SO):
            world.do(lambda db: move(db, *minting), process)
        if minting[0] != "send_money" or minting[2] != MOUSSA:
            with pytest.raises(DBAPIError, match=NOT_SO):
                world.do(claimed, process)
    assert world.balance(AWA) == 0
    world.check()


def test_the_owner_posts_nothing_and_a_report_neither(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    world.change("""INSERT INTO transfer_kind (kind, reason, named, takes, gives, posted_by)
        VALUES ('mine', 'trial', '{}', '{customer}', '{customer}', '{mbongo_web}')""")
    with pytest.raises(DBAPIError, match=NOT_SO), world.owner.begin() as db:
        move(db, "mine", "mine", MOUSSA, AWA)
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: move(db, "send_money", "mine", MOUSSA, AWA), "read")


def test_an_operation_justifies_its_own_kind_and_only_until_it_has_ended(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    assert world.send(MOUSSA, AWA, 1_000, "k1").sentence == "money_sent"

    def post_under(db: Connection, kind: str, claimed: str) -> None:
        claim(db, "k2", claimed)
        move(db, kind, "k2", MOUSSA, AWA)

    with pytest.raises(DBAPIError, match=NOT_SO):  # asked for a balance, and sent
        world.do(lambda db: post_under(db, "send_money", "read_balance"), "web")
    world.change("UPDATE transfer_kind SET named = named || ARRAY['read_balance'] WHERE kind = 'send_money'")
    world.do(lambda db: post_under(db, "send_money", "read_balance"), "web")  # so it was that alone which refused
    world.change("UPDATE operation SET sentence = 'done' WHERE key = 'k2'")
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: move(db, "send_money", "k2 again", MOUSSA, AWA), "web")


def test_many_at_once_are_judged_each(world: World) -> None:
    world.credit(MOUSSA, 50_000)

    def post(db: Connection) -> None:
        entries = tuple(Entry(account(db, who), francs) for who, francs in ((MOUSSA, -10), (AWA, 10)))
        for key in ("k1", "k2", "k3"):
            claim(db, key, "send_money")
        ledger.post(db, [Transfer(key, "send_money", entries) for key in ("k1", "k2", "nobody asked", "k3")])

    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(post, "worker")
    assert world.balance(AWA) == 0


def test_who_posts_is_who_logged_in_whatever_role_it_takes_on(world: World, database: Database) -> None:
    def disguised(db: Connection) -> None:
        db.execute(text("SET LOCAL ROLE mbongo_office"))
        move(db, "give_float", "office:mine", "cash", AWA)

    with psycopg.connect(database.superuser_url, autocommit=True) as superuser:
        superuser.execute("GRANT mbongo_office TO mbongo_web")
        try:
            with pytest.raises(DBAPIError, match="mbongo_web may not post give_float"):
                world.do(disguised, "web")
        finally:
            superuser.execute("REVOKE mbongo_office FROM mbongo_web")


def test_what_two_agreed_to_is_posted_and_nothing_more(world: World, office: Office) -> None:
    agent = world.appoint_agent()
    before = world.balance_of(agent.float_id)
    assert office.conclude(GiveFloat(agent.code, 7_000, why="bank slip 17"), ALICE).sentence == "staff.asked"
    approval, session = office.approval_of(agent.code), office.sign_in(BRUNO)

    def approve_and_give(db: Connection, amount: int, whom: int) -> None:
        row = {"session": session.secret, "id": approval.request_id, "hash": bytes.fromhex(approval.content_hash)}
        db.execute(text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :hash)"), row)
        entries = (Entry(ledger.ours(db, "cash"), -amount), Entry(whom, amount))
        ledger.post_one(db, Transfer("office:mine", "give_float", entries))

    other = world.do_as_owner(lambda db: ledger.open_account(db, "agent_float:other", "agent_float"))
    for amount, whom in ((7_001, agent.float_id), (7_000, other)):
        with pytest.raises(DBAPIError, match=NOT_SO):
            world.do(lambda db, amount=amount, whom=whom: approve_and_give(db, amount, whom), "office")
    with pytest.raises(DBAPIError, match="approved_is_done"):  # nor is it kept without the act in the trail
        world.do(lambda db: approve_and_give(db, 7_000, agent.float_id), "office")
    assert office.conclude(approval, BRUNO).sentence == "staff.float_given"
    assert world.balance_of(agent.float_id) == before + 7_000
    with pytest.raises(DBAPIError, match=NOT_SO):  # once
        world.do(lambda db: move(db, "give_float", "office:again", "cash", FATOU, 7_000), "office")
    world.check()


def test_what_is_tried_is_never_kept(world: World) -> None:
    def attempt(db: Connection) -> None:
        entries = (Entry(ledger.ours(db, "cash"), -5), Entry(account(db, AWA), 5))
        ledger.try_one(db, Transfer("tried", "give_float", entries))
        with pytest.raises(NotPosted, match="floor"):
            ledger.try_one(db, Transfer("tried", "give_float", tuple(Entry(one, -many) for one, many in entries)))

    world.do(attempt, "office")
    assert world.one("SELECT count(*) FROM transfer") == 0


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO tariff SELECT kind, {MIDNIGHT}, 0, 0, 0, 0, 0 FROM tariff",
        f"INSERT INTO ceiling VALUES (0, 'out', 'day', {MIDNIGHT}, NULL)",
        "UPDATE ceiling SET amount = NULL",
        "DELETE FROM ceiling",
        "UPDATE caution SET amount = 1000000000",
        "UPDATE threshold SET amount = 1000000000",
        "UPDATE transfer_kind SET takes = takes || ARRAY['cash']",
        "INSERT INTO transfer_kind VALUES ('mine', 'operation', '{}', '{cash}', '{customer}', '{mbongo_web}', now())",
        "UPDATE staff SET tries = 0",
        "SELECT verifier FROM staff",
        "INSERT INTO staff_approval SELECT id, '', 'bruno', now() FROM staff_request",
        """INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
        VALUES (gen_random_uuid(), 'settle_payment', 'x', '{}', '{}', 'because', 'alice')""",
        "SELECT open_account('cash:mine', 'cash')",
        "INSERT INTO account (code, kind, accrued, opened_at) VALUES ('cash:mine', 'cash', true, now())",
    ],
)
def test_no_process_lifts_a_rule(world: World, statement: str) -> None:
    refusal = "permission denied|two of staff agreed to no|rules that were in force|opens no account of kind"
    for process in ROLES:
        with pytest.raises(DBAPIError, match=refusal):
            world.do(lambda db: db.execute(text(statement)), process)
    world.check()


def test_a_loaded_rule_names_its_act_and_one_written_by_hand_is_found(world: World) -> None:
    tomorrow = world.do(clock.now) + timedelta(days=2)
    begins = tariff_book.to_midnight(tomorrow.date())
    world.change("INSERT INTO ceiling (tier, direction, span, since) VALUES (0, 'out', 'day', :at)", at=begins)
    assert [one.invariant for one in world.do(check, "read")] == ["every rule that was loaded has its act"]


def test_payments_go_by_their_steps_whoever_leads_them(world: World) -> None:
    world.recharge()
    for process, refusal in (
        ("web", "permission denied"),
        ("office", "mbongo_office may not change payment, which a login does"),
        ("worker", "agreed to no settle_payment"),
    ):
        with pytest.raises(DBAPIError, match=refusal):
            world.do(lambda db: db.execute(text("UPDATE payment SET state = 'succeeded'")), process)
    with pytest.raises(DBAPIError, match="was asked by payment"):
        world.do(lambda db: db.execute(text("UPDATE payment SET amount = amount - 1")), "worker")
    for column in ("party", "person_id", "rail", "reservation", "direction"):
        for process in POSTING:
            with pytest.raises(DBAPIError, match="permission denied"):
                world.do(lambda db, c=column: db.execute(text(f"UPDATE payment SET {c} = {c}")), process)


def test_the_steps_are_those_of_the_wallet(world: World) -> None:
    world.recharge()
    for state in STEPS:
        for then in STEPS:
            world.change("UPDATE payment SET state = :state", state=state)
            may = then == state or (then in STEPS[state] and (state, then) != ("created", "succeeded"))
            change = text("UPDATE payment SET state = :then")
            if may:
                world.do(lambda db, c=change, t=then: db.execute(c, {"then": t}))
            else:
                with pytest.raises(DBAPIError, match=r"does not go from|agreed to no"):
                    world.do(lambda db, c=change, t=then: db.execute(c, {"then": t}))


def test_a_success_credits_its_own_person_its_own_amount_once(world: World) -> None:
    """Whoever is the worker may say that a payment succeeded: then it posts that, and no more."""
    world.recharge(5_000)
    world.change("UPDATE payment SET state = 'succeeded', due_at = NULL")
    key = f"payment:{world.one('SELECT id FROM payment')}"
    for kind, taker, amount in (
        ("add_money", MOUSSA, 5_001), ("add_money", AWA, 5_000), ("keep_late_payment", AWA, 5_000),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match=NOT_SO):
            world.do(lambda db, k=kind, t=taker, a=amount: move(db, k, key, "operator_float:mtn", t, a))
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: move(db, "add_money", key, "operator_float:orange", MOUSSA, 5_000))
    world.do(lambda db: move(db, "add_money", key, "operator_float:mtn", MOUSSA, 5_000))
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: move(db, "add_money", f"{key}:kept", "operator_float:mtn", MOUSSA, 5_000))
    assert world.balance(MOUSSA) == 5_000


def test_what_is_posted_by_hand_as_the_owner_is_found(world: World) -> None:
    """With every guard off and every sum right."""
    world.credit(MOUSSA, 50_000)
    case = SendMoney(world.quote(MOUSSA, AWA, 1_000))
    assert world.conclude(MOUSSA, case, "k1").sentence == "money_sent"
    world.check()
    world.change("DELETE FROM operation WHERE key = 'k1'")
    with pytest.raises(AssertionError, match="every transfer has its reason"):
        world.check()
