"""Another amount than a page asked for, or one more: it goes back to where it came from.

Where its rail cannot give back, it is kept for its payer. What was asked is paid by the payment beside it, or by none.
"""

from typing import Any

from sqlalchemy import Connection

from wallet.business import checkouts, events, merchants
from wallet.ledger import Transfer
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.payments import payments
from wallet.payments.changes import Change, become
from wallet.payments.other_amounts import Parted, to_francs
from wallet.payments.payments import NewPayment, Payment
from wallet.people import people
from wallet.purposes import late_request
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.kept import find_credited, lock_row_payer, note_kept, send_back, waits
from wallet.purposes.pay_checkout import describe, goes_back, make_return, read_language, take_reference
from wallet.requests import payment_requests

PURPOSE_NAME = "take_other_amount"


def take(db: Connection, parted: Parted) -> Change:
    """Write what came besides a locked payment down as a payment of its own; return the change that ends it."""
    asked, said = parted.payment, parted.news.said
    assert said
    came = NewPayment(
        purpose=PURPOSE_NAME, direction="collect",
        reference=take_reference(db, f"payment:{asked.id}:{payments.sum_beside(db, asked.id)}:beside"),
        rail=asked.rail, party=asked.party, channel=asked.channel, person_id=asked.person_id, asked_by=asked.asked_by,
        amount=to_francs(asked, parted.besides), request_id=asked.request_id, checkout_id=asked.checkout_id,
        recharge_id=asked.recharge_id, beside=asked.id, counted=False, currency=asked.currency,
        charged=parted.besides if asked.currency != "XAF" else None, quote_id=asked.quote_id,
    )  # fmt: skip
    payments.create(db, came)
    [made] = payments.lock_rows(db, [came.id]).values()
    why = f"came beside {asked.reference}"
    become(db, [Change(made, "submitting", why, 0, handle=parted.handle, base_url=asked.base_url)])
    [told] = payments.lock_rows(db, [came.id]).values()
    succeeded = Change(told, "succeeded", why, None, said.raw, operator_id=said.operator_id)
    become(db, [succeeded])
    return succeeded


def give_back(db: Connection, end: Ending) -> Transfer:
    """Return the way back of what came."""
    return send_back(db, end, lock_row_payer(db, end.payment.party.value))


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Have another amount given back, or keep it for its payer; a business hears of it."""
    payment, returned = end.payment, goes_back(db, end)
    language = end.asker.language if end.asker else end.owner.language
    if payment.checkout_id:
        checkout = checkouts.get(db, payment.checkout_id)
        language = read_language(db, end, checkout)
        told = {**describe(end), "asked": find_beside(db, payment).amount, "goes_back": returned}
        events.note(db, checkout.merchant_id, "payment.other_amount", payment.id, told)
    if payment.request_id:
        late_request.mail_asked(db, end, payment_requests.lock_row(db, payment.request_id))
    if returned:
        payments.create(db, make_return(db, end, "return_other_amount"))
        return []
    return note_kept(db, end, people.find_by_phone(db, payment.party.value), language)


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what the payer reads, where their number is known, and whose money it was to be."""
    payment, asked = end.payment, find_beside(db, end.payment)
    assert end.posting is not None
    number = payment.party.value
    said: dict[str, Any] = {
        "amount": payment.amount, "wanted": asked.amount, "operator": payment.rail, "phone": number,
        "reference": payment.reference,
    }  # fmt: skip
    to_payer, to_shop = choose_sentences(payment, asked)
    told = tell_shop(db, end, to_shop, said) if payment.checkout_id else []
    reader = find_reader(db, end)
    if credited := find_credited(people.find_by_phone(db, number), end.posting):
        balance = end.posting.balances[credited.account_id]
        return [*told, Message(credited, "add_money_succeeded", {**said, "balance": balance})]
    if reader is None:
        return told
    if goes_back(db, end):
        return [*told, Message(reader, to_payer, said)]
    return [*told, Message(reader, "other_amount_waits" if waits(db, end.posting) else "kept_for_closed", said)]


def choose_sentences(came: Payment, asked: Payment) -> tuple[str, str]:
    """Return what a payer and a shop read of what came, by what became of the payment that asked."""
    if asked.state == "succeeded":
        return "came_too_much", "shop_too_much"
    if came.amount < asked.amount:
        return "came_too_little", "shop_too_little"
    return "came_too_late", "shop_too_late"


def tell_shop(db: Connection, end: Ending, sentence: str, said: dict[str, Any]) -> list[Message]:
    """Return what the owner of a checkout's shop reads."""
    checkout = checkouts.get(db, str(end.payment.checkout_id))
    shop = merchants.get_merchant(db, checkout.merchant_id)
    if shop.texts != "each":
        return []
    return [Message(end.owner, sentence, {**said, "title": checkout.title})]


def find_reader(db: Connection, end: Ending) -> Number | None:
    """Return who reads what becomes of it: the payer's number, in their language; None where it is not known."""
    number = end.payment.party.value
    if not number:
        return None
    if end.payment.checkout_id:
        return Number(number, read_language(db, end, checkouts.get(db, end.payment.checkout_id)))
    payer = people.find_by_phone(db, number) or end.asker or end.owner
    return Number(number, payer.language)


def find_beside(db: Connection, payment: Payment) -> Payment:
    """Return the payment that asked for what another amount came of."""
    found = payments.find(db, str(payment.beside))
    assert found
    return found


PURPOSE = Purpose(give_back, uncount_nothing, note, tell)
