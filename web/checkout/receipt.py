"""The receipt of what was paid at a page, a checkout, a request or a recharge: on the page, and as PDF."""

from flask import Response

from documents import receipt
from wallet.business.receipts import Receipt, find_receipt, get_paid_by
from wallet.core.database import in_transaction
from web.checkout.answers import answer_unknown, write_address
from web.checkout.bill import BillShown
from web.checkout.found import find_shown
from web.pages.language import choose_language
from web.pages.printing import answer_paper, print_paper
from web.pages.rendering import speak
from web.process import process


def list_lines(found: BillShown) -> list[tuple[str, str]]:
    """Return what a receipt says of what was paid, [] of anything else, and to whoever paid it too late."""
    paid = None if found.payment and found.payment.id != found.payment_id else _find(found)
    return receipt.list_lines(choose_language(found.language), paid) if paid else []


def write_paper_address(found: BillShown) -> str:
    """Return where a receipt is had as PDF, in the language of its page."""
    return write_address(found.token, "/receipt.pdf", lang=choose_language(found.language))


def give_receipt(token: str) -> Response:
    """Return the receipt of what was paid as PDF."""
    found = find_shown(token)
    paid = _find(found) if isinstance(found, BillShown) else None
    if paid is None or not isinstance(found, BillShown):
        return answer_unknown()
    language = choose_language(found.language)
    printed = print_paper(lambda: receipt.print_receipt(paid, language))
    return answer_paper(printed, f"mbongo-{paid.reference}")


def _find(found: BillShown) -> Receipt | None:
    """Return the receipt of what was paid at a page, None where nothing was, or by a wallet: its owner has theirs."""
    if found.thing == "checkout":
        return in_transaction(process().wallet.engine, lambda db: find_receipt(db, found.id))
    if found.state != "paid" or found.payment_id is None or found.ended_at is None:
        return None
    paid_by, say = found.payment_id, speak(choose_language(found.language))
    by = in_transaction(process().wallet.engine, lambda db: get_paid_by(db, paid_by))
    title = say("Money added to this wallet") if found.thing == "recharge" else found.title
    return Receipt(
        found.payee, title, found.amount, "", found.paid_by, by.reference, by.number, by.charged, "", found.ended_at
    )
