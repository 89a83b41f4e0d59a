"""Answers every simulated API gives: JSON in one piece, and refusals raised where they are found."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

from flask import Response, request


class Refused(Exception):
    """A request that is not taken; holds the answer."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


def as_json(body: Any, status: int = 200) -> Response:
    """Return JSON in one piece."""
    return Response(dump(body), status, content_type="application/json")


def dump(body: Any) -> bytes:
    """Return a body as JSON; fractions a client sent, and hears again, are numbers as it wrote them."""
    return json.dumps(body, default=float).encode()


def read_object() -> dict[str, Any] | None:
    """Return the JSON object posted, its fractions as exact decimals; None when it is none."""
    try:
        asked = json.loads(request.get_data(), parse_float=Decimal, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) else None


def refuse_constant(word: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON. Raises ValueError."""
    raise ValueError(word)
