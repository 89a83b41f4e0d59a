"""The schema can move to a distributed PostgreSQL: what that lacks stands nowhere but where it is said what it becomes.

All of the schema is read as migrate leaves it: tables, indexes, constraints, triggers from the catalogs, functions by
their bodies; and the statements that stand in the code. Then the rules by which the ledger's rows can be spread: no
foreign key into them, no sequence where money moves (advisory locks: tests/test_house.py too). docs/country.md has the
plan.
"""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import psycopg
import pytest

from tests.conftest import Database
from tests.wallet.migrations.lacking import LACKING, Lacking
from tests.world.cast import AWA, MOUSSA
from tests.world.world import World

CHECKOUT = Path(__file__).parents[3]
PRODUCT = ("wallet", "workers", "web", "cli")  # what speaks to the database of a company; not what plays with one
COMMENT = re.compile(r"--[^\n]*")
BODIES = "SELECT proname::text, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
SPREAD = ("transfer", "transfer_link", "entry", "accrual_due")  # by account or by transfer, over all nodes
NUMBERED = """SELECT DISTINCT refobjid::regclass::text FROM pg_depend d JOIN pg_class s ON s.oid = d.objid
    WHERE s.relkind = 'S' AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass"""
MAY_BE_NUMBERED = {  # table → why a sequence of one node does no harm there
    "account": "once in a life; its ids are cached by hundreds on each node, in no order",
    **dict.fromkeys(("case_file", "alert", "rail_hold"), "people say the number, and staff open few"),
    **dict.fromkeys(("settlement_file", "settlement_row", "discrepancy", "rail_leg"), "an operator's file, once a day"),
    **dict.fromkeys(("bank_account", "bank_file", "bank_line", "bank_leg", "payout_file"), "a bank's file, once a day"),
    **dict.fromkeys(("sanction_list", "sanction_entry", "sanction_hit"), "a list, once a week"),
    **dict.fromkeys(("dormant_batch", "dormant_handover", "retention"), "staff, by two"),
    "invoice_sending": "an e-mail of an invoice, which waits for nobody's money",
}


def list_bodies(db: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Yield each function's name and body, its comments left out."""
    for name, source in db.execute(BODIES):
        yield name, COMMENT.sub("", source)


def list_statements() -> list[tuple[str, str]]:
    """Return the texts that stand in the product's code, each with its file."""
    files = [path for folder in PRODUCT for path in sorted((CHECKOUT / folder).rglob("*.py"))]
    sources = [(path.relative_to(CHECKOUT).as_posix(), path.read_text("utf-8")) for path in files]
    words = [lacking.words for lacking in LACKING.values() if lacking.words]
    return [
        (name, COMMENT.sub("", node.value))
        for name, source in sources
        if any(one.search(source) for one in words)  # to parse all of them would take seconds
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def find(lacking: Lacking, db: psycopg.Connection, statements: list[tuple[str, str]]) -> set[str]:
    """Return the places that use a feature."""
    if lacking.catalog:
        return {place for (place,) in db.execute(lacking.catalog)}
    assert lacking.words
    return {place for place, said in (*list_bodies(db), *statements) if lacking.words.search(said)}


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.superuser_url) as connection:
        yield connection


def test_nothing_is_used_that_a_distributed_engine_lacks(owner: psycopg.Connection) -> None:
    statements = list_statements()
    new, gone = [], []
    for name, lacking in LACKING.items():
        places = find(lacking, owner, statements)
        known = lacking.becomes
        new += [
            f"{place} uses a {name}: there {lacking.there} ({lacking.said_by}). Do without, or write in lacking.py "
            "what it becomes there"
            for place in sorted(places)
            if not any(fnmatch(place, one) for one in known)
        ]
        gone += [f"{name}: {one}" for one in known if not any(fnmatch(place, one) for place in places)]
    assert not new, "\n".join(new)
    assert not gone, f"used no more, take it out of lacking.py: {gone}"


def test_each_row_finds_what_it_is_for(owner: psycopg.Connection) -> None:
    blind = []
    for name, lacking in LACKING.items():
        before = find(lacking, owner, [])
        with owner.transaction(force_rollback=True):
            owner.execute(lacking.example.encode())
            after = find(lacking, owner, [("code", COMMENT.sub("", lacking.example))])
        lost = {place for place in after - before if any(fnmatch(place, one) for one in lacking.becomes)}
        if not after - before or lost:
            blind.append(name)
    assert not blind, f"nothing was found in these examples, or it passes for one of ours: {blind}"


def test_only_a_function_itself_says_what_it_does(owner: psycopg.Connection) -> None:
    """A word in a comment, in the code's prose or in a column's name is no use of a feature."""
    harmless = (
        "-- LOCK TABLE person\nPERFORM xmax(1); SELECT listen, notice_type FROM person; -- merge into\nthe notify step"
    )
    said = COMMENT.sub("", harmless)
    assert not [name for name, one in LACKING.items() if one.words and one.words.search(said)]


# ---------------------------------------------------------------------------------------------------- rule 6
def test_no_foreign_key_leads_into_what_is_spread(owner: psycopg.Connection) -> None:
    """Each would be asked of another node, under its lock, for every row that is written."""
    found = owner.execute(
        "SELECT conrelid::regclass || ' → ' || confrelid::regclass FROM pg_constraint WHERE contype = 'f' "
        "AND confrelid = ANY (%s::regclass[])",
        (list(SPREAD),),
    ).fetchall()
    assert not found, "the posting functions alone write there, and `check` compares: no foreign key is needed"


def test_a_number_comes_from_one_node_only_where_no_money_waits_for_it(owner: psycopg.Connection) -> None:
    numbered = {table for (table,) in owner.execute(NUMBERED)}
    assert numbered == MAY_BE_NUMBERED.keys(), "draw a uuid; or say here why one node may give the numbers"


def test_no_sequence_moves_when_money_does(world: World) -> None:
    """Played: money is sent, recharged and withdrawn, and confirmed; every sequence stays where it was."""
    world.credit(MOUSSA, 20_000)
    world.know_sim(AWA)
    said = "SELECT sequencename || ' ' || coalesce(last_value, 0) FROM pg_sequences ORDER BY 1"
    before = world.column(said)
    world.send(MOUSSA, AWA, 1_000, "s1")
    world.recharge(5_000)
    world.work("succeeded")
    world.withdraw(5_000)
    world.work("succeeded")
    assert world.one("SELECT count(*) FROM payment WHERE state = 'succeeded'") == 2
    assert world.column(said) == before
