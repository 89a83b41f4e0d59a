"""Operations claimed by hand, as whoever took a process over does: with its pepper, or without."""

import json
from typing import Any

from sqlalchemy import Connection, text

from tests.world.sealed import KEYS
from wallet.core.operation_keys import prove

CLAIM = text("SELECT claim_operation(:said, :reference, :pepper, :proof)")
NOBODY = ("person", "")


def say(key: str, kind: str, actor: tuple[str, str] = NOBODY, **content: Any) -> str:
    """Return what an operation says that nobody asked for; an actor is a kind and an id."""
    row = {"key": key, "actor_kind": actor[0], "actor_id": actor[1], "channel": "ussd", "kind": kind}
    return json.dumps({**row, "content": content})


def claim(
    db: Connection, key: str, kind: str, actor: tuple[str, str] = NOBODY, reference: str = "", **content: Any
) -> str | None:
    """Claim an operation that nobody asked for, as a process with the pepper can; return its reference."""
    said = say(key, kind, actor, **content)
    return claim_said(db, said, prove(KEYS, said), reference or key)


def claim_said(db: Connection, said: str, proof: bytes, reference: str = "R-1", pepper: str = "1") -> str | None:
    """Claim what is said, by this proof; return its reference."""
    row = {"said": said, "reference": reference, "pepper": pepper, "proof": proof}
    taken: str | None = db.execute(CLAIM, row).scalar_one()
    return taken
