"""Our float at each operator: by our books, and as the operator said last, which its own worker asks now and then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.payment_states import MAYBE_DONE, in_sql
from wallet.payments.rails import RAILS

ASKED_EVERY: Final = timedelta(minutes=10)
SILENCE_LETTERS_MAX: Final = 200
# Payments that may have moved money there since it was asked, or whose money the books do not show yet.
IN_BETWEEN: Final = text(f"""SELECT count(*) FROM payment WHERE rail = :rail AND state IN {in_sql(MAYBE_DONE)}
    OR rail = :rail AND state = 'succeeded' AND changed_at >= :asked_at""")  # noqa: S608 - a constant


@dataclass(frozen=True)
class OurFloat:
    """Our float at one operator, in whole francs: `ours` by the books, `told` by the operator, None if it never said.

    `told_at` is when that was asked, `asked_at` when it was asked last, `silence` why it said nothing then, `now` when
    this was read. `in_between`: how many payments may explain a difference. `abroad`: what is there by our books in
    other currencies, in the smallest unit of each.
    """

    rail: str
    ours: int
    in_between: int
    told: int | None
    told_at: datetime | None
    asked_at: datetime | None
    silence: str
    now: datetime
    abroad: tuple[tuple[str, int], ...] = ()


def read_float(db: Connection, rail: str) -> OurFloat:
    """Return our float at an operator, by our books and as it said last."""
    row = db.execute(
        text("""SELECT float_told AS told, float_told_at AS told_at, float_asked_at AS asked_at,
            float_silence AS silence, wallet_now() AS now FROM operator WHERE rail = :rail"""),
        {"rail": rail},
    ).one()
    in_between = db.execute(IN_BETWEEN, {"rail": rail, "asked_at": row.told_at or row.now}).scalar_one()
    ours = -ledger.balance(db, ledger.ours(db, f"operator_float:{rail}"))
    others = [one for one in RAILS[rail].currencies if one != "XAF"]
    abroad = tuple((one, -ledger.balance(db, ledger.ours(db, f"operator_float:{rail}:{one}"))) for one in others)
    return OurFloat(rail, ours, in_between, **row._mapping, abroad=abroad)


def begin_asking(db: Connection, rail: str) -> datetime | None:
    """Note that an operator is asked for our float now; return when, or None where it was asked a short while ago.

    Of several workers one asks, and one that dies meanwhile makes nobody ask sooner.
    """
    asked_at: datetime | None = db.execute(
        text("""UPDATE operator SET float_asked_at = wallet_now(), float_silence = ''
            WHERE rail = :rail AND (float_asked_at IS NULL OR float_asked_at <= wallet_now() - :every)
            RETURNING float_asked_at"""),
        {"rail": rail, "every": ASKED_EVERY},
    ).scalar_one_or_none()
    return asked_at


def note_told(db: Connection, rail: str, asked_at: datetime, told: int) -> None:
    """Note what an operator that was asked then said of our float, in whole francs; nothing if it was asked since."""
    db.execute(
        text("""UPDATE operator SET float_told = :told, float_told_at = :asked_at
            WHERE rail = :rail AND float_asked_at = :asked_at"""),
        {"rail": rail, "asked_at": asked_at, "told": told},
    )


def note_silence(db: Connection, rail: str, why: str) -> None:
    """Note why an operator said nothing of our float; what it said before stays."""
    db.execute(
        text("UPDATE operator SET float_silence = :why WHERE rail = :rail"),
        {"rail": rail, "why": why.replace("\0", "")[:SILENCE_LETTERS_MAX] or "no reason given"},
    )
