"""The ways to pay as the page offers them: a title, how it goes, how long it takes, and what its button says."""

from dataclasses import dataclass

from documents import words
from documents.methods import name_method
from documents.words import Say
from wallet.business.methods import OfferedMethod
from wallet.payments.rails import RAILS
from web.pages.rendering import speak


@dataclass(frozen=True)
class Offered:
    """One way to pay on the page."""

    name: str
    title: str
    how: str
    time: str
    button: str = ""  # none: nothing is sent from the page
    phone_label: str = ""
    currencies: tuple[str, ...] = ()  # in which its payer may be charged, where there is a page

    @property
    def needs_phone(self) -> bool:
        """True where its payer types a number."""
        return bool(self.phone_label)


@dataclass(frozen=True)
class ByPhone:
    """The way a wallet pays: what is dialled, what is typed there, and the number a text goes to."""

    dial: str
    code: str
    number: str

    def describe(self, say: Say) -> str:
        """Return how to pay by a phone, whatever the page does."""
        return say(
            "Dial %(dial)s, choose Pay and type %(code)s, or text PAYER %(code)s to %(number)s. This page follows.",
            dial=self.dial, code=self.code, number=self.number,
        )  # fmt: skip


def describe_offers(language: str, offers: list[OfferedMethod], amount: str, by_phone: ByPhone) -> list[Offered]:
    """Return offers in the reader's words; `amount` as it is shown."""
    return [_describe(language, offer, amount, by_phone) for offer in offers]


def _describe(language: str, offer: OfferedMethod, amount: str, by_phone: ByPhone) -> Offered:
    say, method = speak(language), offer.method
    name = name_method(words.speak(language), method.name)
    time = say("usually within %(minutes)s min", minutes=method.minutes)
    if method.way == "redirect":
        how = say("On the page of %(rail)s; no card number is typed here.", rail=RAILS[offer.rail].title)
        return Offered(method.name, name, how, time, say("Go to the payment page"), currencies=offer.currencies)
    if method.way == "wallet":
        how = say("A text asks your phone. Or: %(by_phone)s", by_phone=by_phone.describe(say))
        return Offered(method.name, name, how, time, say("Text me"), say("Your number"))
    rail = RAILS[offer.rail]
    how = say("%(rail)s asks you on your phone to approve %(amount)s.", rail=rail.title, amount=amount)
    return Offered(method.name, name, how, time, say("Pay with %(rail)s", rail=rail.short), say("Your number"))
