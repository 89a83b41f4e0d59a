"""The faults every payment provider has on its line and in its webhooks, and what a client sees of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import requests

# What the client sees (an HTTP status, or its line broken), and whether the thing was executed.
BROKEN_LINES: Final[dict[str, tuple[Any, bool]]] = {
    "dropped": (requests.ConnectionError, False),
    "refused_empty": (400, False),
    "refused_error": (503, False),
    "refused_html": (502, False),
    "token_expired": (401, False),
    "executed_then_dropped": (requests.ConnectionError, True),
    "executed_then_reset": (requests.ConnectionError, True),
    "executed_then_empty": (200, True),
    "executed_then_error": (500, True),
    "executed_then_html": (200, True),
    "executed_then_fault": (200, True),
}

# How many webhooks of one payment are heard.
WEBHOOKS: Final = {
    "callback_none": 0,
    "callback_twice": 2,
    "callback_reordered": 2,
    "callback_forged": 2,
    "callback_unknown": 2,
}


def outcome(act: Callable[[], requests.Response]) -> Any:
    """Return the HTTP status of an answer, or the class of what broke."""
    try:
        return act().status_code
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        return requests.ConnectionError
