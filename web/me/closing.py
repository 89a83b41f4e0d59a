"""Show how an account is closed: what it would pay out now, what is kept, and that it is done on the phone."""

from typing import Final

from flask import Response
from sqlalchemy import Connection

from sms_templates import say as say_on_phone
from sms_templates import say_on
from wallet.accounts.close_wallet import ClosingQuote, find_closable, quote_closing
from wallet.core.database import in_transaction
from wallet.core.errors import WalletError
from wallet.payments.prefixes import find_rail
from wallet.payments.rails import RAILS
from wallet.retentions import retentions
from web.me.answers import answer_page, choose_own_language, write_address
from web.me.cookie import find_signed_in
from web.pages.headers import lead_to
from web.process import process

WAY: Final = ("ussd.main.account", "ussd.account.settings", "ussd.settings.close")  # the lines chosen on the phone


def show_closing() -> Response:
    """Return what closing means for whoever is signed in, and how it is done; the PIN is typed on the phone alone."""
    person = find_signed_in()
    if person is None:
        return lead_to(write_address())
    language = choose_own_language(person)

    def quote(db: Connection) -> ClosingQuote | None:
        find_closable(db, person.id)
        rail = find_rail(person.phone, "pay_to_phone")
        return quote_closing(db, person.id, rail) if rail else None

    engine, held_back, quoted = process().wallet.engine, "", None
    try:
        quoted = in_transaction(engine, quote)
    except WalletError as refused:
        held_back = say_on("web", language, refused.key, **refused.values)
    balance = in_transaction(engine, lambda db: retentions.read_free(db, person.account_id))
    return answer_page(
        "closing.html", 200, person, balance=balance,
        held_back=held_back, quoted=quoted, operator=RAILS[quoted.operator].title if quoted else "",
        dial=process().service_code, lines=[say_on_phone(language, key) for key in WAY],
    )  # fmt: skip
