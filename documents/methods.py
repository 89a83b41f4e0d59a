"""Names of the ways to pay, in the reader's words; a rail's title is the same in all."""

from documents.words import Say
from wallet.payments.rails import RAILS


def name_method(say: Say, name: str) -> str:
    """Return a method's name."""
    if name in RAILS:
        return RAILS[name].title
    return {
        "wallet": say("Mbongo wallet"),
        "card": say("Card, Apple Pay or Google Pay"),
        "paypal": "PayPal",
        "bank": say("Bank transfer"),
    }.get(name) or name.title()
