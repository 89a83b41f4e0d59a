"""Operations: what a person did and can see, each under the key that makes it happen once."""

import json
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Final, Literal, Self, get_type_hints

from sqlalchemy import Connection, text

from wallet.core.references import reference
from wallet.core.secrets import Secrets
from wallet.operations.proofs import Proof
from wallet.people.people import Caller, Person

Channel = Literal["ussd", "sms"]
Accepts = tuple[type[Proof] | None, ...]
REFERENCE_TRIES: Final = 8

RECALL: Final = text("""SELECT phone, kind, content, reference, sentence, "values", refused FROM operation
    WHERE key = :key AND sentence IS NOT NULL""")
CLAIM: Final = text("""INSERT INTO operation (key, phone, person_id, kind, content, reference, at)
    VALUES (:key, :phone, :person, :kind, :content, :reference, wallet_now())
    ON CONFLICT DO NOTHING RETURNING reference""")
REMEMBER: Final = text("""UPDATE operation SET sentence = :sentence, "values" = :values, refused = :refused
    WHERE key = :key""")


@dataclass(frozen=True)
class Outcome:
    """What came of it, as a sentence key and plain values: said now, and again in the same words."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)
    refused: bool = False


@dataclass(frozen=True)
class Deed:
    """One use case being done: who asks, who is concerned (locked), under which key and reference."""

    key: str
    reference: str
    channel: Channel
    caller: Caller
    people: dict[str, Person]
    secrets: Secrets

    @property
    def person(self) -> Person:
        """The person who asks. Raises KeyError for a stranger."""
        return self.people[self.caller.person_id]


class UseCase(ABC):
    """What is asked (the fields of a frozen dataclass) and what is done about it (`run`)."""

    kind: ClassVar[str]
    accepts: ClassVar[Accepts]  # the proofs any one of which will do; None: no proof is needed
    moves_money: ClassVar[bool] = False
    spends: ClassVar[bool] = True  # False where the money moved is not the asker's own: no ceiling of theirs binds
    remembered: ClassVar[bool] = True  # False for what may be done any number of times

    @property
    def wakes(self) -> tuple[str, ...]:
        """The queues whose workers have something to do once this is done."""
        return ("notices",)

    @classmethod
    def from_content(cls, stored: dict[str, Any]) -> Self:
        """The same value, from how it was stored: a quote in it is a dataclass again."""
        kinds = get_type_hints(cls)
        return cls(**{name: kinds[name](**one) if isinstance(one, dict) else one for name, one in stored.items()})

    @property
    def others(self) -> tuple[str, ...]:
        """Person ids besides the caller's that must be locked."""
        return ()

    @abstractmethod
    def run(self, db: Connection, deed: Deed) -> Outcome:
        """Do it inside the transaction. Raises Refused to undo all of it and say why."""


class Quoted(UseCase):
    """A use case shown before it is agreed to, and shown anew when its price no longer holds."""

    @property
    @abstractmethod
    def shown(self) -> dict[str, Any]:
        """What is said of it when asking: amount, price and who, by the names sentences use."""

    @abstractmethod
    def quoted_anew(self, db: Connection, caller: Caller) -> "Quoted":
        """The same at today's price. Raises Misread or Refused, as when it was first asked for."""


def content(case: UseCase) -> dict[str, Any]:
    """A use case as stored: its fields, but for the hash of a PIN."""
    return {name: value for name, value in asdict(case).items() if name != "pin_hash"}  # type: ignore[call-overload]  # a dataclass


@dataclass(frozen=True)
class Stored:
    """An operation found under a key."""

    phone: str
    kind: str
    content: dict[str, Any]
    reference: str
    outcome: Outcome


def recall(db: Connection, key: str) -> Stored | None:
    """What was done under this key, if it is known by now."""
    row = db.execute(RECALL, {"key": key}).one_or_none()
    if row is None:
        return None
    return Stored(row.phone, row.kind, row.content, row.reference, Outcome(row.sentence, row.values, row.refused))


def claim(db: Connection, key: str, caller: Caller, case: UseCase) -> str | None:
    """Take a key for this transaction and answer its reference; None when another had it first (and has committed)."""
    for attempt in range(REFERENCE_TRIES):
        row = {
            "key": key,
            "phone": caller.phone,
            "person": caller.person_id or None,
            "kind": case.kind,
            "content": json.dumps(content(case)),
            "reference": reference(key, attempt),
        }
        taken = db.execute(CLAIM, row).scalar_one_or_none()
        if taken:
            return str(taken)
        if db.execute(text("SELECT 1 FROM operation WHERE key = :key"), row).first():
            return None
    raise RuntimeError("eight references in a row were taken")


def remember(db: Connection, key: str, outcome: Outcome) -> None:
    """Keep the outcome under its key, refusals too."""
    row = {"key": key, "sentence": outcome.sentence, "values": json.dumps(outcome.values), "refused": outcome.refused}
    db.execute(REMEMBER, row)
