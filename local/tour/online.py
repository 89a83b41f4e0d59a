"""The shop's scene: a link paid from a feature phone by its code, another by card from abroad; its program hears both.

The card is Flutterwave's to see: its page is the simulator's, and the browser here has no script.
"""

from local.tour.browser import Browser
from local.tour.cast import AWA, BRICE, SHOP, Cast
from local.tour.ending import format_francs
from local.tour.phones import Step, UnexpectedError
from local.tour.program import Program
from local.tour.stage import Tour


def sell_by_links(tour: Tour, buyer: Cast, amount: int) -> None:
    """Let the shop's program make two links; one is paid by phone, one by card in euros, and it hears of both."""
    program = Program.start(tour)
    here = program.post("/links", {"title": "Gateau", "amount": amount})
    abroad = program.post("/links", {"title": f"Cadeau pour {AWA.first_name}", "amount": amount, "times": 1})
    pay_by_code(tour, buyer, here["code"], amount)
    pay_from_abroad(tour, abroad["url"], amount)
    heard = program.await_paid(2)
    for one in heard:
        said = one["data"]
        tour.console.print(tour.say("heard", kind=one["type"], method=said["method"], title=said["title"]))
    if sorted(one["data"]["method"] for one in heard) != ["card", "wallet"]:
        raise UnexpectedError(f"the shop heard of other payments: {heard}")


def pay_by_code(tour: Tour, cast: Cast, code: str, amount: int) -> None:
    """Pay a link from a feature phone, by its eight digits."""
    tour.announce("by_code", name=cast.first_name, shop=SHOP, amount=format_francs(amount), code=code)
    phone, owner, before = tour.phone(cast), tour.phone(BRICE), tour.balance(cast)
    steps = [
        Step("ussd.main.pay"),
        Step("ussd.pay_code", code),
        Step("ussd.checkout_pin", cast.pin, is_secret=True),
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
