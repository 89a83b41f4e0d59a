"""What the first screen says to a customer besides its lines: facts of the moment, looked up once a call."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.operators import find_down
from wallet.people import Caller


@dataclass(frozen=True)
class Front:
    """`down`: the sentence naming operators nothing can be asked of now, "" for none."""

    down: str


def find_front(db: Connection, _: Caller) -> Front:
    """The facts for this caller's first screen."""
    return Front(find_down(db).down)
