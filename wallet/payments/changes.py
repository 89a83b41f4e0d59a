"""Changes of payments: compare and set, many at once, along the steps that payment_states.STEPS knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.payment_states import ENDED, STEPS, State
from wallet.payments.payments import Payment
from wallet.payments.steps import note_steps


@dataclass(frozen=True)
class Change:
    """A payment's next state (the same: only looked at), when to look next (None: no more), and why."""

    payment: Payment
    state: State
    why: str
    look_seconds: float | None
    raw: str = ""
    reason: str = ""
    operator_id: str = ""
    handle: str = ""
    base_url: str = ""
    redirect_url: str = ""
    failed_try: bool = False

    @property
    def ends(self) -> bool:
        """True when the payment ends by it, for the first time or, once expired, again."""
        return self.state in ENDED and self.state != self.payment.state


BECOME: Final = text("""UPDATE payment p SET state = c.state, changed_at = CASE WHEN p.state = c.state THEN p.changed_at
        ELSE wallet_now() END, due_at = wallet_now() + make_interval(secs => c.look),
        leased_until = CASE WHEN c.state = 'submitting' THEN p.leased_until END,
        submitted_at = CASE WHEN c.state = 'submitting' THEN wallet_now() ELSE p.submitted_at END,
        reason = COALESCE(NULLIF(c.reason, ''), p.reason),
        handle = CASE WHEN c.state = 'created' THEN c.handle ELSE COALESCE(NULLIF(c.handle, ''), p.handle) END,
        base_url = COALESCE(NULLIF(c.base_url, ''), p.base_url),
        redirect_url = COALESCE(NULLIF(c.redirect_url, ''), p.redirect_url),
        operator_id = COALESCE(NULLIF(c.operator_id, ''), p.operator_id),
        tries = p.tries + c.failed_try::int, polls = p.polls + (p.state = c.state)::int
    FROM unnest(CAST(:id AS uuid[]), CAST(:seen AS text[]), CAST(:state AS text[]), CAST(:look AS float[]),
        CAST(:reason AS text[]), CAST(:operator_id AS text[]), CAST(:handle AS text[]), CAST(:base_url AS text[]),
        CAST(:redirect_url AS text[]), CAST(:failed_try AS boolean[]))
        AS c(id, seen, state, look, reason, operator_id, handle, base_url, redirect_url, failed_try)
    WHERE p.id = c.id AND p.state = c.seen RETURNING p.id::text""")


def become(db: Connection, changes: Sequence[Change]) -> set[str]:
    """Compare and set, many at once. Returns the ids of those that were still in the state they were seen in.

    Raises ValueError for a step STEPS does not know, or two of one payment.
    """
    if len({change.payment.id for change in changes}) < len(changes):
        raise ValueError("a payment becomes one thing at a time")
    for change in changes:
        if change.state != change.payment.state and change.state not in STEPS[change.payment.state]:
            raise ValueError(f"a payment does not go from {change.payment.state} to {change.state}")
    columns = ("state", "reason", "operator_id", "handle", "base_url", "redirect_url", "failed_try")
    moved = db.execute(
        BECOME,
        {
            "id": [change.payment.id for change in changes],
            "seen": [change.payment.state for change in changes],
            "look": [change.look_seconds for change in changes],
            **{column: [getattr(change, column) for change in changes] for column in columns},
        },
    )
    ids = set(moved.scalars())
    news = [one for one in changes if one.payment.id in ids and (one.state != one.payment.state or one.failed_try)]
    note_steps(db, [(one.payment.id, one.state, one.why, one.raw) for one in news])
    return ids
