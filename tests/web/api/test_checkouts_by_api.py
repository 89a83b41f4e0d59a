"""Checkouts, orders, links, and a business's money, as its programs see them."""

import pytest
from redis import Redis

from tests.world.cast import MOUSSA, TILL
from tests.world.program import Program
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import events

CAKE = {"amount": 1_500, "title": "Gâteau d'anniversaire", "reference": "F-12", "customer_phone": "677 00 00 01"}


def test_a_checkout_is_made_followed_and_taken_back(program: Program, world: World) -> None:
    made = program.post("/checkouts", CAKE)
    assert (made["state"], made["amount"], made["currency"], made["customer_phone"]) == ("open", 1_500, "XAF", MOUSSA)
    assert len(made["code"]) == 8
    assert made["url"].rpartition("/pay/")[2].isascii()
    assert program.get(f"/checkouts/{made['id']}") == made
    ended = program.post(f"/checkouts/{made['id']}/expire")
    assert ended["state"] == "cancelled"
    assert program.trouble("POST", f"/checkouts/{made['id']}/expire")[:2] == (409, "not_possible")
    world.do(lambda db: events.publish(db, 10))
    told = program.get("/events?order=asc")["data"]
    assert [one["type"] for one in told] == ["checkout.created", "checkout.cancelled"]
    shown = {name: value for name, value in ended.items() if name not in ("url", "code")}
    assert told[1]["data"] == shown


def test_pages_hold_each_one_once_while_others_come(program: Program) -> None:
    ids = [program.post("/checkouts", CAKE)["id"] for _ in range(7)]
    seen, after = [], ""
    while True:
        page = program.get(f"/checkouts?limit=2{after}")
        seen += [one["id"] for one in page["data"]]
        program.post("/checkouts", CAKE)
        if not page["has_more"]:
            break
        after = f"&after={seen[-1]}"
    assert seen == ids[::-1]
    assert len(program.get("/checkouts?state=open&reference=F-12")["data"]) == 11
    assert program.get("/checkouts?state=paid")["data"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 1}, {"amount": 10_000_001}, {"amount": -5}, {"amount": 1500.5}, {"amount": "1500"}, {"amount": True},
        {"amount": 10**400}, {"amount": None}, {"currency": "EUR"}, {"title": ""}, {"title": "x" * 61},
        {"title": "a\nb"},
        {"title": ["x"]}, {"return_url": "javascript:alert(1)"}, {"return_url": "http://evil.example"},
        {"return_url": "https://a@b.example/"}, {"return_url": "https://x.example/\r\nSet-Cookie: a=b"},
        {"customer_phone": "12"}, {"customer_phone": "+33612345678"}, {"customer_name": "a\r\nb"}, {"language": "de"},
        {"expires_in": 59}, {"expires_in": 10**9}, {"state": "paid"}, {"merchant_id": "x"}, {"refunded": 5},
    ],
    ids=str,
)  # fmt: skip
def test_what_no_checkout_can_be(program: Program, world: World, wrong: dict[str, object]) -> None:
    for path in ("/checkouts", "/orders"):
        assert program.trouble("POST", path, CAKE | wrong)[:2] == (400, "invalid_request")
    assert world.one("SELECT count(*) FROM checkout") == 0


def test_an_order_goes_its_steps(program: Program) -> None:
    made = program.post("/orders", CAKE)
    assert (made["step"], made["reference"]) == ("to_prepare", "F-12")
    assert program.get(f"/checkouts/{made['checkout']}")["amount"] == 1_500
    for step in ("sent", "to_prepare", "delivered"):
        changed = program.call("PATCH", f"/orders/{made['id']}", {"step": step}).get_json()
        assert changed["step"] == step
    said = program.trouble("PATCH", f"/orders/{made['id']}", {"step": "sent"})
    assert said[:2] == (409, "not_possible")
    assert program.get("/orders")["data"] == [changed]


def test_a_link_is_made_and_closed(program: Program) -> None:
    until = "2031-01-01T00:00:00.000Z"
    made = program.post("/links", {"title": "Don", "least": 500, "most": 5_000, "fields": ["name"], "until": until})
    assert (made["amount"], made["least"], made["most"], made["until"], made["fields"]) == (
        None,
        500,
        5_000,
        until,
        ["name"],
    )
    assert program.post(f"/links/{made['id']}/close")["state"] == "closed"
    for wrong in ({}, {"least": 5_000, "most": 500}, {"amount": 1_500, "fields": ["pin"]}, {"amount": 5, "until": "x"}):
        assert program.trouble("POST", "/links", {"title": "Don", **wrong})[:2] == (400, "invalid_request")


def test_what_was_paid_and_what_is_held(program: Program, world: World, shop: Shop) -> None:
    world.credit(MOUSSA, 50_000)
    for number in range(3):
        world.perform(MOUSSA, shop.quote(MOUSSA, 1_000 + number), f"pays {number}")
    paid = program.get(f"/payments?till={TILL}")["data"]
    assert [one["amount"] for one in paid] == [1_002, 1_001, 1_000]
    assert program.get(f"/payments/{paid[0]['id']}") == paid[0]
    assert program.get("/payments?reference=none")["data"] == []
    moved = program.get("/balance_transactions")["data"]
    assert program.get("/balance") == {
        "available": moved[0]["balance"], "retained": 0, "pending": 0, "reserved": 0, "currency": "XAF",
    }  # fmt: skip
    assert sum(one["amount"] for one in moved) == moved[0]["balance"] == shop.takings
    assert [(one["object"], one["code"]) for one in program.get("/tills")["data"]] == [("till", TILL)]


@pytest.mark.parametrize("path", ["/checkouts", "/orders"])
def test_who_tells_businesses_is_woken_at_once(program: Program, redis_url: str, path: str) -> None:
    with Redis.from_url(redis_url) as redis:
        redis.delete("waking:webhooks")
        program.post(path, CAKE)
        assert redis.exists("waking:webhooks")


@pytest.mark.parametrize("path", ["links", "orders"])
def test_what_stands_at_a_till_is_listed_by_it(program: Program, path: str) -> None:
    made = program.post(f"/{path}", {"title": "Pain", "amount": 500, "till": TILL})
    program.post(f"/{path}", {"title": "Pain", "amount": 500})
    assert made["till"] == TILL
    table = {"links": "link", "orders": "shop_order"}[path]
    assert program.world.one(f"SELECT count(DISTINCT made_by_key) FROM {table}") == 1, "by which program"
    assert [one["id"] for one in program.get(f"/{path}?till={TILL}")["data"]] == [made["id"]]
    assert [one["till"] for one in program.get(f"/{path}")["data"]] == [None, TILL]
    wrong = program.call("POST", f"/{path}", {"title": "Pain", "amount": 500, "till": "99999"})
    assert (wrong.status_code, wrong.get_json()["param"]) == (409, "till")
