"""Comparing names with lists: whoever is due, and everybody with a new list, a slice at a time.

Each is committed with how far it came.

A slice that is cut off leaves nothing, and is done again; one that is done again finds what it found before.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core import thresholds
from wallet.sanctions import lists
from wallet.sanctions.folded_names import fold_name

DUE_AT_ONCE: Final = 200
SWEPT_AT_ONCE: Final = 500
KINDS: Final = ("person", "business", "member", "payee")  # in the order in which a new list comes to them
IS_DUE: Final = "SELECT 1 FROM sanction_due UNION ALL SELECT 1 FROM sanction_list WHERE swept_at IS NULL"
TAKE_DUE: Final = text("""DELETE FROM sanction_due d USING (
      SELECT kind, id FROM sanction_due ORDER BY since LIMIT :most FOR UPDATE SKIP LOCKED) taken
    WHERE (d.kind, d.id) = (taken.kind, taken.id) RETURNING d.kind, d.id""")
TAKE_LIST: Final = text(f"""SELECT id, source, swept_kind, swept_to, id NOT IN ({lists.IN_FORCE}) AS outdated
    FROM sanction_list l WHERE swept_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED""")  # noqa: S608 - constants
SWEPT: Final = text("""UPDATE sanction_list SET swept_kind = :kind, swept_to = :to, swept = swept + :many,
      swept_at = CASE WHEN :ended THEN wallet_now() END WHERE id = :list""")
AFTER: Final = text("SELECT list_screened_after(:kind, :after, :most)")
NAMED: Final = text("SELECT id, name FROM list_screened(:kind, CAST(:ids AS uuid[]))")
OPEN_HIT: Final = text("SELECT open_sanction_hit(:kind, :id, :name, :entry, :alike, :score, :strong)")
ENTRY_NAMES: Final = text("SELECT names FROM sanction_entry WHERE id = :entry")
KEEP_SCREENED: Final = text("""INSERT INTO sanction_screened AS s (kind, id, name, lists, at)
    SELECT :kind, told.id, told.name, CAST(:lists AS bigint[]), wallet_now()
    FROM jsonb_to_recordset(CAST(:named AS jsonb)) AS told (id uuid, name text)
    ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, at = excluded.at, lists = CASE
      WHEN s.name = excluded.name THEN ARRAY(SELECT DISTINCT l FROM unnest(s.lists || excluded.lists) l ORDER BY l)
      ELSE excluded.lists END""")


def screen_due(db: Connection) -> int:
    """Compare a slice of those that are due with every list in force; return how many were."""
    due: dict[str, list[Any]] = {}
    for row in db.execute(TAKE_DUE, {"most": DUE_AT_ONCE}):
        due.setdefault(row.kind, []).append(row.id)
    in_force = lists.list_in_force(db)
    for kind, ids in due.items():
        compare(db, kind, ids, in_force)
    return sum(map(len, due.values()))


def sweep(db: Connection) -> bool:
    """Compare a slice of everybody with a list that not all were compared with; return False where none is left.

    One that is not in force any more goes no further.
    """
    found = db.execute(TAKE_LIST).one_or_none()
    if found is None:
        return False
    asked = {"kind": found.swept_kind, "after": found.swept_to, "most": SWEPT_AT_ONCE}
    ids = [] if found.outdated else list(db.execute(AFTER, asked).scalars())
    compare(db, found.swept_kind, ids, [found.id])
    following = KINDS.index(found.swept_kind) + 1
    ended = found.outdated or (not ids and following == len(KINDS))
    kind = found.swept_kind if ids or ended else KINDS[following]
    to = ids[-1] if ids else (found.swept_to if ended else None)
    db.execute(SWEPT, {"list": found.id, "kind": kind, "to": to, "many": len(ids), "ended": ended})
    return True


def compare(db: Connection, kind: str, ids: Sequence[Any], with_lists: Iterable[int]) -> None:
    """Compare people or businesses of a kind with lists, and put before staff what is alike."""
    named = db.execute(NAMED, {"kind": kind, "ids": list(ids)}).all() if ids else []
    numbers = list(with_lists)
    if not named or not numbers:
        return
    least, strong = (thresholds.get_threshold(db, name) for name in ("sanction_case", "sanction_block"))
    for number in numbers:
        laid = lists.lay(db, number)
        for row in sorted(named, key=lambda one: one.id):
            for found in laid.find_alike(row.name, least):
                open_hit(db, kind, row.id, row.name, found.entry, found.score, is_strong=found.score >= strong)
    told = json.dumps([{"id": str(row.id), "name": row.name} for row in named])
    db.execute(KEEP_SCREENED, {"kind": kind, "lists": numbers, "named": told})


def open_hit(db: Connection, kind: str, id_: Any, name: str, entry: int, score: int, *, is_strong: bool) -> None:
    """Put a name that is like an entry's before staff, where it was not before."""
    names = db.execute(ENTRY_NAMES, {"entry": entry}).scalar_one()
    sides = json.dumps([fold_name(name), sorted(fold_name(one) for one in names)])
    db.execute(OPEN_HIT, {
        "kind": kind, "id": id_, "name": name, "entry": entry, "score": score, "strong": is_strong,
        "alike": hashlib.sha256(sides.encode()).hexdigest(),
    })  # fmt: skip
