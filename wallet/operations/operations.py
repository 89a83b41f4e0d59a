"""Operations: what a person did and can see, each under the key that makes it happen once."""

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core import operation_keys
from wallet.core.driver import find_row, run_statement, write_for_driver
from wallet.core.references import reference
from wallet.core.secrets import Secrets
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase

REFERENCE_TRIES: Final = 8
NO_KEY: Final = ""  # the newest pepper's is not kept yet

RECALL: Final = text("""SELECT actor_kind, actor_id, phone, kind, content, reference, sentence, "values", refused, told
    FROM operation WHERE key = :key AND sentence IS NOT NULL""")
CLAIM: Final = write_for_driver("SELECT claim_operation(:said, :reference, :pepper, :proof) AS reference")
REMEMBER: Final = """UPDATE operation
    SET sentence = :sentence, "values" = :values, refused = :refused, told = :told WHERE key = :key"""
REMEMBER_ONE: Final = write_for_driver(REMEMBER)


@dataclass(frozen=True)
class Stored:
    """An operation found under a key."""

    actor_kind: str
    actor_id: str
    phone: str | None
    kind: str
    content: dict[str, Any]
    reference: str
    outcome: Outcome

    def is_same(self, actor: Actor, case: UseCase) -> bool:
        """True when just this was asked by this actor, or from this phone: a wallet may have come there, or gone."""
        same_phone = bool(actor.phone) and self.phone == actor.phone
        same_actor = (self.actor_kind, self.actor_id) == (actor.kind, actor.id)
        asked = json.loads(json.dumps(case.to_content()))  # as it is stored: a tuple is a list
        return (same_actor or same_phone) and (self.kind, self.content) == (case.kind, asked)


def recall(db: Connection, key: str) -> Stored | None:
    """Return what was done under this key, or None when it is not known by now."""
    row = db.execute(RECALL, {"key": key}).one_or_none()
    if row is None:
        return None
    outcome = Outcome(row.sentence, row.values, row.refused, row.told)
    return Stored(row.actor_kind, row.actor_id, row.phone, row.kind, row.content, row.reference, outcome)


def claim(db: Connection, secrets: Secrets, key: str, actor: Actor, channel: str, case: UseCase) -> str | None:
    """Take a key for this transaction and answer its reference; None when another had it first (and has committed)."""
    said = say(key, actor, channel, case)
    row = {"said": said, "pepper": secrets.newest, "proof": operation_keys.prove(secrets, said)}
    for attempt in range(REFERENCE_TRIES):
        row["reference"] = reference(key, attempt)
        taken = find_row(db, CLAIM, row).reference
        if taken == NO_KEY:
            operation_keys.keep(db, secrets)
            taken = find_row(db, CLAIM, row).reference
        if taken:
            return str(taken)
        if db.execute(text("SELECT 1 FROM operation WHERE key = :key"), {"key": key}).first():
            return None
    raise RuntimeError("eight references in a row were taken")


def say(key: str, actor: Actor, channel: str, case: UseCase) -> str:
    """Return all that an operation's row will say, but for its reference, as it is proved."""
    return json.dumps({
        "key": key, "actor_kind": actor.kind, "actor_id": actor.id, "phone": actor.phone or None, "channel": channel,
        "kind": case.kind, "content": case.to_content(),
    })  # fmt: skip


def remember(db: Connection, key: str, outcome: Outcome) -> None:
    """Keep the outcome under its key, refusals too."""
    run_statement(db, REMEMBER_ONE, write_row(key, outcome))


def write_row(key: str, outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as REMEMBER writes it."""
    return {"key": key, **vars(outcome), "values": json.dumps(outcome.values)}
