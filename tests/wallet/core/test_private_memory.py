"""A process's memory: it leaves no core, and its own user cannot look into it."""

import ctypes
import os
import resource
from pathlib import Path

from wallet.core.private_memory import keep_private

PR_GET_DUMPABLE = 3


def test_it_writes_no_core_and_cannot_be_looked_into() -> None:
    reads, writes = os.pipe()
    if (child := os.fork()) == 0:
        keep_private()
        said = resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)
        os.write(writes, repr(said).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reads, 100) == b"((0, 0), 0)"


def test_every_command_begins_with_it() -> None:
    """And the nursery, which forks them where one machine runs all."""
    local = Path(__file__).parents[3] / "local"
    for file in ("__main__.py", "nursery_process.py"):
        assert "    keep_private()\n" in (local / file).read_text("utf-8")
