"""The tour: two people register, are credited, send each other money by USSD and by SMS, over the real wires.

It can be played again on the same data: whoever is registered stays so, and sums are small enough for the day's
ceilings.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from local.check import describe
from local.demo_agent import appoint
from local.machine import Machine
from local.phones import Phone, UnexpectedError
from wallet import ledger
from wallet.checks import check
from wallet.core import database
from wallet.core.secrets import Secrets
from wallet.people import people
from wallet.people.people import Person
from wallet.perform import Wallet

CREDIT: Final = 20_000
FIRST_SUMS: Final = (5_000, 2_000)  # Moussa to Awa by USSD, Awa to Moussa by SMS
LATER_SUMS: Final = (500, 200)  # a tier 0 wallet sends 20 000 a day, 5 000 of it by SMS
RESUME_KEY: Final = "\n98 "
HOME_KEY: Final = "00"


@dataclass(frozen=True)
class Cast:
    """One of the tour's people."""

    name: str
    number: str
    pin: str


MOUSSA: Final = Cast("Moussa Diallo", "+237677000001", "4826")
AWA: Final = Cast("Awa Ngono", "+237699000002", "7395")
FATOU: Final = Cast("Fatou Bello", "+237677000003", "8164")


@dataclass(frozen=True)
class Tour:
    """The wallet behind the phones (to look, and for the demo's agent), and the console it is all drawn on."""

    wallet: Wallet
    service_code: str
    simulator_url: str
    console: Console

    @property
    def engine(self) -> Engine:
        return self.wallet.engine

    def phone(self, cast: Cast) -> Phone:
        phone = Phone(cast.name.split()[0], cast.number, self.simulator_url, self.console)
        phone.skip_texts()
        return phone

    def person(self, cast: Cast) -> Person | None:
        with self.engine.begin() as db:
            return people.find_by_phone(db, cast.number)

    def balance(self, cast: Cast) -> int:
        """Return the francs this person holds."""
        with self.engine.begin() as db:
            person = people.find_by_phone(db, cast.number)
            return ledger.balance(db, person.account_id) if person else 0


@contextmanager
def open_tour(running: Machine, console: Console) -> Iterator[Tour]:
    """Give a tour of what runs; its connections are closed at the end."""
    settings = running.environment
    engine = database.connect(settings["MBONGO_DATABASE_URL"], pool_size=2)
    wallet = Wallet(engine, Secrets.read(settings["MBONGO_PIN_PEPPER"]))
    try:
        yield Tour(wallet, settings["MBONGO_SERVICE_CODE"], running.addresses["simulator_url"], console)
    finally:
        engine.dispose()


def play(tour: Tour) -> None:
    """Play all of it. Raises UnexpectedError naming what went otherwise than it should."""
    first = tour.person(MOUSSA) is None
    to_awa, to_moussa = FIRST_SUMS if first else LATER_SUMS
    for cast in (MOUSSA, AWA):
        register(tour, cast)
    credit(tour, MOUSSA)
    send_by_ussd(tour, MOUSSA, AWA, to_awa)
    send_by_sms(tour, AWA, MOUSSA, to_moussa)
    show_balances(tour)


def dial(tour: Tour, phone: Phone) -> None:
    """Reach the first screen; a call that was dropped, in the tour or by hand, is not gone on with."""
    if RESUME_KEY in phone.dial(tour.service_code):
        phone.answer(HOME_KEY)


def register(tour: Tour, cast: Cast) -> None:
    """Open a wallet by USSD, as a stranger would; nothing to do for a phone that has one."""
    if tour.person(cast):
        tour.console.print(f"{cast.name} already has a wallet.\n", style="dim")
        return
    tour.console.rule(f"{cast.name} opens a wallet", align="left")
    phone = tour.phone(cast)
    dial(tour, phone)
    phone.answer("1")
    phone.answer(cast.name)
    phone.answer_pin(cast.pin)
    phone.answer_pin(cast.pin)
    if tour.person(cast) is None:
        raise UnexpectedError(f"{cast.name} has no wallet after registering:\n{phone.screen}")
    phone.await_texts()


