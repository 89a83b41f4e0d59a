"""Orders of a business: listed by the step they are at, and moved on."""

import secrets
from typing import Final

from flask import Response, abort, request

from wallet.business import orders
from wallet.business.orders import STEPS, WRITE_ORDERS, SetOrderStep, SetOwnOrderStep
from wallet.core.public_ids import find_id, write_id
from web.business.answers import lead_on, write_address
from web.business.inside import Inside, do_or_say, enter

A_PAGE: Final = 20
MOVE: Final = WRITE_ORDERS


def show_orders(merchant: str, problem: str = "") -> Response:
    """Return a page of orders, those at a step where the address names one."""
    inside = enter(merchant)
    inside.need(MOVE, "own")
    step = request.args.get("step", "")
    if step not in ("", *STEPS):
        abort(404)
    before = find_id("ord", request.args.get("before", ""))
    found = inside.read(lambda db: orders.list_latest(db, merchant, step, A_PAGE + 1, before, inside.narrow(MOVE)))
    last = found[A_PAGE - 1].id if len(found) > A_PAGE else ""
    older = write_address(f"{inside.way}/orders", step=step, before=write_id("ord", last)) if last else ""
    return inside.answer(
        "orders.html", "orders", 422 if problem else 200, problem=problem, orders=found[:A_PAGE], older=older,
        step=step, steps=["", *STEPS], name=lambda one: name_step(inside, one), write_id=write_id,
        attempt=secrets.token_urlsafe(16), name_place=inside.name_place,
    )  # fmt: skip


def name_step(inside: Inside, step: str) -> str:
    """Return how a step is called; "" is all of them."""
    say = inside.say
    return {
        "": say("All"), "to_prepare": say("To prepare"), "sent": say("Sent"), "delivered": say("Delivered"),
        "cancelled": say("Cancelled"),
    }[step]  # fmt: skip


def move_order(merchant: str, order: str) -> Response:
    """Note how far the business is with an order."""
    inside = enter(merchant)
    inside.need(MOVE, "own")
    order_id, step = find_id("ord", order), request.form.get("step", "")
    if order_id is None or not inside.read(lambda db: orders.is_of(db, merchant, order_id, inside.narrow(MOVE))):
        abort(404)

    def move() -> Response:
        case = SetOrderStep if inside.may(MOVE) else SetOwnOrderStep
        inside.perform(case(order_id, step))
        return lead_on(f"{inside.way}/orders")

    return do_or_say(inside, move, lambda problem: show_orders(merchant, problem), f"{inside.way}/orders")
