"""Calls on Africa's Talking's wire, as bytes, and the people who make them."""

import http.client
import itertools
import time
from collections.abc import Iterable
from urllib.parse import urlencode

from sqlalchemy import Connection

from bench.doors import path_of
from bench.load import Exchange
from local.ports import LOOPBACK
from wallet.core.settings import Settings
from wallet.people import people

PATH = path_of("ussd")
CONTENT_TYPE = "application/x-www-form-urlencoded"
sessions = itertools.count(1)


def phone_of(number: int) -> str:
    """Return the phone of the n-th person: 650 000 000 and on, a prefix with a million numbers."""
    return f"+237650{number:06d}"


def session_id() -> str:
    """Return the session id of a new call."""
    return f"ATUid_{next(sessions):032x}"


def form(settings: Settings, session: str, phone: str, text: str) -> str:
    """Return the form the gateway posts on a hop, all its fields."""
    return urlencode({
        "sessionId": session, "phoneNumber": phone, "networkCode": "62401", "serviceCode": settings.service_code,
        "text": text,
    })  # fmt: skip


def write_post(path: str, body: str, kind: str = CONTENT_TYPE, more: str = "") -> bytes:
    """Return a POST as it goes over the wire; `more` are further headers, each with its end of line."""
    head = f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Type: {kind}\r\n{more}"
    said = body.encode()
    return f"{head}Content-Length: {len(said)}\r\n\r\n".encode() + said


def hop(settings: Settings, session: str, phone: str, text: str, screen: str, path: str = PATH) -> Exchange:
    """Return one hop of a call as bytes, with the screen it must answer with; `path` holds the door's secret."""
    body = form(settings, session, phone, text)
    return Exchange(write_post(path, body), screen.encode())


class TimedPhone:
    """One phone calling over one kept-alive connection; `seconds` is how long its last hop took."""

    def __init__(self, port: int, settings: Settings, phone: str) -> None:
        self.settings, self.phone = settings, phone
        self.line = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
        self.session, self.text, self.seconds = "", "", 0.0

    def dial(self, typed: str = "") -> str:
        """Begin a call, with what was typed behind the code, `*` between answers. Returns the screen."""
        self.session, self.text = session_id(), typed
        return self._hop()

    def answer(self, typed: str) -> str:
        """Send the call's next hop. Returns the screen."""
        self.text = f"{self.text}*{typed}" if self.text else typed
        return self._hop()

    def _hop(self) -> str:
        body = form(self.settings, self.session, self.phone, self.text)
        began = time.perf_counter()
        self.line.request("POST", PATH, body, {"Content-Type": CONTENT_TYPE})
        screen = self.line.getresponse().read()
        self.seconds = time.perf_counter() - began
        return screen.decode()


def register(db: Connection, numbers: Iterable[int], pin_hash: str) -> None:
    """Register people with these phones, as the use case does, all with one PIN."""
    for number in numbers:
        person = people.register(db, phone_of(number), f"Moussa Bello {number}", "fr")
        people.set_first_pin(db, person.id, pin_hash)
