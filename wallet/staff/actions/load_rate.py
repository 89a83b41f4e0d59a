"""Load a rate: what one unit of a currency is worth in francs, by whom, and our margin; in force once two agree."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.prices import rates
from wallet.staff.act import ApprovedAct, Done, Preview

CURRENCY: Final = re.compile(r"[A-Z]{3}")
FRANCS: Final = re.compile(r"[0-9]{1,6}([.][0-9]{1,8})?")
DIGITS_MAX, MARGIN_PPM_MAX, DAYS_MAX = 3, 200_000, 366
JUMP: Final = 2  # a rate that many times another is a mistyped one


@dataclass(frozen=True)
class LoadRate(ApprovedAct):
    """Let one unit of `currency` be worth `francs`, less a margin, for `lasts_days` (0: until another is loaded)."""

    kind: ClassVar[str] = "load_rate"

    currency: str
    francs: str
    source: str
    digits: int = 2
    margin_ppm: int = 0
    lasts_days: int = 0

    @property
    def subject(self) -> str:
        """The currency."""
        return self.currency

    def lock(self, db: Connection) -> None:
        """Have loadings of a currency take turns."""
        numbers.take_turn(db, f"rate {self.currency}")

    def preview(self, db: Connection) -> Preview:
        """Return what it changes. Raises Refused for what is no rate, or is far from the one in force."""
        known = next((one for one in rates.list_rates(db) if one.currency == self.currency), None)
        self._refuse_unsound(known)
        was = f"{known.rate.normalize():f}" if known else ""
        return Preview(rules={f"rate {self.currency}": (was, f"{self._charged_at.normalize():f}")})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Write the rate; what was quoted before holds its quarter of an hour."""
        [(was, will_be)] = self.preview(db).rules.values()
        rates.add_rate(db, self.currency, self.francs, self.source, self.digits, self.margin_ppm, self.lasts_days)
        outcome = Outcome("staff.rate_loaded", {"currency": self.currency, "rate": will_be})
        return Done(outcome, self.currency, {"rate": was}, {"rate": will_be, "source": self.source})

    @property
    def _charged_at(self) -> Decimal:
        return rates.take_margin(Decimal(self.francs), self.margin_ppm)

    def _refuse_unsound(self, known: rates.Rate | None) -> None:
        right = (
            CURRENCY.fullmatch(self.currency) and self.currency != "XAF" and self.source.strip()
            and FRANCS.fullmatch(self.francs) and Decimal(self.francs) > 0
            and 0 <= self.digits <= DIGITS_MAX and 0 <= self.margin_ppm <= MARGIN_PPM_MAX
            and 0 <= self.lasts_days <= DAYS_MAX and self._charged_at > 0
        )  # fmt: skip
        if not right:
            raise Refused("staff.no_rate", currency=self.currency, francs=self.francs)
        if known and known.digits != self.digits:
            raise Refused("staff.no_rate", currency=self.currency, francs=self.francs)
        if known and not known.rate / JUMP < self._charged_at < known.rate * JUMP:
            raise Refused("staff.rate_jumps", currency=self.currency, was=f"{known.rate.normalize():f}")
