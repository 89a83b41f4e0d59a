"""Settle: what is learnt of payments becomes their state, the money it means, and what people are told.

The one place that ends a payment. Polls and callbacks lead here alike; the same news twice does nothing, and news that
contradicts a final state opens a case and moves nothing. What an end does is its purpose's to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.payment_states import State
from wallet.ledger import Posting, Transfer
from wallet.messages import notices
from wallet.messages.notices import Message
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.payments import payments
from wallet.payments.changes import Change, become
from wallet.payments.news import decide
from wallet.payments.orders import News
from wallet.payments.other_amounts import OTHER_AMOUNT, part
from wallet.payments.payments import Payment
from wallet.purposes.conversion import post_charged
from wallet.purposes.ending import Ending, read_endings
from wallet.purposes.owed import post_otherwise
from wallet.purposes.purposes import PURPOSES
from wallet.purposes.take_other_amount import take


def settle(db: Connection, news: Sequence[News]) -> None:
    """Act on what was learnt, all in this transaction.

    Two workers may bring news of one payment (a lease that ran out while its call was under way): one after the other,
    the second on what the first made of it.
    """
    for batch in one_a_payment(news):
        settle_batch(db, batch)


def one_a_payment(news: Sequence[News]) -> Iterator[list[News]]:
    """Yield news in batches, in order, each with one piece a payment."""
    waiting = list(news)
    while waiting:
        first = {one.payment_id: one for one in reversed(waiting)}
        yield list(first.values())
        waiting = [one for one in waiting if first[one.payment_id] is not one]


def settle_batch(db: Connection, news: Sequence[News]) -> None:
    """Act on one piece of news a payment."""
    known = payments.lock_rows(db, [one.payment_id for one in news])
    parted = [part(db, known[one.payment_id], one) for one in news]
    changes = [change for one in parted if (change := decide(db, one.payment, one.news))]
    moved = become(db, changes) if changes else {}
    settled = [one for one in changes if one.payment.id in moved]
    if ended := [one for one in settled if one.ends]:
        end(db, ended)
    if came := [take(db, one) for one in parted if one.besides]:
        end(db, came)
    if over := [one for one in settled if one.is_over and one.payment.counted]:
        uncount(db, over)


def settle_by_hand(db: Connection, payment: Payment, state: State, why: str) -> None:
    """Settle as two people decided a payment in review, or a success that came late; `payment` is locked.

    Raises ValueError for a step STEPS does not know.
    """
    change = Change(payment, state, why, None, reason="settled by hand" if state == "failed" else "")
    if become(db, [change]):
        end(db, [change])
        if change.is_over and payment.counted:
            uncount(db, [change])


def preview(db: Connection, payment: Payment, state: State) -> Transfer | None:
    """Return what settling a payment so would post, None for nothing; nothing is written."""
    [ending] = read_endings(db, [Change(payment, state, "", None)])
    return PURPOSES[payment.purpose].transfer(db, ending)


def end(db: Connection, changes: Sequence[Change]) -> None:
    """Post, undo, note and tell what it means that these payments have just ended."""
    endings = read_endings(db, changes)
    noted, told = list[NewMovement](), list[list[Message]]()
    for ending in post(db, endings):
        purpose = PURPOSES[ending.payment.purpose]
        if ending.succeeded:
            purpose.count_success(db, ending)
        noted += purpose.note(db, ending)
        if ending.change.reason != OTHER_AMOUNT:  # what came says it
            told.append(purpose.tell(db, ending))
    movements.note(db, *noted)
    notices.tell_each(db, "receipt", told)


def post(db: Connection, endings: Sequence[Ending]) -> list[Ending]:
    """Post what endings mean, in one batch, then what was charged abroad; return them with what was posted."""
    asked: dict[str, Transfer] = {}
    for ending in endings:
        purpose = PURPOSES[ending.payment.purpose]
        if transfer := purpose.transfer(db, ending):
            asked[ending.payment.id] = transfer
            purpose.mark(db, ending, transfer)  # before another that would pay the same is looked at
    postings = dict(zip(asked, ledger.post(db, list(asked.values())), strict=True))

    def posted(ending: Ending) -> Posting | None:
        transfer, posting = asked.get(ending.payment.id), postings.get(ending.payment.id)
        if transfer and posting and posting.outcome == "refused":
            return post_otherwise(db, ending, transfer, posting)
        return posting

    done = [replace(ending, posting=posted(ending)) for ending in endings]
    post_charged(db, done)
    return done


def uncount(db: Connection, changes: Sequence[Change]) -> None:
    """Give back the room that ceilings kept for payments which certainly never come."""
    for ending in read_endings(db, changes):
        PURPOSES[ending.payment.purpose].uncount(db, ending)
    payments.note_uncounted(db, [change.payment.id for change in changes])
