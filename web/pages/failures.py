"""Failures of pages: whoever meets one reads what to do, and what broke us is in the log alone."""

from collections.abc import Callable

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from wallet.core.logs import log


def tell_failures(face: Blueprint, way: str, answer: Callable[[int], Response]) -> None:
    """Have every failure below a blueprint answered by its status; `way` is the blueprint's in the log.

    Where the database is away nothing was done: nothing is, before it is written down.
    """

    @face.errorhandler(SQLAlchemyError)
    def refuse_for_now(away: SQLAlchemyError) -> Response:
        log.error("no database", way=way, error=type(away).__name__)
        return answer(503)

    @face.errorhandler(HTTPException)
    def refuse_request(refused: HTTPException) -> Response:
        return answer(refused.code or 400)

    @face.errorhandler(Exception)
    def refuse_unforeseen(failed: Exception) -> Response:
        log.error("not answered", way=way, error=type(failed).__name__, exc_info=True)
        return answer(500)
