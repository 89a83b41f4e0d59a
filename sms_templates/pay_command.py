"""Reading what follows PAYER: an amount and a till, an eight-digit code, or a biller's word and a reference."""

import re
from dataclasses import dataclass
from typing import Final

from sms_templates.amount_and_phone import Chunk, Chunks, joined, refusal
from sms_templates.money_commands import CURRENCY, FILLERS, FOR, QUIET_MARKS, amount_complaint
from sms_templates.tokens import Token
from wallet.core.codes import RequestCode, TillCode
from wallet.core.errors import Misread
from wallet.core.values import BillReference, Money

MOST_CHUNKS: Final = 8
INSIDE_REFERENCE: Final = frozenset("-/.")  # marks written inside one, between two of its parts


@dataclass(frozen=True)
class Payable:
    """A payment as read: `amount` at a `till`, a `code`, or the bill `reference` of a `biller`."""

    amount: Money | None = None
    till: TillCode | None = None
    code: RequestCode | None = None
    biller: str | None = None
    reference: BillReference | None = None


def read(rest: list[Token]) -> Payable:
    """Return the only payment these tokens can mean. Raises Misread with what is wrong, or the right form."""
    biller = named(rest)
    if biller:
        reference = "".join(token.text for token in reference_place(rest))
        if not reference or said_beside(rest, reference_place(rest)):
            raise Misread("help.pay")
        return Payable(biller=biller.word, reference=BillReference.read(reference))
    chunks = numbers(rest)
    found = meanings(chunks) if not others(rest) else set()
    if len(found) == 1:
        return found.pop()
    raise Misread("sms.two_readings") if found else complaint(chunks)


def places(rest: list[Token]) -> list[Token]:
    """Return the numbers that have a place in the command."""
    if named(rest):
        place = reference_place(rest)
        text = "".join(token.text for token in place)
        return place if text.isascii() and refusal(BillReference, text) is None else []
    chunks = numbers(rest)
    plain = all(chunk.token.text.isascii() for chunk in chunks)
    placed = plain and not others(rest) and (meanings(chunks) or is_amount_and_till(chunks))
    return [chunk.token for chunk in chunks] if placed else []


def is_amount_and_till(chunks: Chunks) -> bool:
    """True when five digits stand where a till does, even if no till has that code."""
    for place in range(1, len(chunks)):
        amount, till = refusal(Money, joined(chunks[:place])), joined(chunks[place:])
        if (amount is None or amount.key == "error.amount_dots") and re.fullmatch(r"(?:[0-9] ?){5}", till):
            return True
    return False


def meanings(chunks: Chunks) -> set[Payable]:
    """Return every way to read all the numbers: a code alone, or an amount and then a till."""
    if len(chunks) > MOST_CHUNKS:
        return set()
    found = set()
    alone = joined(chunks)
    if alone and not refusal(RequestCode, alone):
        found.add(Payable(code=RequestCode.read(alone)))
    for place in range(1, len(chunks)):
        amount, till = joined(chunks[:place]), joined(chunks[place:])
        if amount and till and not refusal(Money, amount) and not refusal(TillCode, till):
            found.add(Payable(Money.read(amount), TillCode.read(till)))
    return found


def complaint(chunks: Chunks) -> Misread:
    """Return why there is no reading: the one part that cannot be read where the other can, or the right form."""
    for place in range(len(chunks) - 1, 0, -1):
        wrong = refusal(Money, joined(chunks[:place])), refusal(TillCode, joined(chunks[place:]))
        errors = [error for error in wrong if error]
        if len(errors) == 1:
            return amount_complaint(errors[0])
    digits = sum(len(chunk.token.digits) for chunk in chunks)
    return Misread("error.no_such_code" if digits == RequestCode.digits else "help.pay")


def named(rest: list[Token]) -> Token | None:
    """Return the biller's word, when one stands before any number."""
    first = next((token for token in rest if token.kind in ("word", "number") and not courtesy(token)), None)
    return first if first and first.kind == "word" else None


def reference_place(rest: list[Token]) -> list[Token]:
    """Return the tokens of the reference after the biller's word, written without a space."""
    biller, place = named(rest), list[Token]()
    for token in rest[rest.index(biller) + 1 :] if biller else ():
        belongs = token.kind in ("word", "number") or (token.kind == "mark" and token.text in INSIDE_REFERENCE)
        if place and (token.start != place[-1].end or not belongs):
            break
        if place or (belongs and token.kind != "mark" and not courtesy(token)):
            place.append(token)
    return place


def said_beside(rest: list[Token], place: list[Token]) -> bool:
    """True when something is said that is neither the biller, the reference, nor courtesy."""
    biller = named(rest)
    return any(token not in place and token is not biller and not courtesy(token) for token in rest)


def others(rest: list[Token]) -> bool:
    """True when something that means nothing stands between the numbers."""
    return any(token.kind != "number" and not courtesy(token) for token in rest)


def numbers(rest: list[Token]) -> Chunks:
    """Return the numbers as they stand."""
    chunks, before = list[Chunk](), ""
    for token in rest:
        if token.kind == "number":
            chunks.append(Chunk(token, token.text, before == "number", after_odd=False))
        elif token.word in CURRENCY and before == "number":
            last = chunks[-1]
            chunks[-1] = Chunk(last.token, f"{last.text} FCFA", last.joined, after_odd=False)
        before = token.kind
    return tuple(chunks)


def courtesy(token: Token) -> bool:
    """True for a word said around the parts that means nothing."""
    return token.word in CURRENCY or token.word in FILLERS or token.word in FOR or token.text in QUIET_MARKS
