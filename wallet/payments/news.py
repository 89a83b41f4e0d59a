"""News of a payment turned into its next state, when to look again, and a case where it contradicts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from wallet.cases import cases
from wallet.core.payment_states import FINAL, State
from wallet.payments.agreement import find_mismatch
from wallet.payments.changes import Change
from wallet.payments.orders import Confirmation, Direction, KnownState, News
from wallet.payments.payments import Payment
from wallet.payments.rails import RAILS
from wallet.payments.steps import note_steps

# How long an operator that takes nothing is tried.
GIVE_UP: Final[dict[Direction, timedelta]] = {
    "collect": timedelta(minutes=10),
    "pay": timedelta(minutes=30),
    "refund": timedelta(minutes=30),
}
RETRY_SECONDS: Final = (2, 5, 15, 30, 60)
POLL_SECONDS: Final = (5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600)  # and every hour from then on
REVIEW_AFTER: Final = timedelta(hours=72)
HOUR: Final = 3600.0
# How old a payment is when its page is looked at again though it has ended: whoever pays there once more is found, also
# where no webhook comes and they do not come back. The last is past the longest time a page is there.
LOOKED_AT_AGAIN: Final = (2 * HOUR, 12 * HOUR, 26 * HOUR)


def decide(db: Connection, payment: Payment, news: News) -> Change | None:
    """Return the change that news makes to a payment, None for news that changes nothing.

    Opens a case where the news contradicts or does not agree.
    """
    if not is_about_now(payment, news):
        said, raw = (news.said.state, news.said.raw) if news.said else (news.why, news.raw)
        note_steps(db, [(payment.id, payment.state, f"of an earlier attempt: {said}", raw)])
        return None
    if news.said is None:
        return judge_failure(payment, news)
    if payment.state in FINAL:
        if contradicts(payment, news.said):
            cases.open_case(db, "contradiction", f"{payment.state}, then {news.said.state}", payment.id)
            note_steps(db, [(payment.id, payment.state, f"operator says {news.said.state}", news.said.raw)])
        if wrong := find_mismatch(payment, news.said) if payment.state == "succeeded" else "":
            cases.open_case(db, "mismatch", f"after it succeeded: {wrong}", payment.id)  # as a page that is paid twice
            note_steps(db, [(payment.id, payment.state, wrong, news.said.raw)])
        return Change(payment, payment.state, "", find_next_look(payment))
    if wrong := find_mismatch(payment, news.said):
        cases.open_case(db, "mismatch", wrong, payment.id)
        return move_or_stay("review", payment, wrong, news.said)
    return BY_STATE[news.said.state](payment, news.said)


def is_about_now(payment: Payment, news: News) -> bool:
    """True unless the news says something bad of an attempt that counts no more.

    That an order did nothing is known of one telling of it; what an operator says, of all that had the same handle.
    """
    if news.said is None:
        return news.failed != "no" or news.attempt == payment.attempt
    return news.said.state == "succeeded" or (news.attempt.handle if news.attempt else "") == payment.handle


def contradicts(payment: Payment, said: Confirmation) -> bool:
    """Return True when an operator now says the opposite of what it was known to have done."""
    return (payment.state, said.state) in {("succeeded", "failed"), ("succeeded", "expired"), ("failed", "succeeded")}


def judge_failure(payment: Payment, news: News) -> Change:
    """Return the change after a call that failed: told anew if it certainly did nothing, else asked about."""
    if payment.state in FINAL:
        return Change(payment, payment.state, "", find_next_look(payment))
    if news.failed == "no" and payment.state in ("created", "submitting"):
        if payment.age_seconds > GIVE_UP[payment.direction].total_seconds():
            return Change(payment, "failed", f"never taken: {news.why}", None, news.raw, "unavailable")
        wait = RETRY_SECONDS[min(payment.tries, len(RETRY_SECONDS) - 1)]
        # What certainly did nothing is told anew: an Orange payToken may be too old by then, an MTN reference is not.
        return Change(payment, "created", news.why, wait, news.raw, failed_try=True)
    if payment.state == "submitting":
        return Change(payment, "unknown", news.why, next_poll_seconds(payment), news.raw)
    return look_later(payment, news.why)


def look_later(payment: Payment, why: str, said: Confirmation | None = None) -> Change:
    """Return the change for no news: ask again after a while, and put it before a person after 72 hours."""
    raw = said.raw if said else ""
    if payment.state in ("review", "expired"):
        over = payment.age_seconds > REVIEW_AFTER.total_seconds()
        return Change(payment, payment.state, why, None if over else HOUR, raw)
    if payment.age_seconds > REVIEW_AFTER.total_seconds():
        return Change(payment, "review", "nobody could tell for 72 hours", None, raw)
    return Change(payment, payment.state, why, next_poll_seconds(payment), raw)


def judge_pending(payment: Payment, said: Confirmation) -> Change:
    """Return the change for what is not final. A collection nobody approves expires, and is asked about still."""
    if payment.state == "pending" and is_late(payment):
        return Change(payment, "expired", "not approved in time", HOUR, said.raw)
    if payment.state in ("submitting", "unknown"):
        return Change(payment, "pending", "operator has it", next_poll_seconds(payment), said.raw)
    return look_later(payment, "not final", said)


def judge_success(payment: Payment, said: Confirmation) -> Change:
    """Return the change for what the operator did."""
    return move_or_stay("succeeded", payment, "operator did it", said)


def judge_refusal(payment: Payment, said: Confirmation) -> Change:
    """Return the change for a refusal that is final. One that had expired stays so: its owner has been told."""
    if payment.state == "expired":
        return Change(payment, "expired", said.reason, None, said.raw)
    return move_or_stay("failed", payment, said.reason or "refused", said)


def judge_expiry(payment: Payment, said: Confirmation) -> Change:
    """Return the change for what can no longer be paid: a collection was not approved, a payout never ran."""
    if payment.direction != "collect":
        return judge_refusal(payment, said)
    if payment.state == "review" or (payment.state == "expired" and RAILS[payment.rail].paid_late):
        return look_later(payment, "expired there", said)
    return Change(
        payment, "expired", "expired there", HOUR if payment.state != "expired" else None, said.raw, said.reason
    )


def judge_unknown_there(payment: Payment, said: Confirmation) -> Change:
    """Return the change for what the operator does not know, which proves nothing: it may still come to know it.

    A collection expires as one that nobody approves does: its owner is told, and a late success is still taken.
    """
    why = "operator does not know it"
    if payment.state == "submitting":
        return Change(payment, "unknown", why, next_poll_seconds(payment), said.raw)
    if payment.state in ("pending", "unknown") and is_late(payment):
        return Change(payment, "expired", why, HOUR, said.raw)
    return look_later(payment, why, said)


def is_late(payment: Payment) -> bool:
    """True for a collection whose payer has had all the time there is to approve it."""
    return payment.direction == "collect" and payment.age_seconds > 60 * RAILS[payment.rail].approval_minutes


def move_or_stay(state: State, payment: Payment, why: str, said: Confirmation) -> Change:
    """Return the change to a state; what is there already is looked at later, what is in review is left to a person."""
    if payment.state in ("review", state):
        return look_later(payment, why, said)
    look = HOUR if state == "review" else find_next_look(payment)
    return Change(payment, state, why, look, said.raw, said.reason, said.operator_id)


def find_next_look(payment: Payment) -> float | None:
    """Return how long until the page of a payment that has ended is looked at again, None for never."""
    if payment.direction != "collect" or payment.beside or not RAILS[payment.rail].paid_again:
        return None
    return next((at - payment.age_seconds for at in LOOKED_AT_AGAIN if at > payment.age_seconds), None)


def next_poll_seconds(payment: Payment) -> int:
    """Return how long to wait before the next poll."""
    return POLL_SECONDS[min(payment.polls, len(POLL_SECONDS) - 1)]


BY_STATE: Final[dict[KnownState, Callable[[Payment, Confirmation], Change]]] = {
    "pending": judge_pending,
    "succeeded": judge_success,
    "failed": judge_refusal,
    "expired": judge_expiry,
    "never_ran": judge_unknown_there,
}
