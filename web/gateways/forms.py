"""A gateway's form, read without trust: each field once, in the body, as urlencoded, and short.

Werkzeug's own form empties itself for one invalid byte, keeps duplicates, and its `request.values` takes the query
string over the body: so the body is read here, strictly.
"""

import re
from urllib.parse import unquote

from flask import Request

from wallet.core.errors import Misread

CONTENT_TYPE = "application/x-www-form-urlencoded"
IDENTIFIER = re.compile(r"[A-Za-z0-9_.:\-]{1,128}")
MESSAGE_ID = re.compile(r"[!-~]{1,128}")  # base64, addresses, braces: a gateway's business
WORD_LETTERS_MAX = 60


def fields(request: Request, *required: str) -> dict[str, str]:
    """Return every field of the form. Raises Misread for none, a field twice, a required one missing, or a query."""
    if request.mimetype != CONTENT_TYPE or request.query_string:
        raise Misread("ussd.malformed")
    try:
        body = request.get_data().decode()
    except Exception as unread:  # too long, cut short, chunks that are none: every server has errors of its own
        raise Misread("ussd.malformed") from unread
    pairs = [pair.partition("=") for pair in plain(body).split("&") if pair]
    form = {unquote(name): unquote(value) for name, _, value in pairs}
    if not form or len(form) < len(pairs) or not form.keys() >= {*required}:
        raise Misread("ussd.malformed")
    return form


def plain(body: str) -> str:
    """Decode spaces, and the stars, pluses and hashes that a hop is full of, which unquote would read one by one."""
    return body.replace("+", " ").replace("%2A", "*").replace("%2B", "+").replace("%23", "#")


def identifier(text: str) -> str:
    """Return a gateway's own id of a call, if it is safe to store and to log. Raises Misread."""
    return _matching(IDENTIFIER, text)


def message_id(text: str) -> str:
    """Return a gateway's own id of a message: any characters that are seen. Raises Misread."""
    return _matching(MESSAGE_ID, text)


def word(text: str) -> str:
    """Return a gateway's own word for something, in any language: printable and short. Raises Misread."""
    if not text.strip() or not text.isprintable() or len(text) > WORD_LETTERS_MAX:
        raise Misread("ussd.malformed")
    return text


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise Misread("ussd.malformed")
    return text
