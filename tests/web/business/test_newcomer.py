"""Somebody new to /business makes a link, an invoice and a payout by what pages show alone; the clicks are counted."""

from playwright.sync_api import BrowserContext, Page

from tests.web.conftest import Look
from tests.world.cast import BRICE, MOUSSA
from tests.world.members import Members
from tests.world.shop import Shop
from tests.world.world import World


class Newcomer:
    """Whoever clicks what a page says, and types into what it names; each click is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, words: str) -> None:
        """Click the link or button of these words."""
        self.clicks += 1
        link = self.page.locator("main").get_by_role("link", name=words, exact=True)
        (link if link.count() else self.page.get_by_role("button", name=words, exact=True)).first.click()
        self.page.wait_for_load_state()
        assert self.page.locator("[role=alert]").count() == 0, self.page.locator("[role=alert]").inner_text()

    def type(self, **typed: str) -> None:
        """Type into fields by their labels."""
        for label, words in typed.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).first.fill(words)


def test_a_link_an_invoice_and_a_payout_take_few_clicks(
    world: World, members: Members, shop: Shop, chromium: BrowserContext, url: str, look: Look
) -> None:
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 50_000)
    owner = members.open_owner()
    assert not shop.pay(MOUSSA, 20_000, "t1").refused
    home = f"{url}/business/b/{shop.merchant.id}?lang=en"
    chromium.add_cookies([{"name": "mbongo-business", "value": owner.token, "url": url}])
    page = chromium.new_page()
    page.set_viewport_size({"width": 360, "height": 800})

    page.goto(home)
    link = Newcomer(page)
    link.click("Make a link")
    link.type(What_for="Bread", Amount_in_FCFA="500")
    look(page, 360)
    link.click("Make the link")
    assert "/pay/" in page.content()

    page.goto(home)
    invoice = Newcomer(page)
    invoice.click("Write an invoice")
    invoice.type(Name="Hôtel Sawa", What_it_is="Bread")
    page.get_by_label("Price of one, in FCFA before tax").first.fill("2000")
    page.get_by_label("E-mail address", exact=True).fill("achats@sawa.example")
    look(page, 360)
    invoice.click("Save the draft")
    invoice.click("Say first what invoices say of the business")
    invoice.type(Legal_name="Brice Kamga", Address="Marché Central, Douala")
    page.get_by_label("Taxpayer number (NIU)").fill("P012345678901A")
    invoice.click("Save")
    invoice.click("Issue it")
    invoice.click("Send it to Hôtel Sawa")
    assert world.one("SELECT count(*) FROM mail WHERE kind = 'invoice_sent'") == 1

    page.goto(home)
    payout = Newcomer(page)
    payout.click("Be paid out")
    page.get_by_label("Where").select_option("wallet")
    payout.click("Add the account")
    look(page, 360)
    world.pass_time(hours=49)
    again = members.sign_in(BRICE)
    again.app = owner.app
    again.show_code()
    chromium.add_cookies([{"name": "mbongo-business", "value": again.token, "url": url}])
    page.goto(home)
    payout.click("Be paid out")
    payout.type(Amount_in_FCFA="5000")
    payout.click("Pay out")
    assert world.one("SELECT count(*) FROM payout WHERE amount = 5000") == 1
    assert (link.clicks, invoice.clicks, payout.clicks) == (2, 6, 4)
    page.close()
