"""The first page of /office: what waits for a person."""

from flask import Response

from web.office.command import do_form
from web.office.forms import list_forms
from web.office.sign_in import lead_elsewhere


def show_start() -> Response:
    """Return what waits, as the command `waiting` says it; for nobody at work, the page that signs in."""
    return lead_elsewhere() or do_form(list_forms()["waiting",], {}, {})
