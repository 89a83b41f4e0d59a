"""A conversation written down as a story (tests/stories), which tests/stories/language/ can play again as it stands.

What differs between two tellings is a placeholder: `{ref}`, `{code}`, `{request}`, `{page}`, `{date}`, `{time}`.
A second reference is `{ref 2}`. A PIN is written `(PIN)`: four to six digits answered to a screen that speaks of a PIN.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

# Who is who in every story; a second Moussa and a second Awa have the longest names the service takes.
PEOPLE: Final = {
    "+237677000001": "moussa",
    "+237699000002": "awa",
    "+237677000003": "fatou",
    "+237655000004": "brice",
    "+237677888888": "mahamadou",
    "+237699888888": "antoinette",
}
INDENT: Final = " " * 6
REFERENCE: Final = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b")
QUESTION: Final = re.compile(r"\b(?:OUI|YES) ([0-9]{4}) \(")  # an example's code is followed by something else
REQUEST: Final = re.compile(
    r"(?:\b(?:PAYER|PAY|code|REFUSE|DECLINE|STOP|ABO|SUB|abonnement|subscription)|#:) ([0-9]{8})\b"
)
PAGE: Final = re.compile(r"https?://\S+/pay/[\w-]{22}(?![\w-])")
EXAMPLE: Final = "48217368"  # of how a code is written
CASH_CODE: Final = re.compile(r"\bCode ([0-9]{7})\b")
WRONG: Final = re.compile(r"\(wrong (\d)\)")  # a code nobody read: one that is written down is right once in a while
DATE: Final = re.compile(r"\b[0-9]{2}/[0-9]{2}\b")
TIME: Final = re.compile(r"\b[0-9]{2}:[0-9]{2}\b")


class NotRead(ValueError):
    """A placeholder in a typed line for a value nobody has read; the message names it."""


class Masks:
    """The placeholders of one telling: the same value reads the same, but a question's code is its question's own."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}  # value → placeholder, the newest where two questions drew one code
        self.behind: dict[str, str] = {}  # placeholder → value

    def hide(self, text: str) -> str:
        """Return what the service said, with placeholders for what differs from telling to telling."""
        for page in PAGE.findall(text):
            self._name("page", page)
            text = text.replace(page, self.known[page])
        for reference in REFERENCE.findall(text):
            self._name("ref", reference)
        for code in CASH_CODE.findall(text):
            self._name("cash", code)
            text = text.replace(code, self.known[code])
        for code in QUESTION.findall(text):
            self._name("code", code, anew=True)  # texted once, so it is never one that was read before
            text = re.sub(rf"\b{code}\b", self.known[code], text)
        for code in set(REQUEST.findall(text)) - {EXAMPLE}:
            self._name("request", code)
            text = re.sub(rf"\b{code}\b", self.known[code], text)
        for reference in REFERENCE.findall(text):
            text = text.replace(reference, self.known[reference])
        return TIME.sub("{time}", DATE.sub("{date}", text))

    def _draw_wrong(self, number: int) -> str:
        codes = {value for value, placeholder in self.known.items() if placeholder.startswith("{code")}
        return [one for one in (f"{number:04}" for number in range(100)) if one not in codes][number]

    def typed(self, text: str) -> str:
        """Return what a person typed, with placeholders for what they had read."""
        for value, placeholder in self.known.items():
            text = re.sub(rf"\b{value}\b", placeholder, text)
        return text

    def fill(self, line: str) -> str:
        """Return a typed line with the values behind its placeholders. Raises NotRead."""
        line = WRONG.sub(lambda found: self._draw_wrong(int(found[1])), line)
        for placeholder, value in self.behind.items():
            line = line.replace(placeholder, value)
        if missing := re.search(r"\{(?:ref|code|request|cash|page)(?: [0-9]+)?\}", line):
            raise NotRead(f"nobody has read {missing[0]}")
        return line

    def _name(self, kind: str, value: str, *, anew: bool = False) -> None:
        if anew or value not in self.known:
            count = sum(placeholder.startswith("{" + kind) for placeholder in self.behind) + 1
            self.known[value] = f"{{{kind} {count}}}" if count > 1 else f"{{{kind}}}"
            self.behind[self.known[value]] = value


def asks_pin(screen: str) -> bool:
    """True when the answer to this screen may be a PIN."""
    return "PIN" in screen


def is_pin(typed: str) -> bool:
    """True for four to six digits."""
    return re.fullmatch(r"\s*[0-9]{4,6}\s*", typed) is not None


def screen_lines(text: str, *, closing: bool) -> list[str]:
    """Return a screen's lines as a story writes them: `<` waits for an answer, `=` ends the call."""
    return [f"{INDENT}{'=' if closing else '<'} {line}".rstrip() for line in text.split("\n")]


def text_lines(who: str, text: str) -> list[str]:
    """Return a text's lines as a story writes them."""
    first, *more = text.split("\n")
    return [f"sms to {who}: {first}", *(INDENT + line for line in more)]


def prompt_line(operator: str, who: str, text: str) -> str:
    """Return an operator's question as a story writes it."""
    return f"{operator} asks {who}: {text}"


class Recording:
    """A story growing in a file, line by line; without a file it writes nothing."""

    def __init__(self, phone: str, path: Path | None) -> None:
        self._who = PEOPLE.get(phone, phone.removeprefix("+237"))
        self._path = path
        self._masks = Masks()
        self._pin_asked = False
        if path is not None:
            path.write_text("# Say here in one line what happens.\n", encoding="utf-8")

    def dialled(self, code: str) -> None:
        """Write that the person dials a code."""
        self._write(f"{self._who} dials {code}")

    def shown(self, text: str, *, closing: bool) -> None:
        """Write the screen the phone shows; `closing` ends the call."""
        self._pin_asked = asks_pin(text) and not closing
        self._write(*screen_lines(self._masks.hide(text), closing=closing))

    def answered(self, typed: str) -> None:
        """Write the person's answer to the screen, a PIN as `(PIN)`."""
        secret = self._pin_asked and is_pin(typed)
        self._write(f"{self._who}> {'(PIN)' if secret else typed}")

    def hung_up(self) -> None:
        """Write that the person presses the red key."""
        self._write(f"{self._who} hangs up")

    def asked(self, operator: str, text: str) -> None:
        """Write that an operator asks for an approval."""
        self._write(prompt_line(operator, self._who, text))

    def decided(self, word: str) -> None:
        """Write that the person approves or refuses what an operator asks."""
        self._write(f"{self._who} {word}s")

    def texted(self, message: str) -> None:
        """Write what the person texts the service."""
        self._write(f"{self._who} texts {self._masks.typed(message)}")

    def received(self, message: str) -> None:
        """Write a text that arrives."""
        self._write(*text_lines(self._who, self._masks.hide(message)))

    def _write(self, *lines: str) -> None:
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as story:
                story.writelines(line + "\n" for line in lines)
