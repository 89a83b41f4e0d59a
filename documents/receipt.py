"""The receipt of what was paid: the same lines on the page, on paper and in a mail."""

from documents.methods import name_method
from documents.shown import show_code, show_decimal, show_francs, show_phone, show_time
from documents.typeset import typeset
from documents.words import Say, speak
from wallet.business.receipts import Receipt


def list_lines(language: str, receipt: Receipt) -> list[tuple[str, str]]:
    """Return what a receipt says, line by line: a label and a value."""
    say = speak(language)
    lines = [
        (say("Paid to"), receipt.shop),
        (say("For"), receipt.title),
        (say("Their reference"), receipt.their_reference),
        (say("Amount"), show_francs(receipt.amount)),
        (say("Charged"), show_decimal(receipt.charged, language)),
        (say("Fee to you"), show_francs(0)),
        (say("Paid by"), name_method(say, receipt.method)),
        (say("From"), show_phone(receipt.number)),
        (say("On, time of Douala"), show_time(receipt.paid_at)),
        (say("Reference"), receipt.reference),
        (say("Code"), show_code(receipt.code) if receipt.code else ""),
    ]
    return [(label, value) for label, value in lines if value]


def print_receipt(receipt: Receipt, language: str) -> bytes:
    """Return a receipt as PDF."""
    say = speak(language)
    facts = {
        "language": language,
        "title": say("Receipt"),
        "subject": say("Receipt %(reference)s", reference=receipt.reference),
        "amount": show_francs(receipt.amount),
        "paid": say("Paid"),
        "lines": list_lines(language, receipt),
        "note": write_note(say, receipt.shop),
    }
    return typeset("receipt", facts, receipt.paid_at)


def write_note(say: Say, whom: str) -> str:
    """Return what stands at the foot of a receipt."""
    return say("Made by Mbongo for %(shop)s. Keep it: its reference finds this payment again.", shop=whom)
