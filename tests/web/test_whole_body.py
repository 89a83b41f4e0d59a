"""A request's body is what was sent, as Werkzeug itself reads it: of a known length, in chunks, cut short, too long."""

from io import BytesIO

import pytest
from flask import Flask, Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import EnvironBuilder

from web.whole_body import LONGEST_BODY, RequestOfWholeBody


def read(kind: type[Request], body: bytes, length: str | None) -> bytes:
    environ = EnvironBuilder(method="POST").get_environ() | {
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
    }
    environ.pop("CONTENT_LENGTH", None)
    environ |= {"HTTP_TRANSFER_ENCODING": "chunked"} if length is None else {"CONTENT_LENGTH": length}
    app = Flask("a test's")
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    with app.app_context():
        return kind(environ).get_data()


LONG = b"x" * LONGEST_BODY


@pytest.mark.parametrize(
    ("body", "length"),
    [(b"", "0"), (b"a=1", "3"), (b"a=1", None), (b"a=", "3"), (LONG, str(len(LONG))), (LONG, None), (b"a=1", "")],
)
def test_a_body_is_read_as_werkzeug_reads_it(body: bytes, length: str | None) -> None:
    assert read(RequestOfWholeBody, body, length) == read(Request, body, length) == body


def test_a_body_that_is_too_long_is_refused() -> None:
    with pytest.raises(RequestEntityTooLarge):
        read(RequestOfWholeBody, LONG + b"x", str(len(LONG) + 1))
