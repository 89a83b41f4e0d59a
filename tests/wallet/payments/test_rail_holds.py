"""All rails are held at once, after a restore by themselves, and let go by two, once every operator's file was seen."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.settlements import Settlements, line_of, reference_of
from tests.world.world import World
from wallet.core.errors import NotNow
from wallet.payments import operators, rail_holds

HOLD = ("operator", "--hold", "--why", "restored")
ASK = ("operator", "--release", "--why", "all files agree")
PAID = 5_000
RESTORED = "CREATE OR REPLACE FUNCTION find_restored_to() RETURNS text LANGUAGE sql STABLE AS $$SELECT '2026-11-30'$$"


def test_a_hold_from_its_beginning_to_its_end(world: World, office: Office, settlements: Settlements) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    reference = world.payment_reference
    settlements.make_payment("before")
    assert "Nothing new is told to any operator" in office.done(*HOLD)
    assert "held already" in office.refused(*HOLD)
    world.work()
    assert world.one("SELECT state FROM payment WHERE reference = :of", of=reference) == "created", "nobody is told"
    with pytest.raises(NotNow):
        world.do(lambda db: operators.get_open(db, "mtn"))
    assert "no file was imported since the hold of mtn" in office.refused(*ASK)

    # MTN paid what these books are yet to tell it, and something that they do not know at all.
    now = str(world.one("SELECT wallet_now()::text"))
    told = {"direction": "payout", "phone": AWA, "amount": PAID, "time": now}
    settlements.reconcile(
        line_of("before", time=now),
        line_of("told", reference=reference, **told),
        line_of("lost", reference=reference_of("lost"), **told),
    )
    shown = office.run("reconcile").output
    assert f"yet to be told, as in restored books: ./mbongo payments --settle {reference} --as succeeded" in shown
    assert "open differences: mtn 2" in office.refused(*ASK)
    office.settle(reference, "succeeded")
    office.approve(reference)
    [lost] = [name for name, kind in list_open(world) if kind == "missing_here"]
    office.done("reconcile", "--correct", lost, "--why", "MTN's trace")
    office.approve(lost, command="reconcile")
    settlements.reconcile(line_of("told", reference=reference, **told))
    assert world.balance_of("suspense:operator_difference") == -PAID, "it is seen, and waits for whoever looks after it"

    assert "./mbongo operator --approve" in office.done(*ASK)
    assert world.do(rail_holds.are_held), "asking does nothing"
    assert "rails: held -> free" in office.done("operator", "--approve", login=BRUNO)
    assert not world.do(rail_holds.are_held)
    assert "No hold is open" in office.refused(*ASK)
    assert "mtn" in office.done("operator", "mtn")
    world.check()


def list_open(world: World) -> list[tuple[str, str]]:
    return [(row.name, row.kind) for row in world.rows(
        "SELECT 'D' || id AS name, class AS kind FROM discrepancy WHERE state = 'open'")]  # fmt: skip


def test_a_restored_database_holds_itself_until_two_let_go(world: World) -> None:
    """Look at the functions in a transaction that is taken back: a server says by itself what it was restored to."""
    with world.owner.connect() as db:
        db.exec_driver_sql(RESTORED)
        found = rail_holds.find_hold(db)
        assert (found.held, found.restored_to, found.since) == (True, "2026-11-30", None)
        assert not operators.is_open(db, "mtn")
        db.exec_driver_sql("INSERT INTO rail_hold (restored_to, since) VALUES ('2026-11-30', now())")
        assert rail_holds.are_held(db)
        db.exec_driver_sql("UPDATE rail_hold SET released_at = now()")
        assert not rail_holds.are_held(db)
        db.exec_driver_sql(RESTORED.replace("2026-11-30", "2026-12-01"))
        assert rail_holds.are_held(db), "it was restored again"
        db.rollback()


@pytest.mark.parametrize("role", ["office", "web", "worker"])
@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO rail_hold (restored_to, since) VALUES ('', now())",
        "UPDATE rail_hold SET released_at = now()",
        "DELETE FROM rail_hold",
        "SELECT hold_rails()",
        "SELECT release_rails()",
    ],
)
def test_no_process_holds_or_lets_go(world: World, office: Office, attack: str, role: str) -> None:
    office.done(*HOLD)
    with pytest.raises(DBAPIError, match=r"permission denied|nobody of staff|agreed to no release"):
        world.do(lambda db: db.execute(text(attack)), role)


def test_two_cannot_let_go_what_is_not_reconciled(world: World, office: Office, settlements: Settlements) -> None:
    settlements.make_payment("before")
    office.done(*HOLD)
    ask_by_hand = text("""SELECT ask_staff_act(:s, '00000000-0000-0000-0000-000000000001', 'release_rails', 'rails',
        '{}'::jsonb, 'a reason')""")
    agree = text("SELECT approve_staff_request(:s, r.id, request_hash(r)) FROM staff_request r")
    sessions = {who: office.sign_in(who).secret for who in (ALICE, BRUNO)}
    world.do(lambda db: db.execute(ask_by_hand, {"s": sessions[ALICE]}), "office")
    with pytest.raises(DBAPIError, match="not reconciled"):
        world.do(lambda db: (db.execute(agree, {"s": sessions[BRUNO]}),
                             db.execute(text("SELECT release_rails()"))), "office")  # fmt: skip
    assert world.do(rail_holds.are_held)


def test_a_worker_that_took_a_payment_before_tells_it_no_more(world: World, office: Office) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    office.done(*HOLD)
    with pytest.raises(DBAPIError, match="all rails are held"):
        world.do(lambda db: db.execute(text("UPDATE payment SET state = 'submitting'")), "worker")


def test_what_is_held_stays_as_it_was(world: World, office: Office) -> None:
    office.done(*HOLD)
    for attack in ("UPDATE rail_hold SET since = now()", "DELETE FROM rail_hold"):
        with pytest.raises(DBAPIError, match=r"stays as it was|never change|refuse"):
            world.change(attack)
