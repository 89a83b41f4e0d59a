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
    """Every field of the form. Raises Misread unless the required ones are there, once, and nothing came in the query."""
    if request.mimetype != CONTENT_TYPE or request.query_string:
        raise Misread("ussd.malformed")
    form = request.form
    if any(len(form.getlist(name)) != 1 for name in required):
        raise Misread("ussd.malformed")
    return {name: form[name] for name in form}


def identifier(text: str) -> str:
    """A gateway's own id, safe to store and to log. Raises Misread."""
    if not IDENTIFIER.fullmatch(text):
        raise Misread("ussd.malformed")
    return text
