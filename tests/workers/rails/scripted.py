"""An operator that answers exactly what a test scripted, over real HTTP, and remembers what it was asked.

For what the simulators do not do: single answers out of their tables, and looking at what was sent.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, request

Said = tuple[int, Any]  # HTTP status; a dict is sent as JSON, bytes and text as they are


@dataclass
class HeardRequest:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class ScriptedOperator:
    """`says` maps "METHOD end-of-path" to the answers to give in turn, the last one for ever."""

    says: dict[str, list[Said]] = field(default_factory=dict)
    asked: list[HeardRequest] = field(default_factory=list)
    url: str = ""
    before: Callable[[str], object] = lambda _: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def to(self, end: str) -> list[HeardRequest]:
        """Return the requests at paths that end so."""
        return [one for one in self.asked if one.path.endswith(end)]

    def answer(self, method: str, path: str) -> Response:
        with self._lock:
            self.asked.append(HeardRequest(method, path, dict(request.headers), request.get_data()))
            end = next(end for end in self.says if method == end.split()[0] and path.endswith(end.split()[1]))
            script = self.says[end]
            http, body = script.pop(0) if len(script) > 1 else script[0]
        self.before(path)
        written = json.dumps(body) if isinstance(body, dict) else body
        extra = {"Location": "/elsewhere", "Set-Cookie": "gateway=1"} if http == 302 else {}
        return Response(written, http, extra, content_type="application/json")

    def app(self) -> Flask:
        app = Flask("scripted operator")
        app.add_url_rule(
            "/<path:path>", "all", lambda path: self.answer(request.method, "/" + path), methods=["GET", "POST"]
        )
        return app
