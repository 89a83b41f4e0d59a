"""Reading what follows REMISE: the customer's code of seven digits, and the amount."""

from dataclasses import dataclass
from typing import Final

from sms_templates.amount_and_phone import joined, refusal
from sms_templates.money_commands import amount_complaint
from sms_templates.pay_command import courtesy, numbers
from sms_templates.tokens import Token
from wallet.core.errors import Misread
from wallet.core.values import Money

CODE_DIGITS: Final = 7


@dataclass(frozen=True)
class Handed:
    """A handover as read: the code (its digest when the text was shielded) and the amount."""

    code: str
    amount: Money


def read(rest: list[Token]) -> Handed:
    """Return the only handover these tokens can mean. Raises Misread with what is wrong, or the right form."""
    place = code_place(rest)
    others = [token for token in rest if token not in place]
    amount = joined(numbers(others))
    if not place or not amount or any(token.kind != "number" and not courtesy(token) for token in others):
        raise Misread("help.handover")
    if wrong := refusal(Money, amount):
        raise amount_complaint(wrong)
    return Handed("".join(token.digits or token.text.strip("~") for token in place), Money.read(amount))


def code_place(rest: list[Token]) -> list[Token]:
    """Return the code: a digest, or the first number of seven digits, or the first numbers that make seven together."""
    digests = [token for token in rest if token.kind == "code"]
    found = [token for token in rest if token.kind == "number" and token.text.isascii()]
    whole = digests or [token for token in found if len(token.digits) == CODE_DIGITS]
    if whole:
        return whole[:1]
    for count in range(2, len(found)):
        if sum(len(token.digits) for token in found[:count]) == CODE_DIGITS:
            return found[:count]
    return []


def places(rest: list[Token]) -> list[Token]:
    """Return the numbers that have a place in the command."""
    place = code_place(rest)
    amount = [token for token in rest if token.kind == "number" and token not in place]
    readable = bool(place) and all(token.text.isascii() for token in amount)
    return place + (amount if readable and not refusal(Money, joined(numbers(amount))) else [])
