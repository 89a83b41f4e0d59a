"""All rails are held at once, after a restore by themselves, and let go by two, once every operator's file was seen."""

from functools import partial

import psycopg
import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from faults.polling import wait_for
from local.postgres import OWNER, Postgres
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.settlements import Settlements, line_of, reference_of
from tests.world.standby import follow
from tests.world.world import World
from wallet.core.errors import NotNow
from wallet.core.roles import ProcessKind
from wallet.payments import operators, rail_holds

HELD = "SELECT are_rails_held(), find_restored_to()"
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


TIMELINE = "CREATE OR REPLACE FUNCTION find_timeline() RETURNS int LANGUAGE sql STABLE AS $$SELECT {}$$"


TRUSTING = """CREATE OR REPLACE FUNCTION is_agreed_about(kinds text[], about text) RETURNS boolean
    LANGUAGE sql STABLE AS $$SELECT true$$"""


def test_a_server_that_took_over_alone_holds_itself(world: World) -> None:
    """Look at it in transactions that are taken back: tests/drills has a standby that takes over."""
    with world.owner.connect() as db:
        assert not rail_holds.are_held(db), "a server of its own beginning lost nothing"
        db.exec_driver_sql(TIMELINE.format(2))
        assert (rail_holds.find_hold(db).held, rail_holds.find_hold(db).restored_to) == (True, "timeline 2")
        db.exec_driver_sql("SELECT note_synchronous()")
        assert rail_holds.are_held(db), "no standby has what it acknowledges"
        db.exec_driver_sql(TRUSTING)
        db.exec_driver_sql("INSERT INTO rail_hold (restored_to, since) VALUES ('a moment', now())")
        db.exec_driver_sql("SELECT release_rails()")
        assert not rail_holds.are_held(db), "two let go, whatever is taken out of its settings later"
        db.exec_driver_sql(TIMELINE.format(3))
        assert rail_holds.are_held(db), "another took over"
        db.exec_driver_sql(RESTORED)
        assert rail_holds.find_hold(db).restored_to == "2026-11-30", "the moment says more"
        db.rollback()


ATTACKS = (
    "INSERT INTO rail_hold (restored_to, since) VALUES ('', now())",
    "UPDATE rail_hold SET released_at = now()",
    "DELETE FROM rail_hold",
    "SELECT hold_rails()",
    "SELECT release_rails()",
    "SELECT note_timeline()",
)


def test_no_process_holds_or_lets_go(world: World, office: Office) -> None:
    """Nor does one that took a payment before tell it any more, nor the owner change what was held."""
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    office.done(*HOLD)
    roles: tuple[ProcessKind, ...] = ("office", "web", "worker", "read")
    refused = r"permission denied|nobody of staff|agreed to no release"
    for role in roles:
        for attack in ATTACKS:
            with pytest.raises(DBAPIError, match=refused):
                world.do(partial(execute, attack), role)
    world.do(partial(execute, "SELECT note_synchronous()"), "worker")
    assert world.one("SELECT count(*) FROM rail_hold") == 1, "no standby acknowledges anything here"
    with pytest.raises(DBAPIError, match="all rails are held"):
        world.do(partial(execute, "UPDATE payment SET state = 'submitting'"), "worker")
    for attack in ("UPDATE rail_hold SET since = now()", "DELETE FROM rail_hold", "TRUNCATE rail_hold"):
        with pytest.raises(DBAPIError, match=r"stays as it was|never change|refuse"):
            world.change(attack)
    world.change("UPDATE rail_hold SET released_at = now()")  # as the owner may, and no more than that
    with pytest.raises(DBAPIError, match="stays as it was"):
        world.change("UPDATE rail_hold SET released_at = NULL")


def execute(statement: str, db: Connection) -> None:
    db.execute(text(statement))


def test_two_cannot_let_go_what_is_not_reconciled(world: World, office: Office, settlements: Settlements) -> None:
    settlements.make_payment("before")
    settlements.reconcile(line_of("before", time=str(world.one("SELECT wallet_now()::text"))))
    world.pass_time(1)
    office.done(*HOLD)
    assert "no file was imported since the hold of mtn" in office.refused(*ASK)
    ask_by_hand = text("""SELECT ask_staff_act(:s, '00000000-0000-0000-0000-000000000001', 'release_rails', 'rails',
        '{}'::jsonb, 'a reason')""")
    agree = text("SELECT approve_staff_request(:s, r.id, request_hash(r)) FROM staff_request r")
    sessions = {who: office.sign_in(who).secret for who in (ALICE, BRUNO)}
    world.do(lambda db: db.execute(ask_by_hand, {"s": sessions[ALICE]}), "office")
    with pytest.raises(DBAPIError, match="not reconciled"):
        world.do(lambda db: (db.execute(agree, {"s": sessions[BRUNO]}),
                             db.execute(text("SELECT release_rails()"))), "office")  # fmt: skip
    assert world.do(rail_holds.are_held)


def test_a_standby_that_may_have_been_behind_holds_itself_once_it_leads(postgres: Postgres, world: World) -> None:
    """A real one: nothing was told of what it is, as after a machine was lost with what it alone had."""
    with follow(postgres) as standby:
        standby.catch_up()
        url = standby.url(postgres.url(make_url(str(world.owner.url)).database or "", OWNER))
        with psycopg.connect(url, autocommit=True) as db:
            assert db.execute(HELD).fetchone() == (False, ""), "as it is read from, it is what it follows"
            standby.promote()
            assert db.execute(HELD).fetchone() == (True, "timeline 2")
            standby.execute("ALTER SYSTEM SET synchronous_standby_names = 'another'")
            standby.execute("SELECT pg_reload_conf()")
            wait_for(lambda: db.execute(HELD).fetchone() == (False, ""), "the setting to be read")
