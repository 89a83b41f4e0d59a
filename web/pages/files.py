"""Files of pages, each under a name that says what is in it, so that a browser may keep it for good."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from flask import Response, abort

from web.pages.headers import KEPT, guard_page
from web.pages.rendering import name_file

VENDORED: Final = Path(__file__).parent / "vendored"  # what is not ours: about.txt says whose
TYPES: Final = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip


def list_files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by the names they are asked for by."""
    return {name_file(path): path for path in folder.iterdir()}


def give_file(files: Mapping[str, Path], name: str) -> Response:
    """Return the file of this name. Raises 404 (werkzeug's) for none."""
    path = files.get(name)
    if path is None:
        abort(404)
    return guard_page(Response(path.read_bytes(), content_type=TYPES[path.suffix], headers={"Cache-Control": KEPT}))
