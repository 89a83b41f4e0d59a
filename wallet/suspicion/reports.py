"""Reports of suspicion as they are kept: each under its number, as ANIF and staff say it, DOS-2026-0001."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.core.sealed_content import NotOpened, SealedContent, decrypt, encrypt
from wallet.core.secrets import Secrets
from wallet.suspicion.facts import SuspicionFacts

NAME: Final = "'DOS-' || year || '-' || lpad(number::text, 4, '0')"
KEEP: Final = text(f"""INSERT INTO suspicion_report
      (year, number, id, written_by, written_at, sealed_key, nonce, content)
    VALUES (0, 1, CAST(:id AS uuid), :login, now(), :sealed_key, :nonce, :content) RETURNING {NAME}""")  # noqa: S608 - constants
SELECTED: Final = f"SELECT {NAME} AS name, id::text, written_by, written_at FROM suspicion_report"  # noqa: S608 - constants
OPEN: Final = text("SELECT sealed_key, nonce, content FROM open_suspicion_report(CAST(:id AS uuid))")


@dataclass(frozen=True)
class SuspicionReport:
    """A report, of which nothing is told but its number, who wrote it, and when."""

    name: str
    id: str
    written_by: str
    written_at: datetime


def keep(db: Connection, secrets: Secrets, report_id: str, facts: SuspicionFacts, login: str) -> str:
    """Keep a report, encrypted, and return its name: the next of its year."""
    content = json.dumps(facts.to_content(), ensure_ascii=False, sort_keys=True).encode()
    row = {"id": report_id, "login": login, **encrypt(secrets, "suspicion", report_id, content)._asdict()}
    return str(db.execute(KEEP, row).scalar_one())


def get(db: Connection, name: str) -> SuspicionReport:
    """Return the report of a name. Raises Refused for none."""
    said = re.fullmatch(r"DOS-([0-9]{4})-([0-9]{4,9})", name.upper())
    found = text(f"{SELECTED} WHERE (year, number) = (:year, :number)")
    year, number = (int(said[1]), int(said[2])) if said else (0, 0)
    row = db.execute(found, {"year": year, "number": number}).one_or_none()
    if row is None:
        raise Refused("staff.no_report", report=name)
    return SuspicionReport(**row._mapping)


def list_all(db: Connection) -> list[SuspicionReport]:
    """Return the newest 500, newest first."""
    found = db.execute(text(f"{SELECTED} ORDER BY year DESC, number DESC LIMIT 500"))
    return [SuspicionReport(**row._mapping) for row in found]


def open_for_reading(db: Connection, secrets: Secrets, report_id: str) -> dict[str, Any]:
    """Return what a report says, while a login reads it, which the database knows. Raises Refused where none opens."""
    row = db.execute(OPEN, {"id": report_id}).one()
    try:
        facts: dict[str, Any] = json.loads(decrypt(secrets, "suspicion", report_id, SealedContent(*row)))
    except NotOpened:
        raise Refused("staff.report_unopened") from None
    return facts
