"""A line of a history as pages and papers show it, in the words of phones."""

from dataclasses import dataclass
from datetime import datetime

from documents.own_receipt import name_state
from documents.shown import show_time
from documents.words import speak
from sms_templates import say
from wallet.operations.movements import HistoryLine


@dataclass(frozen=True)
class ShownLine:
    """A line: when, what it was, its signed amount and its price; `stands` is "" for what is simply done."""

    seq: int
    at: datetime
    what: str
    amount: int
    price: int
    reference: str
    stands: str

    @property
    def when(self) -> str:
        """Its time as clocks in Douala show it."""
        return show_time(self.at)


def describe_line(language: str, line: HistoryLine) -> ShownLine:
    """Return a line in its reader's words."""
    one = line.movement
    side = "given" if one.amount < 0 else "received"
    what = say(language, f"ussd.operation_{side}.{one.kind}", **{**vars(one), "amount": abs(one.amount)})
    stands = name_state(speak(language), line.state) if line.state != "done" else ""
    return ShownLine(
        one.seq, line.at, what.split("\n")[0].strip(), one.amount, one.fee + one.tax, one.reference, stands
    )
