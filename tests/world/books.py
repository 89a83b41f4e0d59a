"""Our side of a reconciliation: payments that ended one way or another, and the file an operator writes of them."""

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.world.office import Office
from tests.world.town import MOUSSA
from wallet import ledger
from wallet.core.database import in_transaction
from wallet.core.references import reference
from wallet.ledger import Entry, Transfer
from wallet.payments import payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.people import people
from wallet.reconciliation import reconciliation as judge
from wallet.reconciliation import settlement_file
from wallet.reconciliation.discrepancies import Discrepancy, list_discrepancies
from wallet.reconciliation.settlement_file import SettlementLine

HEADER = "operator_id,reference,direction,amount,phone,status,time"
NOON = "2026-03-10T12:00:00+01:00"


def ours(name: str) -> str:
    """The reference of the payment a test calls so."""
    return reference(f"payment {name}")


def a_line(name: str, **other: Any) -> dict[str, str]:
    """What an operator that agrees writes of it."""
    agreed = {"operator_id": f"op-{name}", "reference": ours(name), "direction": "collection", "amount": "5000",
              "phone": MOUSSA, "status": "SUCCESSFUL", "time": NOON}  # fmt: skip
    return agreed | {key: str(value) for key, value in other.items()}


def written(*lines: dict[str, str], delimiter: str = ",") -> str:
    columns = HEADER.split(",")
    return "\n".join(delimiter.join(row) for row in [columns, *([line[c] for c in columns] for line in lines)]) + "\n"


@dataclass
class Books:
    """An office, a folder for files, and payments made to order."""

    office: Office
    folder: Path

    def pay(
        self, name: str, state: str = "succeeded", direction: str = "collect", at: str = NOON, amount: int = 5_000
    ) -> None:
        """A payment of this name in this state since then; one that succeeded is in the ledger too."""
        engine = self.office.counter.town.engine

        def make(db: Any) -> None:
            person = people.find_by_phone(db, MOUSSA)
            assert person
            id_ = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
            taken, reservation = Entry(person.account_id, -amount), None
            transit, our_float = (ledger.ours(db, f"{one}:mtn") for one in ("in_transit", "operator_float"))
            if direction == "pay":
                [held] = ledger.post(db, [Transfer(f"held {name}", "hold_withdrawal", (taken, Entry(transit, amount)))])
                assert held.outcome == "posted", held.reason
                reservation = held.transfer
            payments.create(
                db,
                NewPayment(
                    purpose="withdraw_money" if direction == "pay" else "add_money",
                    direction=direction,
                    reference=ours(name),
                    rail="mtn",
                    party=at_phone(MOUSSA),
                    channel="ussd",
                    person_id=person.id,
                    asked_by=person.id,
                    amount=amount,
                    reservation=reservation,
                    id=id_,
                ),
            )
            if state == "succeeded":
                entries = (Entry(our_float, -amount), Entry(person.account_id, amount))
                if direction == "pay":
                    entries = (Entry(our_float, amount), Entry(transit, -amount))
                ledger.post(db, [Transfer(f"payment:{id_}", "add_money", entries, ends=reservation)])
            db.execute(
                text("""UPDATE payment SET state = :state, handle = :handle, operator_id = :operator_id, due_at = NULL,
                    created_at = CAST(:at AS timestamptz), changed_at = CAST(:at AS timestamptz) WHERE id = :id"""),
                {"id": id_, "state": state, "handle": f"handle-{name}", "operator_id": f"op-{name}", "at": at},
            )

        in_transaction(engine, make)

    def file(self, content: str | bytes, name: str = "mtn.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def reconcile(self, *lines: dict[str, str], day: date | None = None) -> judge.Report:
        return self.reconcile_file(self.file(written(*lines)), day)

    def reconcile_file(self, path: Path, day: date | None = None) -> judge.Report:
        file = settlement_file.open_file(path)
        with self.office.counter.town.engine.begin() as db:
            return judge.reconcile(db, "mtn", file, settlement_file.read_lines(file), day)

    def open(self) -> list[tuple[str, str]]:
        """What is not resolved: class, and our reference or the operator's id."""
        with self.office.counter.town.engine.begin() as db:
            found = list(list_discrepancies(db, "mtn", corrected=False))
        return [(one.kind, one.reference or one.operator_id) for one in found]

    def named(self) -> Discrepancy:
        """The one discrepancy there is."""
        with self.office.counter.town.engine.begin() as db:
            [found] = list_discrepancies(db, "mtn", corrected=False)
        return found

    def counts(self, report: judge.Report) -> dict[str, int]:
        return {name: total.lines for name, total in report.totals.items()}

    def balance(self, code: str) -> int:
        return in_transaction(self.office.counter.town.engine, lambda db: ledger.balance(db, ledger.ours(db, code)))

    def state_of_all(self) -> list[Any]:
        """Everything a reconciliation may write."""
        rows = self.office.rows("SELECT to_jsonb(r)::text AS row FROM settlement_row r ORDER BY id")
        rows += self.office.rows("SELECT to_jsonb(d)::text AS row FROM discrepancy d ORDER BY id")
        rows += self.office.rows("SELECT to_jsonb(t)::text AS row FROM transfer t ORDER BY 1")
        return [row.row for row in rows]

    def read(self, content: str | bytes) -> list[SettlementLine]:
        return list(settlement_file.read_lines(settlement_file.open_file(self.file(content))))
