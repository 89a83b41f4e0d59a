"""Which secret each door is used with, kept in the database now and then: whether an old one is still needed."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from wallet.core.database import in_one_statement
from wallet.core.logs import log
from workers.held_keys import tag_of

EVERY_SECONDS: Final = 10.0
KEEP: Final = text("""INSERT INTO door_use AS u (door, secret_tag, newest, calls, first_at, last_at)
    VALUES (:door, :tag, :newest, :calls, wallet_now(), wallet_now())
    ON CONFLICT (door, secret_tag) DO UPDATE
    SET newest = excluded.newest, calls = u.calls + excluded.calls, last_at = wallet_now()""")


@dataclass
class Use:
    """The calls by one secret that are not in the database yet, and when such calls were put there last."""

    calls: int = 0
    kept_at: float = float("-inf")


class DoorUses:
    """Counts of calls by door and secret, each put into the database at most every ten seconds of a process."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._clock, self._lock = engine, clock, threading.Lock()
        self._uses: dict[tuple[str, str, bool], Use] = {}

    def note(self, door: str, secret: str, *, newest: bool) -> Callable[[], None] | None:
        """Count a call. Returns what is to be done once the call is answered, which puts counts into the database."""
        key = (door, secret, newest)
        with self._lock:
            use = self._uses.setdefault(key, Use())
            use.calls += 1
            now = self._clock()
            if now < use.kept_at + EVERY_SECONDS:
                return None
            use.kept_at = now
        return lambda: self.keep(key)

    def keep(self, key: tuple[str, str, bool]) -> None:
        """Put what was counted into the database; where that fails it is tried with the calls to come."""
        door, secret, newest = key
        with self._lock:
            use = self._uses[key]
            calls, use.calls = use.calls, 0
        row = {"door": door, "tag": tag_of(secret), "newest": newest, "calls": calls}
        try:
            in_one_statement(self._engine, lambda db: db.execute(KEEP, row))
        except SQLAlchemyError as away:
            log.warning("use of a door not kept", door=door, error=type(away).__name__)
            with self._lock:
                use.calls += calls
