"""A line typed on a terminal, key by key: news may be printed above it meanwhile, and a PIN is drawn as dots."""

import codecs
import os
import re
import select
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

CLEAR: Final = "\r\033[K"
ENTER, ERASE, FORGET, END = ("\r", "\n"), ("\x7f", "\b"), "\x15", "\x04"
ARROWS: Final = re.compile(r"\033(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])?")
GLANCE_SECONDS: Final = 1.0  # how often one looks for news while nothing is typed


class LineEditor:
    """The terminal at a descriptor; `write` prints there, `look` is called while nothing is typed."""

    def __init__(self, terminal: int, write: Callable[[str], None], look: Callable[[], None]) -> None:
        self._terminal, self._write, self._look = terminal, write, look
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="ignore").decode
        self._waiting = ""  # typed ahead of the line that is read
        self._drawn = ""

    def read(self, prompt: str, *, is_secret: bool) -> str | None:
        """Return a line, without its end; None at the end of input. A secret is drawn as dots."""
        typed = ""
        with self._key_by_key():
            while True:
                self._draw(prompt, typed, is_secret=is_secret)
                for key in self._keys():
                    if key in ENTER:
                        self._leave()
                        return typed
                    if key == END and not typed:
                        self._leave()
                        return None
                    typed = typed[:-1] if key in ERASE else "" if key == FORGET else typed + key * key.isprintable()

    def say(self, line: str) -> None:
        """Print a line above the one that is typed, which is drawn anew below it."""
        drawn = self._drawn
        self._write(f"{CLEAR if drawn else ''}{line}\n{drawn}")

    def _draw(self, prompt: str, typed: str, *, is_secret: bool) -> None:
        self._drawn = prompt + ("•" * len(typed) if is_secret else typed)
        self._write(CLEAR + self._drawn)

    def _leave(self) -> None:
        self._drawn = ""
        self._write("\n")

    def _keys(self) -> Iterator[str]:
        """Yield the keys that were pressed, waited for; looks for news meanwhile."""
        while not self._waiting:
            while not select.select([self._terminal], [], [], GLANCE_SECONDS)[0]:
                self._look()
            read = os.read(self._terminal, 1000)
            self._waiting = ARROWS.sub("", self._decode(read)) if read else END
        while self._waiting:
            key, self._waiting = self._waiting[0], self._waiting[1:]
            yield key

    @contextmanager
    def _key_by_key(self) -> Iterator[None]:
        before = termios.tcgetattr(self._terminal)
        tty.setcbreak(self._terminal, termios.TCSADRAIN)  # what was typed ahead stays
        try:
            yield
        finally:
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, before)
