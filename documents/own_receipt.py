"""The receipts a person keeps of their own wallet: of an operation, and of a request whatever became of it."""

from documents.receipt import write_note
from documents.shown import show_decimal, show_francs, show_time
from documents.typeset import typeset
from documents.words import Say, speak
from wallet.accounts.own_receipts import OperationReceipt, RequestReceipt
from wallet.payments.rails import RAILS


def print_operation(receipt: OperationReceipt, owner: str, what: str, language: str) -> bytes:
    """Return the receipt of a line of a history as PDF; `what` is the line in its reader's words."""
    say, line, movement = speak(language), receipt.line, receipt.line.movement
    given = movement.amount < 0
    total = abs(movement.amount) + (movement.fee + movement.tax if given else -movement.fee - movement.tax)
    lines = [
        (say("Operation"), what),
        (say("Wallet of"), owner),
        (say("With"), movement.other),
        (say("Number"), movement.phone.removeprefix("+237")),
        (say("By"), RAILS[movement.operator].title if movement.operator in RAILS else ""),
        (say("Till"), movement.till),
        (say("Amount"), show_francs(abs(movement.amount))),
        (say("Charged"), show_decimal(receipt.charged, language)),
        (say("Fee"), show_francs(movement.fee)),
        (say("Tax"), show_francs(movement.tax)),
        (say("In all"), show_francs(total)),
        (say("On, time of Douala"), show_time(line.at)),
        (say("Reference"), movement.reference),
    ]
    facts = {
        "language": language,
        "title": say("Receipt"),
        "subject": say("Receipt %(reference)s", reference=movement.reference),
        "amount": show_francs(abs(movement.amount)),
        "paid": name_state(say, line.state) if line.state != "done" else say("Given") if given else say("Received"),
        "lines": [(label, value) for label, value in lines if value],
        "note": write_note(say, owner),
    }
    return typeset("receipt", facts, line.at)


def name_state(say: Say, state: str) -> str:
    """Return one of movements.STATES in words."""
    return {"done": say("Done"), "waiting": say("Waits"), "undone": say("Given back")}[state]


def print_request(receipt: RequestReceipt, owner: str, language: str) -> bytes:
    """Return the paper of a request as PDF: who asked whom for how much, and what became of it."""
    say = speak(language)
    other = " ".join(one for one in (receipt.name, receipt.phone.removeprefix("+237")) if one)
    asker, asked = (owner, other) if receipt.mine else (other, owner)
    lines = [
        (say("Asked by"), asker),
        (say("Asked of"), asked),
        (say("Amount"), show_francs(receipt.amount)),
        (say("For"), receipt.reason),
        (say("Asked on"), show_time(receipt.asked_at)),
        (say("Ended on"), show_time(receipt.ended_at) if receipt.ended_at else ""),
        (say("Reference"), receipt.reference),
    ]
    facts = {
        "language": language,
        "title": say("Request"),
        "subject": say("Request %(reference)s", reference=receipt.reference),
        "amount": show_francs(receipt.amount),
        "paid": name_request_state(say, receipt.state),
        "lines": [(label, value) for label, value in lines if value],
        "note": write_note(say, owner),
    }
    return typeset("receipt", facts, receipt.ended_at or receipt.asked_at)


def name_request_state(say: Say, state: str) -> str:
    """Return how a request stands in words."""
    return {
        "open": say("Waits"), "paid": say("Paid"), "refused": say("Refused"), "cancelled": say("Withdrawn"),
        "expired": say("Not paid in time"),
    }[state]  # fmt: skip
