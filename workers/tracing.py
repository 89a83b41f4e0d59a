"""Begin to trace in a process, where it is told to: what does it is imported then, and by nobody else."""

from collections.abc import Callable
from importlib import import_module

from wallet.core.settings import WalletSettings

Count = Callable[[str, int], object]  # of what became of so many spans
SENT, DROPPED, FAILED = BECAME = ("sent", "dropped", "failed")


def count_nothing(_: str, __: int) -> None:
    """Count no spans: a worker has no figures, and says what it lost in its log."""


def begin_tracing(known: WalletSettings, process: str, count: Count = count_nothing) -> bool:
    """Tell this process's steps to the collector of its settings, if there is one. Returns whether there is.

    Called where a process does its work, after all forks: each has a thread and connections of its own.
    """
    if not known.traces_url:
        return False
    import_module("workers.spans").begin(known.traces_url, known.traces_share, process, count)
    return True
