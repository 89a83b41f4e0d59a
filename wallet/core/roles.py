"""The database's roles: one for each kind of process, each given the least (wallet/migrations/grants.txt)."""

from typing import Final, Literal

ProcessKind = Literal["web", "worker", "office", "read"]

# web: `serve`; worker: workers and the tick; office: what staff's commands speak to; read: `check` and other reports.
ROLES: Final[dict[ProcessKind, str]] = {
    "web": "mbongo_web",
    "worker": "mbongo_worker",
    "office": "mbongo_office",
    "read": "mbongo_read",
}


def url_variable(kind: ProcessKind) -> str:
    """Return the variable that holds the database's address for a kind of process."""
    return f"MBONGO_{kind.upper()}_DATABASE_URL"
