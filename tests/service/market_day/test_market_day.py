"""A market day: 20 people, 3 agents, 2 merchants, an hour and more of their traffic (day.txt) in about a minute.

What shops do beside their tills is in it: links, an invoice, a plan, a payment by their page, salaries, payouts to a
phone and by a bank.

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

from sqlalchemy import text

from faults.polling import wait_for
from local.demo_agent import FLOAT
from tests.service.market_day.market import AGENTS, CUSTOMERS, SHOPS, WITHOUT_A_WALLET, DaySheet, Market, francs
from tests.service.market_day.sentences import do_sentence
from tests.service.market_day.shops import WAIT_HOURS, Keeper, do_of_shops, settle_at_bank
from tests.world.bank_files import OURS
from tests.world.outside import OPERATORS
from tests.world.service import Service
from wallet.agents import agents
from wallet.books.day_sums import find_last
from wallet.books.safeguarding import add_up, read_sheet
from wallet.books.trial_balance import read_trial_balance
from wallet.business import bills, merchants
from wallet.business.bills import Due
from wallet.core import clock

SEED: Final = 237
AT_THE_SAME_TIME: Final = 12
DAY: Final = Path(__file__).parent / "day.txt"


def test_a_market_day(service: Service, tmp_path: Path) -> None:
    market = Market(service, SEED)
    open_the_market(market)
    for hour, everybody in the_hour():
        for shop in SHOPS.keys() & everybody.keys():
            market.keepers[shop].come_in()
        run_at_once(market, hour, everybody)
        service.settle()
        service.pass_time(minutes=10)
    service.settle()
    settle_at_bank(market, tmp_path)
    service.settle()
    come_back(market)
    assert_everybody_has_what_they_read(market)
    assert_the_sum_of_it_all(market)
    for agent in AGENTS:
        assert_the_day_sheet(market, agent)
    service.check()
    service.check_operators()
    assert unsaid(service) == []
    service.assert_logs_are_quiet(one.pin for one in market.people.values())
    assert_the_books_of_the_day(service)


# -------------------------------------------------------------------------------------------------- the day
def open_the_market(market: Market) -> None:
    """Nine in the morning in Douala; the agents have float, the merchants tills, and one bill is due."""
    service = market.service
    service.outside.put("customers", {"everybody": "approve"})
    for one in market.people.values():
        if one.name not in WITHOUT_A_WALLET:
            service.open_wallet(one.phone, f"{one.name} Nkolo", one.pin)
    for agent, code in AGENTS.items():
        service.appoint_agent(market.people[agent].phone, code)
    shops = {}
    for shop, (owner, till) in SHOPS.items():
        service.see_id(market.people[owner].phone)
        shops[shop] = service.open_shop(market.people[owner].phone, shop, till)
    biller = shops["Quincaillerie"].id
    service.do(lambda db: merchants.set_biller(db, biller, "QUINC", ""))
    service.do(lambda db: bills.learn(db, biller, [Due("FACT118", "FACT118", 3_400)]))
    market.keepers |= {name: Keeper.open(market, name, shop) for name, shop in shops.items()}
    service.settle()
    now = service.now().astimezone(clock.DOUALA)
    ready = now + timedelta(hours=WAIT_HOURS, days=1)
    nine = ready.replace(hour=9, minute=0, second=0, microsecond=0)
    service.pass_time(seconds=(nine - now).total_seconds())
    service.settle()


def the_hour() -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each ten minutes, and what everybody does in them."""
    for part in re.split(r"\n\n", DAY.read_text("utf-8"))[1:]:
        hour, *lines = part.strip().splitlines()
        yield hour, {name: said.split(", ") for name, said in (line.split(": ", 1) for line in lines)}


def run_at_once(market: Market, hour: str, everybody: dict[str, list[str]]) -> None:
    """All of them at the same time, begun in an order drawn from the seed."""
    names = Random(f"{SEED}: {hour}").sample(list(everybody), len(everybody))

    def act(name: str) -> None:
        for sentence in everybody[name]:
            if not do_of_shops(market, name, sentence):
                do_sentence(market, name, sentence)

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
    assert service.balance_of("held") == sum(book.held.values()) > 0, "what was sent to Xavier still waits"


