"""A conversation written down as a story (tests/stories): what was dialled, shown, answered and texted.

A PIN is written `(PIN)`: four to six digits answered to a screen that speaks of a PIN.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

PEOPLE: Final = {"+237677000001": "moussa", "+237699000002": "awa"}
INDENT: Final = " " * 6


class Recording:
    """A story growing in a file, line by line; without a file it writes nothing."""

    def __init__(self, phone: str, path: Path | None) -> None:
        self._who = PEOPLE.get(phone, phone.removeprefix("+237"))
        self._path = path
        self._pin_asked = False
        if path is not None:
            path.write_text("# Say here in one line what happens.\n", encoding="utf-8")

    def dialled(self, code: str) -> None:
        """The person dials a code."""
        self._write(f"{self._who} dials {code}")

    def shown(self, text: str, *, closing: bool) -> None:
        """The phone shows a screen; `closing` ends the call."""
        self._pin_asked = "PIN" in text and not closing
        mark = "=" if closing else "<"
        self._write(*(f"{INDENT}{mark} {line}".rstrip() for line in text.split("\n")))

    def answered(self, typed: str) -> None:
        """The person answers the screen."""
        is_pin = self._pin_asked and re.fullmatch(r"\s*[0-9]{4,6}\s*", typed)
        self._write(f"{self._who}> {'(PIN)' if is_pin else typed}")

    def hung_up(self) -> None:
        """The person presses the red key."""
        self._write(f"{self._who} hangs up")

    def texted(self, message: str) -> None:
        """The person texts the service."""
        self._write(f"{self._who} texts {message}")

    def received(self, message: str) -> None:
        """A text arrives; the workers have run, or it would not."""
        first, *more = message.split("\n")
        self._write("workers run", f"sms to {self._who}: {first}", *(INDENT + line for line in more))

    def _write(self, *lines: str) -> None:
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as story:
                story.writelines(line + "\n" for line in lines)
