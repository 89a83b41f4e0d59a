"""Let a business say of itself what its invoices must show by law."""

import re
import secrets
from typing import Any, Final

from flask import Response, request

from wallet.business.invoice_issuers import COLUMNS, NIU, Issuer, SaveIssuer, find_issuer
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from web.business.answers import lead_on, read_next
from web.business.inside import Inside, do_or_say, enter, read_field

TYPED_LETTERS: Final = 400
DAYS: Final = re.compile(r"-?[0-9]{1,3}( -?[0-9]{1,3})*|")
USUAL: Final = {"regime": "real", "vat_shown": "whole", "language": "fr", "reminder_days": "-3 0 7"}


def show_issuer(merchant: str, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return the form, with what was said before."""
    inside = enter(merchant)
    inside.need("invoices:write")
    known = inside.read(lambda db: find_issuer(db, merchant))
    return inside.answer(
        "issuer.html", "invoices", 422 if problem else 200, problem=problem, attempt=secrets.token_urlsafe(16),
        next=request.values.get("next", "") if read_next() else "",
        typed=typed or (_write(known) if known else dict.fromkeys(COLUMNS, "") | USUAL),
    )  # fmt: skip


def _write(known: Issuer) -> dict[str, str]:
    said = {name: str(getattr(known, name)) for name in COLUMNS}
    return said | {"reminder_days": " ".join(map(str, known.reminder_days))}


def save_issuer(merchant: str) -> Response:
    """Note what invoices to come say."""
    inside = enter(merchant)
    inside.need("invoices:write")
    typed = {name: read_field(name, TYPED_LETTERS) for name in COLUMNS}

    def save() -> Response:
        inside.perform(SaveIssuer(read_issuer(inside, typed)))
        return lead_on(read_next() or f"{inside.way}/invoices")

    way = f"{inside.way}/invoices/issuer"
    return do_or_say(inside, save, lambda problem: show_issuer(merchant, problem, typed), way)


def read_issuer(inside: Inside, typed: dict[str, str]) -> Issuer:
    """Return an issuer as typed, as the wallet takes one. Raises Misread, by what is wrong."""
    said: dict[str, Any] = dict(typed) | {"niu": typed["niu"].replace(" ", "").upper()}
    if not NIU.fullmatch(said["niu"]):
        raise Misread("member.niu_unfit")
    days = " ".join(typed["reminder_days"].replace(",", " ").split())
    if not DAYS.fullmatch(days):
        raise Misread("member.reminders_unfit")
    said["reminder_days"] = tuple(map(int, days.split()))
    if said["email"]:
        said["email"] = EmailAddress.read(said["email"])
    try:
        return Issuer(inside.merchant_id, **said)
    except Misread as wrong:
        raise Misread("member.issuer_unfit") from wrong
