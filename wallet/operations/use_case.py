"""Use cases: values that ask something of the wallet, their doing, and the outcome."""

from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Self, get_type_hints

from sqlalchemy import Connection

from wallet.core.secrets import Secrets
from wallet.messages import notices
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.proofs import Proof
from wallet.people.people import Person

Accepts = tuple[type[Proof] | None, ...]


@dataclass(frozen=True)
class Outcome:
    """The outcome of a use case: a sentence's key, without a channel, and values; said again in the same words."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)
    refused: bool = False
    told: bool = False  # the actor was texted it already
    made: Any = field(default=None, compare=False, repr=False)  # for whoever asked just now; it is not stored


@dataclass(frozen=True)
class Doing:
    """One use case being done: by whom, who is concerned (`people`, locked), under which key and reference."""

    key: str
    reference: str
    channel: str
    actor: Actor
    people: dict[str, Person]
    secrets: Secrets
    proof: Proof | None = None  # as it was verified

    @property
    def person(self) -> Person:
        """Person who asks. Raises KeyError for any other actor."""
        return self.people[self.actor.person_id]

    def tell(
        self, db: Connection, kind: notices.NoticeKind, sentence: str, values: dict[str, Any], *others: notices.Message
    ) -> Outcome:
        """Text the actor what came of it, and others what they are to know; return it as the outcome, told."""
        reader = self.people.get(self.actor.person_id, self.actor)
        notices.tell_all(db, kind, notices.Message(reader, sentence, values), *others)
        return Outcome(sentence, values, told=bool(reader.phone))


class UseCase(ABC):
    """A request (the fields of a frozen dataclass) and how it is done (`run`)."""

    kind: ClassVar[str]
    accepts: ClassVar[Accepts]  # the proofs any one of which will do; None: no proof is needed
    actors: ClassVar[tuple[ActorKind, ...]] = ("person",)
    permission: ClassVar[str] = ""  # what an actor must be allowed to do, but for people acting for themselves
    moves_money: ClassVar[bool] = False
    when_stopped: ClassVar[bool] = False  # True where also a person whose wallet was stopped may do it
    spends: ClassVar[bool] = True  # False where the money moved is not the asker's own: no ceiling of theirs binds
    remembered: ClassVar[bool] = True  # False for what may be done any number of times

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues whose workers have something to do once this is done."""
        return ("notices",)

    @classmethod
    def from_content(cls, stored: dict[str, Any]) -> Self:
        """Return the same value from how it was stored: a quote in it is a dataclass again."""
        kinds = get_type_hints(cls)
        return cls(**{name: kinds[name](**one) if isinstance(one, dict) else one for name, one in stored.items()})

    def to_content(self) -> dict[str, Any]:
        """Return its fields as they are stored, without the hash of a PIN."""
        return {name: value for name, value in asdict(self).items() if name != "pin_hash"}  # type: ignore[call-overload]  # a dataclass

    @property
    def others(self) -> tuple[str, ...]:
        """Person ids besides the actor's that must be locked."""
        return ()

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the francs, without their price, that leave all that the actor holds by this.

        Every use case that moves money says its own. Raises NotImplementedError for one that does not.
        """
        if self.moves_money:
            raise NotImplementedError(f"{self.kind} does not say what leaves")
        return 0

    @abstractmethod
    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Do it inside the transaction. Raises Refused to undo all of it and say why."""


class Quoted(UseCase):
    """A use case shown before it is agreed to, and shown anew when its price no longer holds."""

    @property
    @abstractmethod
    def shown(self) -> dict[str, Any]:
        """Values to say when asking: amount, price and who, by the names sentences use."""

    @abstractmethod
    def quoted_anew(self, db: Connection, actor: Actor) -> "Quoted":
        """Return the same at today's price. Raises Misread or Refused, as when it was first asked for."""

    def refuse_ended(self, db: Connection, actor: Actor) -> None:
        """Raise Refused, saying what became of it, once what it is about (a request, a code) has ended."""
