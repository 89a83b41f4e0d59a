"""The mail to whoever paid, about money that goes back once they say to which address."""

from datetime import timedelta

from documents.letter import Letter, LetterText
from documents.letter import write as write_letter
from documents.shown import show_decimal, show_francs, show_time
from documents.words import speak
from wallet.payments.claims_to_make import ClaimToMake
from wallet.payments.rails import RAILS
from wallet.prices.quotes import write_minor


def write(claim: ClaimToMake, language: str) -> Letter:
    """Return the mail that says what goes back, until when it is claimed, and which page says where.

    The address of the claim is not in it: whoever reads the mail need not be who paid.
    """
    say, rail = speak(language), RAILS[claim.rail]
    until = show_time(claim.created_at + timedelta(hours=rail.claim_hours))
    charged = "" if claim.digits is None else f"{write_minor(claim.charged, claim.digits)} {claim.currency}"
    lines = [
        (say("Amount"), show_francs(claim.amount)), (say("Charged"), show_decimal(charged, language)),
        (say("Reference"), claim.reference), (say("To be claimed before"), until),
    ]  # fmt: skip
    notes = [
        say(
            "Open the page where you paid again, at the address it had then: it leads you to %(rail)s, where you say to"
            " which address it goes.",
            rail=rail.title,
        ),
        say("What nobody claims in time stays where it was: ask whoever you paid, by the reference."),
        say("Mbongo never asks for your PIN by e-mail."),
    ]
    title = say("%(amount)s go back to you: say where to", amount=show_francs(claim.amount))
    return write_letter(LetterText(title, [one for one in lines if one[1]], notes), language)
