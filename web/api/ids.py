"""Ids that a program names: what cannot be one names nothing."""

from wallet.core.public_ids import PublicKind, find_id
from web.api.problems import not_found


def read_id(kind: PublicKind, written: str) -> str:
    """Return a row's id of how a program writes it. Raises Trouble for what cannot be one."""
    row_id = find_id(kind, written)
    if row_id is None:
        raise not_found()
    return row_id