def credit(tour: Tour, cast: Cast) -> None:
    """Have Fatou, an agent, take cash and credit it by the menu; not again while the last credit lasts."""
    if tour.balance(cast) >= CREDIT // 2:
        return
    register(replace(tour, console=Console(quiet=True)), FATOU)
    tour.console.rule(f"{cast.name.split()[0]} hands {format_francs(CREDIT)} in cash to Fatou, an agent", align="left")
    phone, agents_phone = tour.phone(cast), tour.phone(FATOU)
    with tour.engine.begin() as db:
        appoint(db, FATOU.number)
    dial(tour, agents_phone)
    for typed in ("7", "1", cast.number[4:], str(CREDIT)):
        agents_phone.answer(typed)
    agents_phone.answer_pin(FATOU.pin)
    phone.await_texts()
    agents_phone.await_texts()
    if tour.balance(cast) < CREDIT:
        raise UnexpectedError(f"{cast.name} was not credited {CREDIT}:\n{agents_phone.screen}")


def send_by_ussd(tour: Tour, sender: Cast, receiver: Cast, amount: int) -> None:
    """Send by menu 1: number, amount, PIN; a receipt to both."""
    tour.console.rule(f"{sender.name} sends {format_francs(amount)} by USSD", align="left")
    phone, other = tour.phone(sender), tour.phone(receiver)
    before = tour.balance(receiver)
    dial(tour, phone)
    for typed in ("1", receiver.number[4:], str(amount)):
        phone.answer(typed)
    phone.answer_pin(sender.pin)
    if tour.balance(receiver) != before + amount:
        raise UnexpectedError(f"{receiver.name} was not credited {amount}:\n{phone.screen}")
    phone.await_texts()
    other.await_texts()


def send_by_sms(tour: Tour, sender: Cast, receiver: Cast, amount: int) -> None:
    """Send by ENVOI, the question with its code, OUI and the code; a receipt to both."""
    tour.console.rule(f"{sender.name} sends {format_francs(amount)} by SMS", align="left")
    phone, other = tour.phone(sender), tour.phone(receiver)
    before = tour.balance(receiver)
    phone.text(f"ENVOI {amount} {receiver.number[4:]}")
    [question] = phone.await_texts()
    code = re.search(r"(?:OUI|YES) ([0-9]{4})", question)
    if code is None:
        raise UnexpectedError(f"{sender.name} was texted no code:\n{question}")
    phone.text(f"OUI {code[1]}")
    phone.await_texts()
    other.await_texts()
    if tour.balance(receiver) != before + amount:
        raise UnexpectedError(f"{receiver.name} was not credited {amount} by SMS")


def show_balances(tour: Tour) -> None:
    """Show inboxes and balances, then the ledger's own check. Raises UnexpectedError if it finds anything."""
    tour.console.rule("Inboxes, balances, ledger", align="left")
    table = Table("", "Balance", "Texts received", show_lines=True)
    for cast in (MOUSSA, AWA):
        inbox = tour.phone(cast).inbox()
        shown = "\n".join(f"· {text}" for text in inbox[-6:])
        table.add_row(cast.name, format_francs(tour.balance(cast)), shown)
    tour.console.print(table)
    with tour.engine.connect() as db:
        violations = check(db)
    tour.console.print("\n".join(describe(violations)), style="red" if violations else "bold green")
    if violations:
        raise UnexpectedError("the ledger does not hold")


def format_francs(amount: int) -> str:
    """Return an amount as people read it."""
    return f"{amount:,} FCFA".replace(",", " ")


def register_people(running: Machine) -> None:
    """Register the tour's people without drawing, for `up --demo-people`; Moussa gets 20 000 the first time."""
    with open_tour(running, Console(quiet=True)) as tour:
        for cast in (MOUSSA, AWA, FATOU):
            register(tour, cast)
        credit(tour, MOUSSA)
