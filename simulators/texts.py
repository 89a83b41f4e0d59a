"""Texts that reached a phone, oldest first, kept in memory only and never more than a bounded number."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, jsonify, request

from sms_templates.gsm7 import is_gsm7, segments

KEPT: Final = 20_000
LONGEST_WAIT_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Text:
    """One text in a phone's inbox; `seq` counts all texts from 1, `parts` are billed."""

    seq: int
    id: str
    to: str
    sender: str
    text: str
    time: str
    parts: int


class Texts:
    """The inboxes of all phones; safe to use from many threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._texts: deque[Text] = deque(maxlen=kept)
        self._count = 0
        self._arrival = threading.Condition()

    def deliver(self, message_id: str, to: str, sender: str, text: str) -> Text:
        """Put a text into a phone's inbox and wake whoever waits for one."""
        with self._arrival:
            self._count += 1
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            delivered = Text(self._count, message_id, to, sender, text, now, parts(text))
            self._texts.append(delivered)
            self._arrival.notify_all()
            return delivered

    def read(self, to: str | None = None, since: int = 0, wait_seconds: float = 0.0) -> list[Text]:
        """Return texts after number `since`, of one phone or all; wait that long for one if there is none."""

        def found() -> list[Text]:
            return [text for text in self._texts if text.seq > since and to in (None, text.to)]

        with self._arrival:
            return self._arrival.wait_for(found, timeout=min(wait_seconds, LONGEST_WAIT_SECONDS)) or []


def parts(text: str) -> int:
    """Return how many parts a text is billed as: by GSM-7, or by UCS-2's 70 and 67 once a letter is outside."""
    if is_gsm7(text):
        return segments(text)
    units = len(text.encode("utf-16-be")) // 2
    return 1 if units <= 70 else -(-units // 67)


def blueprint(texts: Texts) -> Blueprint:
    """Serve `GET /messages?to=+237…&since=N&wait=SECONDS`: the texts as JSON, oldest first."""
    routes = Blueprint("texts", __name__)

    @routes.get("/messages")
    def messages() -> Response:
        to = request.args.get("to")
        if to is not None:
            to = "+" + to.strip().lstrip("+")  # an unescaped + arrives as a space
        since = request.args.get("since", default=0, type=int)
        wait_seconds = request.args.get("wait", default=0.0, type=float)
        return jsonify([asdict(text) for text in texts.read(to, since, wait_seconds)])

    return routes
