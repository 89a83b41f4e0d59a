"""Humans: whoever stands behind one wallet or several. What one person may move at most is theirs, not a wallet's.

Wallets are of one human when the same ID document was seen for them, or when one was opened again by the same number
within 90 days. A number that staff detached, because it went to somebody else, begins anew;
so does a wallet that they part from those a wrong document joined it to.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.people import people

SAME_OWNER_FOR: Final = timedelta(days=90)
LAST_OWNER: Final = text("""SELECT p.human_id::text FROM phone f JOIN person p ON p.id = f.person_id
    WHERE f.number = :number AND f.until > wallet_now() - :lately AND NOT f.passed_on ORDER BY f.until DESC LIMIT 1""")


def find_last_owner(db: Connection, number: str) -> str | None:
    """Return the human whose wallet this number reached of late, None for nobody."""
    found: str | None = db.execute(LAST_OWNER, {"number": number, "lately": SAME_OWNER_FOR}).scalar_one_or_none()
    return found


def join(db: Connection, person_ids: Sequence[str]) -> None:
    """Make these people's wallets those of one human; all of their wallets are locked until the transaction ends."""
    locked = people.lock_rows(db, *person_ids)
    humans = sorted({one.human_id for one in locked.values()})
    one_human = text("UPDATE person SET human_id = CAST(:first AS uuid) WHERE human_id = ANY(CAST(:others AS uuid[]))")
    if len(humans) > 1:
        db.execute(one_human, {"first": humans[0], "others": humans[1:]})


def part(db: Connection, person_id: str) -> None:
    """Make a wallet that of another human, whose ID nobody has seen; it is locked, with those it was joined to."""
    parted = text("UPDATE person SET human_id = gen_random_uuid(), tier = 0 WHERE id = CAST(:id AS uuid)")
    db.execute(parted, {"id": person_id})
