"""A market day: 20 people, 3 agents, 2 merchants, an hour of their traffic (day.txt) in less than a minute.

Each acts on their own phone, over the service's real wires, all at the same time; the order in which they begin is
drawn from a seed. At the end the books balance, everybody has what their own screens said, and each agent's day sheet
is what that agent did.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import Connection, text

from local.demo_agent import FLOAT, appoint
from tests.service.market_day.deeds import do
from tests.service.market_day.phones import AGENTS, CUSTOMERS, SHOPS, WITHOUT_A_WALLET, Market, Sheet, francs
from tests.world.outside import RAILS
from tests.world.service import Service
from wallet import ledger
from wallet.agents import agents
from wallet.business import bills, merchants
from wallet.business.bills import Due
from wallet.core import clock
from wallet.people import people

SEED: Final = 237
AT_THE_SAME_TIME: Final = 12
DAY: Final = Path(__file__).parent / "day.txt"


def test_a_market_day(service: Service) -> None:
    market = Market(service, SEED)
    open_the_market(market)
    for hour, everybody in the_hour():
        run_at_once(market, hour, everybody)
        service.settle()
        service.pass_time(minutes=10)
    service.settle()
    come_back(market)
    assert_everybody_has_what_they_read(market)
    assert_the_sum_of_it_all(market)
    for agent in AGENTS:
        assert_the_day_sheet(market, agent)
    service.check()
    service.check_operators()
    assert unsaid(service) == 0
    service.assert_logs_are_quiet(one.pin for one in market.people.values())


# -------------------------------------------------------------------------------------------------- the day
def open_the_market(market: Market) -> None:
    """Nine in the morning in Douala; the agents have float, the merchants tills, and one bill is due."""
    service = market.service
    now = service.now().astimezone(clock.DOUALA)
    nine = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    service.pass_time(seconds=(nine - now).total_seconds())
    service.outside.put("customers", {"everybody": "approve"})
    for one in market.people.values():
        if one.name not in WITHOUT_A_WALLET:
            service.register(one.phone, f"{one.name} Nkolo", one.pin)
    for agent, code in AGENTS.items():
        service.read(lambda db, agent=agent, code=code: appoint(db, market.people[agent].phone, code))
    for shop, (owner, till) in SHOPS.items():
        service.set_tier(market.people[owner].phone, 1)
        service.open_shop(market.people[owner].phone, shop, till)

    def due(db: Connection) -> None:
        shop = merchants.find_by_till(db, SHOPS["Quincaillerie"][1])
        assert shop
        merchants.set_biller(db, shop.id, "QUINC", "")
        bills.learn(db, shop.id, [Due("FACT118", "FACT118", 3_400)])

    service.read(due)
    service.settle()


def the_hour() -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each ten minutes, and what everybody does in them."""
    for part in re.split(r"\n\n", DAY.read_text("utf-8"))[1:]:
        hour, *lines = part.strip().splitlines()
        yield hour, {name: deeds.split(", ") for name, deeds in (line.split(": ", 1) for line in lines)}


def run_at_once(market: Market, hour: str, everybody: dict[str, list[str]]) -> None:
    """All of them at the same time, begun in an order drawn from the seed."""
    names = Random(f"{SEED}: {hour}").sample(list(everybody), len(everybody))

    def act(name: str) -> None:
        for deed in everybody[name]:
            do(market, name, deed)

    with ThreadPoolExecutor(AT_THE_SAME_TIME) as phones:
        for name, acting in {name: phones.submit(act, name) for name in names}.items():
            if failed := acting.exception():
                raise AssertionError(f"{hour}: {name}: {everybody[name]}") from failed


def come_back(market: Market) -> None:
    """Denis never came for his cash: after half an hour all of it was his again."""
    denis = market.people["Denis"]
    returned = market.book.held.pop("Denis")
    market.hear(denis, rf"non servi: {francs(returned)} FCFA rendus, frais compris")
    market.book.wallets["Denis"] += returned


