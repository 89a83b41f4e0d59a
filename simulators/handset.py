"""A phone behind Africa's Talking's gateway: dials, answers, hangs up and texts on the gateway's own wire.

One call at a time. What is typed travels as one growing text joined by `*`, PIN included: it lives in memory
until the next call and is in no repr and no log.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import Final

import requests

from simulators.wire import Unreachable, Wire, gateway_time, network_code, post

WRONG_CODE: Final = "Connection problem or invalid MMI code."
PAUSES_SECONDS: Final = (0.1, 0.3, 0.6, 1.0)  # a gateway retries a text until 200; this one for 2 s


@dataclass(frozen=True)
class Screen:
    """The text a phone shows after a hop; `open` waits for an answer, `problem` is the connection's."""

    text: str
    open: bool = False
    problem: str | None = None


@dataclass
class Call:
    """One USSD session as the gateway keeps it."""

    service_code: str
    answers: list[str] = field(default_factory=list, repr=False)
    id: str = field(default_factory=lambda: f"ATUid_{uuid.uuid4().hex}")
    hops: int = 0
    started: float = field(default_factory=time.monotonic)
    body: str = field(default="", repr=False)
    over: bool = False

    @property
    def typed(self) -> str:
        """The gateway's text: everything typed so far, joined by `*`."""
        return "*".join(self.answers)


class NoCall(RuntimeError):
    """Nobody can answer: no call is under way."""


class NotTaken(RuntimeError):
    """A text the service never answered with 200."""


class Handset:
    """One phone behind the gateway; `screen` is what it shows, `call` the session under way or just over.

    `ahead_seconds`: the gateway's clock is so much ahead of this machine's, as the service's may be in a test.
    """

    def __init__(self, phone: str, wire: Wire, ahead_seconds: float = 0) -> None:
        self.ahead_seconds = ahead_seconds
        self.phone = phone
        self.wire = wire
        self.call: Call | None = None
        self.screen = Screen("")

    def dial(self, code: str) -> Screen:
        """Dial a code; in `*384*237*1*677000002#` what follows the service code is the first hop's text."""
        if self.screen.open:
            self.hang_up()
        service = self.wire.service_code.rstrip("#")
        if not code.startswith("*") or not code.endswith("#"):
            self.call, self.screen = None, Screen(WRONG_CODE, problem="a code begins with * and ends with #")
            return self.screen
        if code.startswith(service + "*"):
            self.call = Call(self.wire.service_code, code[len(service) + 1 : -1].split("*"))
        else:
            self.call = Call(code)
        return self.hop(self.call.typed)

    def answer(self, text: str) -> Screen:
        """Send one answer to the open screen. Raises NoCall when none is open."""
        if self.call is None or not self.screen.open:
            raise NoCall("no screen is open")
        self.call.answers.append(text)
        return self.hop(self.call.typed)

    def lose(self, text: str) -> None:
        """Send one answer, and lose the call before its screen comes; nobody is told. Raises NoCall."""
        if self.call is None or not self.screen.open:
            raise NoCall("no screen is open")
        self.call.answers.append(text)
        self.call.over = True
        self.hop(self.call.typed)
        self.screen = Screen("")

    def hang_up(self) -> None:
        """Press the red key: the gateway tells the service that the session ended while input was expected."""
        if self.call is not None and not self.call.over:
            self._end("Incomplete")

    def drop(self) -> None:
        """Lose the call in the network: no more hops, and nobody is told."""
        if self.call is not None:
            self.call.over = True
        self.screen = Screen("")

    def repeat(self) -> Screen:
        """Send the last hop again, as a gateway does, also after the closing screen."""
        if self.call is None:
            raise NoCall("nothing was dialled")
        return self.hop(self.call.typed)

    def stale(self, hops: int = 1) -> Screen:
        """Send an earlier hop late: the text without its last answers; what was typed stays typed."""
        if self.call is None:
            raise NoCall("nothing was dialled")
        heard = self.call.answers
        return self.hop("*".join(heard[: max(len(heard) - hops, 0)]))

    def hop(self, text: str, **other: str) -> Screen:
        """Post one hop with any text and fields (`phoneNumber=…`), even some that no gateway sends."""
        if self.call is None:
            raise NoCall("nothing was dialled")
        call = self.call
        call.hops += 1
        form = {
            "sessionId": call.id,
            "phoneNumber": self.phone,
            "networkCode": network_code(self.phone),
            "serviceCode": call.service_code,
            "text": text,
        }
        try:
            self.screen = read(post(self.wire.ussd_url, {**form, **other}))
        except Unreachable as unreachable:
            self.screen = Screen(WRONG_CODE, problem=str(unreachable))
        call.body = self.screen.text
        if self.screen.problem is not None:
            self._end("Failed")
        elif not self.screen.open:
            self._end("Success")
        return self.screen

    def text(self, message: str, gateway_id: str | None = None, seconds_from_now: float = 0) -> str:
        """Text the service. Returns the gateway's id, which sends the same text twice. Raises NotTaken.

        `seconds_from_now` moves the gateway's date: below zero it comes late.
        """
        form = {
            "date": gateway_time(self.ahead_seconds + seconds_from_now),
            "from": self.phone,
            "id": gateway_id or str(uuid.uuid4()),
            "linkId": str(uuid.uuid4()),
            "text": message,
            "to": self.wire.short_code,
            "networkCode": network_code(self.phone),
            "cost": "XAF 0.0000",
        }
        problem = ""
        for pause_seconds in (*PAUSES_SECONDS, None):
            try:
                reply = post(self.wire.sms_url, form)
                if reply.status_code == 200:
                    return form["id"]
                problem = f"HTTP {reply.status_code}"
            except Unreachable as unreachable:
                problem = str(unreachable)
            if pause_seconds is not None:
                time.sleep(pause_seconds)
        raise NotTaken(problem)

    def _end(self, status: str) -> None:
        call = self.call
        if call is None or call.over:
            return  # one end of a session is told once, however often its last hop is repeated
        call.over = True
        event = {
            "date": gateway_time(),
            "sessionId": call.id,
            "serviceCode": call.service_code,
            "networkCode": network_code(self.phone),
            "phoneNumber": self.phone,
            "status": status,
            "cost": "XAF 0.0000",
            "durationInMillis": str(int((time.monotonic() - call.started) * 1000)),
            "hopsCount": str(call.hops),
            "input": call.typed,
            "lastAppResponse": call.body,
        }
        if status == "Failed":
            event["errorMessage"] = self.screen.problem or ""
        if status == "Incomplete":
            self.screen = Screen("")
        if self.wire.ussd_events_url is not None:
            try:
                post(self.wire.ussd_events_url, event)
            except Unreachable:
                return  # the gateway promises no second try, and the phone has nothing to show for it


def read(reply: requests.Response) -> Screen:
    """Return the screen for a service's answer: `CON ` stays open, `END ` closes, anything else is a problem."""
    if reply.status_code != 200:
        return Screen(WRONG_CODE, problem=f"HTTP {reply.status_code}")
    reply.encoding = "utf-8"  # text/plain without a charset would be read as Latin-1
    for prefix, is_open in (("CON ", True), ("END ", False)):
        if reply.text.startswith(prefix):
            return Screen(reply.text[len(prefix) :], open=is_open)
    return Screen(WRONG_CODE, problem="the answer begins with neither CON nor END")
