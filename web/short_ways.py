"""The short ways in: what we are asked most, hops and operators' callbacks, answered before Flask builds a request.

Everything else goes on to Flask, a wrong secret included: there it is counted and answered 404.
"""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from web.said import Said, Sending
from web.secret_path import SecretPath

OK: Final = "200 OK"


@dataclass(frozen=True)
class Posted:
    """A posted body with what `forms.fields` asks of one: its type, its query, its bytes once asked for."""

    environ: WSGIEnvironment
    longest: int

    @property
    def mimetype(self) -> str:
        """The content type without its parameters."""
        return str(self.environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()

    @property
    def query_string(self) -> str:
        """What stood behind the path."""
        return str(self.environ.get("QUERY_STRING", ""))

    def get_data(self) -> bytes:
        """The body. Raises RequestEntityTooLarge for a longer one than anybody honest sends, or one cut short."""
        stream: io.BufferedIOBase = self.environ["wsgi.input"]
        stated = self.environ.get("CONTENT_LENGTH") or ""
        if stated and int(stated) > self.longest:
            raise RequestEntityTooLarge
        body = stream.read(int(stated) if stated else self.longest + 1)
        if len(body) > self.longest or (stated and len(body) < int(stated)):
            raise RequestEntityTooLarge
        return body


@dataclass(frozen=True)
class Way:
    """A path with its `secret` and what else names the door, its verbs, and what answers, as plain text."""

    path: re.Pattern[str]
    verbs: frozenset[str]
    answer: Callable[..., Said]


class ShortWays:
    """A WSGI app that answers these itself and hands on the rest."""

    def __init__(self, app: WSGIApplication, ways: Iterable[Way], secrets: SecretPath, longest: int) -> None:
        self.app, self.ways, self.secrets, self.longest = app, tuple(ways), secrets, longest

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        for way in self.ways:
            found = way.path.fullmatch(environ["PATH_INFO"])
            if found and environ["REQUEST_METHOD"] in way.verbs:
                named = found.groupdict()
                if self.secrets.match(named.pop("secret")):
                    return self.answer(way, named, environ, start_response)
        return self.app(environ, start_response)

    def answer(
        self, way: Way, named: dict[str, str], environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """What a way says, or the HTTP error it raised."""
        try:
            said = way.answer(Posted(environ, self.longest), **named)
        except HTTPException as refused:
            return refused(environ, start_response)
        body = said.text.encode()
        start_response(OK, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
        return Sending(body, said.afterwards)