# -------------------------------------------------------------------------------------------------- how it ended
def assert_everybody_has_what_they_read(market: Market) -> None:
    service, book = market.service, market.book
    assert set(book.wallets) <= set(CUSTOMERS)
    with_wallets = [one for one in market.people.values() if one.name not in ("Wilma", "Xavier")]
    assert {one.name: service.balance(one.phone) for one in with_wallets} == {
        one.name: book.wallets[one.name] for one in with_wallets
    }
    assert {shop: takings(service, till) for shop, (_, till) in SHOPS.items()} == dict(book.shops)
    assert balance(service, "held") == sum(book.held.values()) > 0, "what was sent to Xavier still waits"


def takings(service: Service, till: str) -> int:
    """What a shop was paid and has not moved."""

    def look(db: Connection) -> int:
        shop = merchants.find_by_till(db, till)
        assert shop
        return ledger.balance(db, shop.account_id)

    return int(service.read(look))


def balance(service: Service, account: str) -> int:
    """What one of the house's accounts holds."""
    return int(service.read(lambda db: ledger.balance(db, ledger.ours(db, account))))


def assert_the_sum_of_it_all(market: Market) -> None:
    """Cash that changed hands and what operators moved is what people, shops and the house have, to the franc."""
    service, book = market.service, market.book
    people_and_shops = sum(book.wallets.values()) + sum(book.shops.values()) + sum(book.held.values())
    house = balance(service, "fees") + balance(service, "tax")
    cash = sum(sheet.cash for sheet in book.sheets.values())
    assert people_and_shops + house == cash + book.by_operators
    assert -sum(balance(service, f"operator_float:{rail}") for rail in RAILS) == book.by_operators
    assert -balance(service, "cash") == len(AGENTS) * FLOAT, "what the house gave the agents; they gave nothing back"
    earned = sum(sheet.earned for sheet in book.sheets.values())
    assert -balance(service, "commissions") == earned > 0
    floats = sum(sheet.float for sheet in book.sheets.values())
    assert floats == len(AGENTS) * FLOAT - cash + sum(book.taken.values())


def assert_the_day_sheet(market: Market, agent: str) -> None:
    """What the menu and the text say of an agent's day is what that agent counted, and what the ledger holds."""
    keeper, sheet = market.people[agent], market.book.sheets[agent]
    _, screen = market.call_and_prove(keeper, "7", "6")
    assert day_sheet(screen) == sheet, screen
    told = market.hear(keeper, r"^Journée du .*$")[0]
    assert day_sheet(told) == sheet, told

    def look(db: Connection) -> tuple[int, int]:
        person = people.find_by_phone(db, keeper.phone)
        known = agents.find_by_person(db, person.id) if person else None
        assert known
        return ledger.balance(db, known.float_id), ledger.balance(db, known.commission_id)

    assert market.service.read(look) == (sheet.float, sheet.earned - market.book.taken[agent])


def day_sheet(said: str) -> Sheet:
    """A day as it is said, in either of its two forms."""
    ins, credited, outs, handed = re.search(
        r": ([0-9]+) crédits,? ([0-9 ]+?)(?: FCFA;|,) ([0-9]+) retraits,? ([0-9 ]+) FCFA", said
    ).groups()  # type: ignore[union-attr]  # a day that says something else fails here
    earned, left = re.search(r"Commission ([0-9 ]+?)(?: FCFA)?\. Float ([0-9 ]+) FCFA", said).groups()  # type: ignore[union-attr]  # as above
    return Sheet(*(int(one.replace(" ", "")) for one in (ins, credited, outs, handed, earned, left)))


def unsaid(service: Service) -> int:
    """Texts that were not handed to the gateway."""
    waiting = text("SELECT count(*) FROM notice WHERE state NOT IN ('sent', 'delivered')")
    return int(service.read(lambda db: db.execute(waiting).scalar_one()))
