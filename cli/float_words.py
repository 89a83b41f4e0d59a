"""Our float at an operator in words: by our books, and as the operator said last."""

from datetime import datetime, timedelta
from typing import Final

from cli.program import as_typed
from wallet.banks.amounts import write_decimal
from wallet.core import clock
from wallet.core.values import space
from wallet.payments.floats import OurFloat

OLD: Final = timedelta(minutes=15)  # older than an answer is while its operator goes on answering


def describe_float(found: OurFloat) -> str:
    """Return our float at an operator by our books, what the operator said and when, or why it did not."""
    abroad = "".join(f", {write_decimal(amount, currency)} {currency}" for currency, amount in found.abroad)
    books = f"Float at {found.rail} by our books: {space(found.ours)} FCFA{abroad}"
    if found.asked_at is None:
        return as_typed(f"{books}; the operator was not asked yet: its worker does, ./mbongo worker {found.rail}")
    if found.told is None or found.told_at is None:
        return f"{books}; {_describe_silence(found, found.asked_at)}"
    told = f"{books}; {_describe_told(found, found.told, found.told_at)}"
    return told if found.told_at == found.asked_at else f"{told}; {_describe_silence(found, found.asked_at)}"


def _describe_told(found: OurFloat, told: int, told_at: datetime) -> str:
    when = _write_when(found, told_at)
    if told == found.ours:
        return f"the operator said the same on {when}"
    more = f"{'+' if told > found.ours else ''}{space(told - found.ours)} FCFA"
    words = f"the operator said {space(told)} FCFA on {when}: {more}"
    payments = "1 payment" if found.in_between == 1 else f"{space(found.in_between)} payments"
    return words + (f"; {payments} meanwhile or under way may explain it" if found.in_between else "")


def _describe_silence(found: OurFloat, asked_at: datetime) -> str:
    when = _write_when(found, asked_at)
    if found.silence:
        return f"asked on {when}, the operator did not say ({found.silence})"
    return f"asked on {when}, the operator has not answered yet"


def _write_when(found: OurFloat, then: datetime) -> str:
    """Return a moment in Douala, and how long ago it was if that is long."""
    ago = f", {clock.say_ago(then, found.now)}" if found.now - then > OLD else ""
    return clock.written(then) + ago
