"""The draw of a run from its seed: people, what each tries, and what others do about it. trouble.py draws what breaks.

Nothing here looks at a clock or at a server: the same seed is the same Plan.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from faults.plan import DrawnPerson, Kind, Plan, PlannedAct
from faults.sales import draw_market
from faults.trouble import (
    AT_REST,
    draw_disruptions,
    draw_disruptions_online,
    draw_disruptions_paying,
    draw_faults,
    draw_provider_faults,
    draw_timings,
)

RAILS: Final = {"67": "mtn", "69": "orange"}  # by an operator's first digits
NAMES: Final = ("Moussa Bello", "Awa Ngono", "Mahamadou Tchamba", "Antoinette Ekani")
AGENT, STRANGERS = "Fatou Diallo", ("Brice Kamga", "Jean Fotso")
MISHAPS: Final = ("", "", "", "repeat", "stale", "drop", "twice")
HABITS: Final = ("approve", "approve", "approve", "approve", "refuse", "ignore", "late")
SMALLEST, LARGEST = 100, 4_999  # of tier 0 too, where a stranger begins


@dataclass(frozen=True)
class RunPhones:
    """The phones of a run: customers, people without a wallet, and the agent."""

    customers: tuple[str, ...]
    strangers: tuple[str, ...]
    agent: str

    def others(self, phone: str) -> list[str]:
        """Return every other customer."""
        return [one for one in self.customers if one != phone]


def draw(seed: int) -> Plan:
    """Return the plan of this seed."""
    chance = Random(f"mbongo faults {seed}")
    numbers = iter(range(10))
    phones = [draw_phone(chance, seed, next(numbers)) for _ in range(chance.randint(3, len(NAMES)))]
    strangers = tuple(draw_phone(chance, seed, 7 + number) for number in range(len(STRANGERS)))
    cast = RunPhones(tuple(phones), strangers, draw_phone(chance, seed, 9))
    amounts = iter(chance.sample(range(SMALLEST, LARGEST), 40))
    online = Random(f"mbongo sales {seed}")  # of its own: what people do is drawn as it was before shops sold online
    paying = Random(f"mbongo deaths while paying {seed}")
    people = [draw_person(chance, phone, name, cast, amounts) for phone, name in zip(phones, NAMES, strict=False)]
    people += [draw_idle(chance, phone, name) for phone, name in zip(strangers, STRANGERS, strict=True)]
    people += [DrawnPerson(cast.agent, AGENT, chance.choice(("fr", "en")), "approve", 0, (), "agent")]
    return Plan(
        seed, tuple(people), draw_faults(chance), draw_timings(chance),
        (*draw_disruptions(chance), *draw_disruptions_online(online), *draw_disruptions_paying(paying)),
        chance.choice(AT_REST),
        draw_market(online, [5 * one for one in online.sample(range(200, 900), online.randint(1, 3))],
                    draw_provider_faults(online)),
    )  # fmt: skip


def draw_phone(chance: Random, seed: int, number: int) -> str:
    """Draw a number of one operator's, nobody else's in any run."""
    return f"+237{chance.choice(sorted(RAILS))}{seed % 1_000_000:06d}{number}"


def draw_person(chance: Random, phone: str, name: str, cast: RunPhones, amounts: Iterator[int]) -> DrawnPerson:
    """Draw a customer, and one to three things they do."""
    asks = tuple(draw_ask(chance, cast, phone, next(amounts)) for _ in range(chance.randint(1, 3)))
    language = chance.choice(("fr", "en"))
    return DrawnPerson(phone, name, language, chance.choice(HABITS), round(chance.uniform(0, 0.6), 2), asks)


def draw_idle(chance: Random, phone: str, name: str) -> DrawnPerson:
    """Draw a person without a wallet, who does only what others' doings call for; the service speaks French to them."""
    return DrawnPerson(phone, name, "fr", chance.choice(HABITS), round(chance.uniform(0, 0.6), 2), (), "stranger")


def draw_ask(chance: Random, cast: RunPhones, own: str, amount: int) -> PlannedAct:
    """Draw one thing to try, and what follows from it."""
    [first] = chance.choices(list(FIRST), [weight for weight, _ in FIRST.values()])
    return FIRST[first][1](chance, cast, own, amount)


def draw_how(chance: Random, *, sms: float = 0.35) -> dict[str, Any]:
    """Draw the channel of an attempt, and what the network does to it."""
    return {
        "by_sms": chance.random() < sms, "shortcut": chance.random() < 0.6, "mishap": chance.choice(MISHAPS),
        "hop": chance.randint(1, 3), "resume": chance.random() < 0.5,
    }  # fmt: skip


