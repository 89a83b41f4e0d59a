"""Mails about requests between people: what is asked, what became of it, and of a payment that came too late."""

from documents.letter import Letter, LetterText, write
from documents.methods import name_method
from documents.shown import show_code, show_decimal, show_francs, show_phone
from documents.words import Say, speak
from wallet.business.methods import BY_RAIL
from wallet.operations.pay_addresses import write_url
from wallet.payments.rails import RAILS
from wallet.people.people import Person
from wallet.requests.request_mails import LateMail, RequestMail


def write_asked(
    told: RequestMail, language: str, public_url: str, service_code: str, *, is_reminder: bool
) -> Letter:  # fmt: skip
    """Return the mail that asks for money, with the address of the page where it is paid, or refused."""
    say = speak(language)
    said = {"name": told.asker.shown, "amount": show_francs(told.amount)}
    title = say("Reminder: a person, %(name)s, asks you for %(amount)s", **said) if is_reminder else (
        say("A person, %(name)s, asks you for %(amount)s", **said))  # fmt: skip
    lines = [
        (say("From"), show_asker(told.asker)), (say("Amount"), said["amount"]), (say("For"), told.reason),
        (say("To be paid before"), told.date), (say("Code"), show_code(told.code)),
    ]  # fmt: skip
    notes = [
        say("The page has every way to pay, also from abroad: you see the amount and the rate before."),
        say("Or dial %(dial)s, choose Pay and type the code.", dial=service_code),
        say("You do not know who asks? Pay nothing; on the page you refuse, and stop their requests to this address."),
        say("Mbongo never asks for your PIN by e-mail."),
    ]
    return write(_said(say, title, lines, notes, told.token, public_url), language)


def write_ended(told: RequestMail, language: str, public_url: str) -> Letter:
    """Return what says that a request was paid, with its reference, or that nobody asks for it any more."""
    say = speak(language)
    said = {"name": told.asker.shown, "amount": show_francs(told.amount)}
    lines = [(say("From"), show_asker(told.asker)), (say("Amount"), said["amount"]), (say("For"), told.reason)]
    if told.state != "paid":
        cancelled = told.state == "cancelled"
        title = say("%(name)s no longer asks you for %(amount)s", **said) if cancelled else (
            say("The time to pay %(amount)s to %(name)s is over", **said))  # fmt: skip
        return write(_said(say, title, lines, [say("You have nothing to do. Nothing was taken.")]), language)
    method = name_method(say, BY_RAIL[told.method_rail]) if told.method_rail else say("Mbongo wallet")
    lines += [
        (say("Charged"), show_decimal(told.charged, language)), (say("Paid by"), method),
        (say("Reference"), told.paid_reference),
    ]  # fmt: skip
    notes = [
        say("The page has the receipt. If somebody else paid, you have nothing to do."),
        say("Mbongo never asks for your PIN by e-mail."),
    ]
    return write(
        _said(say, say("Paid: %(amount)s to %(name)s", **said), lines, notes, told.token, public_url), language
    )


def write_late(told: LateMail, language: str) -> Letter:
    """Return what becomes of a payment that came too late: on its way back, given back, or looked after by a person."""
    say = speak(language)
    lines = [
        (say("From"), show_asker(told.asker)), (say("Amount"), show_francs(told.amount)),
        (say("Charged"), show_decimal(told.charged, language)), (say("Paid by"), RAILS[told.rail].title),
        (say("Reference"), told.reference),
    ]  # fmt: skip
    if told.back == "succeeded":
        title = say("%(amount)s given back", amount=show_francs(told.amount))
        note = say("The request was over, or asked another amount. Your bank may take some days to show it.")
    elif told.back in ("", "failed", "expired"):
        title = say("%(amount)s could not be given back", amount=show_francs(told.amount))
        note = say("It is kept for you, and a person looks after it. Whoever paid may ask us by the reference.")
    else:
        title = say("%(amount)s were not needed, and go back", amount=show_francs(told.amount))
        note = say(
            "The request was over, or asked another amount. They go back to their source; another mail says when."
        )
    return write(_said(say, title, lines, [note]), language)


def show_asker(asker: Person) -> str:
    """Return who asks, as whoever knows them recognises them."""
    return f"{asker.shown} {show_phone(asker.phone)}".strip()


def _said(
    say: Say, title: str, lines: list[tuple[str, str]], notes: list[str], token: str = "", public_url: str = ""
) -> LetterText:  # fmt: skip
    url = write_url(public_url, token) if token and public_url else ""
    return LetterText(title, [one for one in lines if one[1]], notes, say("See the request") if url else "", url)
