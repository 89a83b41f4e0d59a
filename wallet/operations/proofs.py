"""How a caller proves to be the owner: the PIN, or the one-time code texted to their phone."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine

from wallet.core.secrets import Secrets
from wallet.core.values import Pin
from wallet.operations import asks
from wallet.operations.actor import Actor
from wallet.people import pins


class Proof(Protocol):
    """Something to be compared, its try counted and committed first."""

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Raises Misread or Locked when it does not prove anything."""


@dataclass(frozen=True)
class PinProof:
    """The PIN, typed live on a USSD screen."""

    pin: Pin

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Raises WrongPin or Locked."""
        pins.check(engine, secrets, actor.person_id, self.pin)


@dataclass(frozen=True)
class CodeProof:
    """A code from an SMS, as the keyed digest that stands for it since the door."""

    ask_id: str
    sealed: str

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Raises Misread or Locked."""
        asks.check(engine, secrets, actor, self.ask_id, self.sealed)
