"""Posters as programs print them: PDFs of a link or of a till."""

from typing import Literal

from flask import Response
from sqlalchemy import Connection, text

from documents.poster import print_poster
from wallet.business.posters import Payee, get_payee
from wallet.core.codes import RequestCode, TillCode
from web.api.call import ApiRequest
from web.api.ids import read_id
from web.api.links import find_link
from web.api.problems import not_found
from web.api.reading import Query
from web.api.route import Route
from web.pages.printing import answer_paper, print_paper

OWN_TILL = text("SELECT 1 FROM till WHERE code = :code AND merchant_id = CAST(:merchant AS uuid)")


class PosterAsked(Query):
    """A poster, in French or English."""

    language: Literal["fr", "en"] = "fr"


def print_link_poster(call: ApiRequest, link: str, asked: PosterAsked) -> Response:
    """Print the poster of a link: its QR code, what is dialled, and its code."""
    row_id = read_id("lnk", link)
    payee = call.read(lambda db: get_payee(db, RequestCode(find_link(db, call, row_id)["code"])))
    return answer_poster(call, payee, asked)


def print_till_poster(call: ApiRequest, till: str, asked: PosterAsked) -> Response:
    """Print the poster of a till: the QR code that dials it, what is dialled, and its code."""

    def find(db: Connection) -> Payee:
        if not db.execute(OWN_TILL, {"code": till, "merchant": call.merchant_id}).first():
            raise not_found()
        return get_payee(db, TillCode(till))

    return answer_poster(call, call.read(find), asked)


def answer_poster(call: ApiRequest, payee: Payee, asked: PosterAsked) -> Response:
    """Return a poster as an answer."""
    held = call.held
    printed = print_paper(
        lambda: print_poster(payee, asked.language, held.service_code, held.short_number, call.public_url)
    )
    return answer_paper(printed, f"mbongo-{payee.code}")


ROUTES = (
    Route("GET", "/links/<link>/poster", print_link_poster, "links:read", asks=PosterAsked, kind="application/pdf"),
    Route("GET", "/tills/<till>/poster", print_till_poster, "tills:read", asks=PosterAsked, kind="application/pdf"),
)
