"""Answers in JSON, written the same way every time."""

import json
from typing import Any

from flask import Response


def write(body: Any) -> str:
    """Return a body as it is answered and kept."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def answer_json(body: Any, status: int = 200, kind: str = "application/json") -> Response:
    """Return the answer with this body."""
    return answer_written(write(body), status, kind)


def answer_written(body: str, status: int, kind: str = "application/json") -> Response:
    """Return the answer with a body that is written already."""
    return Response(body, status, content_type=kind, headers={"Cache-Control": "no-store"})
