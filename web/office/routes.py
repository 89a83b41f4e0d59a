"""Ways to /office, served by the office's own process; and what whoever is there reads when something fails."""

from typing import Final

from flask import Blueprint, Flask, Response, abort, g, request

from wallet.perform import Wallet
from web.office import command, home, sign_in
from web.office.answers import STYLES, answer_page
from web.office.cookie import find_at_work
from web.office.forms import list_forms
from web.pages.failures import tell_failures
from web.pages.files import give_file
from web.pages.fresh import list_fresh_files
from web.pages.language import choose_language
from web.pages.rendering import name_file, speak
from web.process import NAME, Held

SENT_MOST: Final = 300_000_000  # bytes of an operator's file, and all around it
TYPED_MOST: Final = 64_000  # of a form without one
FILES: Final = {name_file(path): path for path in STYLES} | list_fresh_files()
OFFICE: Final = Blueprint("office", __name__)
WAYS: Final = (
    ("GET", "", home.show_home),
    ("GET", "/live", home.show_live),
    ("POST", "/in", sign_in.sign_in),
    ("GET", "/code", sign_in.show_code),
    ("POST", "/code", sign_in.try_code),
    ("GET", "/app", sign_in.show_app),
    ("POST", "/app", sign_in.start_app),
    ("POST", "/out", sign_in.sign_out),
    ("GET", "/of/<name>", command.show_section),
    ("GET", "/do/<path:words>", command.show_command),
    ("POST", "/do/<path:words>", command.use_command),
)
for method, way, view in WAYS:
    OFFICE.add_url_rule(f"/office{way}", f"{method} {way}", view, methods=[method])


@OFFICE.route("/office/-/<name>", methods=["GET"])
def open_file(name: str) -> Response:
    """Return a file of the pages, by the name that says what is in it."""
    return give_file(FILES, name)


@OFFICE.before_request
def bound_what_is_sent() -> None:
    """Take in a file from whoever is at work, on a form that has one; all else is short, and has no NUL."""
    words = (request.view_args or {}).get("words", "")
    form = list_forms().get(tuple(words.split("/")))
    may_send = request.method == "POST" and form and form.takes_file and has_shown_code()
    request.max_content_length = SENT_MOST if may_send else TYPED_MOST
    if any("\0" in said for typed in (request.args, request.form) for _, said in typed.items(multi=True)):
        abort(400)


def has_shown_code() -> bool:
    """True for whoever is at work, by a password and a code."""
    who = find_at_work()
    return who is not None and who.has_app and not who.must_show_code


def answer_failure(status: int) -> Response:
    """Return the page of a request that came to nothing: nothing was done by it."""
    if status >= 500:
        g.at_work = None  # the database may be away: nobody is looked for
    say = speak(choose_language())
    title, line = say("This page was not sent as it should be"), say("Nothing was done. Begin again.")
    if status == 404:
        title, line = say("There is no such page here"), say("Go back to what waits for a person.")
    elif status == 413:
        title, line = say("This file is too large"), say("Nothing was taken in.")
    elif status >= 500:
        title = say("This does not work right now")
        line = say("Come back in a few minutes, and look first what was done.")
    return answer_page("failed.html", status, title=title, line=line)


tell_failures(OFFICE, "/office", answer_failure)


def create_pages(wallet: Wallet, public_url: str = "") -> Flask:
    """Return an app with the pages of the office alone, on a wallet."""
    app = Flask(__name__, static_folder=None)
    add_pages(app, wallet, public_url)
    return app


def add_pages(app: Flask, wallet: Wallet, public_url: str = "") -> None:
    """Add the pages of the office to the app of its process."""
    app.extensions[NAME] = Held(wallet=wallet, public_url=public_url)
    app.register_blueprint(OFFICE)
