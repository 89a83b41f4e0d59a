"""Clients of the simulated payment providers: press a hosted page's buttons, hear webhooks, ask for faults."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask, Response, request

from faults.polling import wait_for
from tests.simulators.operator_clients import Client


class Page(HTMLParser):
    """A hosted page read as a browser without JavaScript reads it: its buttons, its text, its alert."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.buttons: list[str] = []
        self.fields: dict[str, str] = {}
        self.text = ""
        self.notice = ""
        self._alert = False
        self.scripts = 0
        self.action = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._alert = named.get("role") == "alert"
        self.scripts += tag == "script"
        if tag == "form":
            self.action = named.get("action") or ""
        if tag == "button":
            self.buttons.append(named.get("value") or "return")  # one without a value only posts the form elsewhere
        if tag == "input":
            self.fields[named["name"] or ""] = named["value"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._alert = False

    def handle_data(self, data: str) -> None:
        self.text += data
        self.notice += data if self._alert else ""


@dataclass
class Payer:
    """Somebody with a browser in front of a hosted page."""

    url: str
    page: Page | None = None
    returned: dict[str, str] | None = None  # the query, or the form, they came back with
    returned_to: str = ""  # the address they posted that form to

    def open(self) -> Page:
        """Load the page they are on."""
        return self._read(requests.get(self.url, timeout=60, allow_redirects=False))

    def press(self, act: str, **fields: str) -> Payer:
        """Press one of the page's buttons, which must be there, and follow where it leads."""
        page = self.page if self.page is not None and self.page.action else self.open()
        assert act in page.buttons, page.buttons
        assert set(fields) <= set(page.fields), page.fields
        if page.action:
            self.returned, self.returned_to = {**page.fields, **fields}, page.action
            return self
        self._read(requests.post(self.url, {**page.fields, **fields, "act": act}, timeout=60, allow_redirects=False))
        return self

    def _read(self, reply: requests.Response) -> Page:
        assert reply.status_code in (200, 303, 404), reply.text
        while reply.status_code == 303:
            to = requests.compat.urljoin(self.url, reply.headers["Location"])
            if urlsplit(to).netloc != urlsplit(self.url).netloc:
                self.returned = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
                return Page("")
            self.url = to
            reply = requests.get(to, timeout=60, allow_redirects=False)
        self.page = Page(reply.text)
        assert self.page.scripts == 0
        return self.page


@dataclass(frozen=True)
class Webhook:
    """One call the service heard."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    form: dict[str, str]

    @property
    def body(self) -> Any:
        """Return its JSON, or None when it is none."""
        try:
            return json.loads(self.raw)
        except ValueError:
            return None


@dataclass
class Listener:
    """The service that webhooks are for; it answers `answers` in turn, then 200."""

    heard: list[Webhook] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    url: str = ""

    def app(self) -> Flask:
        app = Flask("webhooks heard")

        @app.route("/<path:path>", methods=["GET", "POST", "PUT"])
        def hear(path: str) -> Response:
            raw, headers = request.get_data(), {name.lower(): value for name, value in request.headers.items()}
            self.heard.append(Webhook(request.method, path, headers, raw, request.form.to_dict()))
            return Response("", self.answers.pop(0) if self.answers else 200)

        return app

    def wait(self, count: int = 1) -> list[Webhook]:
        """Return the first so many, once they came."""
        wait_for(lambda: len(self.heard) >= count, "webhooks")
        return self.heard[:count]


class Provider(Client):
    """One provider's API by hand, and its dashboard and faults."""

    name = ""

    def settings(self, **wanted: Any) -> dict[str, Any]:
        """Set some of its dashboard; answers all of it."""
        shown: dict[str, Any] = self.put(f"/providers/{self.name}", wanted)
        return shown

    def ask(self, **faults: dict[str, Any]) -> None:
        """Ask for its faults, by name."""
        self.put("/faults", {self.name: faults})

    def quiet(self) -> None:
        """Wait until nothing more will happen there."""
        wait_for(lambda: not any(self.get("/pending").values()), "the simulators to be quiet")

    def amounts(self) -> list[tuple[str, int, str]]:
        """Return the direction, amount and currency of all it really executed."""
        return [(one["direction"], one["amount"], one["currency"]) for one in self.journal()]
