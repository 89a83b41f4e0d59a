"""The short way for a hop: most of what we are asked, answered before Flask builds a request of its own.

Everything else goes on to Flask, a wrong secret included: there it is counted and answered 404.
"""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from doors.secret_path import SecretPath

PATH: Final = re.compile(r"/ussd/([^/]+)")


@dataclass(frozen=True)
class Posted:
    """A posted form as `forms.fields` reads one: its type, its query, its body once asked for."""

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
        """The body. Raises ValueError for a longer one than any gateway sends."""
        stream: io.BufferedIOBase = self.environ["wsgi.input"]
        stated = self.environ.get("CONTENT_LENGTH") or ""
        if stated and int(stated) > self.longest:
            raise ValueError("too long")
        body = stream.read(int(stated) if stated else self.longest + 1)
        if len(body) > self.longest or (stated and len(body) < int(stated)):
            raise ValueError("too long, or cut short")
        return body


class HopsFirst:
    """A WSGI app that answers hops itself and hands on the rest."""

    def __init__(
        self, app: WSGIApplication, answer: Callable[[Posted], str], secrets: SecretPath, longest: int
    ) -> None:
        self.app, self.answer, self.secrets, self.longest = app, answer, secrets, longest

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        path = PATH.fullmatch(environ["PATH_INFO"])
        if environ["REQUEST_METHOD"] != "POST" or not path or not self.secrets.match(path[1]):
            return self.app(environ, start_response)
        body = self.answer(Posted(environ, self.longest)).encode()
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]
