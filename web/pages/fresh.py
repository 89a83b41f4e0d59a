"""Pages whose figures stay fresh: files that ask for them again and plot them, and answers that tell what changed."""

import hashlib
from pathlib import Path
from typing import Final

from flask import Response, request

from web.pages.files import VENDORED, list_files
from web.pages.rendering import name_file

STATIC: Final = Path(__file__).parent / "static"


def list_fresh_files() -> dict[str, Path]:
    """Return the files of pages whose figures stay fresh: what is not ours, and what plots with it."""
    return list_files(VENDORED) | list_files(STATIC)


def name_fresh_file(name: str) -> str:
    """Return the name that such a file is asked for by."""
    path = STATIC / name
    return name_file(path if path.exists() else VENDORED / name)


def answer_changed(answer: Response) -> Response:
    """Return an answer with the tag of what is in it, or 304 for who has just this."""
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    return answer.make_conditional(request.environ)  # type: ignore[return-value]  # werkzeug's is Flask's here
