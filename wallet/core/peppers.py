"""The turn of a pepper: what stands under another than the newest is sealed anew, without anybody's secret."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, TextClause, text

from wallet.core import hashes
from wallet.core.database import in_transaction
from wallet.core.secrets import Secrets

AT_ONCE: Final = 500  # rows that wait for one another no longer than a hop notices
ANOTHERS: Final = "split_part({hash}, '$', 1) <> :newest"
PINS: Final = text(f"""SELECT person_id, hash, past FROM pin
    WHERE person_id > :after
      AND ({ANOTHERS.format(hash="hash")} OR EXISTS (SELECT FROM unnest(past) one WHERE {ANOTHERS.format(hash="one")}))
    ORDER BY person_id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - constants
KEEP_PIN: Final = text("UPDATE pin SET hash = :hash, past = :past WHERE person_id = :person_id")
LOGINS: Final = text(f"""SELECT login, recipe, verifier FROM staff
    WHERE login > :after AND {ANOTHERS.format(hash="recipe")}
    ORDER BY login LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - constants
# What was counted of an old key is of no use for the new one: whoever signs in just now types again.
KEEP_LOGIN: Final = text("""UPDATE staff SET recipe = :recipe,
    verifier = CASE WHEN :key = ''::bytea THEN verifier ELSE sha256(:key) END WHERE login = :login""")
COUNTS: Final = text("SELECT what, pepper, many FROM count_by_pepper()")


@dataclass(frozen=True)
class Standing:
    """A count: how many of something stand under a pepper, by its id."""

    what: str
    pepper: str
    many: int


def count_standing(db: Connection) -> list[Standing]:
    """Return what stands under each pepper."""
    return [Standing(*row) for row in db.execute(COUNTS)]


def move(engine: Engine, secrets: Secrets) -> int:
    """Seal under the newest pepper all PINs, those of before and staff's passwords; `engine` is the owner's.

    Returns how many rows were. May run beside everything, and be cut short. Raises KeyError for a pepper that is gone.
    """
    return sum(_move(engine, secrets, kind) for kind in KINDS)


def _move(engine: Engine, secrets: Secrets, kind: "Kind") -> int:
    after, moved = kind.first, 0

    def move_some(db: Connection) -> list[dict[str, Any]]:
        rows = [kind.reseal(secrets, row) for row in db.execute(kind.find, {"newest": secrets.newest, "after": after})]
        if rows:
            db.execute(kind.keep, rows)
        return rows

    while rows := in_transaction(engine, move_some):
        after, moved = rows[-1][kind.owner], moved + len(rows)
    return moved


def _reseal_pin(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    anew = {one: _reseal(secrets, one) for one in {row.hash, *row.past}}
    return {"person_id": row.person_id, "hash": anew[row.hash], "past": [anew[one] for one in row.past]}


def _reseal(secrets: Secrets, stored: str) -> str:
    return stored if stored.startswith(f"{secrets.newest}$") else hashes.reseal(secrets, "pin", stored)


def _reseal_login(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    recipe, key = hashes.reseal_recipe(secrets, "password", row.recipe, row.verifier)
    return {"login": row.login, "recipe": recipe, "key": key}


@dataclass(frozen=True)
class Kind:
    """Rows that are moved some at a time in the order of their `owner`, which is above `first`."""

    find: TextClause
    keep: TextClause
    reseal: Callable[[Secrets, Row[Any]], dict[str, Any]]
    owner: str
    first: str


KINDS: Final = (
    Kind(PINS, KEEP_PIN, _reseal_pin, "person_id", "00000000-0000-0000-0000-000000000000"),
    Kind(LOGINS, KEEP_LOGIN, _reseal_login, "login", ""),
)
