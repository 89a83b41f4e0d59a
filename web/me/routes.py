"""Ways to /me, and what whoever is there reads when something fails."""

from typing import Final

from flask import Blueprint, Response, abort
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from wallet.core.logs import log
from web.me import home, sign_in
from web.me.answers import STATIC, answer_page
from web.pages.headers import KEPT, guard_page
from web.pages.language import choose_language
from web.pages.rendering import name_file, speak

FILES: Final = {name_file(path): path for path in STATIC.iterdir()}
ME: Final = Blueprint("me", __name__)
ME.add_url_rule("/me", view_func=home.show, methods=["GET"])
ME.add_url_rule("/me/number", view_func=sign_in.ask_code, methods=["POST"])
ME.add_url_rule("/me/code", view_func=sign_in.show_code, methods=["GET"])
ME.add_url_rule("/me/code", view_func=sign_in.sign_in, methods=["POST"], endpoint="sign_in")
ME.add_url_rule("/me/add", view_func=home.add_money, methods=["POST"])
ME.add_url_rule("/me/out", view_func=sign_in.sign_out, methods=["POST"])


@ME.route("/me/-/<name>", methods=["GET"])
def open_file(name: str) -> Response:
    """Return a file of the pages, by the name that says what is in it."""
    if name not in FILES:
        abort(404)
    style = Response(FILES[name].read_bytes(), content_type="text/css; charset=utf-8", headers={"Cache-Control": KEPT})
    return guard_page(style)


@ME.errorhandler(SQLAlchemyError)
def refuse_for_now(away: SQLAlchemyError) -> Response:
    """Say that it does not work for now."""
    log.error("no database", way="/me", error=type(away).__name__)
    return answer_failure(503)


@ME.errorhandler(HTTPException)
def refuse_request(refused: HTTPException) -> Response:
    """Say what to do after a form that was no page's of ours, or one too many."""
    return answer_failure(refused.code or 400)


@ME.errorhandler(Exception)
def refuse_unforeseen(failed: Exception) -> Response:
    """Say that it does not work for now; what broke us is in the log."""
    log.error("not answered", way="/me", error=type(failed).__name__, exc_info=True)
    return answer_failure(500)


def answer_failure(status: int) -> Response:
    """Return the page of a request that came to nothing: nothing was done by it."""
    say = speak(choose_language())
    if status == 429:
        title, line = say("Too many tries"), say("Wait a minute, then begin again.")
    elif status >= 500:
        title, line = say("This does not work right now"), say("Nothing was done. Come back in a few minutes.")
    else:
        title, line = say("This page was not sent as it should be"), say("Nothing was done. Begin again.")
    return answer_page("failed.html", status, title=title, line=line)
