"""Callbacks of operators: kept as they came but for what is never kept, and taken for a hint to ask, never for news.

What proves one, a secret or a signature in a header, is kept as its HMAC alone: enough to see that it was right. Its
key is the secret of the door it came by, which the web app has and the rail's own worker; that has no pepper of ours.
"""

import hmac
import json
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.driver import run_statement, write_for_driver
from wallet.payments import payments

AT_ONCE: Final = 500
SEALS: Final = "proof of a callback:"  # so that no seal is that of anything else a door's secret is the key of
DIGITS: Final = 32
PARKED: Final = timedelta(minutes=10)  # a callback may come before the payment it names is committed

# It need not have reached the disk when it is answered: a crash that loses a hint leaves the poll at its usual time.
KEEP: Final = write_for_driver("""INSERT INTO callback_in (id, rail, body, proof, heard_at)
    SELECT gen_random_uuid(), :rail, :body, :proof, wallet_now() FROM set_config('synchronous_commit', 'off', true)""")


Signed = Callable[[str], bool]  # was a callback sent with this proof?


def cut(body: bytes, never_kept: Collection[str]) -> bytes:
    """Return a callback's JSON without these members, wherever they stand: a card's token is kept nowhere.

    Where anything is to be cut, what is no JSON is not kept at all: nobody can say what it holds.
    """
    if not never_kept:
        return body
    try:
        read = json.loads(body, object_hook=lambda one: {key: one[key] for key in one if key.lower() not in never_kept})
    except (ValueError, RecursionError):
        return b""
    return json.dumps(read).encode()


def keep(db: Connection, rail: str, body: bytes, proof: str = "") -> None:
    """Keep a callback, its proof sealed: one statement, and the only thing done before it is answered."""
    run_statement(db, KEEP, {"rail": rail, "body": body, "proof": proof})


def seal_proof(door: str, proof: str) -> str:
    """Return what is kept of a callback's proof, "" of one without; `door` is the secret of the door it came by."""
    return hmac.new(door.encode(), f"{SEALS}{proof}".encode(), "sha256").hexdigest()[:DIGITS] if proof else ""


def compare_proof(doors: Sequence[str], kept: str) -> Signed:
    """Return the question whether a callback came with a proof, by any of these secrets of its door.

    It is answered in constant time, and never yes to "".
    """

    def signed(expected: str) -> bool:
        ways = [seal_proof(door, expected) for door in doors] if kept and expected else []
        return any(hmac.compare_digest(kept, way) for way in ways)

    return signed


HEARD: Final = text("""SELECT id, body, proof FROM callback_in WHERE rail = :rail AND state = 'waiting'
    ORDER BY heard_at DESC LIMIT :most FOR UPDATE SKIP LOCKED""")
STILL_PARKED: Final = text("""SELECT id, hint FROM callback_in WHERE rail = :rail AND state = 'parked'
    ORDER BY heard_at DESC LIMIT :most FOR UPDATE SKIP LOCKED""")
PARK: Final = text("""UPDATE callback_in c SET state = CASE hint.named WHEN '' THEN 'unmatched' ELSE 'parked' END,
    hint = hint.named FROM unnest(CAST(:ids AS uuid[]), CAST(:hints AS text[])) AS hint (id, named)
    WHERE c.id = hint.id""")
MATCH: Final = text("UPDATE callback_in SET state = 'matched' WHERE id = ANY(CAST(:ids AS uuid[]))")
DROP: Final = text("""UPDATE callback_in SET state = 'unmatched'
    WHERE rail = :rail AND state = 'parked' AND heard_at <= wallet_now() - :parked""")


def read_waiting(db: Connection, rail: str, read: Callable[[bytes, Signed], str], doors: Sequence[str]) -> int:
    """Ask now about every payment that a callback names; returns how many were read, the newest first.

    `doors` are the secrets of the rail's door, by which a proof is known again.

    One that names no payment of ours is parked, out of the way of others: what it names is looked for with theirs, for
    ten minutes.
    """
    db.execute(DROP, {"rail": rail, "parked": PARKED})
    asked = {"rail": rail, "most": AT_ONCE}
    heard = {row.id: read(bytes(row.body), compare_proof(doors, row.proof)) for row in db.execute(HEARD, asked)}
    parked = {row.id: row.hint for row in db.execute(STILL_PARKED, asked)}
    named = payments.ask_now(db, rail, list({*heard.values(), *parked.values()}))
    matched = [id_ for id_, hint in (heard | parked).items() if hint in named]
    db.execute(MATCH, {"ids": matched})
    unknown = {id_: hint for id_, hint in heard.items() if hint not in named}
    db.execute(PARK, {"ids": list(unknown), "hints": list(unknown.values())})
    return len(heard)
