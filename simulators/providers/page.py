"""A hosted page as plain HTML: facts, fields and buttons, without JavaScript; and the way back to the client's site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as Redirect

NO_SCRIPT_NO_FRAME: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


@dataclass(frozen=True)
class View:
    """All that one page shows: (name, value) facts, (name, label, value) fields, (act, label) buttons.

    Its form is posted to the page itself, or to `action` with (name, value) hidden fields.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()
    notice: str = ""
    action: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


def render(view: View, status: int = 200) -> Response:
    """Return the page; it refuses to be framed, as a real one does."""
    html = render_template("hosted.html", view=view)
    return Response(html, status, headers={"Content-Security-Policy": NO_SCRIPT_NO_FRAME})


def redirect_to(url: str, query: Mapping[str, str]) -> Redirect:
    """Return a redirect to the client's address with this query after its own."""
    parts = urlsplit(url)
    both = "&".join(one for one in (parts.query, urlencode(query)) if one)
    return redirect(urlunsplit(parts._replace(query=both)), 303)
