"""The program's name in commands that are suggested: as the reader called it, with the data folder they named."""

import re
import secrets
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

LAUNCHER: Final = "./mbongo"
PROGRAM: Final = re.compile(r"\./mbongo(?= )")
_folder: ContextVar[str] = ContextVar("folder", default="")
_mark: ContextVar[str] = ContextVar("mark", default="")


@contextmanager
def reaching(folder: str) -> Iterator[None]:
    """Have suggestions made within the block name a data folder, as it was typed; "" for none."""
    before = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(before)


@contextmanager
def marking() -> Iterator[str]:
    """Have suggestions made within the block begin with a name that nobody can foresee; give it.

    A page leads to the commands that its office names, and never to those that somebody's words do.
    """
    before = _mark.set(f"{LAUNCHER}~{secrets.token_hex(8)}")
    try:
        yield _mark.get()
    finally:
        _mark.reset(before)


def unmark(told: str) -> str:
    """Return what was told, its commands as anybody calls them."""
    return told.replace(_mark.get(), LAUNCHER) if _mark.get() else told


def typed_folder() -> str:
    """Return the data folder that the reader typed; "" for none."""
    return _folder.get()


def name_program() -> str:
    """Return what a suggested command begins with: `./mbongo`, and the data folder that the reader typed."""
    folder = typed_folder()
    return _mark.get() or (f"{LAUNCHER} --data {shlex.quote(folder)}" if folder else LAUNCHER)


def as_typed(told: str) -> str:
    """Return words of ours, each `./mbongo …` in them called as the reader calls it; not for words of people."""
    return PROGRAM.sub(lambda _: name_program(), told)
