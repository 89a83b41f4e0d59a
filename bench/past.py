"""The months before: entries that others posted over thirty of them, each month a table, with what stands beside."""

from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from bench import books

MONTHS: Final = 30
DAYS: Final = 30 * MONTHS  # a little less, so that all of it has a month of its own
# The one table of what was before months becomes that of before these; nothing lies in it yet.
DIVIDED: Final = f"""DO $$
    DECLARE
      reached timestamptz := month_began(wallet_now(), -{MONTHS});
      until CONSTANT timestamptz := (SELECT m.until FROM list_months() m WHERE m.part = 'entry_before'::regclass);
    BEGIN
      ALTER TABLE entry DETACH PARTITION entry_before;
      EXECUTE 'ALTER TABLE entry ATTACH PARTITION entry_before FOR VALUES FROM (MINVALUE) TO ('
        || quote_literal(reached) || ')';
      WHILE reached < until LOOP
        PERFORM attach_month(make_entry_table(name_month(month_began(reached, 1))), reached, month_began(reached, 1));
        reached := month_began(reached, 1);
      END LOOP;
    END $$"""  # noqa: S608 - constants
BESIDE: Final = Path(__file__).with_suffix(".sql")


def fill_past(engine: Engine, entries: int) -> None:
    """Fill a new database with so many entries of the months before this one, and their operations and movements."""
    with engine.begin() as db:
        db.exec_driver_sql(DIVIDED)
    books.post(engine, entries, DAYS, "month_began(wallet_now(), 0)")
    with engine.begin() as db:
        db.exec_driver_sql("SET LOCAL statement_timeout = 0")
        db.exec_driver_sql(BESIDE.read_text())
