"""The page on personal data is true of the database: its tables, what is personal in each, how long rows are kept."""

import re
from collections import defaultdict
from typing import Final, NamedTuple

import pytest
from sqlalchemy import text

from tests.docs.recipe import CHECKOUT
from tests.world.world import World
from wallet.accounts.own_data import SECTIONS

PAGE: Final = (CHECKOUT / "docs/data.md").read_text("utf-8")
LINE: Final = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)

# A column named by one of these may hold what is of a person, what one wrote, or what opens a door; so may any jsonb.
PERSONAL: Final = frozenset({
    "about", "address", "addresses", "after", "answer", "before", "blocker", "body", "browser",
    "canonical", "content", "data", "detail", "device", "email", "hash", "holder", "key",
    "label", "name", "niu", "notes", "number", "party", "past", "phone", "raw",
    "reason", "rccm", "rib", "said", "secret", "sender", "subject", "terms", "text",
    "thanks", "title", "typed", "url", "values", "verifier", "what", "why", "words",
})  # fmt: skip
GROUNDS: Final = ("contract", "books", "AML", "security", "consent", "house")
COLUMNS: Final = text("""SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition""")
GOES_WITH_ANOTHER: Final = text("SELECT conrelid::regclass::text FROM pg_constraint WHERE confdeltype = 'c'")
DELETES: Final = re.compile(r"(?:DELETE FROM|TRUNCATE) ([a-z_]+(?:, [a-z_]+)*)")
ENDED_BY: Final = re.compile(r"\bwallet/[\w/]+\.(?:py|sql)\b")


class TableLine(NamedTuple):
    """A line of the page: what one table holds, why, and until when."""

    holds: str
    why: str
    until: str


def read_page(page: str) -> dict[str, TableLine]:
    """Return the page's lines by their tables; AssertionError where a table has two."""
    found = LINE.findall(page)
    lines = {table: TableLine(*said) for table, *said in found}
    assert len(lines) == len(found)
    return lines


def is_personal(column: str, kind: str) -> bool:
    """Return whether a column's name or type says that it may hold what is of a person."""
    worded = kind in ("text", "text[]", "bytea", "character varying") and not PERSONAL.isdisjoint(column.split("_"))
    return kind == "jsonb" or worded


def find_untrue(
    page: str, columns: dict[str, dict[str, str]], lives: dict[str, int], with_others: set[str]
) -> set[str]:
    """Return the tables of which the page says nothing, too little, or what is not so."""
    lines = read_page(page)
    untrue = lines.keys() ^ columns.keys()
    for table, line in lines.items():
        named = set(re.findall(r"`(\w+)`", line.holds))
        held = columns.get(table, {})
        personal = {column for column, kind in held.items() if is_personal(column, kind)}
        told = [int(days) for days in re.findall(r"(?:deleted|masked) after (\d+) days", line.until)]
        if (
            not personal <= named <= held.keys()
            or told != ([lives[table]] if table in lives else [])
            or ("deleted with " in line.until) != (table in with_others)
            or not any(ground in line.why for ground in GROUNDS)
        ):
            untrue.add(table)
    return untrue


def find_deleting() -> dict[str, set[str]]:
    """Return which files of the wallet delete from each table by its name."""
    found = defaultdict(set)
    for path in sorted((CHECKOUT / "wallet").rglob("*.*")):
        if path.suffix in (".py", ".sql") and "versions" not in path.parts:
            for tables in DELETES.findall(path.read_text("utf-8")):
                for table in tables.split(", "):
                    found[table].add(str(path.relative_to(CHECKOUT)))
    return found


def test_the_page_says_of_each_table_what_is_so(world: World) -> None:
    columns: dict[str, dict[str, str]] = defaultdict(dict)
    with world.owner.begin() as db:
        for row in db.execute(COLUMNS).all():
            columns[row.table][row.column] = row.type
        ends = "SELECT kind, days FROM row_life UNION ALL SELECT kind, days FROM mask_life"
        lives: dict[str, int] = {row.kind: row.days for row in db.execute(text(ends))}
        with_others = set(db.execute(GOES_WITH_ANOTHER).scalars())
    assert find_untrue(PAGE, columns, lives, with_others) == set()
    without = re.sub(r"^\| `identity` .*\n", "", PAGE, flags=re.MULTILINE)
    for page, wrong in [
        (without, "identity"),
        (PAGE.replace("| `identity` |", "| `identities` |"), "identities"),
        (PAGE.replace("kind, `number`, `name`;", "kind, `number`;"), "identity"),
        (PAGE.replace("`sender`, `text`", "`sender`, `text`, `mood`"), "text_in"),
        (PAGE.replace("deleted after 730 days", "deleted after 731 days"), "security_event"),
        (PAGE.replace("masked after 180 days", "masked after 30 days"), "checkout"),
        (PAGE.replace("| ten years; closed, not", "| deleted after 30 days; not"), "person"),
        (PAGE.replace("deleted with its invitation", "gone with its invitation"), "sent_address"),
    ]:
        assert wrong in find_untrue(page, columns, lives, with_others)


def test_what_is_deleted_names_the_file_that_does_it_and_the_other_way_round() -> None:
    deleting = find_deleting()
    for table, line in read_page(PAGE).items():
        named = set(ENDED_BY.findall(line.until))
        assert named >= deleting.get(table, set()), table
        for path in named - deleting.get(table, set()):  # it deletes by a table's name in a variable
            words = (CHECKOUT / path).read_text("utf-8")
            assert "DELETE FROM {" in words, (table, path)
            assert re.search(rf"\b{table}\b", words), (table, path)
        assert ("deleted by " in line.until) == bool(named), table


@pytest.mark.parametrize("section", SECTIONS)
def test_an_export_s_sections_are_said(section: str) -> None:
    said = {
        "person": "who they are", "documents": "papers shown", "recharges_asked": "recharges",
        "signed_in": "where they signed in", "texts_from_me": "texts they sent",
    }  # fmt: skip
    assert said.get(section, section) in PAGE.partition("**An export**")[2].partition("- **Closing**")[0]
