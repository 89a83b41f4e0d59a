"""A text as terms: its words by what they mean, and everything else as it stands."""

from dataclasses import dataclass
from typing import Final

from sms_templates.reading.tokens import Token
from sms_templates.reading.words import LONGEST_PHRASE, Meaning, find_meaning

FEW_DIGITS: Final = 3  # of a number that a K behind it, with a space between, makes thousands of


@dataclass(frozen=True)
class Term:
    """A word or phrase and its meaning, None for a word nobody knows; or one token that is no word.

    `place` is how many terms of the text stand before it.
    """

    tokens: tuple[Token, ...]
    place: int
    meaning: Meaning | None = None

    @property
    def kind(self) -> str:
        """Kind of its token; "word" for a phrase."""
        return self.tokens[0].kind

    @property
    def word(self) -> str:
        """Word in capitals; "" for anything else."""
        return self.tokens[0].word

    def is_a(self, *roles: str) -> bool:
        """True for a word with one of these parts in a text."""
        return self.meaning is not None and self.meaning.role in roles

    @property
    def is_courtesy(self) -> bool:
        """True for a word that means nothing by itself: PLEASE, an article, whose wallet it is."""
        return self.is_a("courtesy", "little", "wallet")


def list_terms(said: list[Token]) -> list[Term]:
    """Return the tokens as terms: the longest phrase first, its words parted by spaces, an apostrophe or a dash."""
    found, place = list[Term](), 0
    while place < len(said):
        if said[place].kind != "word":
            found.append(Term((said[place],), len(found)))
            place += 1
            continue
        ahead = words_ahead(said, place)
        meaning, count = find_meaning([said[one].word for one in ahead])
        if meaning and meaning.role == "thousand" and not makes_thousands(found, said[place]):
            meaning = None
        last = ahead[count - 1]
        found.append(Term(tuple(said[place : last + 1]), len(found), meaning))
        place = last + 1
    return found


def makes_thousands(before: list[Term], token: Token) -> bool:
    """True for a K behind a number: `2k`, `2 k`, but not the initial of `2000 K. Ngono`."""
    number = before[-1].tokens[0] if before else None
    return bool(number and number.kind == "number" and (token.glued or len(number.digits) <= FEW_DIGITS))


def words_ahead(said: list[Token], place: int) -> list[int]:
    """Return the places of this word and of those that may make a phrase with it."""
    found = [place]
    for next_place in range(place + 1, len(said)):
        token = said[next_place]
        if len(found) == LONGEST_PHRASE or not (token.kind == "word" or token.text in "'’-`"):
            break
        if token.kind == "word":
            found.append(next_place)
    return found
