"""Scenes of the web: a recharge by card at a page, a shop's links paid by a phone and from abroad, its program told.

The card is Flutterwave's to see: its page is the simulator's, and the browser here has no script.
"""

import re
from typing import Final

from local.tour.browser import Browser
from local.tour.cast import AWA, BRICE, SHOP, Cast
from local.tour.ending import format_francs
from local.tour.letters import await_letter, read_letters
from local.tour.phones import ScreenAnswer, UnexpectedError
from local.tour.pictures import show_in_chromium
from local.tour.program import Program
from local.tour.stage import Tour
from sms_templates import show

AUNT: Final = "tante@exemple.fr"
ADDRESS: Final = re.compile(r"https?://\S+/pay/[A-Za-z0-9_-]+")
CARD_WORDS: Final = {"fr": "CARTE"}  # as texts are typed; CARD in any other


def sell_by_links(tour: Tour, buyer: Cast, amount: int) -> None:
    """Let the shop's program make two links and an order; one is paid by phone, two in euros, and it hears of all."""
    program = Program.start(tour)
    here = program.post("/links", {"title": "Gateau", "amount": amount})
    abroad = program.post("/links", {"title": f"Cadeau pour {AWA.first_name}", "amount": amount, "times": 1})
    order = {"title": "Bouquet", "amount": amount, "reference": "F-118", "customer_email": AUNT, "language": "en"}
    pay_by_code(tour, buyer, here["code"], amount)
    pay_from_abroad(tour, abroad["url"], amount)
    order_from_abroad(tour, program.post("/checkouts", order)["url"], amount)
    heard = program.await_paid(3)
    for one in heard:
        said = one["data"]
        tour.console.print(tour.say("heard", shop=SHOP, kind=one["type"], method=said["method"], title=said["title"]))
    if sorted(one["data"]["method"] for one in heard) != ["card", "paypal", "wallet"]:
        raise UnexpectedError(f"the shop heard of other payments: {heard}")


def add_money_by_card(tour: Tour, cast: Cast, amount: int) -> None:
    """Ask by a text for the address of a page, and pay there by card: the money is in the wallet, a receipt says so."""
    tour.announce("by_card", name=cast.first_name, amount=format_francs(amount))
    phone, before = tour.phone(cast), tour.balance(cast)
    phone.text(f"{show('word', 'recharge', tour.language)} {amount} {CARD_WORDS.get(tour.language, 'CARD')}")
    [said] = phone.await_texts()
    found = ADDRESS.search(said)
    if found is None:
        raise UnexpectedError(f"{cast.name} was texted no address:\n{said}")
    browser = Browser("en")
    browser.open(found[0])
    tour.console.print(tour.say("at_page", url=found[0]), style="dim", soft_wrap=True, highlight=False)
    browser.send("method=card")
    browser.send("", act="pay:card")
    browser.await_words("The money is in the wallet.")
    phone.await_texts()
    tour.expect(cast, before, amount, phone)
    show_in_chromium(tour, found[0], "recharge")


def pay_by_code(tour: Tour, cast: Cast, code: str, amount: int) -> None:
    """Pay a link from a feature phone, by its eight digits."""
    tour.announce("by_code", name=cast.first_name, shop=SHOP, amount=format_francs(amount), code=code)
    phone, owner, before = tour.phone(cast), tour.phone(BRICE), tour.balance(cast)
    steps = [
        ScreenAnswer("ussd.main.pay"),
        ScreenAnswer("ussd.pay_code", code),
        ScreenAnswer("ussd.checkout_pin", cast.pin, is_secret=True),
    ]
    phone.call(tour.service_code, steps)
    phone.await_texts()
    owner.await_texts()
    tour.expect(cast, before, -amount, phone)


def pay_from_abroad(tour: Tour, url: str, amount: int) -> None:
    """Pay a link by card in euros, as a relative abroad does: both amounts and the rate are on the page before."""
    tour.announce("abroad", shop=SHOP, amount=format_francs(amount), url=url)
    browser, owner = Browser("en"), tour.phone(BRICE)
    browser.open(url)
    browser.send("attempt")  # the link's one button: it makes the checkout
    browser.send("method=card", currency="EUR")
    quoted = next(word for word in browser.words.split("You pay ")[1:])
    tour.console.print(tour.say("quoted", quote=quoted.split(" Rate ")[0]), highlight=False)
    browser.send("quote")
    browser.send("", act="pay:card")
    browser.await_words(f"{SHOP} has been told")
    owner.await_texts()
    show_in_chromium(tour, browser.url, "abroad")


def order_from_abroad(tour: Tour, url: str, amount: int) -> None:
    """Pay an order by PayPal in euros; whoever ordered is e-mailed the receipt."""
    tour.announce("ordered", shop=SHOP, amount=format_francs(amount), url=url)
    browser, owner = Browser("en"), tour.phone(BRICE)
    before = max((one["seq"] for one in read_letters(tour, AUNT)), default=0)
    browser.open(url)
    browser.send("method=paypal", currency="EUR")
    browser.send("quote")
    browser.send("", act="approve")
    browser.await_words(f"{SHOP} has been told")
    owner.await_texts()
    await_letter(tour, AUNT, before)
