"""The program's name in commands that are suggested: as the reader called it, with the data folder they named."""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

LAUNCHER: Final = "./mbongo"
PROGRAM: Final = re.compile(r"\./mbongo(?= )")
_folder: ContextVar[str] = ContextVar("folder", default="")


@contextmanager
def reaching(folder: str) -> Iterator[None]:
    """Have suggestions made within the block name a data folder, as it was typed; "" for none."""
    before = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(before)


def typed_folder() -> str:
    """Return the data folder that the reader typed; "" for none."""
    return _folder.get()


def name_program() -> str:
    """Return what a suggested command begins with: `./mbongo`, and the data folder that the reader typed."""
    folder = typed_folder()
    return f"{LAUNCHER} --data {shlex.quote(folder)}" if folder else LAUNCHER


def as_typed(told: str) -> str:
    """Return words of ours, each `./mbongo …` in them called as the reader calls it; not for words of people."""
    return PROGRAM.sub(lambda _: name_program(), told)
