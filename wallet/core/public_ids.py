"""Ids as programs see them: the kind of thing, then the row's own in hexadecimal digits. `evt_0190…` is an event."""

import re
import uuid
from typing import Final, Literal

PublicKind = Literal[
    "try", "chk", "lnk", "ord", "pay", "ref", "txn", "evt", "end", "dlv", "ret", "cus", "inv", "quo", "sta", "pto",
    "req", "pln", "sub", "pyr", "doc", "per",
]  # fmt: skip
WRITTEN: Final = re.compile("(?a:([a-z]{3})_([0-9a-f]{32}))")
# Of an id that people type: of ten million rows drawn by chance hardly two begin alike, and a wrong digit names none.
SHORT_DIGITS: Final = 12
SHORT: Final = re.compile(f"(?a:([a-z]{{3}})_([0-9a-f]{{{SHORT_DIGITS},32}}))")


def write_id(kind: PublicKind, row_id: str) -> str:
    """Return a row's id as programs see it."""
    return f"{kind}_{uuid.UUID(row_id).hex}"


def find_id(kind: PublicKind, written: str) -> str | None:
    """Return a row's id of how a program writes it, None for what cannot be one of this kind."""
    read = WRITTEN.fullmatch(written)
    return str(uuid.UUID(read[2])) if read and read[1] == kind else None


def write_short_id(kind: PublicKind, row_id: str) -> str:
    """Return the beginning of a row's id, as staff type it: `per_3f2a91c07d5e`."""
    return write_id(kind, row_id)[: len(kind) + 1 + SHORT_DIGITS]


def find_between(kind: PublicKind, written: str) -> tuple[str, str] | None:
    """Return the first and the last id that begin as typed, the whole of one too; None for what begins none."""
    read = SHORT.fullmatch(written.strip().lower())
    if read is None or read[1] != kind:
        return None
    return str(uuid.UUID(read[2].ljust(32, "0"))), str(uuid.UUID(read[2].ljust(32, "f")))
