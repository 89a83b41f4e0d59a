"""The tour's phones: pressed through the simulators' own HTTP, drawn in the terminal as their owners would see them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import requests
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from local.tour.reading import find_digit, find_language, stands
from simulators.wrapping import wrap
from sms_templates import LANGUAGES
from wallet.payments.rails import RAILS

WIDE: Final = 36
TIMEOUT_SECONDS: Final = 12  # a hop has 10 s
TEXT_TIMEOUT_SECONDS: Final = 30
HOME_KEY: Final = "00"


class UnexpectedError(RuntimeError):
    """A phone that showed, or did not receive, what the tour needs; says which phone and what it shows."""


class ScreenAnswer(NamedTuple):
    """The answer to one screen: `typed` where the sentence `key` asks, or, without it, the digit of the line `key`."""

    key: str
    typed: str = ""
    is_secret: bool = False
    operator: str = ""  # of a line that names one

    def read(self, screen: str, language: str) -> str:
        """Return what to answer to a screen; "" when it does not ask this."""
        if not self.typed:
            named = {"operator": self.operator} if self.operator else {}
            return find_digit(screen, language, self.key, **named)
        return self.typed if stands(screen, language, self.key) else ""


@dataclass
class TourPhone:
    """One person's phone. `typed` text that is a PIN is drawn as dots."""

    name: str
    number: str
    simulator_url: str
    console: Console
    language: str = "fr"
    seen: int = 0
    screen: str = ""
    is_open: bool = field(default=False, repr=False)

    def call(self, code: str, steps: Sequence[ScreenAnswer]) -> str:
        """Dial, answer screen after screen by what stands on it, each step once, and return the closing one.

        A call that was dropped before is not gone on with. Raises UnexpectedError for a screen no step answers.
        """
        self.press("dial", code)
        if stands(self.screen, self.language, "ussd.resume"):
            self.press("answer", HOME_KEY)
        if not any(step.read(self.screen, self.language) for step in steps):
            self._choose_language()
        left = list(steps)
        while self.is_open and steps[-1] in left:
            step = next((one for one in left if one.read(self.screen, self.language)), None)
            if step is None:
                raise UnexpectedError(f"{self.name}'s phone asks what the tour has no answer to:\n{self.screen}")
            left.remove(step)
            self.press("answer", step.read(self.screen, self.language), is_secret=step.is_secret)
        if self.is_open:  # what is offered once all is done is not taken up
            self._post(f"/phone/{self.number}/hang-up", {"typed": ""})
        return self.screen

    def _choose_language(self) -> None:
        """Choose the tour's language where a stranger's first screen, in whichever language, leads to a choice."""
        digits = (find_digit(self.screen, language, "ussd.stranger.language") for language in LANGUAGES)
        if digit := next(filter(None, digits), ""):
            self.press("answer", digit)
            self.press("answer", find_language(self.screen, self.language))

    def press(self, key: str, typed: str, *, is_secret: bool = False) -> None:
        """Dial or answer, drawn with the screen it brings. Raises UnexpectedError when none comes."""
        self._line("•" * len(typed) if is_secret else typed)
        screen = self._post(f"/phone/{self.number}/{key}", {"typed": typed})
        if screen["problem"]:
            raise UnexpectedError(f"{self.name}'s phone: {screen['problem']}")
        self.screen, self.is_open = str(screen["text"]), bool(screen["open"])
        self._draw(self.screen, f"{self.name} {self.number[4:]}", "cyan" if self.is_open else "blue")

    def text(self, words: str) -> None:
        """Send a text to the service."""
        self._line(words)
        self._post(f"/phone/{self.number}/text", {"typed": words})

    def approve_prompt(self) -> None:
        """Wait for what an operator asks on this phone, and approve it with the operator's PIN."""
        asked: dict[str, str | int] = {"to": self.number, "wait": TEXT_TIMEOUT_SECONDS, "held": 1}
        [*prompts] = self._get("/prompts", asked)
        if not prompts:
            raise UnexpectedError(f"{self.name} waited {TEXT_TIMEOUT_SECONDS} s for an operator to ask")
        self._draw(f"{prompts[0]['text']}\nPIN?", f"{self.name} · {RAILS[prompts[0]['operator']].title}", "yellow")
        self._line("••••")
        self._post(f"/prompts/{prompts[0]['id']}", {"approve": True})

    def await_texts(self, count: int = 1) -> list[str]:
        """Return the next texts to reach this phone, drawn. Raises UnexpectedError when they do not come."""
        found: list[str] = []
        deadline = time.monotonic() + TEXT_TIMEOUT_SECONDS
        while len(found) < count and time.monotonic() < deadline:
            for text in self._texts(wait_seconds=5):
                self.seen = text["seq"]
                found.append(text["text"])
                self._draw(text["text"], f"{self.name} · SMS {text['sender']}", "green")
        if len(found) < count:
            raise UnexpectedError(f"{self.name} waited {TEXT_TIMEOUT_SECONDS} s for {count} texts: {found}")
        return found

    def skip_texts(self) -> None:
        """Take no notice of what came before."""
        for text in self._texts(wait_seconds=0):
            self.seen = text["seq"]

    def _texts(self, wait_seconds: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._get(
            "/messages", {"to": self.number, "since": self.seen, "wait": wait_seconds}
        )
        return found

    def _get(self, path: str, asked: dict[str, str | int]) -> Any:
        return self._ask("GET", path, int(asked.get("wait", 0)), params=asked)

    def _post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = self._ask("POST", path, json=content)
        return body

    def _ask(self, method: str, path: str, wait_seconds: int = 0, **content: Any) -> Any:
        with requests.Session() as session:
            session.trust_env = False  # nobody's proxy leads to this machine
            url, timeout = f"{self.simulator_url}{path}", TIMEOUT_SECONDS + wait_seconds
            answer = session.request(method, url, timeout=timeout, **content)
        answer.raise_for_status()
        return answer.json()

    def _line(self, typed: str) -> None:
        self.console.print(Text(f"  {self.name} › {typed}", style="bold"))

    def _draw(self, text: str, title: str, style: str) -> None:
        shown = Text(wrap(text, WIDE - 4))
        self.console.print(Panel(shown, title=title, title_align="left", width=WIDE, border_style=style))
