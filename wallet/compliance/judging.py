"""Judging: each day by each rule once it is over, and each month counted once it is; a step a transaction."""

from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core.database import in_transaction

STEPS: Final = 8  # a tick: a day by every rule
# As judge_alerts() and count_month() ask themselves, without the lock by which those who judge take turns.
IS_DUE: Final = text("""SELECT EXISTS (SELECT FROM alert_judged j, day_summed d
    WHERE (j.until + 1)::timestamp AT TIME ZONE 'Africa/Douala' <= least(d.until, wallet_now() - interval '1 hour'))""")
UNBOUNDED: Final = text("SET LOCAL statement_timeout = 0")  # a day on which a great many did much
JUDGE: Final = text("SELECT judge_alerts()")
COUNT_MONTH: Final = text("SELECT count_month()")


def judge(engine: Engine, steps: int = STEPS) -> list[str]:
    """Judge what can be judged of the days that are over, in so many steps at most. Return each: "mule 2026-11-29"."""
    done: list[str] = []
    while len(done) < steps and (judged := in_transaction(engine, _judge_one)):
        done.append(judged)
    return done


def _judge_one(db: Connection) -> str | None:
    if not db.execute(IS_DUE).scalar_one():
        return None
    db.execute(UNBOUNDED)
    judged: str | None = db.execute(JUDGE).scalar_one()
    return judged


def count_month(engine: Engine) -> None:
    """Keep the regulator's figures of the last month, where it is over and they are not kept yet."""
    in_transaction(engine, _count_month)


def _count_month(db: Connection) -> None:
    db.execute(UNBOUNDED)
    db.execute(COUNT_MONTH)
