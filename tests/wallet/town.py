"""A wallet, and what a test does in it."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from tests import hashed
from wallet import ledger
from wallet.accounts.open_wallet import OpenWallet
from wallet.core.database import in_transaction
from wallet.core.values import Pin
from wallet.ledger import Entry, Transfer
from wallet.operations.operations import Outcome
from wallet.operations.proofs import PinProof
from wallet.people import people
from wallet.people.people import Caller
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

    def register(self, phone: str, name: str) -> Caller:
        case = OpenWallet(name, "fr", hashed.pin(PEPPER, PIN))
        self.wallet.perform(case, Caller(phone, "fr"), f"registers {phone} {name}", "ussd")
        return self.caller(phone)

    def caller(self, phone: str) -> Caller:
        return in_transaction(self.engine, lambda db: people.caller(db, phone))

    def credit(self, phone: str, amount: int, key: str = "first") -> None:
        def post(db: Connection) -> None:
            person = people.by_phone(db, phone)
            assert person
            entries = (Entry(ledger.account_named(db, "cash"), -amount), Entry(person.account_id, amount))
            ledger.post(db, [Transfer(f"credit {phone} {key}", "take_cash_in", entries)])

        in_transaction(self.engine, post)

    def quote(self, sender: str, receiver: str, amount: int) -> Quote:
        caller = self.caller(sender)
        return in_transaction(
            self.engine, lambda db: quote_sending(db, caller, find_recipient(db, caller, receiver), amount)
        )

    def send(self, sender: str, receiver: str, amount: int, key: str, pin: str = PIN) -> Outcome:
        case = SendMoney(self.quote(sender, receiver, amount))
        return self.wallet.perform(case, self.caller(sender), key, "ussd", PinProof(Pin(pin)))

    def send_proven(self, sender: str, receiver: str, amount: int, key: str) -> Outcome:
        """A send whose PIN was right: a phone tries one PIN at a time, the transactions behind it may race."""
        case, caller = SendMoney(self.quote(sender, receiver, amount)), self.caller(sender)
        return self.wallet.conclude(case, caller, key, "ussd")

    def balance(self, phone: str) -> int:
        def read(db: Connection) -> int:
            person = people.by_phone(db, phone)
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
