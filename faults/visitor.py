"""Somebody with a browser without a script: opens pages, sends their forms, is led to a rail's page and back."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests

from faults.stage import direct
from local.tour.browser import REFRESH, Form, FormReader

TIMEOUT_SECONDS: Final = 20


class NotThere(LookupError):
    """A button or a form that is wanted is not on the page somebody is on."""


def read_forms(html: str) -> list[Form]:
    """Return the forms of a page, in order."""
    reader = FormReader()
    reader.feed(html)
    return reader.forms


@dataclass
class Visitor:
    """One person's browser. `ours` and `theirs` are the pages of ours and of a rail's that it was on last."""

    language: str = "fr"
    url: str = ""
    html: str = ""
    ours: str = ""
    theirs: str = ""
    session: requests.Session = field(default_factory=direct)

    def open(self, url: str) -> None:
        """Open a page."""
        headers = {"Accept-Language": self.language}
        self._arrive(self.session.get(url, headers=headers, timeout=TIMEOUT_SECONDS))

    def send(self, form: Form, act: str = "", **typed: str) -> None:
        """Send a form, with what was typed into it; `act` is the button that is pressed."""
        sent = {**form.fields, **typed} | ({"act": act} if act else {})
        here = urljoin(self.url, form.action) if form.action else self.url
        headers = {"Accept-Language": self.language}
        self._arrive(self.session.post(here, data=sent, headers=headers, timeout=TIMEOUT_SECONDS))

    def find_form(self, name: str, value: str = "") -> Form:
        """Return the first form with a field of this name, and this value where one is given. Raises NotThere."""
        for form in read_forms(self.html):
            if name in form.fields and value in ("", form.fields[name]):
                return form
        raise NotThere(f"no {value or name} here")

    def find_button(self, *acts: str) -> tuple[Form, str]:
        """Return the first of these buttons, and its form. Raises NotThere."""
        for act in acts:
            for form in read_forms(self.html):
                if act in form.buttons:
                    return form, act
        raise NotThere(f"no {' or '.join(acts)} here")

    @property
    def waits(self) -> bool:
        """True on a page of ours that loads itself again."""
        return self.url == self.ours and REFRESH.search(self.html) is not None

    def _arrive(self, answer: requests.Response) -> None:
        assert answer.status_code < 500, answer.text
        self.url, self.html = answer.url, answer.text
        if urlsplit(self.url).path.startswith("/pay/"):
            self.ours = self.url
        else:
            self.theirs = self.url
