"""Figures of the connections to PostgreSQL that a process has in use: summed over processes, as they come and go."""

from typing import Final

from prometheus_client import Gauge
from sqlalchemy import Engine, event

# Of living processes alone, added up: who has ended has none (local/serve.py, child_exit).
IN_USE: Final = Gauge(
    "mbongo_pool_in_use", "Connections to PostgreSQL that a thread has now", multiprocess_mode="livesum"
)
BEYOND: Final = Gauge(
    "mbongo_pool_overflow", "Those of them beyond what is kept open: near as many, others wait for one soon",
    multiprocess_mode="livesum",
)  # fmt: skip
KEPT: Final = Gauge("mbongo_pool_size", "Connections that are kept open", multiprocess_mode="livesum")


def watch_pool(engine: Engine) -> None:
    """Have the figures follow this engine's connections."""
    kept: int = engine.pool.size()  # type: ignore[attr-defined]  # QueuePool's
    KEPT.set(kept)

    def note(change: int) -> None:
        IN_USE.inc(change)
        beyond = max(0, engine.pool.checkedout() - kept)  # type: ignore[attr-defined]
        if beyond or change < 0:
            BEYOND.set(beyond)

    event.listen(engine, "checkout", lambda *_: note(1))
    event.listen(engine, "checkin", lambda *_: note(-1))
