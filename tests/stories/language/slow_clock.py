"""The clock of a story: it creeps, so that nothing falls due but by the story's own lines, however slow the machine.

At its real pace a poll that is due after five seconds comes in the middle of a story, beside whatever line a busy
machine has reached by then. It may not stand still: what is written one after another is told apart by its time.
"""

from typing import Final

from sqlalchemy import Engine

SLOWER: Final = 100  # times than it is; five seconds become eight minutes, a millisecond ten microseconds
CREEP: Final = f"""CREATE OR REPLACE FUNCTION wallet_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT timestamptz '{{since}}' + (clock_timestamp() - timestamptz '{{since}}') / {SLOWER} + shift FROM clock_shift
$$"""


def creep(owner: Engine) -> None:
    """Slow down the wallet's clock in a test's database, from now on."""
    with owner.begin() as db:
        now = db.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        db.exec_driver_sql(CREEP.format(since=now))


def catch_up(owner: Engine) -> None:
    """Let a clock that creeps show the time that it is, as on a database that began to creep only now."""
    with owner.begin() as db:
        db.exec_driver_sql("UPDATE clock_shift SET shift = shift + (clock_timestamp() - wallet_now())")
