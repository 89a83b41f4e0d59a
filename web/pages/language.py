"""The language a page is written in: as its reader says, then as their browser does, then as whoever asked wrote it."""

from urllib.parse import urlencode

from flask import request

from documents.words import CODES


def choose_language(written: str = "") -> str:
    """Return the language of the current request's page; `written` is that of what it shows, "" for any."""
    asked = request.args.get("lang", "")
    if asked in CODES:
        return asked
    browser = request.accept_languages.best_match(CODES)
    return browser or (written if written in CODES else CODES[0])


def write_in_language(code: str) -> str:
    """Return the way to the current request's page in another language."""
    return f"?{urlencode({**request.args.to_dict(), 'lang': code})}"
