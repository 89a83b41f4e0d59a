"""People drawn from a seed, as they use their money over some months; and patterns planted among them for each rule.

Honest are salaried people, families, market women who sell from their own wallet, shops that bank their takings,
treasurers of tontines, who collects for a ceremony, children with their mother's document, kiosks that fill wallets of
many. Some do by custom what rules look for. A part of what is planted is faint: under what a rule counts from, so that
nothing is found by being drawn to fit.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, NamedTuple

BEGAN: Final = datetime(2025, 12, 31, 23, tzinfo=UTC)  # midnight in Douala
DAY: Final = timedelta(days=1)
LEARNT_DAYS: Final = 45  # what rules compare with is learnt in these, and judged behind them
PEOPLE_PER_AGENT: Final = 40
FAINT: Final = 5  # one of so many planted is
CEILING: Final = 500_000


class DrawnMovement(NamedTuple):
    """One movement: people by their place, -1 for none; the place of an agent whose cash it is, -1 for none."""

    at: datetime
    kind: str
    giver: int
    receiver: int
    amount: int
    agent: int = -1
    party: str = ""


@dataclass
class Population:
    """Whoever was drawn and what they did; `planted` holds each pattern's people by rule, with whether it is faint."""

    seed: int
    people: int
    days: int
    per_rule: int
    moved: list[DrawnMovement] = field(default_factory=list)
    papers: list[tuple[datetime, int, str]] = field(default_factory=list)
    planted: dict[str, dict[tuple[int, ...], bool]] = field(default_factory=lambda: defaultdict(dict))
    chance: Random = field(init=False)
    ids: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.ids = [str(uuid.UUID(int=self.chance.getrandbits(128), version=4)) for _ in range(self.size)]

    @property
    def agents(self) -> int:
        """Return how many agents there are."""
        return max(4, self.people // PEOPLE_PER_AGENT) + self.per_rule * 2

    @property
    def size(self) -> int:
        """Return how many people there are: who live honestly, then agents, then who is planted and whom they need."""
        return self.people + self.agents + self.per_rule * 140

    def at(self, day: float, hour: float) -> datetime:
        """Return a moment about this hour of a day."""
        return BEGAN + timedelta(days=int(day), hours=hour, seconds=self.chance.randrange(3_000))

    def francs(self, least: int, most: int, step: int = 500) -> int:
        """Return an amount as people choose it."""
        return self.chance.randrange(least, most + step, step)

    def add(self, *what: object) -> None:
        """Add a movement, unless it is to oneself or after the last day."""
        one = DrawnMovement(*what)  # type: ignore[arg-type]
        if one.giver != one.receiver and one.at < self.at(self.days, 0) - DAY / 24:
            self.moved.append(one)

    def agent_of(self, person: int) -> int:
        """Return the place of an agent: nearly always the one next door."""
        honest = self.agents - self.per_rule * 2
        return self.people + (person % honest if self.chance.random() < 0.85 else self.chance.randrange(honest))

    def cash_in(self, at: datetime, person: int, amount: int, agent: int = -1) -> None:
        """Let a person pay in cash."""
        where = agent if agent >= 0 else self.agent_of(person)
        self.add(at, "take_cash_in", where, person, amount, where)

    def cash_out(self, at: datetime, person: int, amount: int, agent: int = -1) -> None:
        """Let a person take out cash."""
        where = agent if agent >= 0 else self.agent_of(person)
        self.add(at, "pay_cash_out", person, where, amount, where)


def draw(seed: int, people: int, days: int, per_rule: int) -> Population:
    """Return a population of a seed: so many honest people over so many days, so many patterns for each rule."""
    made = Population(seed, people, days, per_rule)
    for person in range(people):
        LIVES[_choose_life(made)](made, person)
    _draw_papers(made)
    place = people + made.agents
    for rule, plant in PLANTS.items():
        for number in range(per_rule):
            faint = number % FAINT == FAINT - 1
            if rule in LIVED:
                _live_in_family(made, place)
            used = plant(made, place, number, faint)
            made.planted[rule][used] = faint
            place += 24 if rule == "mule" else 16
    made.moved.sort()
    return made


def _choose_life(made: Population) -> str:
    return made.chance.choices(list(LIVES), (34, 40, 12, 6, 3, 3, 2))[0]


# ------------------------------------------------------------------------------------------------ honest
def _days(made: Population, each: float) -> list[int]:
    """Return days about so far apart, from the first to the last."""
    found, day = [], made.chance.uniform(0, each)
    while day < made.days:
        found.append(int(day))
        day += made.chance.uniform(0.5, 1.5) * each
    return found


def _friends(made: Population, many: int) -> list[int]:
    return [made.chance.randrange(made.people) for _ in range(many)]


def _live_on_salary(made: Population, person: int) -> None:
    wage, friends = made.francs(90_000, 600_000, 5_000), _friends(made, 4)
    for payday in range(25, made.days, 30):
        day = payday + made.chance.randrange(3)
        made.add(made.at(day, 9), "pay_salary", -1, person, wage)
        left = wage * 9 // 10
        for later in range(made.chance.randrange(1, 4)):
            taken = min(left, made.francs(20_000, 250_000, 5_000), CEILING)
            if taken >= 5_000:
                made.cash_out(made.at(day + later, made.chance.uniform(8, 19)), person, taken)
                left -= taken
    for day in _days(made, 9):
        made.add(made.at(day, made.chance.uniform(8, 20)), "send_money", person, made.chance.choice(friends),
                 made.francs(5_000, 60_000))  # fmt: skip
    for day in _days(made, 6):
        made.add(made.at(day, made.chance.uniform(8, 20)), "pay_till", person, made.chance.randrange(made.people),
                 made.francs(500, 15_000))  # fmt: skip


def _live_in_family(made: Population, person: int) -> None:
    friends, away = _friends(made, 3), made.chance.random() < 0.05
    back = 20 + made.chance.randrange(92, 130)  # a student, home for the holidays
    for day in _days(made, 8):
        if not away or day not in range(20, back):
            _spend_a_day(made, person, friends, made.at(day, made.chance.uniform(7, 21)))
    if away and made.chance.random() < 0.2:  # and back with what the year costs
        made.cash_in(made.at(back, 10), person, made.francs(100_000, 400_000))
    if made.chance.random() < 0.03:  # presents for everybody at once
        day = made.chance.randrange(made.days)
        for minutes in range(made.chance.randrange(5, 16)):
            made.add(made.at(day, 18) + timedelta(minutes=4 * minutes), "send_money", person,
                     made.chance.randrange(made.people), made.francs(2_000, 10_000))  # fmt: skip


def _spend_a_day(made: Population, person: int, friends: list[int], at: datetime) -> None:
    what = made.chance.random()
    if what < 0.35:
        made.add(at, "send_money", person, made.chance.choice(friends), made.francs(1_000, 40_000))
    elif what < 0.6:
        made.cash_in(at, person, made.francs(2_000, 60_000))
    elif what < 0.85:
        made.cash_out(at, person, made.francs(2_000, 50_000))
    else:
        made.add(at, "add_money", -1, person, made.francs(2_000, 40_000), -1, f"+23769{person // 3:07}")
    if made.chance.random() < 0.006:  # forgot something, twice
        for minutes in (12, 24, 36):
            made.cash_out(at + timedelta(minutes=minutes), person, made.francs(1_000, 10_000), made.agent_of(person))
    if made.chance.random() < 0.006:  # changed their mind
        agent, amount = made.agent_of(person), made.francs(5_000, 60_000)
        made.cash_in(at + timedelta(minutes=5), person, amount, agent)
        made.cash_out(at + timedelta(minutes=40), person, amount * 97 // 100, agent)


def _sell_at_market(made: Population, person: int) -> None:
    for day in range(made.days):
        if day % 7 == 6:
            continue
        taken = 0
        for _ in range(made.chance.randrange(2, 9)):
            amount = made.francs(500, 9_000)
            taken += amount
            made.add(made.at(day, made.chance.uniform(7, 18)), "send_money", made.chance.randrange(made.people), person,
                     amount)  # fmt: skip
        made.cash_out(made.at(day, 19), person, taken * 95 // 100)


def _keep_a_shop(made: Population, person: int) -> None:
    supplier, small_safe = made.chance.randrange(made.people), made.chance.random() < 0.1
    for day in _days(made, 3):
        takings, hour = made.francs(150_000, 1_300_000, 5_000), made.chance.uniform(16, 19)
        while takings >= 50_000:
            is_under = small_safe or made.chance.random() < 0.15
            whole = made.francs(470_000, 495_000, 5_000) if is_under else CEILING
            piece = min(takings, whole)
            made.cash_in(made.at(day, hour), person, piece)
            takings -= piece
        made.add(made.at(day + 1, 9), "send_money", person, supplier, made.francs(100_000, CEILING, 5_000))


def _keep_a_tontine(made: Population, person: int) -> None:
    members = _friends(made, made.chance.randrange(10, 21))
    share, every = made.francs(5_000, 50_000, 5_000), made.chance.choice((7, 14, 30))
    for turn, day in enumerate(range(made.chance.randrange(every), made.days, every)):
        for member in members:
            made.add(made.at(day, made.chance.uniform(17, 20)), "send_money", member, person, share)
        for part in range(0, share * len(members), CEILING):
            made.add(made.at(day, 21.5), "send_money", person, members[turn % len(members)],
                     min(CEILING, share * len(members) - part))  # fmt: skip


def _collect_once(made: Population, person: int) -> None:
    """Add a wedding or a mourning: many give a little over some days, and it is spent."""
    _live_in_family(made, person)
    if made.chance.random() < 0.5:
        return
    day, lasts, given = made.chance.randrange(LEARNT_DAYS, made.days), made.chance.randrange(1, 8), 0
    for _ in range(made.chance.randrange(6, 41)):
        amount = made.francs(1_000, 20_000)
        given += amount
        made.add(made.at(day + made.chance.randrange(lasts), made.chance.uniform(8, 20)), "send_money",
                 made.chance.randrange(made.people), person, amount)  # fmt: skip
    made.cash_out(made.at(day + lasts, 10), person, given * 9 // 10)


def _keep_a_kiosk(made: Population, person: int) -> None:
    """Add a kiosk that fills the wallets of those who have no phone at hand."""
    for day in _days(made, made.chance.choice((0.2, 0.5, 2))):
        made.add(made.at(day, made.chance.uniform(8, 19)), "add_money", -1, made.chance.randrange(made.people),
                 made.francs(500, 10_000), -1, f"+23768{person:07}")  # fmt: skip


LIVES: Final[dict[str, Callable[[Population, int], None]]] = {
    "salaried": _live_on_salary, "family": _live_in_family, "market": _sell_at_market, "shop": _keep_a_shop,
    "tontine": _keep_a_tontine, "ceremony": _collect_once, "kiosk": _keep_a_kiosk,
}  # fmt: skip


def _draw_papers(made: Population) -> None:
    for person in range(made.people):
        made.papers.append((made.at(made.chance.randrange(made.days), 10), person, f"H{person:07}"))
        for _ in range(made.chance.choices((0, 1, 2, 3), (950, 40, 8, 2))[0]):  # children
            child = made.chance.randrange(made.people)
            made.papers.append((made.at(made.chance.randrange(made.days), 11), child, f"H{person:07}"))


# ------------------------------------------------------------------------------------------------ planted
def _on_a_day(made: Population) -> int:
    return made.chance.randrange(LEARNT_DAYS + 2, made.days - 8)


def _plant_structuring(made: Population, first: int, number: int, faint: bool) -> tuple[int, ...]:
    """Plant one sum paid in, or sent, in pieces just under the ceiling."""
    day, pieces = _on_a_day(made), 3 if faint else made.chance.randrange(4, 9)
    for piece in range(pieces):
        at, amount = made.at(day + piece * 2 // pieces, 8 + piece), made.francs(452_000, 499_000)
        if number % 2:
            made.cash_in(at, first, amount, made.people + piece % 4)
        else:
            made.add(at, "send_money", first, first + 1 + piece % 3, amount)
    return (first,)


def _plant_velocity(made: Population, first: int, _: int, faint: bool) -> tuple[int, ...]:
    """Plant a wallet taken over, emptied by many small sends."""
    day = _on_a_day(made)
    for minutes in range(made.chance.randrange(6, 10) if faint else made.chance.randrange(13, 26)):
        made.add(made.at(day, 13) + timedelta(minutes=2 * minutes) - timedelta(seconds=30), "send_money", first,
                 first + 1 + minutes % 12, made.francs(1_000, 15_000))  # fmt: skip
    return (first,)


def _plant_mule(made: Population, first: int, _: int, faint: bool) -> tuple[int, ...]:
    """Plant a mule: many who do not know each other send, and it is taken out the same day."""
    day, came = _on_a_day(made), 0
    for victim in range(made.chance.randrange(4, 7) if faint else made.chance.randrange(9, 21)):
        amount = made.francs(25_000, 90_000)
        came += amount
        made.add(made.at(day, made.chance.uniform(7, 20)), "send_money", first + 1 + victim, first, amount)
    out, hour = came * made.chance.randrange(85, 98) // 100, 9.0
    while out > 0:
        piece = min(out, 450_000)
        made.cash_out(made.at(day + 1, hour), first, piece)
        out, hour = out - piece, hour + 1
    return (first,)


def _plant_dormant(made: Population, first: int, _: int, faint: bool) -> tuple[int, ...]:
    """Plant a wallet that somebody bought: still since it was opened, then full and empty."""
    day, amount = made.chance.randrange(100, made.days - 4), made.francs(330_000, 490_000)
    made.cash_in(made.at(0, 10), first, 5_000)
    amount = amount // 4 if faint else amount
    made.add(made.at(day, 11), "send_money", first + 1, first, amount)
    made.cash_out(made.at(day, 15), first, amount * 95 // 100)
    return (first,)


def _plant_splits(made: Population, first: int, number: int, faint: bool) -> tuple[int, ...]:
    """Plant an agent who cuts cash-ins in pieces, for each one's commission or to stay under what is asked about."""
    agent, day = made.people + made.agents - 1 - number, _on_a_day(made)
    for cut in range(2 if faint else made.chance.randrange(5, 11)):
        at, whole = made.at(day + cut % 6, made.chance.uniform(8, 17)), made.francs(60_000, 300_000)
        for piece in range(made.chance.randrange(3, 6)):
            made.cash_in(at + timedelta(minutes=9 * piece), first + 1 + cut, whole // 4, agent)
    return (agent,)


def _plant_circles(made: Population, first: int, number: int, faint: bool) -> tuple[int, ...]:
    """Plant an agent who walks their own cash through a few wallets and back."""
    agent, day = made.people + made.agents - 1 - made.per_rule - number, _on_a_day(made)
    for turn in range(2 if faint else made.chance.randrange(5, 10)):
        at, amount, holder = made.at(day + turn % 6, made.chance.uniform(8, 17)), made.francs(50_000, 400_000), turn % 4
        made.cash_in(at, first + 1 + holder, amount, agent)
        for hand in range(turn % 3):
            amount = amount * 98 // 100
            at += timedelta(minutes=13)
            made.add(at, "send_money", first + 1 + holder + hand, first + 2 + holder + hand, amount)
        made.cash_out(at + timedelta(minutes=20), first + 1 + holder + turn % 3, amount * 97 // 100, agent)
    return (agent,)


def _plant_documents(made: Population, first: int, number: int, faint: bool) -> tuple[int, ...]:
    """Plant wallets opened by the dozen with one borrowed document."""
    day, wallets = _on_a_day(made), 3 if faint else made.chance.randrange(4, 9)
    for wallet in range(wallets):
        made.papers.append((made.at(day, 8 + wallet), first + wallet, f"P{number:07}"))
    return tuple(range(first, first + wallets))


def _plant_numbers(made: Population, first: int, number: int, faint: bool) -> tuple[int, ...]:
    """Plant many wallets that are emptied to one number."""
    day, party, wallets = _on_a_day(made), f"+23767{number:07}", 4 if faint else made.chance.randrange(6, 10)
    for wallet in range(wallets):
        at = made.at(min(day + wallet, made.days - 2), 12)
        made.add(at, "withdraw_money", first + wallet, -1, made.francs(100_000, 200_000), -1, party)
    return tuple(range(first, first + wallets))


PLANTS: Final[dict[str, Callable[[Population, int, int, bool], tuple[int, ...]]]] = {
    "structuring": _plant_structuring, "velocity": _plant_velocity, "mule": _plant_mule, "dormant": _plant_dormant,
    "agent_splits": _plant_splits, "agent_circles": _plant_circles, "shared_documents": _plant_documents,
    "shared_numbers": _plant_numbers,
}  # fmt: skip
LIVED: Final = ("structuring", "velocity", "mule")  # whoever is used so has lived as others do
