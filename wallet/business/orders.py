"""Orders: a checkout that a business prepares, sends and delivers, under a reference of its own.

An order stands at the till of its checkout, if that has one: a cashier has those of their own tills alone.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet.business import checkouts, events, makers
from wallet.business.checkouts import NewCheckout
from wallet.business.create_checkout import refuse_another
from wallet.business.own_tills import NARROWED, refuse_elsewhere
from wallet.business.return_origins import check_return_url
from wallet.core import clock
from wallet.core.errors import Misread, Refused
from wallet.core.public_ids import write_id
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_ORDERS: Final = "orders:write"
WRITE_OWN: Final = f"{WRITE_ORDERS}{NARROWED}"
STEPS: Final = ("to_prepare", "sent", "delivered", "cancelled")
COLUMNS: Final = """id::text, merchant_id::text, checkout_id::text, reference, step, created_at, changed_at,
    (SELECT coalesce(c.till, '') FROM checkout c WHERE c.id = checkout_id) AS till"""
CREATE: Final = text(f"""INSERT INTO shop_order (id, merchant_id, checkout_id, reference, created_at, changed_at,
        made_by, made_by_key)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), CAST(:checkout AS uuid), :reference, wallet_now(), wallet_now(),
        CAST(:made_by AS uuid), CAST(:made_by_key AS uuid))
    RETURNING {COLUMNS}""")  # noqa: S608 - a constant
LOCK: Final = text(f"SELECT {COLUMNS} FROM shop_order WHERE id = :id FOR NO KEY UPDATE")  # noqa: S608 - a constant
SET_STEP: Final = text(f"""UPDATE shop_order SET step = :step, changed_at = wallet_now() WHERE id = :id
    RETURNING {COLUMNS}""")  # noqa: S608 - a constant

ENDED: Final = ("delivered", "cancelled")
LIST: Final = text(f"""SELECT o.id::text, o.reference, o.step, o.created_at, c.title, c.amount, c.state,
        c.customer_name AS customer, coalesce(c.till, '') AS till, {makers.NAMED}
    FROM shop_order o JOIN checkout c ON c.id = o.checkout_id
    WHERE o.merchant_id = :merchant AND (:step = '' OR o.step = :step)
      AND (CAST(:tills AS text[]) IS NULL OR c.till = ANY (CAST(:tills AS text[])))
      AND (CAST(:before AS uuid) IS NULL
        OR (o.created_at, o.id) < (SELECT b.created_at, b.id FROM shop_order b WHERE b.id = CAST(:before AS uuid)))
    ORDER BY o.created_at DESC, o.id DESC LIMIT :most""")  # noqa: S608 - constants


@dataclass(frozen=True)
class ListedOrder:
    """An order in a list, with what its checkout says; `state` is the checkout's."""

    id: str
    reference: str
    step: str
    created_at: datetime
    title: str
    amount: int
    state: str
    customer: str
    till: str
    maker: str

    @property
    def next_steps(self) -> tuple[str, ...]:
        """Return the steps it may still be moved to."""
        return () if self.step in ENDED else tuple(one for one in STEPS if one != self.step)


def list_latest(
    db: Connection,
    merchant_id: str,
    step: str,
    most: int,
    before: str | None = None,
    tills: Sequence[str] | None = None,
) -> list[ListedOrder]:
    """Return the newest orders of a business at a step, "" for any, those before one where it is named.

    `tills` are those at which they stand, None for all orders.
    """
    asked: dict[str, Any] = {"merchant": merchant_id, "step": step, "most": most, "before": before}
    asked["tills"] = None if tills is None else [*tills]
    return [ListedOrder(**row._mapping) for row in db.execute(LIST, asked)]


def is_of(db: Connection, merchant_id: str, order_id: str, tills: Sequence[str] | None = None) -> bool:
    """True for an order of this business, at one of these tills where any are named."""
    found = text(f"SELECT {COLUMNS} FROM shop_order WHERE id = :id AND merchant_id = :merchant")  # noqa: S608 - a constant
    row = db.execute(found, {"id": order_id, "merchant": merchant_id}).one_or_none()
    return row is not None and (tills is None or row.till in tills)


@dataclass(frozen=True)
class ShopOrder:
    """An order, at one of STEPS."""

    id: str
    merchant_id: str
    checkout_id: str
    reference: str
    step: str
    created_at: datetime
    changed_at: datetime
    till: str  # of its checkout, "" for none

    def describe(self) -> dict[str, Any]:
        """Return it as its business sees it, in the API and in events."""
        return {
            "id": write_id("ord", self.id), "object": "order", "checkout": write_id("chk", self.checkout_id),
            "reference": self.reference, "step": self.step, "created_at": clock.write_utc(self.created_at),
            "changed_at": clock.write_utc(self.changed_at), "till": self.till or None,
        }  # fmt: skip


@dataclass(frozen=True)
class CreateOrder(UseCase):
    """Make an order with its checkout, of the business the actor is of."""

    kind: ClassVar[str] = "create_order"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_ORDERS

    checkout: NewCheckout

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for another business, and for a till that is not theirs."""
        refuse_another(doing.actor, self.checkout.merchant_id)
        refuse_elsewhere(db, doing.actor, self.permission, self.checkout.till)
        check_return_url(db, self.checkout.merchant_id, self.checkout.return_url)
        checkout, _ = checkouts.create(db, self.checkout)
        row: dict[str, Any] = {"id": str(uuid.uuid4()), "merchant": checkout.merchant_id, "checkout": checkout.id}
        row |= {"reference": checkout.reference, **makers.name_columns(doing.actor)}
        made = ShopOrder(**db.execute(CREATE, row).one()._mapping)
        events.note(db, made.merchant_id, "order.created", made.id, made.describe())
        return Outcome("order_created", {"order_id": made.id})


@dataclass(frozen=True)
class CreateOwnOrder(CreateOrder):
    """Make an order that stands at a till of one's own."""

    kind: ClassVar[str] = "create_own_order"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_OWN


@dataclass(frozen=True)
class SetOrderStep(UseCase):
    """Note how far a business is with an order: any of STEPS, until it is delivered or cancelled."""

    kind: ClassVar[str] = "set_order_step"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_ORDERS
    remembered: ClassVar[bool] = False

    order_id: str
    step: str

    def __post_init__(self) -> None:
        """Raise Misread for what is no step."""
        if self.step not in STEPS:
            raise Misread("error.malformed")

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Note it. Raises Refused for another business's or another's till, and for one that has ended."""
        order = ShopOrder(**db.execute(LOCK, {"id": self.order_id}).one()._mapping)
        refuse_another(doing.actor, order.merchant_id)
        refuse_elsewhere(db, doing.actor, self.permission, order.till)
        if order.step in ENDED:
            raise Refused("refusal.order_ended")
        changed = ShopOrder(**db.execute(SET_STEP, {"id": order.id, "step": self.step}).one()._mapping)
        events.note(db, changed.merchant_id, "order.updated", changed.id, changed.describe())
        return Outcome("order_step", {"order_id": order.id, "step": self.step})


@dataclass(frozen=True)
class SetOwnOrderStep(SetOrderStep):
    """Note how far an order is that stands at a till of one's own."""

    kind: ClassVar[str] = "set_own_order_step"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_OWN
