"""Import a bank's statement, as a login that stands in the trail for it."""

from sqlalchemy import Connection

from wallet.banks.statement_file import StatementFile
from wallet.reconciliation import bank_accounts, bank_import
from wallet.reconciliation.bank_import import ImportReport
from wallet.staff import audit

KIND = "import_statement"


def import_statement(db: Connection, session: bytes, rib: str, file: StatementFile) -> ImportReport:
    """Import a statement of our account under a RIB, and note whose session did, unless it was imported before.

    Raises Refused for no account of ours, and what `bank_import.import_statement` raises; nothing is kept then.
    """
    account = bank_accounts.get(db, rib)
    if bank_import.find_file(db, account, file):
        return bank_import.import_statement(db, account, file)
    audit.begin(db, session, KIND)
    report = bank_import.import_statement(db, account, file)
    after = {"account": rib, "name": file.path.name[:200], "sha256": file.sha256, "new_lines": report.new_lines}
    audit.note(db, session, KIND, f"B{report.file}", {}, after, "statement")
    return report
