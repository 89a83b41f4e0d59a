"""What a piece of news makes of a payment: its next state, when to look again, and a case where it contradicts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from wallet.cases import cases
from wallet.core.payment_states import FINAL, State
from wallet.payments import payments
from wallet.payments.payments import REVIEW_AFTER, Change, Confirmation, News, Payment, next_poll_seconds

APPROVAL: Final = timedelta(minutes=15)  # MTN's prompt lives 5 minutes; Orange does not say
GIVE_UP: Final = {"collect": timedelta(minutes=10), "pay": timedelta(minutes=30)}  # on an operator that takes nothing
RETRY_SECONDS: Final = (2, 5, 15, 30, 60)
HOUR: Final = 3600.0


def decide(db: Connection, payment: Payment, news: News) -> list[Change]:
    """What becomes of one payment."""
    if news.said is None:
        return [after_failure(payment, news)]
    if payment.state in FINAL:
        if contradicts(payment, news.said):
            cases.open_case(db, "contradiction", f"{payment.state}, then {news.said.state}", payment.id)
            payments.note_steps(db, [(payment.id, payment.state, f"operator says {news.said.state}", news.said.raw)])
        return [Change(payment, payment.state, "", None)]
    wrong = mismatch(payment, news.said)
    if wrong:
        cases.open_case(db, "mismatch", wrong, payment.id)
        return [stay_or("review", payment, wrong, news.said)]
    return [BY_STATE[news.said.state](payment, news.said)]


def contradicts(payment: Payment, said: Confirmation) -> bool:
    """Whether an operator now says the opposite of what it was known to have done."""
    return (payment.state, said.state) in {("succeeded", "failed"), ("succeeded", "expired"), ("failed", "succeeded")}


def mismatch(payment: Payment, said: Confirmation) -> str:
    """Why a success is not the payment we asked for; money is only credited when amount and number agree."""
    if said.state != "succeeded":
        return ""
    if said.amount != payment.amount and (said.amount is not None or payment.direction == "collect"):
        return f"amount {said.amount}, not {payment.amount}"
    if said.phone != payment.phone and (said.phone is not None or payment.direction == "collect"):
        return "another number"
    return "" if said.currency in (None, "XAF") else f"currency {said.currency}"


def after_failure(payment: Payment, news: News) -> Change:
    """A call that failed: tried again when it certainly did nothing, asked about when nobody knows."""
    if payment.state in FINAL:
        return Change(payment, payment.state, "", None)
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
    """Nothing new: ask again after a while, and put it before a person after 72 hours."""
    raw = said.raw if said else ""
    if payment.state in ("review", "expired"):
        over = payment.age_seconds > REVIEW_AFTER.total_seconds()
        return Change(payment, payment.state, why, None if over else HOUR, raw)
    if payment.age_seconds > REVIEW_AFTER.total_seconds():
        return Change(payment, "review", "nobody could tell for 72 hours", None, raw)
    return Change(payment, payment.state, why, next_poll_seconds(payment), raw)


def on_pending(payment: Payment, said: Confirmation) -> Change:
    """Not final. A collection nobody approves expires, and is still asked about now and then."""
    if payment.direction == "collect" and payment.state == "pending" and payment.age_seconds > APPROVAL.total_seconds():
        return Change(payment, "expired", "not approved in time", HOUR, said.raw)
    if payment.state in ("submitting", "unknown"):
        return Change(payment, "pending", "operator has it", next_poll_seconds(payment), said.raw)
    return look_later(payment, "not final", said)


def on_succeeded(payment: Payment, said: Confirmation) -> Change:
    """Done."""
    return stay_or("succeeded", payment, "operator did it", said)


def on_failed(payment: Payment, said: Confirmation) -> Change:
    """Refused for good. One that had expired stays so: its owner has been told."""
    if payment.state == "expired":
        return Change(payment, "expired", said.reason, None, said.raw)
    return stay_or("failed", payment, said.reason or "refused", said)


def on_expired(payment: Payment, said: Confirmation) -> Change:
    """Can no longer be paid: a collection was not approved, a payout never ran."""
    if payment.direction == "pay":
        return on_failed(payment, said)
    if payment.state == "review":
        return look_later(payment, "expired there", said)
    return Change(
        payment, "expired", "expired there", HOUR if payment.state != "expired" else None, said.raw, said.reason
    )


def on_never_ran(payment: Payment, said: Confirmation) -> Change:
    """The operator knows nothing of it, which right after a time-out proves nothing (a late arrival)."""
    if payment.state == "submitting":
        return Change(payment, "unknown", "operator does not know it", next_poll_seconds(payment), said.raw)
    return look_later(payment, "operator does not know it", said)


def stay_or(state: State, payment: Payment, why: str, said: Confirmation) -> Change:
    """The state where STEPS allows it, else as it was; what is in review is left to a person."""
    if payment.state in ("review", state):
        return look_later(payment, why, said)
    look = HOUR if state == "review" else None
    return Change(payment, state, why, look, said.raw, said.reason, said.operator_id)


BY_STATE: Final[dict[payments.Known, Callable[[Payment, Confirmation], Change]]] = {
    "pending": on_pending,
    "succeeded": on_succeeded,
    "failed": on_failed,
    "expired": on_expired,
    "never_ran": on_never_ran,
}
