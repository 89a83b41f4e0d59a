"""What stands after ENVOI: an amount and a phone, read only where there is one way to read them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sms_templates.pins_seen import is_short
from sms_templates.tokens import Token
from wallet.errors import Misread
from wallet.values import Money, Phone

CURRENCY: Final = ("F", "FCFA", "CFA", "XAF", "FRS", "FRANC", "FRANCS")
QUIET_MARKS: Final = frozenset(":;!?()\"'’«».,")  # written around figures; nothing else is guessed at
AMOUNT_CHUNKS: Final = 3  # 999 999 999
MOST_CHUNKS: Final = 16  # three for an amount, thirteen for a phone written digit by digit


@dataclass(frozen=True)
class Chunk:
    """A number as it stands, its currency with it; `joined` when spaces alone part it from the last."""

    token: Token
    text: str
    joined: bool
    after_odd: bool  # a word that means nothing here stands before it, such as PIN


@dataclass(frozen=True)
class Told:
    """The numbers after a command word, and whether something stands among them that means nothing here."""

    chunks: tuple[Chunk, ...]
    odd: bool


def told(rest: list[Token], fillers: frozenset[str]) -> Told:
    """The chunks of what follows the command word."""
    chunks: list[Chunk] = []
    odd = after_odd = False
    before = ""
    for token in rest:
        if token.kind == "number":
            chunks.append(Chunk(token, token.text, before == "number", after_odd))
            after_odd = False
        elif token.word in CURRENCY and before == "number":
            chunks[-1] = replace(chunks[-1], text=f"{chunks[-1].text} FCFA")  # Money reads it, Phone does not
        elif not (token.word in CURRENCY or token.word in fillers or token.text in QUIET_MARKS):
            odd, after_odd = True, after_odd or token.kind == "word"
        before = token.kind
    return Told(tuple(chunks), odd)


def readings(chunks: tuple[Chunk, ...]) -> set[tuple[Money, Phone]]:
    """Every way to read all the chunks as one amount and one phone, in either order."""
    found = set()
    for amount, phone in splits(chunks):
        try:
            found.add((Money.read(amount), Phone.read(phone)))
        except Misread:
            continue
    return found


def splits(chunks: tuple[Chunk, ...]) -> Iterator[tuple[str, str]]:
    """Every cut in two as (amount, phone), the amount first and longest first, then the other way round."""
    cuts = [(joined(chunks[:place]), joined(chunks[place:])) for place in range(len(chunks) - 1, 0, -1)]
    whole = [(left, right) for left, right in cuts if left and right] if len(chunks) <= MOST_CHUNKS else []
    yield from whole
    yield from ((right, left) for left, right in whole)


def joined(chunks: tuple[Chunk, ...]) -> str:
    """The chunks as one number, "" where more than a space parts them."""
    return " ".join(chunk.text for chunk in chunks) if all(chunk.joined for chunk in chunks[1:]) else ""


def read(said: Told) -> tuple[Money, Phone]:
    """The amount and the phone. Raises Misread saying what is wrong, or showing the right form."""
    found = set() if said.odd else readings(said.chunks)
    if len(found) == 1:
        return found.pop()
    raise Misread("sms.two_readings") if found else complaint(said)


def complaint(said: Told) -> Misread:
    """Why there is no reading: the part that cannot be read where the other can, or how the command goes."""
    whole = joined(said.chunks)
    lacks_one = not refusal(Money, whole) or not refusal(Phone, whole)
    if said.odd or lacks_one:
        return Misread("help.send")
    if any(readings(window) for window in windows(said.chunks)):
        return Misread("sms.two_readings")
    for amount, phone in splits(said.chunks):
        wrong = [error for error in (refusal(Money, amount), refusal(Phone, phone)) if error]
        if len(wrong) == 1:
            return Misread("sms.amount_form") if wrong[0].key == "error.amount_dots" else wrong[0]
    return Misread("help.send")


def refusal(kind: type[Money] | type[Phone], text: str) -> Misread | None:
    """What this kind of value says of a text it cannot read."""
    try:
        kind.read(text)
    except Misread as misread:
        return misread
    return None


def places(said: Told) -> list[Token]:
    """The numbers that have a place after ENVOI: a whole reading, or what stands where the amount goes."""
    chunks = tuple(chunk for chunk in said.chunks if chunk.token.text.isascii())
    if not said.odd and len(chunks) == len(said.chunks) and readings(chunks):
        return [chunk.token for chunk in chunks]
    first = 1 if chunks and not is_short(chunks[0].token) else 0  # the phone may come first
    if len(chunks) <= first or chunks[first].after_odd:
        return []
    window = next((window for window in windows(chunks) if readings(window)), ())
    amounts = [chunks[first:end] for end in range(first + AMOUNT_CHUNKS, first, -1) if is_amount(chunks[first:end])]
    return [chunk.token for chunk in window or (amounts or [chunks[first : first + 1]])[0]]


def windows(chunks: tuple[Chunk, ...]) -> Iterator[tuple[Chunk, ...]]:
    """Every run of chunks shorter than all of them, longest first."""
    count = len(chunks) if len(chunks) <= MOST_CHUNKS else 0
    for size in range(count - 1, 1, -1):
        for start in range(count - size + 1):
            yield chunks[start : start + size]


def is_amount(chunks: tuple[Chunk, ...]) -> bool:
    """Whether these chunks are one amount."""
    text = joined(chunks)
    return bool(text) and refusal(Money, text) is None
