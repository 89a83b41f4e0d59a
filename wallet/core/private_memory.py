"""Memory that leaves no trace: a process that dies writes no core, and another of the same user cannot look into it."""

import ctypes
import resource
import sys
from typing import Final

PR_SET_DUMPABLE: Final = 4  # linux/prctl.h


def keep_private() -> None:
    """Turn core dumps off for this process and all it starts, and close its memory and environment to its own user.

    What it executes afresh (PostgreSQL, Valkey) keeps the first; the second ends with an exec.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
