"""The statement of a wallet for some days, as PDF: what it held before and after, and every line between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from documents.shown import show_francs, show_time
from documents.typeset import typeset
from documents.words import speak
from wallet.operations.movements import Totals


@dataclass(frozen=True)
class PrintedLine:
    """A line: what it was, in its reader's words; `amount` is signed, `price` is fee and tax."""

    at: datetime
    what: str
    reference: str
    amount: int
    price: int


@dataclass(frozen=True)
class PrintedStatement:
    """A statement; `before` and `after` are balances, None where lines were chosen by more than their days."""

    owner: str
    phone: str
    since: date | None
    until: date | None
    totals: Totals
    lines: Sequence[PrintedLine]
    made_at: datetime
    chosen: str = ""  # by what besides days, in words
    before: int | None = None
    after: int | None = None

    @property
    def set_aside(self) -> int:
        """Return what is on its way between both balances, beside the lines; 0 where there are none."""
        if self.before is None or self.after is None:
            return 0
        totals = self.totals
        return self.after - (self.before + totals.came_in - totals.went_out - totals.price)


def print_statement(one: PrintedStatement, language: str) -> bytes:
    """Return a statement as PDF."""
    say = speak(language)
    span = (f"{day:%d/%m/%Y}" if day else "…" for day in (one.since, one.until))
    facts = {
        "language": language,
        "title": say("Account statement"),
        "subject": say("Account statement of %(name)s", name=one.owner),
        "owner": f"{one.owner} · {one.phone}",
        "span": say("From %(since)s to %(until)s", **dict(zip(("since", "until"), span, strict=True))),
        "chosen": one.chosen,
        "sums": list_sums(one, language),
        "head": [say("When"), say("Operation"), say("Fees and tax"), say("Amount")],
        "lines": [
            (show_time(line.at), line.what, line.reference, show_francs(line.price) if line.price else "",
             ("+" if line.amount > 0 else "") + show_francs(line.amount))
            for line in one.lines
        ],
        "nothing": say("Nothing in these days."),
        "page": say("Page"),
        "note": say("Made by Mbongo on %(at)s, times of Douala. Each reference finds its operation again.",
                    at=show_time(one.made_at)),
    }  # fmt: skip
    return typeset("statement", facts, one.made_at)


def list_sums(one: PrintedStatement, language: str) -> list[tuple[str, str]]:
    """Return what the lines come to; with both balances, also what is on its way between them."""
    say, totals = speak(language), one.totals
    sums = [
        (say("Number of operations"), str(totals.count)),
        (say("Received"), show_francs(totals.came_in)),
        (say("Given"), show_francs(totals.went_out)),
        (say("Fees and tax"), show_francs(totals.price)),
    ]
    if one.before is None or one.after is None:
        return sums
    between = [(say("Set aside, or on its way"), show_francs(one.set_aside))] if one.set_aside else []
    return [
        (say("Balance before"), show_francs(one.before)), *sums, *between,
        (say("Balance after"), show_francs(one.after)),
    ]  # fmt: skip
