"""The world of most tests: a wallet on a fresh database, with Moussa and Awa in it, and operators that are scripted."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from tests.world.cast import AWA, MOUSSA
from tests.world.scripted_rail import ScriptedRail
from tests.world.wallet_under_test import WalletUnderTest
from wallet import ledger
from wallet.core.payment_states import STEPS
from wallet.ledger import Entry, Transfer
from wallet.operations.use_case import Outcome
from wallet.payments import callbacks
from wallet.people import people, sims
from wallet.people.sims import SimAnswer
from wallet.sending.send_money import Quote, SendMoney, find_recipient, quote_sending
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge
from wallet.topups.withdraw_money import WithdrawMoney, quote_withdrawing
from workers import payments as worker


@dataclass
class World(WalletUnderTest):
    """The wallet, and the payments' worker on it, in this process; `rails` are what it asks operators by."""

    rails: dict[str, ScriptedRail] = field(default_factory=lambda: {"mtn": ScriptedRail(), "orange": ScriptedRail()})

    # ------------------------------------------------------------------------------------------------ money
    def credit(self, phone: str, amount: int, key: str = "first") -> None:
        """Give somebody money that nobody was asked for and nobody tells of."""

        def post(db: Connection) -> None:
            person = people.find_by_phone(db, phone)
            assert person, f"{phone} has no wallet"
            entries = (Entry(ledger.ours(db, "cash"), -amount), Entry(person.account_id, amount))
            ledger.post(db, [Transfer(f"credit {phone} {key}", "test", entries)])

        self.do(post)

    def quote(self, sender: str, receiver: str, amount: int) -> Quote:
        """Return the price of sending, as it is shown."""
        actor = self.actor(sender)
        return self.do(lambda db: quote_sending(db, actor.id, find_recipient(db, actor.id, receiver), amount))

    def send(self, sender: str, receiver: str, amount: int, key: str, pin: str = "") -> Outcome:
        """Send money, at the price of now."""
        return self.perform(sender, SendMoney(self.quote(sender, receiver, amount)), key, pin=pin)

    def send_proven(self, sender: str, receiver: str, amount: int, key: str) -> Outcome:
        """Send money, the PIN having been right."""
        return self.conclude(sender, SendMoney(self.quote(sender, receiver, amount)), key)

    def recharge(self, amount: int = 5_000, rail: str = "mtn", payer: str = MOUSSA, key: str = "r1") -> Outcome:
        """Ask for Moussa's recharge, paid by this number."""
        actor = self.actor(MOUSSA)

        def quote(db: Connection) -> AddMoney:
            to = check_recharge(db, actor.id, find_beneficiary(db, actor.id, MOUSSA), amount)
            return AddMoney(quote_recharge(db, to, amount, payer, rail))

        return self.perform(actor, self.do(quote), key)

    def withdraw(self, amount: int = 5_000, rail: str = "mtn", phone: str = AWA, key: str = "w1") -> Outcome:
        """Ask for Moussa's withdrawal to this number."""
        actor = self.actor(MOUSSA)
        payout = self.do(lambda db: quote_withdrawing(db, actor.id, phone, rail, amount))
        return self.perform(actor, WithdrawMoney(payout), key)

    def know_sim(self, phone: str) -> None:
        """Have been told just now that this number's SIM did not change lately."""

        def hear(db: Connection) -> None:
            sims.ask_about(db, phone)
            sims.hear(db, phone, SimAnswer())

        self.do(hear)

    # ------------------------------------------------------------------------------------------------ operators
    def work(self, *said: Any, rail: str = "mtn") -> None:
        """Do once all that is due with an operator, who says this, one thing after the other (scripted_rail.py)."""
        self.rails[rail].says = list(said)
        worker.work(rail)
        assert not self.rails[rail].says, "the operator was not asked as often as it should have been"

    def call_back(self, named: str, rail: str = "mtn") -> None:
        """Let the operator call back about the payment of that reference."""
        self.do(lambda db: callbacks.keep(db, rail, json.dumps(named).encode()), "web")

    @property
    def payment_state(self) -> str:
        """Return the state of the one payment there is."""
        return str(self.one("SELECT state FROM payment"))

    @property
    def payment_reference(self) -> str:
        """Return the reference of the one payment there is."""
        return str(self.one("SELECT reference FROM payment"))

    # ------------------------------------------------------------------------------------------------ a look inside
    def texts_to(self, phone: str) -> list[str]:
        """Return the sentences of the texts to this phone, the welcome left out."""
        found = self.column("SELECT sentence FROM notice WHERE phone = :phone ORDER BY written_at", phone=phone)
        return [sentence for sentence in found if sentence != "wallet_opened"]

    def receipts(self) -> list[str]:
        """Return the sentences of all receipts, oldest first."""
        return self.column("SELECT sentence FROM notice WHERE kind = 'receipt' ORDER BY written_at")

    def cases(self) -> list[str]:
        """Return the kind of each case that was opened, oldest first."""
        return self.column("SELECT kind FROM case_file ORDER BY opened_at")

    def check(self, *by_hand: str) -> None:
        """Assert that every invariant of the books holds, and that payments went through known states."""
        super().check(*by_hand)
        assert STEPS.keys() >= set(self.column("SELECT state FROM payment_step"))
