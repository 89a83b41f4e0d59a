"""Proofs that a caller is the owner: the PIN, or the one-time code texted to their phone."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine

from wallet.core.secrets import Secrets
from wallet.core.values import Pin
from wallet.operations import asks
from wallet.operations.actor import Actor
from wallet.people import pins


class Proof(Protocol):
    """A secret to be compared, its try counted and committed first."""

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Compare it. Raises Misread or Locked when it does not prove anything."""


@dataclass(frozen=True)
class PinProof:
    """The PIN, typed live on a USSD screen."""

    pin: Pin

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Compare it. Raises WrongPin or Locked."""
        pins.check(engine, secrets, actor.person_id, self.pin)


@dataclass(frozen=True)
class CodeProof:
    """The code of an SMS, as the keyed digest that stands for it since it came in."""

    ask_id: str
    digest: str

    def verify(self, engine: Engine, secrets: Secrets, actor: Actor) -> None:
        """Compare it. Raises Misread or Locked."""
        asks.check(engine, secrets, actor, self.ask_id, self.digest)
