"""A wallet, and what a test does in it."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from tests.world import hashed
from wallet import ledger
from wallet.accounts.open_wallet import OpenWallet
from wallet.core.database import in_transaction
from wallet.core.values import Pin
from wallet.ledger import Entry, Transfer
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from wallet.people import people
from wallet.perform import Wallet
from wallet.sending.send_money import Quote, SendMoney, find_recipient, quote_sending

MOUSSA, AWA, FATOU = "+237677000001", "+237699000002", "+237655000003"
PIN = Pin("739158")
PEPPER = "1:" + "70" * 16


@dataclass
class Town:
    """A wallet, and what a test does in it."""

    wallet: Wallet
    owner: Engine

    @property
    def engine(self) -> Engine:
        return self.wallet.engine

    def register(self, phone: str, name: str) -> Actor:
        case = OpenWallet(name, "fr", hashed.pin(PEPPER, PIN))
        self.wallet.perform(case, Actor("stranger", phone, "fr", phone), f"registers {phone} {name}", "ussd")
        return self.actor(phone)

    def actor(self, phone: str) -> Actor:
        return in_transaction(self.engine, lambda db: Actor.from_caller(people.find_caller(db, phone)))

    def credit(self, phone: str, amount: int, key: str = "first") -> None:
        def post(db: Connection) -> None:
            person = people.find_by_phone(db, phone)
            assert person
            entries = (Entry(ledger.ours(db, "cash"), -amount), Entry(person.account_id, amount))
            ledger.post(db, [Transfer(f"credit {phone} {key}", "take_cash_in", entries)])

        in_transaction(self.engine, post)

    def quote(self, sender: str, receiver: str, amount: int) -> Quote:
        actor = self.actor(sender)
        return in_transaction(
            self.engine,
            lambda db: quote_sending(db, actor.id, find_recipient(db, actor.id, receiver), amount),
        )

    def send(self, sender: str, receiver: str, amount: int, key: str, pin: str = PIN) -> Outcome:
        case = SendMoney(self.quote(sender, receiver, amount))
        return self.wallet.perform(case, self.actor(sender), key, "ussd", PinProof(Pin(pin)))

    def send_proven(self, sender: str, receiver: str, amount: int, key: str) -> Outcome:
        """A send whose PIN was right: a phone tries one PIN at a time, the transactions behind it may race."""
        case, actor = SendMoney(self.quote(sender, receiver, amount)), self.actor(sender)
        return self.wallet.conclude(case, actor, key, "ussd")

    def balance(self, phone: str) -> int:
        def read(db: Connection) -> int:
            person = people.find_by_phone(db, phone)
            assert person
            return ledger.balance(db, person.account_id)

        return in_transaction(self.engine, read)

    def one(self, query: str, **values: object) -> object:
        with self.engine.begin() as db:
            return db.execute(text(query), values).scalar_one()

    def pass_time(self, seconds: int) -> None:
        with self.owner.begin() as db:
            db.execute(
                text("UPDATE clock_shift SET shift = shift + make_interval(secs => :seconds)"), {"seconds": seconds}
            )
