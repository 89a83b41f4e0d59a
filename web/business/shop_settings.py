"""Settings of a business: what it says of itself, when it is paid out, where payers are led back; each on one page."""

import secrets
from collections.abc import Callable
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.sent.redraw import redraw_logo
from wallet.business import merchants, return_origins
from wallet.business.checkouts import FIELD_LETTERS
from wallet.business.invoice_issuers import find_issuer
from wallet.business.keep_return_origin import AddReturnOrigin, RemoveReturnOrigin
from wallet.business.of_member import WRITE_ENDPOINTS
from wallet.core.email_addresses import EmailAddress
from wallet.core.values import Phone, ShopName
from wallet.payouts import schedules
from wallet.verification.change_shop import (
    WRITE_SETTINGS,
    OfSettings,
    RenameShop,
    SetLogo,
    SetShopContact,
    SetShopLanguage,
)
from web.business.answers import lead_on
from web.business.inside import do_or_say, enter
from web.business.verification import draw_in_turn

OPENS: Final = ("invoices:write", "payouts:write", WRITE_ENDPOINTS, WRITE_SETTINGS)  # any of them
TYPED_LETTERS: Final = 200
SAID: Final = ("name", "phone", "email")  # what a form of the business may say


def show_settings(
    merchant: str, problem: str = "", typed: str = "", new_key: str = "", said: dict[str, str] | None = None
) -> Response:
    """Return the settings that the member's role may change; `new_key` is shown this once, `said` was typed."""
    inside = enter(merchant)
    if not any(inside.may(one) for one in OPENS):
        abort(404)

    def look(db: Connection) -> dict[str, Any]:
        return {
            "shop": merchants.get_merchant(db, merchant), "issuer": find_issuer(db, merchant),
            "schedule": schedules.find(db, merchant), "origins": return_origins.list_of(db, merchant),
        }  # fmt: skip

    return inside.answer(
        "settings.html", "settings", 422 if problem else 200, problem=problem, typed=typed, new_key=new_key,
        may_lead=inside.may(WRITE_ENDPOINTS), may_say=inside.may(WRITE_SETTINGS), said=said or {},
        letters=FIELD_LETTERS, attempt=secrets.token_urlsafe(16), **inside.read(look),
    )  # fmt: skip


def change_settings(merchant: str) -> Response:
    """Add or remove an address that payers are led back to, as the form says; a key that is made is shown this once."""
    inside = enter(merchant)
    inside.need(WRITE_ENDPOINTS)
    what, origin = request.form.get("what", ""), request.form.get("origin", "").strip()[:FIELD_LETTERS]
    if what not in ("add", "remove"):
        abort(400)

    def do() -> Response:
        if what == "remove":
            inside.perform(RemoveReturnOrigin(origin))
            return lead_on(f"{inside.way}/settings")
        key = inside.perform(AddReturnOrigin(origin)).made
        return show_settings(merchant, new_key=key) if key else lead_on(f"{inside.way}/settings")

    return do_or_say(inside, do, lambda problem: show_settings(merchant, problem, origin), f"{inside.way}/settings")


def change_shop(merchant: str) -> Response:
    """Change what the business says of itself, as the form says."""
    inside = enter(merchant)
    inside.need(WRITE_SETTINGS)
    said = {name: request.form.get(name, "").strip()[:TYPED_LETTERS] for name in SAID if name in request.form}
    what, way = request.form.get("what", ""), f"{inside.way}/settings"
    if what not in READ:
        abort(400)

    def change() -> Response:
        inside.perform(READ[what](said))
        return lead_on(way)

    return do_or_say(inside, change, lambda problem: show_settings(merchant, problem, said=said), way)


def _read_contact(said: dict[str, str]) -> OfSettings:
    phone, email = said.get("phone", ""), said.get("email", "")
    return SetShopContact(str(Phone.read(phone)) if phone else "", str(EmailAddress.read(email)) if email else "")


def _read_logo(_: dict[str, str]) -> OfSettings:
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    return SetLogo(draw_in_turn(lambda: redraw_logo(content)))


READ: Final[dict[str, Callable[[dict[str, str]], OfSettings]]] = {
    "name": lambda said: RenameShop(str(ShopName.read(said.get("name", "")))),
    "contact": _read_contact,
    "language": lambda _: SetShopLanguage(request.form.get("language", "")),
    "logo": _read_logo,
    "no_logo": lambda _: SetLogo(b""),
}
