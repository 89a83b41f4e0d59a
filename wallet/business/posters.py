"""The facts of a poster: of a link or a till, by which a business is paid from a phone or in a browser."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.business import links, logos, merchants
from wallet.core.codes import RequestCode, TillCode
from wallet.core.errors import Misread
from wallet.operations import pay_addresses


@dataclass(frozen=True)
class Payee:
    """Something that is paid: at a till, `token` and `title` are "" and whoever pays says how much.

    `logo` is the business's, b"" for none, `language` its own. Of a link, `amount` is in francs, None where whoever
    pays says one from `least` to `most`.
    """

    shop: str
    code: str
    since: datetime
    title: str = ""
    token: str = ""
    amount: int | None = None
    least: int | None = None
    most: int | None = None
    logo: bytes = b""
    language: str = "fr"


OF_TILL: Final = text("""SELECT m.name AS shop, t.code, t.since, coalesce(m.logo, '') AS logo, m.language
    FROM till t JOIN merchant m ON m.id = t.merchant_id WHERE t.code = :code AND m.until IS NULL""")


def get_payee(db: Connection, code: RequestCode | TillCode) -> Payee:
    """Return what a link's eight digits, or a till's five, pay. Raises Misread for nothing, Refused for what ended."""
    if isinstance(code, TillCode):
        row = db.execute(OF_TILL, {"code": str(code)}).one_or_none()
        if row is None:
            raise Misread("error.no_such_code")
        return Payee(row.shop, row.code, row.since, logo=logos.find(db, row.logo), language=row.language)
    address = pay_addresses.find_by_code(db, code)
    if address is None or address.thing != "link":
        raise Misread("error.no_such_code")
    link = links.get_link(db, address.id)
    links.check_open(db, link)
    shop = merchants.get_merchant(db, link.merchant_id)
    logo = logos.find(db, shop.logo)
    return Payee(
        shop.name, code, link.created_at, link.title, address.token, link.amount, link.least, link.most, logo,
        shop.language,
    )  # fmt: skip
