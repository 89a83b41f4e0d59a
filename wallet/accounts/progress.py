"""Progress of what was asked under a key, for the next call's first line after one that dropped."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from wallet.agents import cash_outs
from wallet.core.payment_states import ENDED
from wallet.operations import operations
from wallet.operations.kinds import KINDS
from wallet.operations.use_case import Outcome
from wallet.payments import payments

UNDER_WAY: Final = "under_way"


@dataclass(frozen=True)
class Progress:
    """The first outcome of an operation, and how far it has come: `send_money`, `add_money_failed`…"""

    outcome: Outcome
    state: str

    @property
    def values(self) -> dict[str, Any]:
        """Values that its sentences are filled with."""
        return self.outcome.values


def find_progress(db: Connection, key: str) -> Progress | None:
    """Return the progress under a key; None for what was refused, never asked, or of no interest later."""
    known = operations.recall(db, key)
    if known is None or known.outcome.refused or known.kind not in KINDS or not KINDS[known.kind].ends:
        return None
    if known.kind == "ask_cash_out" and (waiting := cash_outs.find_by_reference(db, known.reference)):
        return Progress(known.outcome, f"{known.kind}_{waiting.state}")
    payment = payments.find_by_reference(db, known.reference)
    if payment is None:
        return Progress(known.outcome, known.kind)
    ended = payment.state if payment.state in ENDED else UNDER_WAY
    return Progress(known.outcome, f"{known.kind}_{ended}")
