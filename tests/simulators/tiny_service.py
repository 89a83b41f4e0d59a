"""A tiny service that notes everything the simulators tell it, and what a test asks of the simulators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from africastalking.SMS import SMSService
from flask import Flask, Response, request


@dataclass
class HeardRequests:
    """Requests the tiny service heard, in order, and what it answers next."""

    ussd: list[dict[str, str]] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)
    sms: list[dict[str, str]] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)
    sms_refusals: int = 0
    echo: Callable[[str], tuple[str, int]] = lambda text: (f"CON You said {text}|\nAnd now?", 200)


def tiny_service(heard: HeardRequests) -> Flask:
    app = Flask("tiny service")

    def note(kind: list[dict[str, str]]) -> None:
        kind.append(request.form.to_dict())

    @app.post("/ussd")
    def ussd() -> Response:
        note(heard.ussd)
        body, status = heard.echo(request.form["text"])
        return Response(body, status, content_type="text/plain")

    @app.post("/ussd/events")
    def events() -> str:
        note(heard.events)
        return ""

    @app.post("/sms")
    def sms() -> tuple[str, int]:
        note(heard.sms)
        heard.sms_refusals -= 1
        return ("", 500) if heard.sms_refusals >= 0 else ("", 200)

    @app.post("/sms/delivery")
    def delivery() -> str:
        note(heard.reports)
        return ""

    return app


@dataclass
class Simulators:
    """The simulators' address and the few things a test asks of them."""

    url: str

    def ask(self, **faults: dict[str, Any]) -> None:
        """Ask for Africa's Talking's faults, by name."""
        reply = requests.put(f"{self.url}/faults", json={"africastalking": faults}, timeout=60)
        assert reply.ok, reply.text

    def messages(self, **query: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = requests.get(f"{self.url}/messages", params=query, timeout=60).json()
        return found

    def sdk(self, key: str = "right-key") -> SMSService:
        """The real SDK, pointed here."""
        service = SMSService("mbongo", key)
        service._baseUrl = f"{self.url}/africastalking/version1"
        return service
