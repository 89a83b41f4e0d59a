"""The demo's phones: pressed through the simulators' own HTTP, drawn in the terminal as their owners would see them."""

import time
from dataclasses import dataclass
from typing import Any

import requests
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

WIDE = 36
TIMEOUT_SECONDS = 12  # a hop has 10 s
TEXT_TIMEOUT_SECONDS = 30


class UnexpectedError(RuntimeError):
    """A phone that showed, or did not receive, what the tour needs; says which phone and what it shows."""


@dataclass
class Phone:
    """One person's phone. `typed` text that is a PIN is drawn as dots."""

    name: str
    number: str
    simulator_url: str
    console: Console
    seen: int = 0
    screen: str = ""

    def dial(self, code: str) -> str:
        """Call a service code. Returns the screen."""
        return self._press("dial", code, code)

    def answer(self, typed: str) -> str:
        """Answer the question on the screen."""
        return self._press("answer", typed, typed)

    def answer_pin(self, pin: str) -> str:
        """Answer with a PIN, which is not drawn."""
        return self._press("answer", pin, "•" * len(pin))

    def hang_up(self) -> None:
        """Press the red key."""
        self._post("hang-up", "")

    def text(self, words: str) -> None:
        """Send a text to the service."""
        self._line(words)
        self._post("text", words)

    def await_texts(self, count: int = 1) -> list[str]:
        """Return the next texts to reach this phone, drawn. Raises UnexpectedError when they do not come."""
        found: list[str] = []
        deadline = time.monotonic() + TEXT_TIMEOUT_SECONDS
        while len(found) < count and time.monotonic() < deadline:
            for text in self._texts(wait_seconds=5):
                self.seen = text["seq"]
                found.append(text["text"])
                self._draw(text["text"], f"{self.name} · SMS from {text['sender']}", "green")
        if len(found) < count:
            raise UnexpectedError(f"{self.name} waited {TEXT_TIMEOUT_SECONDS} s for {count} texts: {found}")
        return found

    def inbox(self) -> list[str]:
        """Return every text this phone has received."""
        self.seen = 0
        return [text["text"] for text in self._texts(wait_seconds=0)]

    def skip_texts(self) -> None:
        """Take no notice of what came before."""
        for text in self._texts(wait_seconds=0):
            self.seen = text["seq"]

    def _texts(self, wait_seconds: int) -> list[dict[str, Any]]:
        asked: dict[str, str | int] = {"to": self.number, "since": self.seen, "wait": wait_seconds}
        answer = requests.get(f"{self.simulator_url}/messages", asked, timeout=wait_seconds + TIMEOUT_SECONDS)
        answer.raise_for_status()
        texts: list[dict[str, Any]] = answer.json()
        return texts

    def _press(self, key: str, typed: str, shown: str) -> str:
        self._line(shown)
        screen = self._post(key, typed)
        if screen["problem"]:
            raise UnexpectedError(f"{self.name}'s phone: {screen['problem']}")
        self.screen = str(screen["text"])
        self._draw(self.screen, f"{self.name} {self.number[4:]}", "cyan" if screen["open"] else "blue")
        return self.screen

    def _post(self, key: str, typed: str) -> dict[str, Any]:
        url = f"{self.simulator_url}/phone/{self.number}/{key}"
        answer = requests.post(url, json={"typed": typed}, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        body: dict[str, Any] = answer.json()
        return body

    def _line(self, typed: str) -> None:
        self.console.print(Text(f"  {self.name} › {typed}", style="bold"))

    def _draw(self, text: str, title: str, style: str) -> None:
        self.console.print(Panel(Text(text), title=title, title_align="left", width=WIDE, border_style=style))
