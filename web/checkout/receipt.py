"""The receipt of a checkout that is paid: on its page, and as PDF."""

from flask import Response

from documents import receipt, words
from wallet.business.receipts import Receipt, find_receipt
from wallet.core.database import in_transaction
from web.checkout.answers import answer_unknown, write_address
from web.checkout.bill import Bill
from web.checkout.found import find_shown
from web.pages.language import choose_language
from web.pages.printing import answer_pdf, print_paper
from web.process import process


def list_lines(found: Bill) -> list[tuple[str, str]]:
    """Return what a receipt says of a checkout that is paid, [] of any other."""
    paid = _find(found)
    return receipt.list_lines(words.speak(choose_language(found.language)), paid) if paid else []


def write_paper_address(found: Bill) -> str:
    """Return where a receipt is had as PDF, in the language of its page."""
    return write_address(found.token, "/receipt.pdf", lang=choose_language(found.language))


def give_receipt(token: str) -> Response:
    """Return the receipt of a checkout that is paid as PDF."""
    found = find_shown(token)
    paid = _find(found) if isinstance(found, Bill) else None
    if paid is None or not isinstance(found, Bill):
        return answer_unknown()
    language = choose_language(found.language)
    printed = print_paper(lambda: receipt.print_receipt(paid, language))
    return answer_pdf(printed, f"mbongo-{paid.reference}")


def _find(found: Bill) -> Receipt | None:
    return in_transaction(process().wallet.engine, lambda db: find_receipt(db, found.id))
