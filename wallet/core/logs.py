"""Logs as JSON lines. Nothing a person types is logged; a phone is masked for people and keyed for joins.

What came in names itself in every line that is written for it (`following`): a call's session, a text's id at the
gateway, a request of the API. The line `operation` among them names what that became, and a rail's worker names it too.
"""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final

import orjson
import structlog
from structlog.contextvars import bind_contextvars, reset_contextvars

NEVER_LOGGED: Final = frozenset(
    {
        "pin",
        "text",
        "code",
        "otp",
        "password",
        "authorization",
        "apikey",
        "api_key",
        "input",
        "lastappresponse",
        "secret",
        "answer",
    }
)
# What a PIN or a code would look like. It begins with its digit, for which the search looks first; what may not stand
# before that is asked behind it.
DIGITS: Final = re.compile(r"[0-9](?<![0-9a-zA-Z+*-][0-9])[0-9]{3,5}(?![0-9a-zA-Z])")

Event = MutableMapping[str, Any]


# Moments, whose years look like PINs, phones that are masked already, and our own references.
WHOLE: Final = frozenset({"timestamp", "at", "phone", "operation"})


def redact(_: Any, __: str, event: Event) -> Event:
    """Drop what must never be logged; mask what only might be a PIN in free words."""
    for name, value in event.items():  # no name comes or goes
        if name.lower() in NEVER_LOGGED:
            event[name] = "****"
        elif isinstance(value, str) and name not in WHOLE:
            event[name] = DIGITS.sub("****", value)
    return event


def write_json(event: Event, default: Callable[[Any], Any]) -> bytes:
    """Return a line as JSON; what orjson refuses, as half a surrogate pair, is written all the same."""
    try:
        return orjson.dumps(event, default=default)
    except TypeError:
        return json.dumps(event, default=default).encode()


def masked(phone: str) -> str:
    """Return `+2376****001`: enough for a person to recognise, not enough to call."""
    return f"{phone[:5]}****{phone[-3:]}" if len(phone) > 8 else "****"


def configure() -> None:
    """Set up this process's log: our lines and the libraries' warnings, on standard error."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(write_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(file=sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


@contextmanager
def following(**names: str) -> Iterator[None]:
    """Let each line say these too while the block lasts; structlog's own goes through all that is said so already."""
    tokens = bind_contextvars(**names)
    try:
        yield
    finally:
        reset_contextvars(**tokens)


log: Final[structlog.typing.FilteringBoundLogger] = structlog.get_logger()


def name_operation(reference: str, kind: str, channel: str) -> None:
    """Log which operation a request became, in a process that keeps a log: a command's output is its own."""
    if structlog.is_configured():
        log.info("operation", operation=reference, kind=kind, channel=channel)
