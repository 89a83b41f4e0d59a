"""Orders are moved on, endpoints kept and told again, by whom the table of roles lets, and nobody of elsewhere."""

import re
import uuid

import pytest

from tests.web.business.conftest import Visit
from tests.world.members import Members
from tests.world.world import World
from wallet.business import deliveries, endpoints, events
from wallet.business.checkouts import NewCheckout
from wallet.business.orders import CreateOrder
from wallet.core.public_ids import write_id

URL = "https://hooks.boulangerie.cm/mbongo"


def order(members: Members, reference: str) -> str:
    """Have the shop's owner make an order; return its id as pages write it."""
    checkout = NewCheckout(members.shop.merchant.id, 2_500, "Gâteau", reference=reference)
    return write_id("ord", members.logins["owner"].perform(CreateOrder(checkout)).values["order_id"])


def tell(world: World, members: Members, status: int = 500) -> None:
    """Let an event be told to the shop's endpoints, which answer this to the last try there is."""

    def work(db: object) -> None:
        events.note(db, members.shop.merchant.id, "order.created", "ord_x", {"id": "ord_x"})  # type: ignore[arg-type]
        deliveries.spread(db, events.publish(db, 10))  # type: ignore[arg-type]

    world.do(work)
    world.change("UPDATE event_delivery SET state = 'failed', tries = 10, ended_at = wallet_now()")
    world.change(
        f"""INSERT INTO delivery_try (delivery_id, at, status, took_ms, answer, why)
            SELECT id, wallet_now(), {status}, 12, 'no <b>luck</b>', '' FROM event_delivery"""
    )


def test_an_order_is_moved_on_until_it_has_ended(world: World, members: Members, visit: Visit) -> None:
    members.open_owner()
    first, second = order(members, "C-1"), order(members, "C-2")
    way = visit.enter(members.logins["owner"])
    page = visit.see(f"{way}/orders")
    assert page.text.index("C-2") < page.text.index("C-1")
    assert "Pas encore payée" in page.text
    moved = visit.press(f"{way}/orders/{first}", f"{way}/orders", step="sent")
    assert moved.status_code == 303
    assert "C-1" in visit.see(f"{way}/orders?step=sent").text
    assert "C-2" not in visit.see(f"{way}/orders?step=sent").text
    assert visit.press(f"{way}/orders/{first}", f"{way}/orders", step="delivered").status_code == 303
    assert f"/orders/{first}" not in visit.see(f"{way}/orders").html, "what was delivered moves no more"
    assert f"/orders/{second}" in visit.see(f"{way}/orders").html
    assert visit.press(f"{way}/orders/{second}", f"{way}/orders", step="lost").status_code == 422
    assert visit.browser.get(f"/business{way}/orders?step=lost").status_code == 404
    assert world.rows("SELECT reference, step FROM shop_order ORDER BY 1") == [
        ("C-1", "delivered"),
        ("C-2", "to_prepare"),
    ]


def test_a_list_of_orders_goes_on_where_a_page_ends(world: World, members: Members, visit: Visit) -> None:
    members.open_owner()
    for number in range(23):
        order(members, f"N-{number:02}")
    way = visit.enter(members.logins["owner"])
    page = visit.see(f"{way}/orders")
    [older] = re.findall(r'href="/business([^"]*before=[^"]*)"', page.html)
    seen = re.findall(r"N-\d\d", page.text + visit.see(older.replace("&amp;", "&")).text)
    assert [*dict.fromkeys(seen)] == [f"N-{number:02}" for number in reversed(range(23))]


def test_an_endpoint_s_secret_is_shown_when_it_is_made_and_when_it_is_turned(
    world: World, members: Members, visit: Visit
) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    for bad in ("http://hooks.boulangerie.cm/x", "https://10.0.0.7/x", "https://localhost/x", "ftp://x", "x"):
        refused = visit.press(f"{way}/endpoints", f"{way}/endpoints", url=bad)
        assert refused.status_code == 422
        assert bad in refused.get_data(as_text=True), "what was typed stays"
    made = visit.press(f"{way}/endpoints", f"{way}/endpoints", url=URL, kinds="order.created")
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", made.get_data(as_text=True))
    row = world.do(lambda db: endpoints.get(db, str(world.one("SELECT id::text FROM endpoint"))))
    assert row.read_secrets(world.wallet.secrets) == [secret]
    assert row.kinds == ["order.created"]
    page = f"{way}/endpoints/{write_id('end', row.id)}"
    assert "whsec_" not in visit.see(page).html + visit.see(f"{way}/endpoints").html
    turned = visit.press(page, page, what="turn")
    [other] = re.findall(r"whsec_[A-Za-z0-9+/=]+", turned.get_data(as_text=True))
    assert other != secret
    assert world.do(lambda db: endpoints.get(db, row.id)).read_secrets(world.wallet.secrets) == [other, secret]
    kept = world.column("SELECT content::text || coalesce(values::text, '') FROM operation")
    assert not any("whsec" in one for one in kept), "no secret is at rest in clear"


def test_what_was_not_heard_is_told_again(world: World, members: Members, visit: Visit) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    visit.press(f"{way}/endpoints", f"{way}/endpoints", url=URL)
    page = f"{way}/endpoints/{write_id('end', str(world.one('SELECT id::text FROM endpoint')))}"
    tell(world, members)
    shown = visit.see(page)
    assert "HTTP 500" in shown.text
    assert "no <b>luck</b>" in shown.text, "an answer is text, never a page of theirs in ours"
    delivery = write_id("dlv", str(world.one("SELECT id::text FROM event_delivery")))
    assert visit.press(page, page, what="again", delivery=delivery).status_code == 303
    assert world.one("SELECT state || tries FROM event_delivery") == "waiting0"
    assert visit.press(page, page, what="again", delivery=write_id("dlv", str(uuid.uuid4()))).status_code == 404
    tell(world, members)
    assert visit.press(page, page, what="off").status_code == 303
    refused = visit.press(page, page, what="again")
    assert refused.status_code == 422
    assert "arrêtée" in refused.get_data(as_text=True)
    assert visit.press(page, page, what="on").status_code == 303
    assert visit.press(page, page, what="again").status_code == 303
    assert visit.press(page, page, what="removed").status_code == 303
    assert URL not in visit.see(f"{way}/endpoints").text
    assert visit.browser.get(f"/business{page}").status_code == 404
    assert "Endpoint" in visit.see(f"{way}/history").text or "Adresse" in visit.see(f"{way}/history").text


def test_ten_endpoints_are_the_most(world: World, members: Members, visit: Visit) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    for number in range(endpoints.MOST):
        assert visit.press(f"{way}/endpoints", f"{way}/endpoints", url=f"{URL}/{number}").status_code == 200
    refused = visit.press(f"{way}/endpoints", f"{way}/endpoints", url=URL)
    assert refused.status_code == 422
    assert "dix" in refused.get_data(as_text=True).lower()


@pytest.mark.parametrize(
    ("role", "orders", "programs"), [("manager", 200, 404), ("accountant", 200, 404), ("developer", 404, 200)]
)
def test_pages_open_for_their_roles(
    world: World, members: Members, visit: Visit, role: str, orders: int, programs: int
) -> None:
    members.open_owner()
    way = visit.enter(members.hire(role))
    assert visit.browser.get(f"/business{way}/orders").status_code == orders
    assert visit.browser.get(f"/business{way}/endpoints").status_code == programs
