"""Mails about what a business asks: what is to be paid, where; and that nobody asks for it any more."""

from documents.letter import Letter, LetterText, write
from documents.shown import show_code, show_francs, show_time
from documents.words import speak
from wallet.business.shop_request_mails import ShopRequestMail
from wallet.operations.pay_addresses import write_url


def write_asked(
    told: ShopRequestMail, language: str, public_url: str, service_code: str, *, is_reminder: bool
) -> Letter:  # fmt: skip
    """Return the mail that asks for money, with the address of the page where it is paid, or refused."""
    say, asked = speak(language), told.asked
    said = {"name": told.shop, "amount": show_francs(asked.amount)}
    title = say("Reminder: %(name)s asks you for %(amount)s", **said) if is_reminder else (
        say("%(name)s asks you for %(amount)s", **said))  # fmt: skip
    lines = [
        (say("From"), told.shop), (say("Amount"), said["amount"]), (say("For"), asked.title),
        (say("Reference"), asked.reference), (say("To be paid before"), show_time(asked.due_at)),
        (say("Code"), show_code(asked.code)),
    ]  # fmt: skip
    notes = [
        say("The page has every way to pay, also from abroad: you see the amount and the rate before."),
        say("Or dial %(dial)s, choose Pay and type the code.", dial=service_code),
        say("You do not know who asks? Pay nothing; on the page you refuse, and stop their requests to this address."),
        say("Mbongo never asks for your PIN by e-mail."),
    ]
    url = write_url(public_url, asked.token) if public_url else ""
    button = say("See the request") if url else ""
    return write(LetterText(title, [one for one in lines if one[1]], notes, button, url), language)


def write_ended(told: ShopRequestMail, language: str) -> Letter:
    """Return what says that a business asks for it no more, or that its time is over."""
    say, asked = speak(language), told.asked
    said = {"name": told.shop, "amount": show_francs(asked.amount)}
    title = say("%(name)s no longer asks you for %(amount)s", **said) if asked.state == "cancelled" else (
        say("The time to pay %(amount)s to %(name)s is over", **said))  # fmt: skip
    lines = [(say("From"), told.shop), (say("Amount"), said["amount"]), (say("For"), asked.title)]
    return write(LetterText(title, lines, [say("You have nothing to do. Nothing was taken.")]), language)
