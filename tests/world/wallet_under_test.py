"""A wallet on a test's own database: what people do with it, time that passes, and a look inside."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from local.demo_agent import CODE, FLOAT, appoint
from local.trial_kinds import allow_trials, lend
from tests.world.cast import FATOU, NAMES, SHOP, TILL, pin_of
from tests.world.hashed import PEPPER, hash_pin
from wallet import ledger
from wallet.accounts.close_wallet import CloseWallet, ClosingQuote, quote_closing
from wallet.accounts.open_wallet import OpenWallet
from wallet.agents.agents import Agent
from wallet.agents.take_cash_in import Credit, TakeCashIn
from wallet.business import merchants
from wallet.business.merchants import Merchant
from wallet.checks import INVARIANTS
from wallet.core import clock, grants
from wallet.core.database import connect, in_transaction
from wallet.core.errors import Refused
from wallet.core.roles import ProcessKind
from wallet.core.secrets import Secrets
from wallet.core.values import Pin
from wallet.ledger.check import find_violations
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome, UseCase
from wallet.people import people
from wallet.perform import Wallet
from wallet.prices import tariffs

BY_HAND: Final = (  # written by tests
    "every rule that was loaded has its act",
    "a higher tier was agreed to by two",
    "every key of a program was made by an act",
)
# Grants are the schema's, which no test of a wallet changes, and a quarter of the check: test_grants.py judges them.
JUDGED: Final = {
    name: query for name, query in INVARIANTS.items() if name not in BY_HAND and name not in grants.INVARIANTS
}
MORNING: Final = time(10)
PROCESS_OF: Final[dict[str, ProcessKind]] = {"sms": "worker", "system": "worker", "office": "office"}  # others: web


def connect_wallets(urls: Mapping[ProcessKind, str], pool_size: int) -> dict[ProcessKind, Wallet]:
    """Return the wallet as each kind of process has it; one that nobody uses opens no connection."""
    secrets = Secrets.read(PEPPER)
    return {kind: Wallet(connect_patiently(url, pool_size), secrets) for kind, url in urls.items()}


def connect_patiently(url: str, pool_size: int) -> Engine:
    """Return an engine as a process has it, but who waits for a row waits a minute: a busy machine is no failure."""
    engine = connect(url, pool_size)

    @event.listens_for(engine, "connect")
    def wait_longer(connection: psycopg.Connection[Any], _: object) -> None:
        connection.execute("SET lock_timeout = '60s'")
        connection.execute("SET statement_timeout = '90s'")
        connection.commit()

    return engine


def connect_owner(url: str, *, kept: bool = False) -> Engine:
    """Return the database as its owner logs in; no connection outlives its use, or, `kept`, its engine's disposal."""
    pool = None if kept else NullPool
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=pool)


