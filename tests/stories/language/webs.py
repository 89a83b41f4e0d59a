"""People at pages in a story: they open one, choose how to pay, pay or do not on a rail's page, and come back."""

import re
from typing import Final
from urllib.parse import urlsplit

from documents.shown import show_code
from faults.visitor import Visitor, read_forms
from simulators.recording import INDENT
from tests.stories.language.cast import PHONE, phone_of
from tests.stories.language.page_reader import read_lines
from tests.stories.language.telling import Telling, Verbs
from wallet.business.methods import BY_NAME

VISITORS: Final = ("chantal", "paul", "moussa", "awa", "brice")  # the first two have no phone of ours
VISITOR: Final = rf"(?P<name>{'|'.join(VISITORS)})"
METHOD: Final = rf"(?P<method>{'|'.join(BY_NAME)})"
PAGE: Final = r"(?P<page>\{page(?: \d+)?\})"
LINE: Final = f"{INDENT}[ "
YEAR: Final = re.compile(r"\{date\}/20[0-9]{2}")
# What somebody does on a rail's page, and the buttons that do it there: the first that stands on it.
ACTS: Final = {
    "pays there": ("pay:card", "approve", "pay:BTC-LN"),
    "pays there all the same": ("late", "pay:BTC-LN"),
    "is declined there": ("decline", "approve_declined"),
    "uses a card that asks 3-D Secure": ("three_d_secure",),
    "cancels there": ("cancel",),
    "leaves that page": ("leave",),
    "returns to the shop": ("return", ""),
}


def opens(telling: Telling, name: str, page: str, language: str | None = None) -> None:
    """Open a page of ours in a browser of their own."""
    visitor = telling.visitors[name] = Visitor("en" if language else "fr")
    visitor.open(telling.masks.fill(page))
    show(telling, visitor)


def chooses(telling: Telling, name: str, method: str, currency: str | None = None, who: str | None = None) -> None:
    """Choose how to pay; whoever is on another page goes back to the ways to pay first."""
    visitor = telling.visitors[name]
    if not is_offered(visitor, method):
        visitor.open(visitor.ours.partition("?")[0])
    form = visitor.find_form("method", method)
    typed = {"currency": currency} if currency else {}
    visitor.send(form, **typed, **({"phone": phone_of(who)[4:]} if who else {}))
    follow(telling, visitor)


def is_offered(visitor: Visitor, method: str) -> bool:
    """True where this way to pay stands on the page."""
    return any(form.fields.get("method") == method for form in read_forms(visitor.html))


def agrees(telling: Telling, name: str) -> None:
    """Agree to what is charged in another currency."""
    visitor = telling.visitors[name]
    form = visitor.find_form("quote")
    visitor.send(form)
    follow(telling, visitor)


def goes_on(telling: Telling, name: str, amount: str | None = None) -> None:
    """Open a link's checkout, of an amount where it is open."""
    visitor = telling.visitors[name]
    form = visitor.find_form("attempt")
    visitor.send(form, **({"amount": amount} if amount else {}))
    follow(telling, visitor)


def acts(telling: Telling, name: str, act: str) -> None:
    """Press a button of a rail's page."""
    visitor = telling.visitors[name]
    form, button = visitor.find_button(*ACTS[act])
    visitor.send(form, button)
    follow(telling, visitor)


def types_code(telling: Telling, name: str, code: str) -> None:
    """Type the code that a card's bank asks for."""
    visitor = telling.visitors[name]
    form, button = visitor.find_button("approve")
    visitor.send(form, button, code=code)
    follow(telling, visitor)


def sends(telling: Telling, name: str, amount: str) -> None:
    """Pay an invoice in coins another amount than it asks for."""
    visitor = telling.visitors[name]
    form, button = visitor.find_button("pay:BTC-LN")
    visitor.send(form, button, amount=amount.replace(",", "."))
    follow(telling, visitor)


def goes_back(telling: Telling, name: str) -> None:
    """Open the rail's page once more, as a second tab still has it."""
    visitor = telling.visitors[name]
    visitor.open(visitor.theirs)
    show(telling, visitor)


def looks_again(telling: Telling, name: str) -> None:
    """Load our page again, where they were last."""
    visitor = telling.visitors[name]
    visitor.open(visitor.ours)
    follow(telling, visitor)


def follow(telling: Telling, visitor: Visitor) -> None:
    """Let everybody do what is due, then load a page that loads itself, and tell what stands there."""
    telling.service.settle()
    if visitor.waits:
        visitor.open(visitor.url)
    show(telling, visitor)


def show(telling: Telling, visitor: Visitor) -> None:
    """Tell what stands on the page; whose it is, where not ours."""
    is_ours = urlsplit(visitor.url).path.startswith("/pay/")
    for line in read_lines(visitor.html):
        hidden = YEAR.sub("{date}", telling.masks.hide(line))
        for value, placeholder in telling.masks.known.items():
            if placeholder.startswith("{request"):
                hidden = hidden.replace(show_code(value), placeholder)
        telling.say(f"{LINE if is_ours else LINE.replace('[', '{')}{hidden}")


VERBS: Final[Verbs] = {
    rf"{VISITOR} opens {PAGE}(?P<language> in English)?": opens,
    rf"{VISITOR} chooses {METHOD}(?: in (?P<currency>EUR|USD))?(?: with {PHONE})?": chooses,
    rf"{VISITOR} agrees": agrees,
    rf"{VISITOR} goes on(?: with (?P<amount>[0-9]+))?": goes_on,
    rf"{VISITOR} (?P<act>{'|'.join(ACTS)})": acts,
    rf"{VISITOR} types (?P<code>[0-9]{{5}}) there": types_code,
    rf"{VISITOR} sends (?P<amount>[0-9]+,[0-9]{{2}}) there": sends,
    rf"{VISITOR} goes back to that page": goes_back,
    rf"{VISITOR} looks again": looks_again,
}
