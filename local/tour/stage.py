"""The stage of the tour: the wallet behind the phones, and what is made ready before anybody dials."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from sqlalchemy import Connection, text

from local.demo_agent import appoint, lend_float
from local.demo_staff import hire
from local.machine import Machine
from local.tour.cast import BRICE, FATOU, SHOP, Cast
from local.tour.phones import TourPhone, UnexpectedError
from wallet import ledger
from wallet.agents.agents import Agent
from wallet.business import api_keys, merchants
from wallet.core import database
from wallet.core.database import Result, in_transaction
from wallet.core.roles import url_variable
from wallet.core.secrets import Secrets
from wallet.people import identities, people
from wallet.people.people import Person
from wallet.perform import Wallet
from wallet.staff import approvals
from wallet.staff.actions.add_api_key import AddApiKey
from wallet.staff.actions.let_key_refund import LetKeyRefund
from wallet.staff.approve_request import ApproveRequest

WORDS: Final[dict[str, dict[str, str]]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Tour:
    """The wallet behind the phones (to look, and to make ready), and the console it is all drawn on."""

    wallet: Wallet
    service_code: str
    simulator_url: str
    api_url: str
    console: Console
    owner_url: str
    reader_url: str
    language: str = "fr"
    pictures: Path | None = None  # where pictures of pages are kept
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds"))

    def say(self, key: str, **values: object) -> str:
        """Return the tour's own words, in its language or else in English."""
        return {**WORDS["en"], **WORDS.get(self.language, {})}[key].format_map(values)

    def announce(self, scene: str, **values: object) -> None:
        """Draw the heading of a scene, and below it what stands behind its colon."""
        heading, _, more = self.say(scene, **values).partition(": ")
        self.console.print()
        self.console.rule(heading, align="left")
        if more:
            self.console.print(more, style="dim")

    def phone(self, cast: Cast) -> TourPhone:
        """Return somebody's phone, which takes no notice of what came before."""
        phone = TourPhone(cast.first_name, cast.number, self.simulator_url, self.console, self.language)
        phone.skip_texts()
        return phone

    def find_person(self, cast: Cast) -> Person | None:
        """Return who this number reaches, or None."""
        return in_transaction(self.wallet.engine, lambda db: people.find_by_phone(db, cast.number))

    def balance(self, cast: Cast) -> int:
        """Return the francs this person holds; 0 without a wallet."""

        def look(db: Connection) -> int:
            person = people.find_by_phone(db, cast.number)
            return ledger.balance(db, person.account_id) if person else 0

        return in_transaction(self.wallet.engine, look)

    def held(self, account_id: int) -> int:
        """Return the francs on an account."""
        return in_transaction(self.wallet.engine, lambda db: ledger.balance(db, account_id))

    def taken(self, owner: Cast) -> int:
        """Return the francs that somebody's shop was paid and that they have not moved to their wallet."""

        def look(db: Connection) -> int:
            person = people.find_by_phone(db, owner.number)
            shop = merchants.find_by_owner(db, person.id) if person else None
            return ledger.balance(db, shop.account_id) if shop else 0

        return in_transaction(self.wallet.engine, look)

    def unseen(self) -> "Tour":
        """Return the same tour, drawn nowhere."""
        return replace(self, console=Console(quiet=True))

    def make_api_key(self) -> str:
        """Return a new key, for trials, of Brice's shop, which may all: logins of the demo's own give it."""
        key, secrets = api_keys.draw(live=False), self.wallet.secrets
        digest = api_keys.digest(secrets, key).hex()
        till, hint, why = get_till(self), api_keys.name_of(key), "the demo's program"
        with hire(self.wallet, self.owner_url, "operations", "demo.gives") as [gives]:
            for case in (AddApiKey(till, hint, digest, secrets.newest, why=why), LetKeyRefund(till, hint, why=why)):
                if (said := gives.perform(case)).refused:
                    raise UnexpectedError(f"no key: {said.sentence}")
            with hire(self.wallet, self.owner_url, "finance", "demo.lets") as [lets]:
                asked = in_transaction(self.wallet.engine, lambda db: approvals.get_newest(db, hint))
                if (said := lets.perform(ApproveRequest(asked.id, asked.content_hash))).refused:
                    raise UnexpectedError(f"a key that may not refund: {said.sentence}")
        return key

    def expect(self, cast: Cast, before: int, change: int, phone: TourPhone) -> None:
        """Raise UnexpectedError unless somebody's balance has changed by this much; `phone` shows what went on."""
        if (now := self.balance(cast)) != before + change:
            raise UnexpectedError(f"{cast.name} has {now}, not {before + change}:\n{phone.screen}")


@contextmanager
def open_tour(running: Machine, console: Console, language: str = "fr", pictures: Path | None = None) -> Iterator[Tour]:
    """Give a tour of what runs; its connections are closed at the end."""
    settings = running.environment
    engine = database.connect(settings[url_variable("office")], pool_size=2)
    wallet = Wallet(engine, Secrets.read(settings["MBONGO_PIN_PEPPER"]))
    try:
        outside, api = running.addresses["simulator_url"], running.addresses["api_url"]
        owner_url = settings["MBONGO_MIGRATE_DATABASE_URL"]
        reader_url = settings[url_variable("read")]
        yield Tour(
            wallet, settings["MBONGO_SERVICE_CODE"], outside, api, console, owner_url, reader_url, language, pictures
        )  # fmt: skip
    finally:
        engine.dispose()


def get_agent(tour: Tour) -> Agent:
    """Return Fatou the agent, with float from the house the first time; she has a wallet."""
    agent = do_as_owner(tour, lambda db: appoint(db, FATOU.number))
    if not in_transaction(tour.wallet.engine, lambda db: ledger.balance(db, agent.float_id)):
        lend_float(tour.wallet, tour.owner_url, agent)
    return agent


def get_till(tour: Tour) -> str:
    """Return the code of the till of Brice's shop, opened the first time; he has a wallet."""

    def look(db: Connection) -> str:
        owner = people.find_by_phone(db, BRICE.number)
        assert owner, f"{BRICE.name} has no wallet"
        if (shop := merchants.find_by_owner(db, owner.id)) is None:
            identities.note_document(db, owner.id, "cni", "DEMO655004", owner.name, "demo")
            shop = merchants.open_shop(db, owner.id, SHOP, "")
            return str(merchants.add_till(db, shop.id))
        of_shop = text("SELECT code FROM till WHERE merchant_id = :id ORDER BY since LIMIT 1")
        return str(db.execute(of_shop, {"id": shop.id}).scalar_one())

    return do_as_owner(tour, look)


def do_as_owner(tour: Tour, work: Callable[[Connection], Result]) -> Result:
    """Return what something gives that no process may do alone, as to make somebody tier 1."""
    with database.connect_briefly(tour.owner_url) as owner:
        return in_transaction(owner, work)