def assert_the_books_of_the_day(service: Service) -> None:
    """Once the days are over each one's trial balance is zero, and closes with what the next one opens with."""
    first = service.do(lambda db: db.execute(text("SELECT min(posted_at) FROM transfer")).scalar_one())
    today = service.now().astimezone(clock.DOUALA).date()
    service.pass_time(days=1)
    wait_for(lambda: service.do(find_last) == today, "the tick to add up the days of the market")
    closings: dict[tuple[str, str], int] = {}
    for ago in range((today - first.astimezone(clock.DOUALA).date()).days, -1, -1):
        day = today - timedelta(days=ago)
        found = service.do(lambda db, day=day: read_trial_balance(db, day))
        sheet = add_up(service.do(lambda db, day=day: read_sheet(db, day)))
        assert {one.difference for one in sheet} <= {0}, "what people hold is kept, or named, to the franc"
        for currency in {one.currency for one in found}:
            moved = [one for one in found if one.currency == currency]
            assert sum(one.closing for one in moved) == sum(one.debits - one.credits for one in moved) == 0
        assert {(one.line.number, one.currency): one.opening for one in found if one.opening} == closings
        closings = {(one.line.number, one.currency): one.closing for one in found if one.closing}
    assert len(closings) > 5
    service.check()


def takings(service: Service, till: str) -> int:
    """Return what a shop was paid and has not moved."""
    shop = service.do(lambda db: merchants.find_by_till(db, till))
    return service.balance_of(shop.account_id)


def assert_the_sum_of_it_all(market: Market) -> None:
    """Cash that changed hands and what operators moved is what people, shops and the house have, to the franc."""
    service, book = market.service, market.book
    people_and_shops = sum(book.wallets.values()) + sum(book.shops.values()) + sum(book.held.values())
    house = service.balance_of("fees") + service.balance_of("tax")
    cash = sum(sheet.cash for sheet in book.sheets.values())
    assert people_and_shops + house == cash + book.by_operators - book.by_banks
    assert -sum(service.balance_of(f"operator_float:{rail}") for rail in OPERATORS) == book.by_operators
    given = -service.balance_of("cash")
    assert given == len(AGENTS) * FLOAT, "what the house gave the agents; they gave nothing back"
    assert service.balance_of(f"bank:{OURS}") == book.by_banks
    earned = sum(sheet.earned for sheet in book.sheets.values())
    assert -service.balance_of("commissions") == earned > 0
    floats = sum(sheet.float for sheet in book.sheets.values())
    assert floats == len(AGENTS) * FLOAT - cash + sum(book.taken.values())


def assert_the_day_sheet(market: Market, agent: str) -> None:
    """Assert that the menu says of an agent's day what that agent counted, and what the ledger holds."""
    service, keeper, sheet = market.service, market.people[agent], market.book.sheets[agent]
    _, screen = market.call_and_prove(keeper, "7", "6")
    assert day_sheet(screen) == sheet, screen

    person = service.actor(keeper.phone).person_id
    known = service.do(lambda db: agents.find_by_person(db, person))
    held = service.balance_of(known.float_id), service.balance_of(known.commission_id)
    assert held == (sheet.float, sheet.earned - market.book.taken[agent])


def day_sheet(said: str) -> DaySheet:
    """Return a day as its screen says it."""
    said_of_it = re.search(
        r"Crédits: ([0-9]+), ([0-9 ]+) FCFA\. Retraits: ([0-9]+), ([0-9 ]+) FCFA\. "
        r"Commission ([0-9 ]+)\. Float ([0-9 ]+) FCFA",
        said,
    )
    assert said_of_it, said
    return DaySheet(*(int(one.replace(" ", "")) for one in said_of_it.groups()))


def unsaid(service: Service) -> list[tuple[str, str]]:
    """Texts that were not handed to the gateway: what they say, and how they stand."""
    rows = service.rows("SELECT sentence, state FROM notice WHERE state NOT IN ('sent', 'delivered')")
    return [(row.sentence, row.state) for row in rows]
