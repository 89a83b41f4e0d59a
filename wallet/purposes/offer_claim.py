"""Telling payers that what goes back waits for them to say where to: by text, by mail, where either is known.

Number and address of whoever paid at a page are what a shop, or whoever asked, wrote of them: they may be its own. So
neither text nor mail says where it is claimed; the page of the payment does, to whoever has the key that its payer was
led on with. Whoever gives back what they added to their own wallet is texted where, at their own phone.
"""

from typing import Final

from sqlalchemy import Connection

from wallet.business import checkouts
from wallet.messages import mails, notices
from wallet.messages.notices import Number
from wallet.payments.payments import Payment
from wallet.payments.rails import RAILS
from wallet.people import people
from wallet.people.people import Person
from wallet.requests import payment_requests
from wallet.topups import recharges

LANGUAGE: Final = "fr"  # of whoever said none


def offer(db: Connection, refund: Payment) -> bool:
    """Tell whoever paid that a refund waits for their claim, whose page is known now; False for any other payment.

    The address of that page stands in no text that is kept: it is looked up when one leaves.
    """
    hours = RAILS[refund.rail].claim_hours
    if refund.direction != "refund" or not hours:
        return False
    number, email, language = find_payer(db, refund)
    is_own = not (refund.checkout_id or refund.request_id or refund.recharge_id)
    if number:
        said = {"amount": refund.amount, "reference": refund.reference, "hours": hours}
        told = {**said, "claim_of": refund.id} if is_own else said
        notices.tell(db, Number(number, language), "receipt", "claim_to_make" if is_own else "claim_at_page", **told)
    if email:
        mails.write(db, email, language if language in ("fr", "en") else LANGUAGE, "claim_to_make", refund.id)
    return bool(number or email)


def find_payer(db: Connection, refund: Payment) -> tuple[str, str, str]:
    """Return number, e-mail address and language of whoever paid what a refund gives back; "" for what is not known."""
    if refund.checkout_id:
        checkout = checkouts.get(db, refund.checkout_id)
        number = refund.party.value or checkout.customer_phone
        return number, checkout.customer_email, people.find_language(db, number, checkout.language or LANGUAGE)
    if refund.request_id:
        request = payment_requests.lock_row(db, refund.request_id)
        number = refund.party.value or request.phone
        return number, request.email, people.find_language(db, number, request.language or LANGUAGE)
    asker = _find_asker(db, refund)
    return asker.phone, "", asker.language


def _find_asker(db: Connection, refund: Payment) -> Person:
    """Return who asked for what was paid for a wallet: whoever opened its page, else the wallet's owner."""
    if refund.recharge_id:
        return people.get_person(db, recharges.get(db, refund.recharge_id).asked_by)
    return people.get_person(db, refund.asked_by or refund.person_id)
