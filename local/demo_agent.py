"""Credit for the demo, until recharge exists: a demo agent takes cash and pays it into a wallet.

Posted through the ledger: cash, her working balance, the wallet. No menu and no command leads here.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger, limits, movements, notices
from wallet.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.operations import Deed, Outcome, UseCase
from wallet.proofs import PinProof

CASH = "cash:demo"


@dataclass(frozen=True)
class DemoCashIn(UseCase):
    """Pay `amount` (whole francs) into a person's wallet; asked by the demo's agent, with her PIN."""

    kind: ClassVar[str] = "demo_cash_in"
    accepts: ClassVar = (PinProof,)
    moves_money: ClassVar[bool] = True

    person_id: str
    amount: int

    @property
    def others(self) -> tuple[str, ...]:
        """The person credited."""
        return (self.person_id,)

    def run(self, db: Connection, deed: Deed) -> Outcome:
        """Cash → the agent's float → the wallet; a receipt to its owner. Raises Refused at their ceilings."""
        agent, person = deed.person, deed.people[self.person_id]
        ceilings = limits.use(db, person, "in", self.amount)
        cash = ledger.open_account(db, CASH, "cash")
        working = ledger.open_account(db, f"agent_float:{agent.id}", "agent_float")
        paid_up, paid_in = ledger.post(
            db,
            [
                Transfer(
                    f"{deed.key}:float",
                    "demo_float",
                    (Entry(cash, -self.amount), Entry(working, self.amount)),
                ),
                Transfer(deed.key, "cash_in", (Entry(working, -self.amount), Entry(person.account_id, self.amount))),
            ],
        )
        if "refused" in (paid_up.outcome, paid_in.outcome):
            raise Refused("refusal.recipient_refuses")
        balance = paid_in.balances[person.account_id]
        limits.check_balance(ceilings, balance)
        movements.note(db, paid_in.transfer, deed.reference, "cash_in", agent.id, person.id, self.amount)
        said = {"amount": self.amount, "name": agent.shown, "balance": balance, "reference": deed.reference}
        notices.write(db, person.phone, person.language, "receipt", "sms.cash_in", said)
        return Outcome("sms.cash_in", said)
