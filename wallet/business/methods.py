"""Methods by which a checkout is paid, in the order they are offered: each by one of its rails, or from a wallet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection

from wallet.core.values import CURRENCY
from wallet.payments import operators
from wallet.payments.rails import RAILS, Ability, Rail, list_phone_rails
from wallet.prices import rates

MethodWay = Literal["wallet", "prompt", "redirect"]


@dataclass(frozen=True)
class Method:
    """One method. `rails` by preference: the first that is open and takes the amount; none: from a wallet of ours.

    `way` is how its payer pays: with a PIN or a texted code, by a prompt on their phone, or at a page of the rail's.
    `minutes` is how long it usually takes until it is paid, at most.
    """

    name: str
    way: MethodWay
    rails: tuple[str, ...] = ()
    minutes: int = 1


METHODS: Final = (
    Method("wallet", "wallet"),
    *(Method(rail.name, "prompt", (rail.name,), 2) for rail in list_phone_rails("collect_by_prompt")),
    Method("card", "redirect", ("flutterwave", "cinetpay"), 5),
    Method("paypal", "redirect", ("paypal",), 5),
    Method("crypto", "redirect", ("btcpay",), 60),  # until it is confirmed
)
BY_NAME: Final = {method.name: method for method in METHODS}
BY_RAIL: Final = {rail: method.name for method in METHODS for rail in method.rails}
ABILITY: Final[dict[MethodWay, Ability]] = {"prompt": "collect_by_prompt", "redirect": "collect_by_redirect"}


@dataclass(frozen=True)
class OfferedMethod:
    """A method that may be chosen now, and the rail it goes by: "" from a wallet.

    `currencies` are those in which its payer may be charged; where francs are not among them, only abroad.
    """

    method: Method
    rail: str
    currencies: tuple[str, ...] = (CURRENCY,)


@dataclass(frozen=True)
class OpenNow:
    """The rails that are open, and the currencies that can be charged besides francs."""

    rails: frozenset[str]
    abroad: tuple[str, ...]


def list_offers(db: Connection, amount: int) -> list[OfferedMethod]:
    """Return the methods by which so many francs can be paid now, the usual first."""
    return list_of_open(find_open(db), amount)


def find_open(db: Connection) -> OpenNow:
    """Return what is open now, whatever is to be paid."""
    is_open = frozenset(one.rail for one in operators.list_operators(db) if one.is_open)
    return OpenNow(is_open, tuple(rates.list_charged(db)))


def list_of_open(now: OpenNow, amount: int) -> list[OfferedMethod]:
    """Return the methods by which so many francs can be paid, of what is open."""
    return list(_offer(amount, now.rails, now.abroad))


def _offer(amount: int, rails: frozenset[str], abroad: tuple[str, ...]) -> Iterator[OfferedMethod]:
    for method in METHODS:
        if method.way == "wallet":
            yield OfferedMethod(method, "")
        for rail in method.rails:
            if rail in rails and (charged := list_currencies(RAILS[rail], method, amount, abroad)):
                yield OfferedMethod(method, rail, charged)
                break


def list_currencies(rail: Rail, method: Method, francs: int, abroad: tuple[str, ...]) -> tuple[str, ...]:
    """Return the currencies in which a rail collects so many francs in this method's way, of those that have a rate."""
    known = (one for one in rail.currencies if one == CURRENCY or one in abroad)
    return tuple(one for one in known if can_collect(rail, method, francs if one == CURRENCY else 1, one))


def can_collect(rail: Rail, method: Method, amount: int, currency: str = "XAF") -> bool:
    """True for a rail that collects so many minor units of a currency in this method's way."""
    return ABILITY[method.way] in rail.can and rail.takes(amount, currency)