def draw_by_operator(kind: Kind) -> Callable[[Random, RunPhones, str, int], PlannedAct]:
    """Return a function that draws money from or to an operator, on the caller's own number or another's."""

    def drawn(chance: Random, cast: RunPhones, own: str, amount: int) -> PlannedAct:
        other = chance.choice(cast.others(own)) if chance.random() < 0.25 else own
        return PlannedAct(own, kind, amount, other, **draw_how(chance))

    return drawn


def draw_send(chance: Random, cast: RunPhones, own: str, amount: int) -> PlannedAct:
    """Draw a send to a customer, who may give it back, whole or in part, once or twice."""
    other = chance.choice(cast.others(own))
    parts = chance.choice(((), (), (0,), (chance.randint(SMALLEST, amount),), (chance.randint(SMALLEST, amount), 0)))
    back = (PlannedAct(other, "refund", amount, own, **draw_how(chance, sms=0), part=part) for part in parts)
    return PlannedAct(own, "send", amount, other, **draw_how(chance), then=tuple(back))


def draw_gift(chance: Random, cast: RunPhones, own: str, amount: int) -> PlannedAct:
    """Draw a send to a person without a wallet, who opens one or not."""
    other = chance.choice(cast.strangers)
    comes = (PlannedAct(other, "register", amount, own, **draw_how(chance, sms=0)),) if chance.random() < 0.5 else ()
    return PlannedAct(own, "send", amount, other, **draw_how(chance), then=comes)


def draw_cash_in(chance: Random, cast: RunPhones, own: str, amount: int) -> PlannedAct:
    """Draw cash for the agent, who credits it."""
    return PlannedAct(cast.agent, "cash_in", amount, own, **draw_how(chance, sms=0))


def draw_cash_out(chance: Random, cast: RunPhones, own: str, amount: int) -> PlannedAct:
    """Draw cash from the agent: handed out, asked for twice, or never fetched."""
    times = chance.choice((0, 1, 1, 1, 2))
    paid = (PlannedAct(cast.agent, "pay_out", amount, own, **draw_how(chance), reads=own) for _ in range(times))
    return PlannedAct(own, "cash_out", amount, cast.agent, **draw_how(chance), then=tuple(paid))


def draw_request(chance: Random, cast: RunPhones, own: str, amount: int) -> PlannedAct:
    """Draw a request of a customer or a stranger: paid, by another too, refused, or never answered."""
    first = chance.choice([*cast.others(own), *cast.strangers])
    second = chance.choice([one for one in (*cast.others(own), *cast.strangers) if one != first])
    refusal = draw_refusal(chance, cast, own, amount, first)
    payments = [draw_payment(chance, cast, own, amount, phone, reads=first) for phone in (first, second)]
    then = chance.choice((payments[:1], payments[:1], payments, payments, [refusal], [refusal, payments[1]], []))
    return PlannedAct(own, "request", amount, first, **draw_how(chance), then=tuple(then))


def draw_payment(chance: Random, cast: RunPhones, asker: str, amount: int, phone: str, *, reads: str) -> PlannedAct:
    """Draw a request's payment: from the wallet, or by an operator for who has none; mostly by its own number."""
    if phone in cast.strangers:
        own = RAILS[phone[4:6]]
        rail = own if chance.random() < 0.85 else chance.choice(sorted(RAILS.values()))
        return PlannedAct(phone, "collect", amount, rail, **draw_how(chance, sms=0), reads=reads)
    how = draw_how(chance)
    listed = phone == reads and not how["by_sms"] and chance.random() < 0.5
    return PlannedAct(phone, "pay_request", amount, asker, **how, listed=listed, reads=reads)


def draw_refusal(chance: Random, cast: RunPhones, asker: str, amount: int, phone: str) -> PlannedAct:
    """Draw a request's refusal by the one asked, with or without a wallet."""
    how = draw_how(chance)
    listed = phone in cast.customers and not how["by_sms"] and chance.random() < 0.5
    return PlannedAct(phone, "refuse", amount, asker, **how, listed=listed, reads=phone)


# What somebody begins: how often, and how it is drawn.
FIRST: Final[dict[str, tuple[int, Callable[[Random, RunPhones, str, int], PlannedAct]]]] = {
    "recharge": (4, draw_by_operator("recharge")),
    "withdraw": (4, draw_by_operator("withdraw")),
    "send": (3, draw_send),
    "gift": (2, draw_gift),
    "cash_in": (2, draw_cash_in),
    "cash_out": (3, draw_cash_out),
    "request": (4, draw_request),
}
