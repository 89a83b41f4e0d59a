"""Changes of payments: compare and set, many at once, along the steps that payment_states.STEPS knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.payment_states import ENDED, STEPS, State
from wallet.payments.orders import Attempt
from wallet.payments.payments import Payment
from wallet.payments.steps import note_steps


@dataclass(frozen=True)
class Change:
    """A payment's next state (the same: only looked at), when to look next (None: no more), and why.

    Of a success, `payment` has the amount that came, where a little more or less than was asked is taken for it.
    """

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

    @property
    def anew(self) -> bool:
        """True when the handle, and the addresses that came with it, are got or forgotten by it."""
        return bool(self.handle) or self.state == "created"

    @property
    def is_over(self) -> bool:
        """True when its money stays where it is: it failed, or ended without success and nobody asks any more."""
        return self.state == "failed" or (self.state == "expired" and self.look_seconds is None)


BECOME: Final = text("""UPDATE payment p SET state = c.state, changed_at = CASE WHEN p.state = c.state THEN p.changed_at
        ELSE wallet_now() END, due_at = wallet_now() + make_interval(secs => c.look),
        leased_until = CASE WHEN c.state = 'submitting' THEN p.leased_until END,
        submitted_at = CASE WHEN c.state = 'submitting' THEN wallet_now() ELSE p.submitted_at END,
        reason = COALESCE(NULLIF(c.reason, ''), p.reason),
        handle = CASE WHEN c.anew THEN c.handle ELSE p.handle END,
        base_url = CASE WHEN c.anew THEN c.base_url ELSE p.base_url END,
        redirect_url = CASE WHEN c.anew THEN c.redirect_url ELSE p.redirect_url END,
        operator_id = COALESCE(NULLIF(c.operator_id, ''), p.operator_id),
        amount = c.amount, charged = CASE WHEN p.charged IS NOT NULL THEN c.charged END,
        tries = p.tries + c.failed_try::int, polls = p.polls + (p.state = c.state)::int
    FROM unnest(CAST(:id AS uuid[]), CAST(:seen AS text[]), CAST(:lease AS timestamptz[]), CAST(:state AS text[]),
        CAST(:look AS float[]), CAST(:reason AS text[]), CAST(:operator_id AS text[]), CAST(:anew AS boolean[]),
        CAST(:handle AS text[]), CAST(:base_url AS text[]), CAST(:redirect_url AS text[]),
        CAST(:failed_try AS boolean[]), CAST(:amount AS bigint[]), CAST(:charged AS bigint[]))
        AS c(id, seen, lease, state, look, reason, operator_id, anew, handle, base_url, redirect_url, failed_try,
            amount, charged)
    WHERE p.id = c.id AND p.state = c.seen AND p.leased_until IS NOT DISTINCT FROM c.lease
    RETURNING p.id::text, p.handle, p.submitted_at""")


def become(db: Connection, changes: Sequence[Change]) -> dict[str, Attempt | None]:
    """Compare and set, many at once. Returns by id those still in the state and under the lease they were seen in.

    Each with the attempt that counts from now on, None while there is none.
    Raises ValueError for a step STEPS does not know, or two of one payment.
    """
    if len({change.payment.id for change in changes}) < len(changes):
        raise ValueError("a payment becomes one thing at a time")
    for change in changes:
        if change.state != change.payment.state and change.state not in STEPS[change.payment.state]:
            raise ValueError(f"a payment does not go from {change.payment.state} to {change.state}")
    columns = ("state", "reason", "operator_id", "anew", "handle", "base_url", "redirect_url", "failed_try")
    moved = db.execute(
        BECOME,
        {
            "id": [change.payment.id for change in changes],
            "seen": [change.payment.state for change in changes],
            "lease": [change.payment.leased_until for change in changes],
            "amount": [change.payment.amount for change in changes],
            "charged": [change.payment.charged for change in changes],
            "look": [None if (look := change.look_seconds) is None else float(look) for change in changes],
            **{column: [getattr(change, column) for change in changes] for column in columns},
        },
    )
    now = {id_: Attempt(handle, told) if handle and told else None for id_, handle, told in moved}
    news = [one for one in changes if one.payment.id in now and (one.state != one.payment.state or one.failed_try)]
    note_steps(db, [(one.payment.id, one.state, one.why, one.raw) for one in news])
    return now
