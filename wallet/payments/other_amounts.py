"""Other amounts than a page asked for: taken for it, or parted into what pays and what goes back.

A page's rail says what came in all, so what is new is that less all that was written down before. As much as a row
tolerates (migrations/rows.sql) is taken for what was asked. Too little, or too late for its price, pays nothing: it
goes back whole, as does what is too much, be it of one payment or of a second at the same page. A phone that is
prompted pays what it was asked, or a person looks.
"""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, text

from wallet.payments import payments
from wallet.payments.orders import Confirmation, News
from wallet.payments.payments import Payment

OTHER_AMOUNT: Final = "other amount"  # the reason, in our own word, of a collection that was paid in part
TOLERATED: Final = text("SELECT find_tolerated(:rail, :asked)")


@dataclass(frozen=True)
class Parted:
    """News of a payment after what came besides was taken off it: `besides`, in what its payer is charged.

    `payment` has the amount that came where that is taken for what was asked.
    """

    payment: Payment
    news: News
    besides: int = 0
    handle: str = ""


def part(db: Connection, payment: Payment, news: News) -> Parted:
    """Return the news of a locked payment without what came besides what was asked, and how much that was."""
    said = news.said
    asked = payment.charged
    if said is None or not is_told(payment, said):
        return Parted(payment, news)
    new = (said.amount or 0) - payments.sum_beside(db, payment.id)
    done = payment.state == "succeeded"
    contradicts = new < asked if done else payment.state == "failed" and payment.reason != OTHER_AMOUNT
    if contradicts or new < 0:
        return Parted(payment, news)  # a person looks
    if payment.state == "failed" or (said.too_late and not done):
        return tell_apart(payment, news, said, new, pays=False)
    if not done and abs(new - asked) <= find_tolerated(db, payment):
        return tell_apart(replace(payment, amount=to_francs(payment, new), charged=new), news, said, 0)
    pays = done or new > asked
    return tell_apart(payment, news, said, new - asked if pays else new, pays=pays)


def tell_apart(payment: Payment, news: News, said: Confirmation, besides: int, *, pays: bool = True) -> Parted:
    """Part a success in two: news of what pays (nothing unless `pays`), and what came `besides`."""
    handle = news.attempt.handle if news.attempt else payment.handle
    if pays:
        return Parted(payment, replace(news, said=replace(said, amount=payment.charged)), besides, handle)
    nothing = replace(said, state="failed", reason=OTHER_AMOUNT)
    return Parted(payment, replace(news, attempt=payment.attempt, said=nothing), besides, handle)


def is_told(payment: Payment, said: Confirmation) -> bool:
    """True for a success at a page of this payment whose amount its rail told, in the currency that was asked."""
    at_a_page = payment.direction == "collect" and payment.party.kind == "payer" and payment.beside is None
    return at_a_page and said.state == "succeeded" and bool(said.amount) and said.currency == payment.currency


def find_tolerated(db: Connection, payment: Payment) -> int:
    """Return how much more or less than was asked is taken for it, in what its payer is charged."""
    return int(db.execute(TOLERATED, {"rail": payment.rail, "asked": payment.charged}).scalar_one())


def to_francs(payment: Payment, came: int) -> int:
    """Return the francs of so much of what a payer was charged: as much a part of the payment's, a franc at least."""
    return max(payment.amount * came // payment.charged, 1)
