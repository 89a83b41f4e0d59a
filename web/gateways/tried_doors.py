"""Addresses that knocked with as many wrong secrets in a minute as are listened to, kept as security events.

They are refused where nothing may wait for a database; whoever is let in next brings them there, once answered.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from wallet.core import security_events
from wallet.core.database import in_transaction
from wallet.core.logs import log

WAITING_MAX: Final = 100  # more of them cost the oldest, and never memory
KIND: Final = "secrets tried at a door"


class TriedDoors:
    """Doors and addresses that wait to be kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[tuple[str, str]] = deque(maxlen=WAITING_MAX)

    def note(self, door: str, address: str) -> None:
        """Remember that this address tried this door."""
        self._waiting.append((door, address))

    def find_due(self) -> Callable[[], None] | None:
        """Return what is to be done once a request is answered, which keeps what waits; None when nothing does."""
        return self.keep if self._waiting else None

    def keep(self) -> None:
        """Keep what waits; where the database is away it is in the log, as it was refused."""
        try:
            in_transaction(self._engine, self._keep_all)
        except SQLAlchemyError as away:
            log.warning("tried doors not kept", error=type(away).__name__)

    def _keep_all(self, db: Connection) -> None:
        while self._waiting:
            door, address = self._waiting.popleft()
            security_events.note_once_a_day(db, KIND, "", f"{door} from {address}")
