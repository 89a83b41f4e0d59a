"""A biller's word and a bill's reference, as in PAYER ENEO FACT2026/118."""

from dataclasses import dataclass
from typing import Final

from sms_templates.reading.clauses import Clause
from sms_templates.reading.parts import refusal
from sms_templates.reading.terms import Term
from sms_templates.reading.tokens import Token
from wallet.core.values import BillReference

INSIDE_REFERENCE: Final = frozenset("-/.")  # marks written inside one, between two of its parts


@dataclass(frozen=True)
class NamedBill:
    """A bill as named in a text: its biller's word, and the tokens of its reference."""

    biller: str
    place: tuple[Token, ...]

    @property
    def reference(self) -> str:
        """Reference as it was typed; a mark before it is none of it."""
        return "".join(token.text for token in self.place).lstrip("-/.,+")


def find_bill(clause: Clause) -> NamedBill | None:
    """Return the bill that a clause names: a word nobody knows before any figure, then a reference in one piece."""
    words = [place for place, term in enumerate(clause.terms) if is_said(term)]
    if not words or clause.terms[words[0]].kind != "word":
        return None
    place = list[Token]()
    for token in (token for term in clause.terms[words[0] + 1 :] if place or is_said(term) for token in term.tokens):
        belongs = token.kind in ("word", "number") or token.text in INSIDE_REFERENCE
        if not belongs or (place and token.start != place[-1].end):
            break
        place.append(token)
    found = NamedBill(clause.terms[words[0]].word, tuple(place))
    figures = {token for term in clause.terms for token in term.tokens if token.kind == "number"}
    if not figures <= {*place}:
        return None
    return found if found.reference.isascii() and not refusal(BillReference.read, found.reference) else None


def is_said(term: Term) -> bool:
    """True for a figure, or a word that is no courtesy."""
    return term.kind == "number" or (term.kind == "word" and term.meaning is None)
