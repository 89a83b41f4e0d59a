"""A gateway's form, read without trust: each field once, in the body, as urlencoded, and short.

Werkzeug empties a whole form for one invalid byte, keeps duplicates, and takes `request.values` from the query string
over the body (reference/failure-modes.md M2, M4, M6): so the body's own fields are counted here.
"""

import re

from flask import Request

from wallet.errors import Misread

CONTENT_TYPE = "application/x-www-form-urlencoded"
IDENTIFIER = re.compile(r"[A-Za-z0-9_.:\-]{1,128}")


def fields(request: Request, *required: str) -> dict[str, str]:
    """Every field of the form. Raises Misread unless each stands there once, the required ones too, and no query does."""
    if request.mimetype != CONTENT_TYPE or request.query_string:
        raise Misread("ussd.malformed")
    try:
        form = request.form
    except Exception as unread:  # too long, cut short, chunks that are none: every server has errors of its own
        raise Misread("ussd.malformed") from unread
    if any(len(form.getlist(name)) > 1 for name in form) or any(name not in form for name in required):
        raise Misread("ussd.malformed")
    return dict(form.items())


def identifier(text: str) -> str:
    """A gateway's own id, safe to store and to log. Raises Misread."""
    if not IDENTIFIER.fullmatch(text):
        raise Misread("ussd.malformed")
    return text
