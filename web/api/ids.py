"""Ids as programs see them: what it is, then the row's own in hexadecimal digits. `evt_0190…` names one event."""

import re
import uuid

from web.api.problems import not_found


def write_id(prefix: str, row_id: str) -> str:
    """Return a row's id as programs see it."""
    return f"{prefix}_{uuid.UUID(row_id).hex}"


def read_id(prefix: str, written: str) -> str:
    """Return a row's id of how a program writes it. Raises Trouble for what cannot be one: it names nothing."""
    if not re.fullmatch(rf"{prefix}_[0-9a-f]{{32}}", written):
        raise not_found()
    return str(uuid.UUID(written.removeprefix(f"{prefix}_")))


def id_pattern(prefix: str) -> str:
    """Return the pattern of such ids, as the papers say it."""
    return f"^{prefix}_[0-9a-f]{{32}}$"
