"""A browser without a script, as far as the tour needs one: opens pages, fills in a form, follows where it leads."""

import re
import time
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

import requests

from local.tour.phones import UnexpectedError

TIMEOUT_SECONDS: Final = 10
PATIENCE_SECONDS: Final = 30
REFRESH: Final = re.compile(r'http-equiv="refresh" content="(\d+)"')


@dataclass
class Form:
    """A form on a page: where it goes, what its fields hold, and what its buttons are called."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)  # value → words on it


class FormReader(HTMLParser):
    """Reads the forms of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._pressed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field of it, or a button."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(said.get("action", "")))
        elif self.forms and tag in ("input", "select") and "name" in said:
            self.forms[-1].fields[said["name"]] = said.get("value", "")
        elif self.forms and tag == "button":
            self._pressed = said.get("value", "")
            self.forms[-1].buttons[self._pressed] = ""

    def handle_data(self, data: str) -> None:
        """Note the words on a button."""
        if self.forms and self.forms[-1].buttons.get(self._pressed) == "":
            self.forms[-1].buttons[self._pressed] = data.strip()


@dataclass
class Browser:
    """One person's browser, at one page."""

    language: str
    url: str = ""
    html: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def open(self, url: str) -> None:
        """Open a page, and wait where it says that it goes on by itself. Raises UnexpectedError where it does not."""
        self._read(self.session.get(url, headers={"Accept-Language": self.language}, timeout=TIMEOUT_SECONDS))

    def send(self, has: str, act: str = "", **typed: str) -> None:
        """Send the form that has this field with this value, `name=value`; `act` is the button that is pressed."""
        reader = FormReader()
        reader.feed(self.html)
        name, _, value = has.partition("=")
        for form in reader.forms:
            if (form.fields.get(name) == value) if value else (name in form.fields or act in form.buttons):
                sent = {**form.fields, **typed} | ({"act": act} if act else {})
                here = urljoin(self.url, form.action) if form.action else self.url
                headers = {"Accept-Language": self.language}
                self._read(self.session.post(here, data=sent, headers=headers, timeout=TIMEOUT_SECONDS))
                return
        raise UnexpectedError(f"{self.url} has no form with {has}:\n{self.words}")

    def await_words(self, words: str) -> None:
        """Look again until these words stand on the page. Raises UnexpectedError where they do not come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.words:
            if time.monotonic() > deadline:
                raise UnexpectedError(f"{self.url} never said {words!r}:\n{self.words}")
            time.sleep(0.5)
            self.open(self.url)

    @property
    def words(self) -> str:
        """Words of the page, as they are read."""
        return " ".join(unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", self.html, flags=re.DOTALL)).split())

    def _read(self, answer: requests.Response) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        self.url, self.html = answer.url, answer.text
        if not answer.ok:
            raise UnexpectedError(f"{self.url} answered {answer.status_code}:\n{self.words}")
        while "go=1" in self.url and (soon := REFRESH.search(self.html)):
            if time.monotonic() > deadline:
                raise UnexpectedError(f"{self.url} leads nowhere:\n{self.words}")
            time.sleep(int(soon[1]))
            again = self.session.get(self.url, headers={"Accept-Language": self.language}, timeout=TIMEOUT_SECONDS)
            self.url, self.html = again.url, again.text
