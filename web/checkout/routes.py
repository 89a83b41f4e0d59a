"""Ways to the checkout's pages, and what whoever is there reads when something fails."""

from typing import Final

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from wallet.core.logs import log
from web.checkout import page, receipt
from web.checkout.answers import answer_failure

PAGES: Final = Blueprint("checkout", __name__)
PAGES.add_url_rule("/pay/-/<name>", view_func=page.open_file, methods=["GET"])
PAGES.add_url_rule("/pay/<token>", view_func=page.show, methods=["GET"])
PAGES.add_url_rule("/pay/<token>", view_func=page.act, methods=["POST"])
PAGES.add_url_rule("/pay/<token>/receipt.pdf", view_func=receipt.give_receipt, methods=["GET"])
PAGES.add_url_rule("/pay/<token>/state", view_func=page.tell_state, methods=["GET"])


@PAGES.errorhandler(SQLAlchemyError)
def refuse_for_now(away: SQLAlchemyError) -> Response:
    """Say that it does not work for now, and that nothing was taken: nothing is, before a payment is written down."""
    log.error("no database", way="/pay", error=type(away).__name__)
    return answer_failure(503)


@PAGES.errorhandler(HTTPException)
def refuse_request(refused: HTTPException) -> Response:
    """Say what to do after a request that was no page's of ours, or one too many."""
    return answer_failure(refused.code or 400)


@PAGES.errorhandler(Exception)
def refuse_unforeseen(failed: Exception) -> Response:
    """Say that it does not work for now; what broke us is in the log."""
    log.error("not answered", way="/pay", error=type(failed).__name__, exc_info=True)
    return answer_failure(500)
