"""The methods that are open, as pages show them: asked of the database once a second by each process.

Whoever presses a button is judged by what is open then.
"""

import time
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from wallet.business.methods import OpenNow, find_open
from wallet.core.database import in_one_statement

LASTS_SECONDS: Final = 1.0
_FOUND: Final[WeakKeyDictionary[Engine, tuple[float, OpenNow]]] = WeakKeyDictionary()
_LOCK: Final = Lock()


def find_open_lately(engine: Engine) -> OpenNow:
    """Return what is, or was a second ago, open."""
    with _LOCK:
        at, found = _FOUND.get(engine, (float("-inf"), None))
        if found is None or time.monotonic() >= at + LASTS_SECONDS:
            found = in_one_statement(engine, find_open)
            _FOUND[engine] = (time.monotonic(), found)
        return found
