"""References of what nobody asked for by an operation: a payout by schedule, a charge of a subscription, a salary."""

from collections.abc import Sequence
from itertools import count
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.references import reference

TAKEN: Final = text("""SELECT n.reference FROM unnest(CAST(:names AS text[])) AS n (reference)
    WHERE EXISTS (SELECT FROM operation o WHERE o.reference = n.reference)
    OR EXISTS (SELECT FROM payout p WHERE p.reference = n.reference)
    OR EXISTS (SELECT FROM payroll_line l WHERE l.reference = n.reference)
    OR EXISTS (SELECT FROM charge c WHERE c.reference = n.reference)""")


def draw(db: Connection, key: str) -> str:
    """Return a reference that nothing has yet."""
    return draw_many(db, [key])[0]


def draw_many(db: Connection, keys: Sequence[str]) -> list[str]:
    """Return for each key a reference that nothing has yet, no two the same."""
    names: dict[str, str] = {}
    for attempt in count():
        left = {key: reference(key, attempt) for key in keys if key not in names}
        if not left:
            break
        taken = set(db.execute(TAKEN, {"names": list(left.values())}).scalars()) | set(names.values())
        for key, name in left.items():
            if name not in taken:
                names[key] = name
                taken.add(name)
    return [names[key] for key in keys]
