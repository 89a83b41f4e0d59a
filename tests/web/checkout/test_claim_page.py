"""Money paid in crypto that goes back: its payer alone is shown where to say to which address.

Text and mail go to whom the shop wrote, which may be itself: they say that something goes back, and not where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask.testing import FlaskClient

from sms_templates.gsm7 import segments
from tests.web.checkout.test_checkout_page import make, press
from tests.web.reading import read_page
from tests.world.cashier import Cashier
from tests.world.cast import AWA, BRICE, STRANGER
from tests.world.mailing import Post, open_post
from tests.world.scripted_rail import ScriptedRail
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.checkouts import Checkout
from wallet.business.refund_checkout import RefundCheckout
from wallet.core.settings import Settings
from wallet.messages import notices
from wallet.operations.pay_addresses import PayAddress
from wallet.payments import operators, payments
from wallet.payments.orders import Confirmation, Order
from workers import notices as outbox

FRANCS, CENTS = 12_500, 1_906
PAID = Confirmation("succeeded", CENTS, None, "EUR")
CLAIM = "https://btcpay.example/pull-payments/2Zn4bQkX7dVY8c5mRtLwPq"
EMAIL = "awa@exemple.cm"


@dataclass
class ClaimRail(ScriptedRail):
    """A rail that has a page for each refund; a page that was paid stays so, whenever it is looked at again."""

    is_paid: bool = False

    def prepare(self, order: Order) -> Order:
        made = super().prepare(order)
        return replace(made, redirect_url=CLAIM if order.direction == "refund" else "https://btcpay.example/i/8abc")

    def ask_status(self, order: Order) -> Confirmation:
        if order.direction == "collect" and self.is_paid:
            return PAID
        said = super().ask_status(order)
        self.is_paid = self.is_paid or (order.direction == "collect" and said == PAID)
        return said


@pytest.fixture
def post(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    with open_post(world, settings, monkeypatch) as post:
        yield post


def agree(world: World, shop: Shop, browser: FlaskClient) -> tuple[Checkout, PayAddress, dict[str, str]]:
    """Let somebody ask what a checkout costs in crypto; return it, and the form that agrees to that."""
    world.rails |= {"btcpay": ClaimRail()}
    world.do_as_owner(lambda db: operators.set_maintenance(db, "btcpay", on=False))
    one, address = make(world, shop, customer_phone=STRANGER, customer_email=EMAIL)
    quoted = press(browser, address.token, method="crypto", currency="EUR").get_data(as_text=True)
    return one, address, dict(re.findall(r'name="(method|attempt|quote)" value="([^"]+)"', quoted))


def pay(world: World, shop: Shop, browser: FlaskClient) -> tuple[Checkout, PayAddress, str]:
    """Let somebody go to pay in crypto; return the checkout and where its payer follows it."""
    one, address, found = agree(world, shop, browser)
    followed = browser.post(f"/pay/{address.token}", data=found).headers["Location"]
    world.work("pending", rail="btcpay")
    world.pass_time(60)
    return one, address, followed.removesuffix("&go=1")


def test_what_came_too_late_is_claimed_by_whoever_has_the_key_of_its_address(
    world: World, shop: Shop, browser: FlaskClient, post: Post
) -> None:
    one, address, followed = pay(world, shop, browser)
    world.see_id(AWA)
    world.credit(AWA, 20_000)
    cashier = Cashier.hire(world, shop)
    assert world.perform(AWA, cashier.quote(AWA, one), "p1").sentence == "checkout_paid"
    world.work(PAID, "pending", rail="btcpay")
    page = read_page(browser.get(followed))
    for said in ("déjà payé", "19,06 EUR vous sont rendus", "Dites chez BTCPay à quelle adresse"):
        assert said in page.text
    assert f'href="{CLAIM}"' in page.html
    reference = re.search(r"p=([A-Z0-9-]+)", followed)[1]  # type: ignore[index]
    for key in ("", "&k=", f"&k={'0' * 32}", "&k=é"):
        seen = browser.get(f"/pay/{address.token}?p={reference}{key}").get_data(as_text=True)
        assert CLAIM not in seen, "the shop knows as much"
    (texted,) = [one for one in world.do(lambda db: notices.lease(db, 99)) if one.sentence == "claim_at_page"]
    assert CLAIM not in str(texted.values), "not kept"
    text = outbox.written(texted)
    assert CLAIM not in text, "a shop may have written its own number"
    assert "la page où vous avez payé" in text
    assert segments(text) == 1
    (mail,) = [one for one in post.send(EMAIL) if "rendus" in one.subject]
    assert CLAIM not in mail.text
    assert "la page où vous avez payé" in mail.text
    world.pass_time(60)
    world.work(PAID, rail="btcpay")
    assert CLAIM not in browser.get(followed).get_data(as_text=True), "it has gone"
    world.check()


def test_a_part_that_a_shop_gives_back_is_claimed_or_comes_back_and_both_are_told(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    one, _, followed = pay(world, shop, browser)
    world.work(PAID, rail="btcpay")
    takings = shop.takings
    refund = RefundCheckout(one.id, 5_000, shop.merchant.owner_id, operator="btcpay")
    assert not world.perform(BRICE, refund, "b1").refused
    world.work("pending", rail="btcpay")
    assert "7,62 EUR vous sont rendus" in read_page(browser.get(followed)).text
    assert world.texts_to(STRANGER).count("claim_at_page") == 1
    world.pass_time(49 * 3_600)
    world.work(Confirmation("failed", reason="not claimed in time"), rail="btcpay")
    assert shop.takings == takings
    assert world.texts_to(BRICE).count("checkout_refund_failed") == 1
    assert "vous sont rendus" not in read_page(browser.get(followed)).text
    assert world.do(lambda db: payments.find_posted(db, world.one("SELECT id FROM payment WHERE refunds IS NOT NULL")))
    world.check("return_refund")


def test_a_shop_that_writes_itself_as_the_payer_claims_nothing(
    world: World, shop: Shop, browser: FlaskClient, post: Post
) -> None:
    """The address of the claim is in nothing that reaches the shop: texts, mails, events, its own pages."""
    one, _, followed = pay(world, shop, browser)
    world.work(PAID, rail="btcpay")
    refund = RefundCheckout(one.id, 5_000, shop.merchant.owner_id, operator="btcpay")
    assert not world.perform(BRICE, refund, "b1").refused
    world.work("pending", rail="btcpay")
    told = [outbox.written(one) for one in world.do(lambda db: notices.lease(db, 99))]
    assert any("la page où vous avez payé" in text for text in told)
    assert not [text for text in told if CLAIM in text or "k=" in text]
    assert not [one for one in post.send(EMAIL) if CLAIM in one.text or "k=" in one.text]
    assert CLAIM not in str(world.rows("SELECT data FROM event"))
    assert CLAIM in browser.get(followed).get_data(as_text=True)


def test_another_sites_form_starts_no_payment(world: World, shop: Shop, browser: FlaskClient) -> None:
    """A site that had its reader's browser agree to a quote it made would know the key of their page."""
    _, address, form = agree(world, shop, browser)
    led = browser.post(f"/pay/{address.token}", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert (led.status_code, led.headers["Location"]) == (303, f"/pay/{address.token}")
    assert world.one("SELECT count(*) FROM payment") == 0
    browser.post(f"/pay/{address.token}", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert world.one("SELECT count(*) FROM payment") == 1
