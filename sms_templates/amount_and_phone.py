"""The numbers of a money command: every way to read them as an amount and a phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sms_templates.tokens import Token
from wallet.core.codes import AgentCode, RequestCode, TillCode
from wallet.core.errors import Misread
from wallet.core.values import BillReference, Money, Phone, Reason

MOST_CHUNKS: Final = 16  # three for an amount, thirteen for a phone written digit by digit
Reading = tuple[Money, Phone | None]
Code = type[AgentCode] | type[TillCode] | type[RequestCode]
Readable = type[Money] | type[Phone] | Code | type[BillReference] | type[Reason]


@dataclass(frozen=True)
class Chunk:
    """A number as it stands, its currency with it; `joined` when spaces alone part it from the last."""

    token: Token
    text: str
    joined: bool
    after_odd: bool  # a word that means nothing here stands before it, such as PIN


Chunks = tuple[Chunk, ...]


def readings(chunks: Chunks, *, phone_needed: bool = True) -> set[Reading]:
    """Return every way to read all the chunks as one amount and one phone, in either order, or as an amount alone."""
    found: set[Reading] = set()
    for amount, phone in splits(chunks):
        if not refusal(Money, amount) and not refusal(Phone, phone):
            found.add((Money.read(amount), Phone.read(phone)))
    alone = joined(chunks)
    if not phone_needed and not refusal(Money, alone):
        found.add((Money.read(alone), None))
    return found


def splits(chunks: Chunks) -> Iterator[tuple[str, str]]:
    """Yield every cut in two as (amount, phone), the amount first and longest first, then the other way round."""
    cuts = [(joined(chunks[:place]), joined(chunks[place:])) for place in range(len(chunks) - 1, 0, -1)]
    whole = [(left, right) for left, right in cuts if left and right] if len(chunks) <= MOST_CHUNKS else []
    yield from whole
    yield from ((right, left) for left, right in whole)


def windows(chunks: Chunks) -> Iterator[Chunks]:
    """Yield every run of chunks shorter than all of them, longest first."""
    count = len(chunks) if len(chunks) <= MOST_CHUNKS else 0
    for size in range(count - 1, 1, -1):
        for start in range(count - size + 1):
            yield chunks[start : start + size]


def joined(chunks: Chunks) -> str:
    """Return the chunks as one number, or "" where more than a space parts them."""
    return " ".join(chunk.text for chunk in chunks) if all(chunk.joined for chunk in chunks[1:]) else ""


def refusal(kind: Readable, text: str) -> Misread | None:
    """Return what this kind of value says of a text it cannot read, or None when it can."""
    try:
        kind.read(text)
    except Misread as misread:
        return misread
    return None
