"""A file of payouts for a bank: its order, and its bytes; the same order gives the same bytes.

Who may send it, and that it is sent once, is not decided here.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from wallet.banks.latin import write_latin
from wallet.banks.rib import Rib
from wallet.core.errors import Refused

IDENTIFIER: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,34}")
NAME_LETTERS_MAX: Final = 70
WORDS_LETTERS_MAX: Final = 140
AMOUNT_MAX: Final = 10**14


@dataclass(frozen=True)
class BankPayout:
    """One payout to a bank account, in whole francs; `reference` is ours, and comes back beside it in statements.

    `rf` is the creditor reference that the receiver asked for, "" where there is none.
    """

    reference: str
    amount: int
    name: str
    account: Rib
    words: str = ""
    rf: str = ""
    is_salary: bool = False


@dataclass(frozen=True)
class PayoutOrder:
    """An order to a bank to pay on a day from an account of ours; `message_id` names it for good."""

    message_id: str
    made_at: datetime
    pay_on: date
    payer: str
    account: Rib
    bic: str
    payouts: tuple[BankPayout, ...]

    @property
    def total(self) -> int:
        """Return the sum of its payouts, in whole francs."""
        return sum(one.amount for one in self.payouts)


@dataclass(frozen=True)
class WrittenFile:
    """A file as it is sent, and the hash by which it is known."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Return the hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def refuse_unpayable(order: PayoutOrder) -> None:
    """Raise Refused for an order that no bank could carry out: it names the payout, and what is wrong with it."""
    if not order.payouts:
        raise Refused("staff.payouts_none", message=order.message_id)
    times = Counter(one.reference for one in order.payouts)
    for one in order.payouts:
        wrong = (
            "the reference" if times[one.reference] > 1 or not IDENTIFIER.fullmatch(one.reference)
            else "the amount" if not 0 < one.amount < AMOUNT_MAX
            else "the name" if not write_latin(one.name, NAME_LETTERS_MAX)
            else ""
        )  # fmt: skip
        if wrong:
            raise Refused("staff.payout_unwritable", payment=one.reference, wrong=wrong)
    if not IDENTIFIER.fullmatch(order.message_id) or not write_latin(order.payer, NAME_LETTERS_MAX):
        raise Refused("staff.payout_unwritable", payment=order.message_id, wrong="the order's name or its payer")
