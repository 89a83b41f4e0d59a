"""Our side of a reconciliation: payments that ended one way or another, and the file an operator writes of them."""

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from tests.world.cast import ALICE, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.core.references import reference
from wallet.ledger import Entry, Transfer
from wallet.payments import payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.people import people
from wallet.reconciliation.discrepancies import Discrepancy, list_discrepancies
from wallet.reconciliation.reconciliation import Report
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import SettlementLine, read_lines
from wallet.staff.import_file import import_file

HEADER = "operator_id,reference,direction,amount,phone,status,time"
NOON = "2026-03-10T12:00:00+01:00"


def reference_of(name: str) -> str:
    """Return the reference of the payment a test calls so."""
    return reference(f"payment {name}")


def line_of(name: str, **other: Any) -> dict[str, str]:
    """Return what an operator writes of it that agrees, but for what is said otherwise."""
    agreed = {"operator_id": f"op-{name}", "reference": reference_of(name), "direction": "collection", "amount": "5000",
              "phone": MOUSSA, "status": "SUCCESSFUL", "time": NOON}  # fmt: skip
    return agreed | {key: str(value) for key, value in other.items()}


def write_lines(*lines: dict[str, str], delimiter: str = ",") -> str:
    """Return a file's content."""
    columns = HEADER.split(",")
    return "\n".join(delimiter.join(row) for row in [columns, *([line[c] for c in columns] for line in lines)]) + "\n"


@dataclass
class Settlements:
    """Payments made to order, and a folder for operators' files about them, which Alice imports."""

    world: World
    office: Office
    folder: Path

    def make_payment(
        self, name: str, state: str = "succeeded", direction: str = "collect", at: str = NOON, amount: int = 5_000
    ) -> None:
        """Make a payment of Moussa's, in this state since then; one that succeeded is in the ledger too."""
        self.world.allow("hold_withdrawal")
        self.world.do(lambda db: _make_payment(db, self.world.actor(MOUSSA).id, name, state, direction, amount))
        self.world.change(
            """UPDATE payment SET state = :state, handle = :handle, operator_id = :operator_id, due_at = NULL,
                created_at = CAST(:at AS timestamptz), changed_at = CAST(:at AS timestamptz)
                WHERE reference = :reference""",
            reference=reference_of(name),
            state=state,
            at=at,
            handle=f"handle-{name}",
            operator_id=f"op-{name}",
        )

    def write_file(self, content: str | bytes, name: str = "mtn.csv") -> Path:
        """Write an operator's file."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def reconcile(self, *lines: dict[str, str], day: date | None = None) -> Report:
        """Import MTN's file with these lines."""
        return self.reconcile_file(self.write_file(write_lines(*lines)), day)

    def reconcile_file(self, path: Path, day: date | None = None) -> Report:
        """Import MTN's file, as a login's command does."""
        file, session = open_file(path, day), self.office.sign_in(ALICE).secret
        return self.world.do(lambda db: import_file(db, session, "mtn", file, read_lines(file), day), "office")

    def list_open(self) -> list[tuple[str, str]]:
        """Return what is not resolved: class, and our reference or the operator's id."""
        found = self.world.do(lambda db: list(list_discrepancies(db, "mtn", corrected=False)), "office")
        return [(one.kind, one.reference or one.operator_id) for one in found]

    def get_discrepancy(self) -> Discrepancy:
        """Return the one discrepancy there is."""
        [found] = self.world.do(lambda db: list(list_discrepancies(db, "mtn", corrected=False)), "office")
        return found

    def list_written(self) -> list[Any]:
        """Return everything that a reconciliation may write."""
        return [
            row
            for table, order in (("settlement_row", "id"), ("discrepancy", "id"), ("transfer", "1"))
            for row in self.world.column(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY {order}")
        ]

    def read(self, content: str | bytes) -> list[SettlementLine]:
        """Return what is read of a file."""
        return list(read_lines(open_file(self.write_file(content))))


def count_lines(report: Report) -> dict[str, int]:
    """Return how many lines a report counts, by class."""
    return {name: total.lines for name, total in report.totals.items()}


def _make_payment(db: Connection, owner: str, name: str, state: str, direction: str, amount: int) -> None:
    account = people.get_person(db, owner).account_id
    id_ = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
    taken, reservation = Entry(account, -amount), None
    transit, our_float = (ledger.ours(db, f"{one}:mtn") for one in ("in_transit", "operator_float"))
    if direction == "pay":
        ledger.post_one(db, Transfer(f"held {name}", "hold_withdrawal", (taken, Entry(transit, amount))))
        reservation = ledger.transfer_id(f"held {name}")
    payments.create(
        db,
        NewPayment(
            purpose="withdraw_money" if direction == "pay" else "add_money",
            direction=direction,
            reference=reference_of(name),
            rail="mtn",
            party=at_phone(MOUSSA),
            channel="ussd",
            person_id=owner,
            asked_by=owner,
            amount=amount,
            reservation=reservation,
            id=id_,
        ),
    )
    if state == "succeeded":
        entries = (Entry(our_float, -amount), Entry(account, amount))
        if direction == "pay":
            entries = (Entry(our_float, amount), Entry(transit, -amount))
        ledger.post_one(db, Transfer(f"payment:{id_}", "test", entries, ends=reservation))
