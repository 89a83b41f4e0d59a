"""End or pause one's own subscription: as easy as it was to agree, so without a PIN; nothing more is charged.

Going on after a pause is an agreement, with the PIN (subscribe.py).
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations import pay_addresses
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.subscriptions import charging, subscriptions
from wallet.subscriptions.subscriptions import Subscription


@dataclass(frozen=True)
class EndSubscription(UseCase):
    """End the caller's subscription to the plan of this code."""

    kind: ClassVar[str] = "end_subscription"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    pay_code: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the business."""
        return ("notices", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """End it, whatever state it is in. Raises Refused where there is none."""
        found = lock_row_callers(db, doing, self.pay_code)
        charging.stop(db, found, "ended", "asked")
        return doing.tell(db, "receipt", "subscription_ended_asked", {**found.said, "reference": doing.reference})


@dataclass(frozen=True)
class PauseSubscription(UseCase):
    """Pause the caller's subscription to the plan of this code: nothing is charged until they agree again."""

    kind: ClassVar[str] = "pause_subscription"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    pay_code: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the business."""
        return ("notices", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Pause it. Raises Refused where there is none, or it is paused already."""
        found = lock_row_callers(db, doing, self.pay_code)
        if found.state == "paused":
            raise Refused("refusal.subscription_paused", **found.said)
        charging.stop(db, found, "paused", "asked")
        return doing.tell(db, "receipt", "subscription_paused_asked", {**found.said, "reference": doing.reference})


def lock_row_callers(db: Connection, doing: Doing, pay_code: str) -> Subscription:
    """Return the caller's subscription to a plan, locked. Raises Refused where they have none."""
    address = pay_addresses.find_by_code(db, pay_code)
    found = subscriptions.find_live(db, address.id, doing.person.id) if address and address.thing == "plan" else None
    if found is None:
        raise Refused("refusal.no_subscription", pay_code=pay_code)
    return subscriptions.lock_row(db, found.id)
