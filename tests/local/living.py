"""Processes: which are alive, and which belong together."""

import psutil


def lives(pid: int) -> bool:
    """True while the process runs; a zombie does not: where nobody is init, an orphan stays one for ever."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def family(pid: int) -> list[int]:
    """Everything that a process has started, and what that has."""
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]
