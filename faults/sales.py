"""The draw of what a shop sells online: what it asks for, how its payers pay or do not, and what it gives back."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

METHODS: Final = ("card", "card", "card", "paypal", "paypal", "crypto")
CURRENCIES: Final = {"card": ("XAF", "XAF", "EUR"), "paypal": ("EUR",), "crypto": ("EUR",)}
# What a payer does on a rail's page, one after the other; `again`: the page is opened once more, as in a second tab.
AT_PAGE: Final = (
    ("pays",), ("pays",), ("pays",), ("declined", "pays"), ("declined",), ("asked", "pays"), ("cancels",), ("leaves",),
    ("pays", "again", "pays"), ("cancels", "again", "pays"), ("late",), ("late",), ("little",),
)  # fmt: skip
MISHAPS: Final = ("", "", "", "twice", "reloads", "forges")
CARD_RAILS: Final = ("flutterwave", "flutterwave", "cinetpay")
PROVIDERS: Final = ("flutterwave", "cinetpay", "paypal", "btcpay")
ENDPOINT_MOODS: Final = ("quick", "quick", "quick", "busy", "broken")


@dataclass(frozen=True)
class Try:
    """One try to pay: the method and currency chosen, what is done on its page, and what happens to our own page."""

    method: str
    currency: str
    acts: tuple[str, ...]
    mishap: str = ""


@dataclass(frozen=True)
class Sale:
    """One thing the shop asks for, in an amount of its own; `tries` are made one after the other, or `at_once`.

    `link`: by a link that its payer opens. `refunds`: parts the shop gives back once it is paid, 0 for all that is
    left. `takes_back`: the shop does not want it paid any more while its payers are about to.
    """

    number: int
    amount: int
    tries: tuple[Try, ...]
    at_once: bool
    link: bool
    refunds: tuple[int, ...]
    takes_back: bool

    @property
    def reference(self) -> str:
        """Return the shop's own name for it."""
        return f"S-{self.number}"


@dataclass(frozen=True)
class Market:
    """All that is sold online in a run; cards go by `card_rail`, the shop's endpoint answers as its mood is."""

    sales: tuple[Sale, ...]
    card_rail: str
    endpoint: str
    faults: dict[str, dict[str, dict[str, Any]]]


NO_MARKET: Final = Market((), "flutterwave", "quick", {})


def draw_market(chance: Random, amounts: list[int], faults: dict[str, dict[str, dict[str, Any]]]) -> Market:
    """Draw up to three sales."""
    sales = tuple(draw_sale(chance, number, amount) for number, amount in enumerate(amounts))
    return Market(sales, chance.choice(CARD_RAILS), chance.choice(ENDPOINT_MOODS), faults)


def draw_sale(chance: Random, number: int, amount: int) -> Sale:
    """Draw one sale."""
    tries = tuple(draw_try(chance) for _ in range(chance.choice((1, 1, 1, 2, 2))))
    refunds = chance.choice(((), (), (), (0,), (5 * chance.randint(1, amount // 5),), (5 * chance.randint(1, 20), 0)))
    return Sale(
        number, amount, tries, chance.random() < 0.5, chance.random() < 0.2, refunds, takes_back=chance.random() < 0.1
    )


def draw_try(chance: Random) -> Try:
    """Draw one try to pay."""
    method = chance.choice(METHODS)
    return Try(method, chance.choice(CURRENCIES[method]), chance.choice(AT_PAGE), chance.choice(MISHAPS))
