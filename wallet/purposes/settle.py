"""Settle: what is learnt of payments becomes their state, the money it means, and what people are told.

The one place that ends a payment. Polls and callbacks lead here alike; the same news twice does nothing, and news that
contradicts a final state opens a case and moves nothing.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.payment_states import State
from wallet.ledger import Posting, Transfer
from wallet.messages import notices
from wallet.messages.notices import Told
from wallet.operations import movements
from wallet.operations.movements import Noted
from wallet.payments import payments
from wallet.payments.news import decide
from wallet.payments.payments import Change, News, Payment
from wallet.people import people
from wallet.prices import limits
from wallet.purposes import request_purpose
from wallet.purposes.ending_money import accounts_of, credit_unclaimed, ending
from wallet.purposes.ending_words import KIND, tell


def settle(db: Connection, news: Sequence[News]) -> None:
    """Act on what was learnt, all in this transaction.

    Two workers may bring news of one payment (a lease that ran out while its call was under way): one after the other,
    the second on what the first made of it.
    """
    for batch in one_a_payment(news):
        settle_batch(db, batch)


def one_a_payment(news: Sequence[News]) -> Iterator[list[News]]:
    """The same news in batches, in order, each with one piece a payment."""
    waiting = list(news)
    while waiting:
        first = {one.payment_id: one for one in reversed(waiting)}
        yield list(first.values())
        waiting = [one for one in waiting if first[one.payment_id] is not one]


def settle_batch(db: Connection, news: Sequence[News]) -> None:
    """Act on one piece of news a payment."""
    known = payments.lock(db, [one.payment_id for one in news])
    changes = [change for one in news for change in decide(db, known[one.payment_id], one)]
    moved = payments.become(db, changes) if changes else set()
    if ended := [one for one in changes if one.payment.id in moved and one.ends]:
        end(db, ended)


def settle_by_hand(db: Connection, payment: Payment, state: State, why: str) -> None:
    """What two people decided of a payment in review, or of a success that came late; `payment` is locked.

    Raises ValueError for a step STEPS does not know.
    """
    change = Change(payment, state, why, None, reason="settled by hand" if state == "failed" else "")
    if payments.become(db, [change]):
        end(db, [change])


def end(db: Connection, changes: Sequence[Change]) -> None:
    """The money and the words of payments that have just ended."""
    accounts = accounts_of(db)
    known = [id_ for change in changes for id_ in (change.payment.person_id, change.payment.asked_by) if id_]
    owners = people.by_ids(db, known)
    asked: dict[str, Transfer] = {}
    for change in changes:
        if transfer := ending(db, change, owners[change.payment.person_id], accounts):
            asked[change.payment.id] = transfer
            request_purpose.mark(db, change.payment, transfer)  # before another that would pay the same is looked at
    postings = dict(zip(asked, ledger.post(db, list(asked.values())), strict=True))
    returned, noted, told = given_back(db, changes), list[Noted](), list[Told]()
    for change in changes:
        payment, owner = change.payment, owners[change.payment.person_id]
        posting = postings.get(payment.id)
        if posting and posting.outcome == "refused":
            posting = credit_unclaimed(db, payment, accounts, posting)
        if change.state != "succeeded" and payment.id not in returned:
            uncount(db, payment)
        if posting and change.state == "succeeded" and not payment.request_id:
            noted.append(movement(payment, posting))
        balance = posting.balances.get(owner.account_id) if posting else None
        balance = ledger.balance(db, owner.account_id) if balance is None else balance
        if payment.request_id:
            seen, read = request_purpose.close(db, change, owner, posting, balance)
            noted, told = noted + seen, told + read
        else:
            told += tell(db, change, owner, owners[str(payment.asked_by)], balance)
    movements.note_all(db, noted)
    notices.write_all(db, "receipt", *told)


def uncount(db: Connection, payment: Payment) -> None:
    """It no longer counts against the ceilings it was counted against when it was asked for."""
    if payment.direction == "collect":
        limits.give_back(db, payment.person_id, "in", payment.amount, payment.created_at)
    else:
        limits.return_spent(db, payment.person_id, payment.amount, payment.channel, payment.created_at)


def movement(payment: Payment, posting: Posting) -> Noted:
    """What its owner sees of it: of a payout, the transfer that took the money from them when they asked."""
    collected = payment.direction == "collect"
    transfer = posting.transfer if collected else UUID(payment.reservation)
    giver, receiver = (None, payment.person_id) if collected else (payment.person_id, None)
    who = (transfer, payment.reference, KIND[payment.direction], giver, receiver)
    return Noted(*who, payment.amount, payment.fee, payment.tax)


def given_back(db: Connection, changes: Sequence[Change]) -> set[str]:
    """Those of the payments leaving review that had expired before: their ceilings were given back then."""
    ids = [change.payment.id for change in changes if change.payment.state == "review"]
    expired = text(
        "SELECT payment_id::text FROM payment_step WHERE payment_id = ANY(CAST(:ids AS uuid[])) AND state = 'expired'"
    )
    return set(db.execute(expired, {"ids": ids}).scalars()) if ids else set()
