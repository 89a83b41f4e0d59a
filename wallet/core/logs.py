"""Logs as JSON lines. Nothing a person types is logged; a phone is masked for people and keyed for joins."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

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
DIGITS: Final = re.compile(r"(?<![0-9a-zA-Z+*-])[0-9]{4,6}(?![0-9a-zA-Z])")  # what a PIN or a code would look like

Event = MutableMapping[str, Any]


WHOLE: Final = ("timestamp", "at", "phone")  # moments, whose years look like PINs, and phones that are masked already


def redact(_: Any, __: str, event: Event) -> Event:
    """Drop what must never be logged; mask what only might be a PIN in free words."""
    for name in list(event):
        if name.lower() in NEVER_LOGGED:
            event[name] = "****"
        elif isinstance(event[name], str) and name not in WHOLE:
            event[name] = DIGITS.sub("****", event[name])
    return event


def masked(phone: str) -> str:
    """Return `+2376****001`: enough for a person to recognise, not enough to call."""
    return f"{phone[:5]}****{phone[-3:]}" if len(phone) > 8 else "****"


def configure() -> None:
    """Set up this process's log: our lines and the libraries' warnings, on standard error."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


log: Final[structlog.typing.FilteringBoundLogger] = structlog.get_logger()
