"""Our rails by redirect in front of the simulated providers, and somebody with a browser at their pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import requests

from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.simulators.provider_clients import Payer
from tests.workers.rails.conftest import settings_for
from wallet.payments.orders import Order
from wallet.payments.party import Party
from workers.rails import RailClient
from workers.rails.open import open_rails

NOWHERE: Final = "http://127.0.0.1:9"
NAMES: Final = ("flutterwave", "cinetpay")  # the card rails, which charge francs
AMOUNT: Final = 10_000
BACK: Final = "http://127.0.0.1/paid"  # where payers come back to


class LeadsBack:
    """A rail that leads payers back somewhere, where what they pay has no page of ours."""

    def __init__(self, rail: RailClient) -> None:
        self.rail = rail

    def prepare(self, order: Order) -> Order:
        """Return the order as its rail prepares it."""
        return self.rail.prepare(replace(order, return_url=order.return_url or BACK))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rail, name)


@dataclass
class Pages:
    """The simulated providers, and our rails to them."""

    url: str
    public_url: str
    rails: dict[str, RailClient]

    def give_up_soon(self) -> None:
        """Let our rails wait two seconds for an answer, where silence is tried: any may take as long elsewhere."""
        self.rails.update(open_ours(self.url, self.public_url, read_seconds=2))

    def put(self, path: str, wanted: Any) -> None:
        """Set something of theirs."""
        requests.put(f"{self.url}/{path}", json=wanted, timeout=60).raise_for_status()

    def fault(self, rail: str, name: str, **fields: Any) -> None:
        """Let the next such call go wrong so."""
        if "hangs" in name:
            self.give_up_soon()
        self.put("faults", {rail: {name: {"next": 1, **fields}}})

    def prepared(self, rail: str, **more: Any) -> Order:
        """Return a collection whose page was made."""
        return self.rails[rail].prepare(order_at_page(**more))

    def executed(self) -> list[tuple[str, int]]:
        """Return the direction and amount of all that really happened there."""
        found = requests.get(f"{self.url}/journal", timeout=60).json()
        return [(one["direction"], one["amount"]) for one in found]


@contextmanager
def open_pages(public_url: str = "https://mbongo.example") -> Iterator[Pages]:
    """Run the simulators for the block; notifications are asked for at the doors of `public_url`."""
    with serving(create_app(Wire(NOWHERE, NOWHERE), seed=7)) as url:
        pages = Pages(url, public_url, open_ours(url, public_url))
        pages.put("providers/cinetpay", {"apikey": "a-key-of-ours", "site_id": "445160"})
        yield pages


def open_ours(url: str, public_url: str, **more: Any) -> dict[str, RailClient]:
    """Return our rails to the simulators at this address; `more` are settings that each of them has."""
    at = {name: f"{url}/{name}" for name in (*NAMES, "paypal", "btcpay")}
    each = {f"{name}_{setting}": value for name in at for setting, value in more.items()}
    known = settings_for(pages=at, public_url=public_url, **each)
    return {name: LeadsBack(rail) for name, rail in open_rails(known).items()}


def order_at_page(**more: Any) -> Order:
    """Return a collection of 10 000 at a page, not prepared."""
    values = {
        "payment_id": "11111111-1111-1111-1111-111111111111",
        "direction": "collect",
        "amount": AMOUNT,
        "party": Party("payer", ""),
        "reference": "K7Q2-93FD",
        "note": "Mbongo K7Q2-93FD",
        "return_url": BACK,
    }
    return Order(**(values | more))


def press(order: Order, *acts: str, **fields: str) -> Payer:
    """Let somebody open the page of an order and press these, one after the other."""
    payer = Payer(order.redirect_url)
    for act in acts:
        payer.page = None
        payer.press(act, **fields)
    return payer
