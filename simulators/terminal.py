"""A phone in a terminal, or driven by a pipe: `python -m simulators.terminal +237677000001 http://127.0.0.1:8385`.

It presses the simulators' own keys (phone_page.py), so that a call looks the same here and on the page.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, TextIO

import click
import requests

from simulators.line_editor import LineEditor
from simulators.pin_asked import asks_pin
from simulators.recording import Recording
from simulators.wrapping import wrap

HELP: Final = (
    "Dial a code such as *384*237#, `sms TEXT` to text, `inbox` to read, `wait` for a text, "
    "`approve` or `refuse` what an operator asks (nobody else answers while this phone is open), `q` to leave."
)
IN_A_CALL: Final = "(type your answer; `q` is the red key)"
MARGIN: Final = 8  # columns before what a phone shows
WAIT_SECONDS: Final = 10


class NoSimulator(click.ClickException):
    """The simulators do not answer."""


class Terminal:
    """One phone; `said` prints a line, `recording` writes the story; `held`: a person, not a pipe, looks at it."""

    def __init__(
        self, phone: str, url: str, said: Callable[[str], None], recording: Recording, *, held: bool = False
    ) -> None:
        self.phone = phone
        self.url = url.rstrip("/")
        self.said = said
        self.recording = recording
        self.in_call = False
        self.asks_pin = False
        self.seen = 0
        self.asked = 0
        self.held = held

    def greet(self) -> None:
        """Print the commands, and how many texts wait."""
        before = self._messages(since=0)
        self.seen = before[-1]["seq"] if before else 0
        self.say(f"{self.phone}, {len(before)} in the inbox. {HELP}")

    def obey(self, line: str) -> bool:
        """Do what one line says; False when it says to leave."""
        word, _, rest = line.strip().partition(" ")
        if self.in_call:
            self._hang_up() if line.strip() == "q" else self._press("answer", line)
        elif word == "q":
            return False
        elif word == "sms" and rest.strip():
            self._text(rest.strip())
        elif word == "inbox":
            for message in self._messages(since=0):
                self._show(message)
        elif word == "wait":
            self.look(wait_seconds=int(rest) if re.fullmatch("[0-9]{1,2}", rest) else WAIT_SECONDS)
        elif word in ("approve", "refuse"):
            self._decide(word)
        elif word.startswith("*"):
            self.recording.dialled(word)
            self._press("dial", word)
        elif word:
            self.say(HELP)
        return True

    def say(self, words: str) -> None:
        """Print words; where a person looks, their lines are broken between words."""
        self.said(wrap(words, shutil.get_terminal_size().columns - MARGIN) if self.held else words)

    def look(self, wait_seconds: int = 0) -> None:
        """Show the texts that came since the last look; wait that long for one."""
        fresh = self._messages(self.seen, wait_seconds)
        for message in fresh:
            self.seen = message["seq"]
            self._show(message)
            self.recording.received(message["text"])
        if wait_seconds and not fresh:
            self.said("  (no text came)")
        for prompt in self._prompts():
            if self._is_new(prompt):
                self.said(f"  ☎ {prompt['text']} (`approve` or `refuse`)")

    def _is_new(self, prompt: dict[str, Any]) -> bool:
        """True the first time a question is seen; notes that it was."""
        if prompt["id"] <= self.asked:
            return False
        self.asked = prompt["id"]
        self.recording.asked(prompt["operator"], prompt["text"])
        return True

    def _show(self, message: dict[str, Any]) -> None:
        self.say_after(f"  ✉ {message['sender']}: ", message["text"])

    def say_after(self, mark: str, words: str) -> None:
        """Print words after a mark, the lines that follow under it."""
        if self.held:
            words = wrap(words, shutil.get_terminal_size().columns - MARGIN - len(mark))
        self.said(mark + words.replace("\n", "\n    "))

    def leave(self) -> None:
        """End the call, if one is open."""
        if self.in_call:
            self._hang_up()

    def _press(self, key: str, typed: str) -> None:
        if key == "answer":
            self.recording.answered(typed)
        screen = self._post(key, typed)
        self.in_call = bool(screen.get("open"))
        self.asks_pin = self.in_call and asks_pin(screen["text"])
        if screen.get("text"):
            self.recording.shown(screen["text"], closing=not self.in_call)
            shown = wrap(screen["text"], shutil.get_terminal_size().columns - MARGIN) if self.held else screen["text"]
            self.said("\n".join(f"  │ {line}" for line in shown.split("\n")))
        if screen.get("problem"):
            self.said(f"  ({screen['problem']})")

    def _hang_up(self) -> None:
        self.recording.hung_up()
        self._post("hang-up", "")
        self.in_call = False
        self.said("  (hung up)")

    def _text(self, message: str) -> None:
        self.recording.texted(message)
        problem = self._post("text", message)["problem"]
        self.said(f"  (not sent: {problem})" if problem else "  (sent)")

    def _decide(self, word: str) -> None:
        """Answer the oldest question an operator asks; wait for it, since it comes after the call."""
        prompts = self._prompts(WAIT_SECONDS)
        if not prompts:
            self.said("  (nothing to approve)")
            return
        self._is_new(prompts[0])
        reply = self._call("POST", f"/prompts/{prompts[0]['id']}", json={"approve": word == "approve"})
        if "error" in reply:
            self.said(f"  ({reply['error']})")
            return
        self.recording.decided(word)
        self.said(f"  ☎ {prompts[0]['text']} ({reply['state']})")

    def _prompts(self, wait_seconds: int = 0) -> list[dict[str, Any]]:
        query = {"to": self.phone, "wait": wait_seconds, "held": "1" if self.held else ""}
        prompts: list[dict[str, Any]] = self._call("GET", "/prompts", params=query)
        return prompts

    def _post(self, key: str, typed: str) -> dict[str, Any]:
        screen: dict[str, Any] = self._call("POST", f"/phone/{self.phone}/{key}", json={"typed": typed})
        return screen

    def _messages(self, since: int, wait_seconds: int = 0) -> list[dict[str, Any]]:
        query = {"to": self.phone, "since": since, "wait": wait_seconds}
        messages: list[dict[str, Any]] = self._call("GET", "/messages", params=query)
        return messages

    def _call(self, method: str, path: str, **content: Any) -> Any:
        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.request(method, self.url + path, timeout=60, **content).json()
        except requests.RequestException:
            problem = f"the simulators do not answer at {self.url}: is `./mbongo up` or `demo` running?"
        raise NoSimulator(problem)  # outside the handler: a request's error may show what was typed


def typed_lines(source: TextIO, terminal: Terminal) -> Iterator[str]:
    """Yield each line typed; texts are shown before every prompt, and above it while a person thinks."""
    editor = None
    if source.isatty():
        editor = LineEditor(source.fileno(), partial(click.echo, nl=False), terminal.look)
        terminal.said = editor.say
    while True:
        terminal.look()
        if editor:
            prompt = f"{IN_A_CALL} > " if terminal.in_call else f"{terminal.phone[4:]} > "
            line = editor.read(prompt, is_secret=terminal.asks_pin)
        else:
            line = source.readline() or None
        if line is None:
            return
        yield line.rstrip("\r\n")


def read_number(typed: str) -> str:
    """Return a phone's number in E.164, +237 where none is typed. Raises UsageError."""
    phone = f"+237{typed}" if re.fullmatch("[0-9]{9}", typed) else typed
    if not re.fullmatch(r"\+[0-9]{8,15}", phone):
        raise click.UsageError("a number is + and 8 to 15 digits, such as +237677000001")
    return phone


def run(phone: str, simulator_url: str, record: Path | None = None, source: TextIO = sys.stdin) -> None:
    """Run `./mbongo phone` until `q` or the end of input. Raises NoSimulator."""
    recording = Recording(phone, record)
    terminal = Terminal(phone, simulator_url, click.echo, recording, held=source.isatty())
    terminal.greet()
    try:
        for line in typed_lines(source, terminal):
            if not terminal.obey(line):
                break
    except KeyboardInterrupt:
        click.echo()
    finally:
        terminal.leave()


@click.command()
@click.argument("phone")
@click.argument("simulator_url")
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Write a story there.")
def main(phone: str, simulator_url: str, record: Path | None) -> None:
    """Open a phone in the terminal: dial, answer, text."""
    run(read_number(phone), simulator_url, record)


if __name__ == "__main__":
    main()
