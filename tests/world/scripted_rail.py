"""An operator that says what a test wrote down, and what a test does with the worker in front of it."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import text

from tests.world.town import AWA, MOUSSA, PIN, Town
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.core.payment_states import STEPS
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from wallet.payments import callbacks
from wallet.payments.orders import Confirmation, Order
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge
from wallet.topups.withdraw_money import WithdrawMoney, quote_withdrawing
from workers import payments as worker
from workers.rails import RailError

ERRORS = {
    "lost": ("no answer in time", "unknown"),
    "refused connection": ("connection refused", "no"),
}


@dataclass
class ScriptedRail:
    """Says, one after the other, what `says` holds: a state, `lost`, `refused connection`, or a Confirmation."""

    says: list[Any] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    refunded: str = ""  # the handle of the collection given back last

    def prepare(self, order: Order) -> Order:
        self.calls.append("prepare")
        return replace(order, handle=f"handle of {order.reference}", base_url="https://operator")

    def submit(self, order: Order) -> Confirmation:
        return self._say("submit", order)

    def refund(self, order: Order) -> Confirmation:
        self.refunded = order.collected
        return self._say("refund", order)

    def ask_status(self, order: Order) -> Confirmation:
        return self._say("ask", order)

    def read_callback(self, body: bytes) -> str:
        return str(json.loads(body))

    def read_balance(self) -> int:
        return 0

    def _say(self, call: str, order: Order) -> Confirmation:
        self.calls.append(call)
        assert order.handle, "the handle comes first"
        said = self.says.pop(0)
        if said in ERRORS:
            why, ran = ERRORS[said]
            raise RailError(why, ran=ran)  # type: ignore[arg-type]  # one of the two
        if isinstance(said, Confirmation):
            return said
        return Confirmation(
            said, order.amount, order.party.value, "XAF", "op-1", "SAID SO" if said == "failed" else "", "raw"
        )


@dataclass
class Counter:
    """A test's hands: ask, let the worker work, look."""

    town: Town
    rails: dict[str, ScriptedRail]

    def recharge(self, amount: int = 5_000, rail: str = "mtn", payer: str = MOUSSA, key: str = "r1") -> Outcome:
        actor = self.town.actor(MOUSSA)

        def quote(db: Any) -> AddMoney:
            to = check_recharge(db, actor.id, find_beneficiary(db, actor.id, MOUSSA), amount)
            return AddMoney(quote_recharge(db, to, amount, payer, rail))

        case = in_transaction(self.town.engine, quote)
        return self.town.wallet.perform(case, actor, key, "ussd")

    def withdraw(self, amount: int = 5_000, rail: str = "mtn", phone: str = AWA, key: str = "w1") -> Outcome:
        actor = self.town.actor(MOUSSA)
        payout = in_transaction(self.town.engine, lambda db: quote_withdrawing(db, actor.id, phone, rail, amount))
        return self.town.wallet.perform(WithdrawMoney(payout), actor, key, "ussd", PinProof(PIN))

    def work(self, *said: Any, rail: str = "mtn") -> None:
        """Everything due now, once, the operator saying this."""
        self.rails[rail].says = list(said)
        worker.work(rail)
        assert not self.rails[rail].says, "the operator was not asked as often as it should have been"

    def pass_time(self, seconds: int) -> None:
        self.town.pass_time(seconds)

    def call_back(self, named: str, rail: str = "mtn") -> None:
        in_transaction(self.town.engine, lambda db: callbacks.keep(db, rail, json.dumps(named).encode()))

    @property
    def states(self) -> list[str]:
        with self.town.engine.begin() as db:
            return list(db.execute(text("SELECT state FROM payment_step ORDER BY at")).scalars())

    @property
    def state(self) -> str:
        return str(self.town.one("SELECT state FROM payment"))

    def receipts(self) -> list[str]:
        with self.town.engine.begin() as db:
            rows = db.execute(text("SELECT sentence FROM notice WHERE kind = 'receipt' ORDER BY written_at"))
            return list(rows.scalars())

    def cases(self) -> list[str]:
        with self.town.engine.begin() as db:
            return list(db.execute(text("SELECT kind FROM case_file ORDER BY opened_at")).scalars())

    def check(self) -> None:
        with self.town.engine.begin() as db:
            assert check(db) == []
        assert all(name in STEPS for name in self.states)
