"""Everything a payment provider does with a checkout, whatever its wire: takes money, gives it back, tells, goes wrong.

The wires are in a folder each (flutterwave, …).
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from simulators import status_scripts
from simulators.callbacks import Callback
from simulators.faults import Fault
from simulators.operator_books import PENDING, SUCCEEDED
from simulators.operators import FileWords
from simulators.providers import money
from simulators.providers.checkouts import REVERSAL, Charge, Checkout, Refund, Subject, checkout_of
from simulators.providers.provider_books import ProviderBooks
from simulators.providers.settings import ProviderSettings
from simulators.status_scripts import read_next
from simulators.telling import Distortion, Telling
from simulators.world import World

MISSING: Final = "missing"
CHARGE_ENDED: Final = "charge_ended"
REFUND_ENDED: Final = "refund_ended"
ANOTHER_SECRET: Final = "another-secret"  # noqa: S105  # it only makes signatures wrong


@dataclass(frozen=True)
class News:
    """Something to be told by webhook: the event, and what it is about as it is to be said, true or not."""

    event: str
    subject: Subject
    told: Distortion


@dataclass
class Provider:
    """One provider: its books, its settings (its dashboard), and its way of telling news by webhook.

    `url` says where an event about something goes, "" for nowhere; `write` gives the callback of some news, signed
    with the secret it is handed; `signed_in` names the headers that carry the signature.
    """

    name: str
    world: World
    settings: ProviderSettings
    url: Callable[[str, Subject], str]
    secret: Callable[[], str]
    write: Callable[[News, str], Callback]
    signed_in: tuple[str, ...]
    make_id: Callable[[int], str] = str  # its ids from a number never given before
    forged_event: str = CHARGE_ENDED
    ended: Callable[[Charge], None] = lambda charge: None  # what else happens when a charge ends
    file_words: FileWords = FileWords("SUCCESSFUL", str)  # noqa: RUF009 - it never changes
    books: ProviderBooks = field(init=False)
    checkouts: dict[str, Checkout] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    references: dict[str, list[Checkout]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.books = ProviderBooks(self.name)

    def struck(self, name: str, subject: Subject, call: str = "") -> Fault | None:
        """Return the fault of this name when it hits; the subject's kind is the call unless another is named."""
        kind = "checkout" if isinstance(subject, Checkout) else subject.kind
        return self.world.faults.strike(self.name, name, checkout_of(subject).payer, call or kind)

    def new_id(self) -> str:
        """Return an id this provider never gave before."""
        return self.make_id(self.books.new_id())

    def open(self, checkout: Checkout) -> None:
        """Take note of a checkout; whoever forges callbacks does it now, before anything was paid."""
        self.checkouts[checkout.id] = checkout
        self.references.setdefault(checkout.reference, []).append(checkout)
        invented = Charge(checkout, self.new_id(), checkout.amount, "card")
        if self.url(self.forged_event, invented):
            self._telling(self.forged_event, invented).lie()

    def begin(self, checkout: Checkout, method: str, amount: int | None = None) -> Charge:
        """Make a charge that waits for what the payer, or the payer's bank, decides."""
        asked = amount or checkout.amount
        if amount is None and (other := self.struck("charge_other_amount", checkout)):
            asked += int(other.value or 0)
        charge = Charge(checkout, self.new_id(), asked, method)
        charge.told = status_scripts.draw_script(lambda name: self.struck(name, charge))
        if missing := self.struck("status_missing", charge):
            charge.told = [MISSING] * int(missing.value or 0)
        checkout.charges.append(charge)
        self.charges[charge.id] = charge
        return charge

    def decide(self, charge: Charge, refusal: str = "") -> None:
        """Take a charge's money, or decline for the reason given; at once, or later when a fault says so."""
        if declined := self.struck("charge_declined", charge):
            refusal = str(declined.value)
        charge.authenticating = False
        waits = self.struck("charge_waits", charge)
        self._after(float(waits.value or 0) if waits else 0.0, lambda: self.end(charge, refusal))

    def end(self, charge: Charge, refusal: str = "", *, late: bool = False) -> None:
        """End a charge now, and tell."""
        fee = money.share(charge.amount, self.settings.fee_permille)
        ended = self.books.close(charge, refusal) if refusal else self.books.capture(charge, fee, late=late)
        if not ended:
            return
        self.tell(CHARGE_ENDED, charge, early=self.struck("callback_early", charge) is not None)
        self.ended(charge)
        if charge.executed and (back := self.struck("charge_reversed", charge)):
            self._after(float(back.value or 0), lambda: self._reverse(charge))

    def refund(self, charge: Charge, amount: int, note: str = "", reference: str = "") -> Refund | None:
        """Give back a charge's money, now or later, and tell; None when it is more than is left of it."""
        refund = Refund(charge, self.new_id(), amount, note, reference)
        if not self.books.reserve(refund):
            return None
        self.refunds[refund.id] = refund
        fails, waits = self.struck("refund_fails", refund), self.struck("refund_waits", refund)
        self._after(float(waits.value or 0) if waits else 0.0, lambda: self._end_refund(refund, fails))
        return refund

    def _end_refund(self, refund: Refund, fails: Fault | None) -> None:
        ended = self.books.close(refund, str(fails.value)) if fails else self.books.give_back(refund)
        if ended:
            self.tell(REFUND_ENDED, refund)

    def _reverse(self, charge: Charge) -> None:
        """Take back what is left of a charge, as a payer's bank does, and tell."""
        reversal = Refund(charge, self.new_id(), charge.amount - charge.refunded, kind=REVERSAL)
        if reversal.amount > 0 and self.books.reserve(reversal):
            self.refunds[reversal.id] = reversal
            self._end_refund(reversal, None)

    def has_funds(self, refunded: Charge, amount: int) -> bool:
        """True when our balance there can pay this refund."""
        if self.struck("float_exhausted", refunded, "refund"):
            return False
        return self.books.balance(refunded.checkout.currency) >= amount

    def show(self, charge: Charge) -> Charge | None:
        """Return a charge as a status read tells it, which faults may make a lie; None when it is not found yet."""
        word = read_next(charge.told, charge.status)
        if word == MISSING:
            return None
        shown = replace(charge, status=word, checkout=self.misname(charge.checkout))
        if unknown := self.struck("status_unknown", charge, "status"):
            shown.status = str(unknown.value)
        if wrong := self.struck("status_wrong_amount", charge, "status"):
            shown.amount += int(wrong.value or 0)
        return shown

    def misname(self, checkout: Checkout) -> Checkout:
        """Return a checkout as a status read names it, which faults may make another one."""
        if other := self.struck("status_wrong_currency", checkout, "status"):
            checkout = replace(checkout, currency=str(other.value))
        if other := self.struck("status_other_reference", checkout, "status"):
            checkout = replace(checkout, reference=str(other.value))
        return checkout

    def tell(self, event: str, subject: Subject, *, early: bool = False) -> None:
        """Tell some news by webhook, with what faults make of it."""
        if self.url(event, subject):
            self._telling(event, subject).tell(early=early)

    def _telling(self, event: str, subject: Subject) -> Telling:
        checkout = checkout_of(subject)
        return Telling(
            self.world.callbacks,
            lambda name: self.struck(name, subject),
            lambda told: self._callback(News(event, twist(subject, told), told)),
            checkout.expires - checkout.created,
        )

    def _callback(self, news: News) -> Callback:
        forged = self.struck("callback_badly_signed", news.subject)
        callback = self.write(news, ANOTHER_SECRET if forged else self.secret())
        if self.struck("callback_unsigned", news.subject):
            headers = {name: value for name, value in callback.headers.items() if name not in self.signed_in}
            callback = replace(callback, headers=headers)
        return callback

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        if seconds > 0:
            self.world.timers.after(seconds, act)
        else:
            act()


def twist(subject: Subject, told: Distortion) -> Subject:
    """Return the subject as a callback tells it: the truth, or the lie asked for."""
    said = copy.copy(subject)
    if not isinstance(said, Checkout):
        said.amount += told.more
        if told.pending:
            said.status, said.reason = PENDING, None
        if told.forged:
            said.status = SUCCEEDED
    if told.unknown:
        unknown = replace(checkout_of(subject), id=uuid.uuid4().hex, reference=str(uuid.uuid4()))
        if isinstance(said, Charge):
            said.checkout = unknown
        elif isinstance(said, Checkout):
            said = unknown
    return said
