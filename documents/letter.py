"""E-mails, in text and in HTML: a title, lines, what to do, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from documents.invoice import print_invoice, show_day
from documents.invoice_words import name_kind
from documents.receipt import list_lines, print_receipt
from documents.shown import show_code, show_francs, show_time
from documents.words import speak
from wallet.business.invoice_papers import InvoiceMail
from wallet.business.receipts import Receipt
from wallet.operations.pay_addresses import write_url

FOLDER: Final = Path(__file__).parent / "templates/letters"
SUBJECT_LETTERS: Final = 120


@dataclass(frozen=True)
class Letter:
    """An e-mail as it is read; `paper` is a PDF that goes with it, b"" for none."""

    subject: str
    text: str
    html: str
    paper: bytes = b""
    paper_name: str = ""


@dataclass(frozen=True)
class LetterText:
    """The content of an e-mail; `button` leads to `url` where there is one."""

    title: str
    lines: list[tuple[str, str]]
    notes: list[str]
    button: str = ""
    url: str = ""


@cache
def load_templates() -> Environment:
    """Return the templates of e-mails: what people wrote is text in HTML too."""
    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def write(said: LetterText, language: str, paper: bytes = b"", paper_name: str = "") -> Letter:
    """Return an e-mail; its subject is one line, whatever people wrote."""
    shown = {"said": said, "language": language}
    text, html = (load_templates().get_template(f"letter.{kind}").render(shown) for kind in ("txt", "html"))
    subject = " ".join("".join(sign if sign.isprintable() else " " for sign in said.title).split())
    return Letter(subject[:SUBJECT_LETTERS], text, html, paper, paper_name)


def write_receipt(receipt: Receipt, language: str, url: str) -> Letter:
    """Return the receipt of what was paid, with its paper."""
    say = speak(language)
    said = LetterText(
        say("Receipt: %(amount)s to %(shop)s", amount=show_francs(receipt.amount), shop=receipt.shop),
        list_lines(language, receipt),
        [say("The receipt is attached. Keep it: its reference finds this payment again."),
         say("Mbongo never asks for your PIN by e-mail.")],
        say("See the receipt") if url else "", url,
    )  # fmt: skip
    return write(said, language, print_receipt(receipt, language), f"mbongo-{receipt.reference}.pdf")


def write_invoice(told: InvoiceMail, language: str, public_url: str, service_code: str) -> Letter:
    """Return the mail that brings an invoice with its paper, or says once more that it is to be paid."""
    say = speak(language)
    kind, number, left = name_kind(say, told.kind), told.number, show_francs(told.left)
    if told.is_reminder:
        title = say("Reminder: %(kind)s %(number)s, %(amount)s to pay", kind=kind, number=number, amount=left)
    else:
        title = say("%(kind)s %(number)s from %(shop)s", kind=kind, number=number, shop=told.shop)
    lines = [
        (say("From"), told.issuer), (say("Total with tax"), show_francs(told.total)),
        (say("To pay"), left if told.left else ""), (say("Due on"), show_day(told.due_on) if told.due_on else ""),
        (say("Code"), show_code(told.code) if told.code else ""),
    ]  # fmt: skip
    pay = say("Or dial %(dial)s, choose Pay and type the code.", dial=service_code) if told.code else ""
    notes = [say("The document is attached."), pay, say("Mbongo never asks for your PIN by e-mail.")]
    url = write_url(public_url, told.token) if told.token and public_url else ""
    said = LetterText(
        title, [one for one in lines if one[1]], [one for one in notes if one], say("See and pay") if url else "", url
    )
    return write(said, language, print_invoice(told.paper, public_url, service_code), f"{number}.pdf")


def write_new_password(language: str, url: str) -> Letter:
    """Return what brings the address at which a member sets a new password."""
    say = speak(language)
    said = LetterText(
        say("Set a new password"), [],
        [say("The address is good once, for 30 minutes. Give it to nobody."),
         say("If you did not ask for it, do nothing: your password stays as it is.")],
        say("Set a new password"), url,
    )  # fmt: skip
    return write(said, language)


def write_password_changed(language: str, url: str) -> Letter:
    """Return what tells a member that their password was changed, and what to do if it was not by them."""
    say = speak(language)
    notes = [say("It was not you? Set another at once, then look at the sessions and second factors of your login.")]
    said = LetterText(say("Your password was changed"), [], notes, say("I did not change it"), url)
    return write(said, language)


def write_invitation(shop: str, role: str, invited_by: str, language: str, url: str) -> Letter:
    """Return what invites somebody to a business's pages, as a role in the words of their language."""
    say = speak(language)
    said = LetterText(
        say("%(shop)s invites you to its pages", shop=shop),
        [(say("Invited by"), invited_by), (say("As"), role)],
        [say("The address is good once, for 7 days. Give it to nobody."),
         say("If you do not know who invites you, do nothing.")],
        say("Accept the invitation"), url,
    )  # fmt: skip
    return write(said, language)


