"""Another business's ids are 404 on every route: a walk over all of them, each id one that the other really has."""

import re
import uuid
from typing import Any

import pytest

from tests.world.cashier import Cashier
from tests.world.cast import AWA, MOUSSA
from tests.world.program import Program
from tests.world.subscribers import Subscribers
from wallet.business import checkouts, deliveries, events
from wallet.business.pay_till import PayTill, find_till, quote_till
from wallet.core.public_ids import find_id, write_id
from web.api.route import Route
from web.api.routes import ROUTES

CHECKOUT = {"title": "Gâteau", "amount": 1_500}
PAYROLL = {"title": "Novembre", "lines": [{"number": AWA, "name": "Awa Ngono", "amount": 10_000}]}
ISSUER = {"legal_name": "Kamga SARL", "address": "Douala", "niu": "M012345678901A", "regime": "real"}
BODIES = {
    "change_plan_price": {"amount": 600},
    "change_order": {"step": "sent"},
    "change_endpoint": {"state": "off"},
    "redeliver_range": {},
    "change_customer": {"name": "Awa"},
    "void_invoice": {},
    "refund_payment": {},
}


def make_all(of: Program) -> dict[str, str]:
    """Return an id of each thing that a path can name, of this program's business."""
    endpoint = of.post("/endpoints", {"url": "https://shop.example/hook"})["id"]
    of.world.do(lambda db: events.note(db, of.shop.merchant.id, "checkout.expired", "one", {"id": "one"}), "web")
    of.world.do(lambda db: deliveries.spread(db, events.publish(db, 100)))
    delivery, event = of.world.rows("SELECT id::text, event_id::text FROM event_delivery ORDER BY number DESC LIMIT 1")[
        0
    ]
    till = of.world.one("SELECT code FROM till WHERE merchant_id = :id", id=of.shop.merchant.id)
    payer = of.world.actor(MOUSSA)
    of.world.credit(MOUSSA, 5_000, key=till)
    quote = of.world.do(lambda db: quote_till(db, payer.person_id, find_till(db, payer.person_id, till), 500))
    of.world.perform(payer, PayTill(quote), f"pays {till}")
    payment = of.world.one("SELECT transfer_id::text FROM movement WHERE merchant_id = :id", id=of.shop.merchant.id)
    refunded = of.post("/checkouts", CHECKOUT)["id"]
    cashier = Cashier(of.world, of.shop)
    one = of.world.do(lambda db: checkouts.get(db, str(find_id("chk", refunded))))
    of.world.credit(AWA, 5_000, key=f"{till} too")
    of.world.perform(AWA, cashier.quote(AWA, one), f"pays {till} too")
    refund = of.post("/refunds", {"checkout": refunded, "amount": 500})["id"]
    billed = bill_all(of)
    return billed | {
        "refund": refund,
        "quote": quoted(of),
        "endpoint": endpoint,
        "event": write_id("evt", event),
        "delivery": write_id("dlv", delivery),
        "checkout": of.post("/checkouts", CHECKOUT)["id"],
        "paid": refunded,
        "origin": of.post("/returns", {"origin": "https://shop.example"})["id"],
        "order": of.post("/orders", CHECKOUT)["id"],
        "link": of.post("/links", CHECKOUT)["id"],
        "till": till,
        "payment": write_id("pay", payment),
        "transaction": write_id("txn", payment),
        "payout": write_id("pto", ask_payout(of)),
        "request": of.post("/requests", {**CHECKOUT, "email": f"{till}@shop.example"})["id"],
        **subscribe(of),
        "payroll": of.post("/payrolls", PAYROLL)["id"],
    }


def subscribe(of: Program) -> dict[str, str]:
    """Return the ids of a plan of this program's business, and of Awa's subscription to it."""
    plan = of.post("/plans", {"title": "Salle", "amount": 500, "every": "month", "trial_days": 7})
    Subscribers(of.world, of.shop).agree(AWA, plan["code"])
    return {"plan": plan["id"], "subscription": of.get(f"/subscriptions?plan={plan['id']}")["data"][0]["id"]}