@dataclass
class WalletUnderTest:
    """The wallet as workers have it and as each process does, and its database as the owner logs in.

    Phones are E.164.
    """

    wallet: Wallet
    owner: Engine
    wallets: Mapping[ProcessKind, Wallet]

    @property
    def engine(self) -> Engine:
        """Return the database as workers log in."""
        return self.wallet.engine

    def wallet_on(self, channel: str) -> Wallet:
        """Return the wallet as the process has it that a channel leads to."""
        return self.wallets.get(PROCESS_OF.get(channel, "web"), self.wallet)

    # ------------------------------------------------------------------------------------------------ people
    def open_wallet(self, phone: str, name: str = "", pin: str = "", language: str = "fr") -> Actor:
        """Open a wallet, for whom it is not the point how. Returns its owner; the welcome is on its way."""
        case = OpenWallet(name or NAMES[phone], language, hash_pin(pin or pin_of(phone)))
        stranger = Actor("stranger", phone, language, phone)
        self.wallet_on("ussd").perform(case, stranger, f"opens {phone} {case.name}", "ussd")
        return self.actor(phone)

    def actor(self, phone: str) -> Actor:
        """Return who acts at this phone: a person, or a stranger."""
        return self.do(lambda db: Actor.from_caller(people.find_caller(db, phone)))

    def perform(self, who: str | Actor, case: UseCase, key: str, channel: str = "ussd", pin: str = "") -> Outcome:
        """Let somebody do it, with their PIN, or this one, where it takes any."""
        actor = self.actor(who) if isinstance(who, str) else who
        proof = None if None in case.accepts else PinProof(Pin(pin or pin_of(actor.phone)))
        return self.wallet_on(channel).perform(case, actor, key, channel, proof)

    def conclude(self, who: str | Actor, case: UseCase, key: str, channel: str = "ussd") -> Outcome:
        """Let somebody do it whose PIN was right: a phone tries one PIN at a time, what comes after it may race."""
        actor = self.actor(who) if isinstance(who, str) else who
        return self.wallet_on(channel).conclude(case, actor, key, channel)

    def closing(self, who: str | Actor, rail: str = "mtn") -> CloseWallet:
        """Return the closing of somebody's wallet as it is shown now; where it is refused, with nothing to be paid."""
        actor = self.actor(who) if isinstance(who, str) else who
        with suppress(Refused):
            if actor.person_id:
                return CloseWallet(self.do(lambda db: quote_closing(db, actor.person_id, rail)))
        return CloseWallet(ClosingQuote(rail, actor.phone, 0, 0, 0))

    def see_id(self, phone: str, tier: int = 1) -> None:
        """Set the tier, as an ID that was seen does."""
        its_owner = "SELECT person_id FROM phone WHERE number = :phone AND until IS NULL"
        self.change(f"UPDATE person SET tier = :tier WHERE id = ({its_owner})", tier=tier, phone=phone)

    def appoint_agent(self, phone: str = FATOU, code: str = CODE) -> Agent:
        """Make an agent with float of somebody, who gets a wallet first if they have none."""
        if self.actor(phone).kind == "stranger":
            self.open_wallet(phone)
        with self.owner.begin() as db:  # no process alone makes somebody tier 1
            agent = appoint(db, phone, code)
        if not self.balance_of(agent.float_id):
            self.do(lambda db: ledger.post_one(db, lend(db, agent.float_id, FLOAT)))
        return agent

    def open_shop(self, owner: str, name: str = SHOP, till: str = TILL, phone: str = "") -> Merchant:
        """Open a shop whose till has a code that a test can name."""

        def open_it(db: Connection) -> Merchant:
            shop = merchants.open_shop(db, people.find_caller(db, owner).person_id, name, phone)
            db.execute(text("INSERT INTO till VALUES (:code, :id, wallet_now())"), {"code": till, "id": shop.id})
            return shop

        with self.owner.begin() as db:  # the office does it for a login alone
            return open_it(db)

    # ------------------------------------------------------------------------------------------------ money
    def pay_in(self, phone: str, amount: int) -> None:
        """Let Fatou, the agent, take cash in; the receipts are on their way."""
        self.appoint_agent()
        person = self.do(lambda db: people.find_by_phone(db, phone))
        assert person, f"{phone} has no wallet"
        earned = self.do(lambda db: tariffs.read_price(db, "take_cash_in", amount).commission)
        case = TakeCashIn(Credit(person.id, phone, person.shown, amount, earned))
        outcome = self.conclude(FATOU, case, f"pays in:{uuid.uuid4()}")
        assert not outcome.refused, outcome.sentence

    def balance(self, phone: str) -> int:
        """Return what this phone's owner holds."""

        def look(db: Connection) -> int:
            person = people.find_by_phone(db, phone)
            assert person, f"{phone} has no wallet"
            return ledger.balance(db, person.account_id)

        return self.do(look)

    def balance_of(self, account: int | str) -> int:
        """Return what an account holds: any by its id, one of the house's by its code."""
        return self.do(
            lambda db: ledger.balance(db, ledger.get_named(db, account) if isinstance(account, str) else account)
        )

    def allow(self, *kinds: str) -> None:
        """Let transfers of these kinds be posted by hand, whatever justifies them."""
        allow_trials(self.owner.url.set(drivername="postgresql").render_as_string(hide_password=False), *kinds)

    # ------------------------------------------------------------------------------------------------ time
    def pass_time(self, seconds: float = 0, **more: float) -> None:
        """Move the wallet's clock on: by seconds, or `hours=2`."""
        passed = timedelta(seconds=seconds, **more)
        self.change("UPDATE clock_shift SET shift = shift + CAST(:passed AS interval)", passed=passed)

    def wait_for_morning(self) -> None:
        """Move the wallet's clock on to the next 10:00 in Douala: no midnight, where a day begins anew, is near."""
        now = self.do(clock.now).astimezone(clock.DOUALA)
        morning = datetime.combine(now.date(), MORNING, clock.DOUALA)
        self.pass_time(seconds=((morning - now) % timedelta(days=1)).total_seconds())

    # ------------------------------------------------------------------------------------------------ a look inside
    def do(self, work: Callable[[Connection], Any], kind: ProcessKind = "worker") -> Any:
        """Return what something gives that is done in one transaction, as this kind of process."""
        return in_transaction(self.wallets.get(kind, self.wallet).engine, work)

    def do_as_owner(self, work: Callable[[Connection], Any]) -> Any:
        """Return what something gives that no process may do alone, as to make somebody tier 1."""
        return in_transaction(self.owner, work)

    def rows(self, query: str, **values: Any) -> list[Any]:
        """Return the rows of a query, as reports read."""
        return self.do(lambda db: list(db.execute(text(query), values).all()), "read")

    def one(self, query: str, **values: Any) -> Any:
        """Return the one value a query finds, as reports read."""
        return self.do(lambda db: db.execute(text(query), values).scalar_one(), "read")

    def column(self, query: str, **values: Any) -> list[Any]:
        """Return the first value of each row, as reports read."""
        return self.do(lambda db: list(db.execute(text(query), values).scalars()), "read")

    def change(self, statement: str, **values: Any) -> None:
        """Change rows as the owner, which no process may."""
        with self.owner.begin() as db:
            db.execute(text(statement), values)

    def check(self, *by_hand: str) -> None:
        """Assert that every invariant of the books holds, but those that a test broke by hand."""
        judged = {name: query for name, query in JUDGED.items() if name not in by_hand}
        assert self.do(lambda db: find_violations(db, judged), "read") == []