def write_key(shop: str, hint: str, language: str) -> Letter:
    """Return what tells an owner that a key of a shop's programs may refund and pay out from now on."""
    say = speak(language)
    said = LetterText(
        say("A key of %(shop)s may refund and pay out from now on", shop=shop),
        [(say("Key"), hint)],
        [say("If you did not ask for it, call Mbongo's service at once: it ends the key.")],
    )
    return write(said, language)


def write_factor(language: str) -> Letter:
    """Return what tells a member that a second factor of theirs was added or removed."""
    say = speak(language)
    said = LetterText(
        say("What you sign in with was changed"),
        [],
        [say("A second factor of your Mbongo pages was added or removed."),
         say("If it was not you, call Mbongo's service at once.")],
    )  # fmt: skip
    return write(said, language)


def write_document_refused(shop: str, language: str, url: str) -> Letter:
    """Return what tells an owner that a paper of their business was refused."""
    say = speak(language)
    said = LetterText(
        say("A document of %(shop)s was refused", shop=shop), [],
        [say("Your pages say why, and what to send instead.")], say("See the documents") if url else "", url,
    )  # fmt: skip
    return write(said, language)


def write_document_ends(shop: str, until: date, language: str, url: str) -> Letter:
    """Return what tells an owner that a paper of their business soon shows nothing any more."""
    say = speak(language)
    said = LetterText(
        say("A document of %(shop)s expires soon", shop=shop), [(say("Valid until"), f"{until:%d/%m/%Y}")],
        [say("Send the new one before that day: otherwise ceilings and ways to be paid fall to what is still shown.")],
        say("See the documents") if url else "", url,
    )  # fmt: skip
    return write(said, language)


def write_level(shop: str, level: int, language: str, url: str) -> Letter:
    """Return what tells an owner which level their business has from now on."""
    say = speak(language)
    said = LetterText(
        say("The level of %(shop)s has changed", shop=shop), [(say("Level"), str(level))],
        [say("Your pages say by what you are paid, how much at most, and what the next level needs.")],
        say("See the documents") if url else "", url,
    )  # fmt: skip
    return write(said, language)


def write_payroll(shop: str, title: str, people: int, total: int, language: str, url: str) -> Letter:
    """Return what tells an approver that a payroll waits for one of them: its sums, and nobody's pay."""
    say = speak(language)
    said = LetterText(
        say("Salaries of %(shop)s wait for you", shop=shop),
        [(say("Title"), title), (say("People"), str(people)), (say("Total"), show_francs(total))],
        [say("Look at them on your pages, then approve them or send them back: nobody is paid before."),
         say("Mbongo never asks for your PIN by e-mail.")],
        say("See the salaries") if url else "", url,
    )  # fmt: skip
    return write(said, language)


def write_payroll_ended(shop: str, title: str, sums: Mapping[str, int], language: str, url: str) -> Letter:
    """Return what tells how a payroll ended: how many were paid, came back or are under way, and nobody's pay."""
    say = speak(language)
    ends = {
        "paid": say("Paid"), "back": say("Came back to the till"), "going": say("With the operator or the bank"),
    }  # fmt: skip
    rows = [
        (words, f"{sums[f'{end}_count']} ({show_francs(sums[f'{end}_francs'])})")
        for end, words in ends.items() if sums[f"{end}_count"]
    ]  # fmt: skip
    still = say("You are told again once the rest has ended.")
    again = say("Which came back, and why, is on your pages: try them again there.")
    said = LetterText(
        say("Salaries of %(shop)s: how they ended", shop=shop), [(say("Title"), title), *rows],
        [*([again] if sums["back_count"] else []), *([still] if sums["going_count"] else []),
         say("Mbongo never asks for your PIN by e-mail.")],
        say("See the salaries") if url else "", url,
    )  # fmt: skip
    return write(said, language)


def write_settlement(shop: str, account: str, ready_at: datetime, language: str, url: str) -> Letter:
    """Return what tells an owner that an account was added to which their business is paid out."""
    say = speak(language)
    said = LetterText(
        say("An account for payouts of %(shop)s was added", shop=shop),
        [(say("Account"), account), (say("Usable from"), show_time(ready_at))],
        [say("If this was none of you: remove it before then, and change your password."),
         say("Mbongo never asks for your PIN by e-mail.")],
        say("See the accounts") if url else "", url,
    )  # fmt: skip
    return write(said, language)
