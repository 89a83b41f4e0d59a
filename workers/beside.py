"""Do things beside a process's work, now and then; stop it once it is told to end."""

import signal
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from wallet.core.logs import log


def keep_doing(work: Callable[[], object], name: str, every_seconds: float) -> None:
    """Do some work now and every so often until the process ends, in a thread that delays no end.

    Whatever goes wrong is said in the log, and done again when it is time: nobody else would notice that it ended.
    """
    threading.Thread(target=_go_on, args=(work, name, every_seconds), name=name, daemon=True).start()


def _go_on(work: Callable[[], object], name: str, every_seconds: float) -> None:
    never = threading.Event()
    while True:
        try:
            work()
        except SQLAlchemyError as away:
            log.warning("not done, the database is away", what=name, error=type(away).__name__)
        except Exception as broken:
            log.error("not done", what=name, error=type(broken).__name__, exc_info=True)
        never.wait(every_seconds)


def stop_when_told() -> threading.Event:
    """Return what is set once this process is told to end, by SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return stop
