"""Ids as programs see them: the kind of thing, then the row's own in hexadecimal digits. `evt_0190…` is an event."""

import re
import uuid
from typing import Final, Literal

PublicKind = Literal[
    "try", "chk", "lnk", "ord", "pay", "ref", "txn", "evt", "end", "dlv", "ret", "cus", "inv", "quo", "sta", "pto",
    "req", "pln", "sub", "pyr", "doc",
]  # fmt: skip
WRITTEN: Final = re.compile("(?a:([a-z]{3})_([0-9a-f]{32}))")


def write_id(kind: PublicKind, row_id: str) -> str:
    """Return a row's id as programs see it."""
    return f"{kind}_{uuid.UUID(row_id).hex}"


def find_id(kind: PublicKind, written: str) -> str | None:
    """Return a row's id of how a program writes it, None for what cannot be one of this kind."""
    read = WRITTEN.fullmatch(written)
    return str(uuid.UUID(read[2])) if read and read[1] == kind else None
