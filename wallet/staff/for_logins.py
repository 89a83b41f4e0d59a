"""Triggers by which the office writes some rows only while a login does it: those written in for_logins.txt."""

import re
from pathlib import Path
from typing import Final, NamedTuple

WRITTEN: Final = Path(__file__).with_name("for_logins.txt")
EVENTS: Final = re.compile(r"(insert|update)(?: \(([a-z_, ]+)\))?")
# Those of another version go with the function that they call.
DROP: Final = """
    DO $$
    DECLARE old record;
    BEGIN
      FOR old IN
        SELECT tgname, tgrelid::regclass AS on_table FROM pg_trigger WHERE tgfoid = 'keep_for_login'::regproc
      LOOP
        EXECUTE 'DROP TRIGGER ' || old.tgname || ' ON ' || old.on_table;
      END LOOP;
    END $$"""


class ForLogin(NamedTuple):
    """A trigger on `events` of a table, in SQL, that the office does by these `acts` alone, with their columns."""

    name: str
    table: str
    events: str
    acts: tuple[str, ...]

    @property
    def is_of_rows(self) -> bool:
        """True where an act is about the thing that a row is of."""
        return any(":" in act for act in self.acts)


def read_written() -> list[ForLogin]:
    """Return every trigger that the file writes. Raises ValueError for a line that says none."""
    lines = [line for line in WRITTEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [_read_line(line) for line in lines]


def _read_line(line: str) -> ForLogin:
    table, what, acts = (cell.strip() for cell in line.split("|"))
    found = EVENTS.findall(what)
    if ", ".join(f"{event} ({columns})" if columns else event for event, columns in found) != what:
        raise ValueError(f"for_logins.txt: {line}")
    events = " OR ".join(f"{event} OF {columns}" if columns else event for event, columns in found)
    words = [word for event, columns in found for word in (event, *columns.split(", ")[:1]) if word]
    return ForLogin("_".join(["of_a_login", *words]), table, events, tuple(acts.split()))


def write_statements() -> list[str]:
    """Return the statements that put the written triggers in the place of those that are there."""
    return [DROP, *(statement for one in read_written() for statement in _write(one))]


def _write(one: ForLogin) -> tuple[str, str]:
    acts = ", ".join(f"'{act}'" for act in one.acts)
    each = "ROW" if one.is_of_rows else "STATEMENT"
    return (
        f"""CREATE TRIGGER {one.name} BEFORE {one.events} ON {one.table} FOR EACH {each}
            WHEN (session_user = 'mbongo_office') EXECUTE FUNCTION keep_for_login({acts})""",
        f"ALTER TABLE {one.table} ENABLE ALWAYS TRIGGER {one.name}",
    )


_NAMES: Final = ", ".join(f"('{one.name}', '{one.table}')" for one in read_written())
INVARIANTS: Final = {
    "what the office writes for a login is guarded as written": f"""
        SELECT NULL, g.name || ' of ' || g.on_table || ' is off' FROM (VALUES {_NAMES}) g (name, on_table)
        WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgname = g.name AND t.tgenabled = 'A'
          AND t.tgrelid = ('public.' || g.on_table)::regclass)""",  # noqa: S608 - ours
}
