"""The logo of a business, as its pages and ours show it: under its digest, so that browsers keep it."""

import re
from typing import Final

from flask import Response, abort

from wallet.business import logos
from wallet.core.database import in_one_statement
from web.pages.headers import KEPT, guard_page
from web.process import process

DIGEST: Final = re.compile("[0-9a-f]{64}")


def give_logo(digest: str) -> Response:
    """Return a logo. Raises 404 (werkzeug's) for none."""
    content = b""
    if DIGEST.fullmatch(digest):
        content = in_one_statement(process().wallet.engine, lambda db: logos.find(db, digest))
    if not content:
        abort(404)
    return guard_page(Response(content, content_type="image/jpeg", headers={"Cache-Control": KEPT}))
