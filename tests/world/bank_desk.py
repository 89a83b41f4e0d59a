"""An account of ours at a simulated bank, a shop's checkouts, and the import of statements that tell of both."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from simulators.bank.booked import BankStatement, Booked
from tests.world.bank_files import FORMS, OURS, make_statement
from tests.world.cashier import Cashier
from tests.world.cast import ALICE
from tests.world.office import Office
from tests.world.world import World
from wallet.banks.rib import Rib
from wallet.banks.statement_file import open_statement
from wallet.business.checkouts import Checkout
from wallet.reconciliation import bank_accounts, bank_lines
from wallet.reconciliation.bank_codes import write_rf_code
from wallet.reconciliation.bank_import import ImportReport
from wallet.staff.import_statement import import_statement


@dataclass
class BankDesk:
    """Our account at a bank, noted here, and a folder for its statements."""

    world: World
    office: Office
    cashier: Cashier
    folder: Path
    written: list[Path] = field(default_factory=list)

    @classmethod
    def open(cls, world: World, office: Office, cashier: Cashier, folder: Path) -> "BankDesk":
        """Note our account."""
        world.do_as_owner(lambda db: bank_accounts.add(db, Rib(OURS), "XAF", "iso_03", "Trust"))
        return cls(world, office, cashier, folder)

    @property
    def today(self) -> date:
        """Return the day it is in Douala, by the wallet's clock."""
        day: date = self.world.one("SELECT (wallet_now() AT TIME ZONE 'Africa/Douala')::date")
        return day

    def code(self, checkout: Checkout) -> str:
        """Return the 8 digits of a checkout."""
        return self.cashier.code_of(checkout)

    def rf(self, checkout: Checkout) -> str:
        """Return the RF reference by which a payer's bank names a checkout."""
        return write_rf_code(self.code(checkout))

    def booked(self, amount: int = 5_000, words: str = "", **more: Any) -> Booked:
        """Return a movement of today."""
        return Booked(self.today, amount, words, **more)

    def write(self, statement: BankStatement, form: str = "camt053.08") -> Path:
        """Write a statement to a file of its own."""
        path = self.folder / f"statement-{len(self.written)}"
        path.write_bytes(FORMS[form][0](statement))
        self.written.append(path)
        return path

    def take(self, *lines: Booked, form: str = "camt053.08", number: str = "69") -> ImportReport:
        """Import a statement that books these."""
        return self.take_file(self.write(make_statement(*lines, number=number), form))

    def take_file(self, path: Path, rib: str = OURS) -> ImportReport:
        """Import a file as a statement of an account. Raises Refused."""
        session = self.office.sign_in(ALICE).secret
        work = partial(import_statement, session=session, rib=rib, file=open_statement(path))
        report: ImportReport = self.world.do(work, "office")
        return report

    def judge(self, *lines: Booked) -> list[tuple[str, str, str]]:
        """Import these and return what each is: state, how, and the code of its checkout."""
        self.take(*lines)
        names = self.column("SELECT 'L' || id FROM bank_line ORDER BY id")
        found = self.world.do(lambda db: [bank_lines.get_line(db, name) for name in names], "office")
        return [(one.state, one.how, one.code) for one in found]

    def rows(self, query: str) -> list[Any]:
        """Return what the database holds, as its owner sees it."""
        return list(self.world.do_as_owner(lambda db: db.execute(text(query)).all()))

    def column(self, query: str) -> list[Any]:
        """Return the first column of what the database holds."""
        return [row[0] for row in self.rows(query)]

    def cases(self) -> list[str]:
        """Return the kinds of the open cases of statements' lines."""
        return list(self.column(
            "SELECT kind FROM case_file WHERE kind LIKE 'bank_line%' AND state = 'open' ORDER BY number"))  # fmt: skip

    def everything(self) -> list[Any]:
        """Return all that imports have written, without when."""
        return [
            *self.rows("SELECT * FROM bank_line ORDER BY id"),
            *self.rows("SELECT number, kind, detail, state FROM case_file ORDER BY number"),
        ]
