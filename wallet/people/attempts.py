"""Tries of a secret: counted and committed before they are compared, so that a crash gives no free guess.

A PIN or a password locks after three wrong tries: for an hour, then a day, then until somebody lifts it (count_try, in
functions.sql). So three right PINs that are being compared lock for as long as that takes: whoever comes meanwhile
waits until it is known whether the lock stands, and is counted too. A code that was texted lives for minutes, so what
is limited is how many wrong ones come in a day from whoever types them.
"""

import time
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, Engine, text

from wallet.core import clock, hashes
from wallet.core.database import in_one_statement
from wallet.core.secrets import Secrets

COMPARING_SECONDS: Final = 3.0  # then whoever was comparing is taken for dead
LOOK_SECONDS: Final = 0.02  # as long as a comparison takes
TRIES: Final = 3  # this and the next are said; count_try counts by them
LOCK_HOURS: Final = (1, 24, 24 * 365 * 100)  # the third stays until staff lift it, or the owner of the database


class SecretTry(NamedTuple):
    """The result of a try. `left`: tries before it locks, 0 for the wrong one that locked; `locks`: how many in a row.

    `locked`: a lock stood already, so nothing was compared. `unknown`: the owner has no such secret.
    """

    result: Literal["right", "wrong", "locked", "unknown"]
    left: int = 0
    locks: int = 0
    hours: int | None = None  # that a lock which stood already still lasts
    undecided: bool = False  # that lock is of tries which may yet prove right, or is gone by now


COUNT: Final = text("""UPDATE pin counted SET (tries, locks, locked_until) = (
        SELECT * FROM count_try(counted.tries, counted.locks, counted.locked_until, wallet_now())),
      wrong = CASE WHEN tries = 0 OR locked_until IS NOT NULL THEN 0 ELSE wrong END
    WHERE person_id = :owner AND (locked_until IS NULL OR locked_until <= wallet_now())
      AND split_part(hash, '$', 1) = ANY(:peppers)
    RETURNING hash, tries, locks""")
# A PIN is the same by its salt, though its hash may just be sealed anew under another key.
# Committed without waiting for the disk: a server that crashes before it is written has forgotten nothing but that
# the secret was right, which gives no free guess.
CLEAR: Final = text("""UPDATE pin SET tries = 0, locks = 0, locked_until = NULL, right_at = wallet_now()
    WHERE person_id = :owner AND split_part(hash, '$', 6) = split_part(:compared, '$', 6)
      AND set_config('synchronous_commit', 'off', true) = 'off'""")
WRONG: Final = text("UPDATE pin SET wrong = least(wrong + 1, tries) WHERE person_id = :owner")
LEFT: Final = "greatest(ceil(extract(epoch FROM locked_until - wallet_now()) / 3600), 1)::int"
LOCKS: Final = text(f"""SELECT locks, {LEFT} AS hours, locked_until > wallet_now() AS locked,
    locked_until IS NULL OR locked_until <= wallet_now() OR wrong < tries AS undecided,
    split_part(hash, '$', 1) AS pepper FROM pin WHERE person_id = :owner""")  # noqa: S608 - a constant


def try_pin(engine: Engine, secrets: Secrets, owner: str, typed: str) -> SecretTry:
    """Count a try of this person's PIN, commit, compare, and clear the count when it is right. Returns what came.

    Raises KeyError, with nothing counted, for a PIN under a pepper that is gone: nobody is to be locked for that.
    """
    asked = {"owner": owner, "peppers": secrets.ids}
    patience = time.monotonic() + COMPARING_SECONDS
    while (row := in_one_statement(engine, lambda db: db.execute(COUNT, asked).one_or_none())) is None:
        why = _find_why_uncounted(engine, secrets, owner)
        if not why.undecided or time.monotonic() > patience:
            return why
        time.sleep(LOOK_SECONDS)
    if not hashes.match(secrets, "pin", owner, row.hash, typed):
        in_one_statement(engine, lambda db: db.execute(WRONG, {"owner": owner}))
        return SecretTry("wrong", TRIES - row.tries, row.locks)
    right = {"owner": owner, "compared": row.hash}
    in_one_statement(engine, lambda db: db.execute(CLEAR, right))
    return SecretTry("right")


def _find_why_uncounted(engine: Engine, secrets: Secrets, owner: str) -> SecretTry:
    """Return why a try was not counted: a lock, or no PIN. Raises KeyError for a PIN under a pepper that is gone."""
    row = in_one_statement(engine, lambda db: db.execute(LOCKS, {"owner": owner}).one_or_none())
    if row and not row.locked and row.pepper not in secrets.ids:
        raise KeyError(f"pepper {row.pepper}")
    return SecretTry("unknown") if row is None else SecretTry("locked", 0, row.locks, row.hours, row.undecided)


def find_hours(locks: int) -> int | None:
    """Return how long this lock of a row of locks lasts, in hours; None for the last one, which somebody must lift."""
    return LOCK_HOURS[locks - 1] if locks < len(LOCK_HOURS) else None


@dataclass(frozen=True)
class WrongCodes:
    """Wrong codes each `owner` of a table typed today (in Douala): `most` a day, in wrong_codes, wrong_day."""

    table: str
    owner: str
    most: int

    def count(self, db: Connection, owner: str) -> int:
        """Count a code as wrong before it is compared; return how many today. Above `most`, none is to be compared."""
        counted = text(f"""UPDATE {self.table} SET wrong_day = {clock.TODAY}, wrong_codes = least(:most + 1,
                CASE WHEN wrong_day = {clock.TODAY} THEN wrong_codes + 1 ELSE 1 END)
            WHERE {self.owner} = :owner RETURNING wrong_codes""")  # noqa: S608 - constants
        return int(db.execute(counted, {"owner": owner, "most": self.most}).scalar_one())

    def take_back(self, db: Connection, owner: str, codes: int = 1) -> None:
        """Count one less, because the code was right; 0 does the same work for a wrong one."""
        fewer = text(f"""UPDATE {self.table} SET wrong_codes = greatest(wrong_codes - :codes, 0)
            WHERE {self.owner} = :owner""")  # noqa: S608 - constants
        db.execute(fewer, {"owner": owner, "codes": codes})

    def read(self, db: Connection, owner: str) -> int:
        """Return how many are counted."""
        counted = text(f"SELECT wrong_codes FROM {self.table} WHERE {self.owner} = :owner")  # noqa: S608 - constants
        return int(db.execute(counted, {"owner": owner}).scalar_one())
