"""The end of a process of ours: as Python ends one, but its memory is left to the kernel.

Python frees object by object: 0.3 s of CPU for a command that has read all of the code. A fork copies what it shares
with others before it can free it: 0.1 s for each process.
"""

import atexit
import os
import sys
import threading
from collections.abc import Callable
from typing import Final, NoReturn

NOT_WRITTEN: Final = 120  # Python's own code where what was printed last could not be written


def end_with(work: Callable[[], object]) -> NoReturn:
    """Do this process's work, then end it with the code that Python would; what else is raised is Python's to tell."""
    try:
        work()
        code = 0
    except SystemExit as asked:
        if isinstance(asked.code, str):
            raise
        code = asked.code or 0
    leave(code)


def leave(code: int) -> NoReturn:
    """End as multiprocessing ends its forks (BaseProcess._bootstrap): threads, exit handlers, what was printed."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    os._exit(code if write_out() else NOT_WRITTEN)


def write_out() -> bool:
    """Write what was printed and not written yet. Returns False where nobody reads it any more."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream and not stream.closed:
                stream.flush()
    except OSError:
        return False
    return True