def quoted(of: Program) -> str:
    """Return the id of a quote of a checkout of this program's business."""
    checkout = of.post("/checkouts", CHECKOUT)["id"]
    return str(of.post("/quotes", {"checkout": checkout, "currency": "EUR"})["id"])


def ask_payout(of: Program) -> str:
    """Return the id of a payout that a member of this program's business has asked for."""
    merchant, login = of.shop.merchant.id, str(uuid.uuid4())
    account, payout = str(uuid.uuid4()), str(uuid.uuid4())
    row = {"merchant": merchant, "login": login, "account": account, "payout": payout, "email": f"{login}@shop.example"}
    row |= {"reference": payout}
    of.world.change("INSERT INTO member_login (id, email, name, since) VALUES (:login, :email, 'Awa', now())", **row)
    of.world.change(
        """INSERT INTO settlement_account (id, merchant_id, kind, added_by, added_at, ready_at)
        VALUES (:account, :merchant, 'wallet', :login, now(), now() + interval '48 hours')""", **row,
    )  # fmt: skip
    of.world.change(
        """INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, created_at)
        VALUES (:payout, :merchant, :account, 500, 0, :reference, 'asked', now())""", **row,
    )  # fmt: skip
    return payout


def bill_all(of: Program) -> dict[str, str]:
    """Return an id of each thing that is billed, of this program's business."""
    of.post("/issuer", ISSUER)
    customer = of.post("/customers", {"name": "Awa", "email": "awa@shop.example"})["id"]
    drafts = [of.post("/invoices", bill(customer, kind))["id"] for kind in ("invoice", "invoice", "proforma")]
    for one in drafts[1:]:
        of.post(f"/invoices/{one}/finalise")
    return {"customer": customer, "draft": drafts[0], "invoice": drafts[1], "proforma": drafts[2]}


def bill(customer: str, kind: str = "invoice") -> dict[str, Any]:
    """Return what a draft says."""
    return {"customer": customer, "kind": kind, "lines": [{"title": "Pain", "unit_price": 150}]}


LISTS = [route for route in ROUTES if route.page and route.asks and "<" not in route.path]
WITH_IDS = [route for route in ROUTES if "<" in route.path]


@pytest.mark.parametrize("route", WITH_IDS, ids=lambda route: f"{route.method} {route.path}")
def test_ids_of_another_business_name_nothing(program: Program, other: Program, route: Route) -> None:
    theirs, ours = make_all(other), make_all(program)
    before = program.world.rows("SELECT id, state, url, kinds FROM endpoint ORDER BY id")
    names = re.findall(r"<(\w+)>", route.path)
    body = bill(ours["customer"]) if route.name == "change_invoice" else BODIES.get(route.name)
    for wrong in names:  # each id in turn theirs, the others ours
        ids = ours | {wrong: theirs[wrong]}
        path = re.sub(r"<(\w+)>", lambda found, ids=ids: ids[found[1]], route.path)
        assert program.trouble(route.method, path, body)[:2] == (404, "not_found")
    if route.name == "get_refundable":
        ours["checkout"] = ours["paid"]
    path = re.sub(r"<(\w+)>", lambda found: ours[found[1]], route.path)
    assert program.world.rows("SELECT id, state, url, kinds FROM endpoint ORDER BY id") == before
    assert program.call(route.method, path, body).status_code < 300  # its own are there


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.path)
def test_lists_hold_ones_own_alone(program: Program, other: Program, route: Route) -> None:
    theirs, ours = make_all(other), make_all(program)
    shown = {one["id"] for one in program.get(route.path)["data"]}
    assert shown & set(ours.values())
    assert not shown & set(theirs.values())
    assert not shown & {one["id"] for one in other.get(route.path)["data"]}
    for id_ in theirs.values():
        assert program.trouble("GET", f"{route.path}?after={id_}") == (404, "not_found", "after")
