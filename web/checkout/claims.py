"""Money that waits to be claimed, as the page of its payer shows it: to them alone, by the key in their address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from documents.shown import show_decimal, show_francs
from wallet.core.database import in_transaction
from wallet.operations.pay_addresses import KEY
from wallet.payments.claims_to_make import list_claims
from wallet.payments.payer_keys import is_key
from wallet.payments.rails import RAILS
from wallet.prices.quotes import write_minor
from web.checkout.bill import BillShown
from web.pages.language import choose_language
from web.process import process


@dataclass(frozen=True)
class ClaimShown:
    """A claim to be made at `url` before `until`; `amount` as it was charged."""

    amount: str
    rail: str
    url: str
    until: datetime


def list_claims_shown(bill: BillShown) -> list[ClaimShown]:
    """Return what of the payment its reader follows waits for them, nothing for whoever only knows its reference."""
    payment = bill.payment
    if payment is None or not RAILS[payment.rail].claim_hours:
        return []
    if not is_key(payment.quote_id, request.args.get(KEY, "")):
        return []
    language = choose_language(bill.language)
    found = in_transaction(process().wallet.engine, lambda db: list_claims(db, payment.id))
    return [
        ClaimShown(
            show_decimal(f"{write_minor(one.charged, one.digits)} {one.currency}", language)
            if one.digits is not None
            else show_francs(one.amount),
            RAILS[one.rail].title, one.url, one.created_at + timedelta(hours=RAILS[one.rail].claim_hours),
        )
        for one in found
    ]  # fmt: skip
