"""Import an operator's file, as a login that stands in the trail for it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from wallet.reconciliation import reconciliation
from wallet.reconciliation.reconciliation import Report
from wallet.reconciliation.settlement_file import SettlementFile
from wallet.reconciliation.settlement_lines import SettlementLine
from wallet.staff import audit

KIND = "import_file"


def import_file(
    db: Connection, session: bytes, rail: str, file: SettlementFile, lines: Iterable[SettlementLine], day: date | None
) -> Report:
    """Reconcile a file, and note whose session imported it, or had what it touches judged again.

    Raises what `reconciliation.reconcile` raises; nothing is kept then.
    """
    audit.begin(db, session, KIND)
    report = reconciliation.reconcile(db, rail, file, lines, day)
    after = {"rail": rail, "name": file.path.name[:200], "sha256": file.sha256, "new_lines": report.new_lines}
    audit.note(db, session, KIND, f"F{report.file}", {}, after, "reconcile")
    return report
