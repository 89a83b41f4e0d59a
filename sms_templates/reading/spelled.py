"""Numbers of a clause in words, or in digits that letters, marks and words part or stand among: which may be a PIN."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sms_templates.reading.clauses import ANSWERS, CODE_WORD, Clause, is_number_word
from sms_templates.reading.figures import is_short
from sms_templates.reading.terms import Term
from sms_templates.reading.tokens import HIDDEN, PIN, PIN_DIGITS
from sms_templates.reading.words import DIGITS

CODE: Final = ""  # its digest stands for it
AND: Final = "ET"  # between words of one number: `vingt et un`
FOR_DIGITS: Final = frozenset("OQDILZEASGTB")  # letters of a PIN: what its owner finds to look like a digit
LETTERS_FOR_DIGITS: Final = range(1, 4)
MARKS_FOR_DIGITS: Final = "!|$@€"


@dataclass(frozen=True)
class Cover:
    """A stretch of a text that is not stored as it is: its place, its digits, and what stands for it."""

    start: int
    end: int
    digits: str
    kind: str  # PIN, HIDDEN or CODE


def list_covers_of_words(clause: Clause) -> list[Cover]:
    """Return covers of numbers written in words, digits among them or not, that may be a PIN or a code.

    So are four to six digits in a row, letters between them or not; and any number where PIN, CODE or YES is said.
    """
    judged = [
        (run, (judge_spelled if any(map(is_number_word, run)) else judge_parted)(run, clause))
        for run in list_runs(clause)
    ]
    return [cover for run, kind in judged if kind for cover in cover_pieces(run, clause, kind)]


def cover_pieces(run: Sequence[Term], clause: Clause, kind: str) -> list[Cover]:
    """Return what covers a number, whole; a command word among its pieces is not covered, and is read as before."""
    theirs = {term.place for term in clause.terms}
    pieces = [[run[0]]]
    for before, term in pairwise(run):
        if theirs.issuperset(range(before.place + 1, term.place)):
            pieces[-1].append(term)
        else:
            pieces.append([term])
    return [Cover(piece[0].tokens[0].start, piece[-1].tokens[-1].end, "", kind) for piece in pieces]


def judge_spelled(run: Sequence[Term], clause: Clause) -> str | None:
    """Return what covers a number that is written in words, None where it is neither a PIN nor a code."""
    if clause.has("pin"):
        return PIN
    answers = clause.name in ANSWERS or clause.beside_answer
    if len(run) in PIN_DIGITS and all(one.word in DIGITS or len(one.tokens[0].digits) == 1 for one in run):
        return HIDDEN if answers else PIN
    beside = answers or any(term.word == CODE_WORD for term in clause.terms)
    whole = any(len(one.tokens[0].digits) >= PIN_DIGITS.start for one in run)  # a code stands there in digits
    return HIDDEN if beside and not whole and any(one.is_a("spelled") for one in run) else None


def list_runs(clause: Clause) -> list[list[Term]]:
    """Return the pieces of numbers, in words and in digits, that stand beside each other or are joined."""
    runs, last, says = list[list[Term]](), -1, clause.has("pin")
    for place, term in enumerate(clause.terms):
        short = term.kind == "number" and is_short(term.tokens[0])
        if not (short or is_number_word(term) or (says and stands_for_digit(clause.terms, place))):
            continue
        joined = place == last + 1 or (place == last + 2 and is_joint(clause.terms, last + 1, says_pin=says))
        runs = [*runs[:-1], [*runs[-1], term]] if joined and runs else [*runs, [term]]
        last = place
    return runs


def is_joint(terms: Sequence[Term], place: int, *, says_pin: bool) -> bool:
    """True for what stands inside a number: a mark, AND, a letter; where PIN is said any word between lone digits."""
    term = terms[place]
    lone = all(len(one.tokens[0].digits) == 1 for one in (terms[place - 1], terms[place + 1]))
    joins = term.kind == "mark" or term.word == AND or (len(term.word) == 1 and term.meaning is None)
    return joins or (says_pin and lone and term.kind == "word") or (lone and len(term.word) == 1)


def stands_for_digit(terms: Sequence[Term], place: int) -> bool:
    """True for a letter or a mark in place of a digit, glued to another or alone: `1E57`, `!357`, `I 3 5 7`."""
    term, glued = terms[place], terms[place].tokens[0].glued and terms[place - 1].kind == "number"
    ahead = terms[place + 1] if place + 1 < len(terms) else None
    begins = ahead is not None and ahead.kind == "number" and ahead.tokens[0].glued
    if term.kind == "mark":
        return begins and term.tokens[0].text in MARKS_FOR_DIGITS
    return (
        len(term.word) in LETTERS_FOR_DIGITS
        and {*term.word} <= FOR_DIGITS
        and (glued or begins or term.word in ("I", "O"))
    )


def judge_parted(run: Sequence[Term], clause: Clause) -> str | None:
    """Return what covers digits that letters, marks or words part or stand among, None where they are no PIN."""
    pieces = [one.tokens[0].digits or one.tokens[0].text for one in run]
    adjoined = all(one.kind == "number" for one in run) and run[-1].tokens[0].group == run[0].tokens[0].group
    if adjoined or sum(map(len, pieces)) < PIN_DIGITS.start:
        return None  # the former are a number like any other
    if clause.has("pin"):
        return PIN
    return HIDDEN if len(pieces) in PIN_DIGITS and all(len(piece) == 1 for piece in pieces) else None
