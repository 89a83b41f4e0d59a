"""A text cut into clauses, one for each command word in it; most texts are one."""

from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Final

from sms_templates.reading.near import find_near
from sms_templates.reading.terms import Term, list_terms
from sms_templates.reading.tokens import tokens
from sms_templates.reading.words import NUMBER_SIGNS, Meaning

# Whoever writes one of these writes about the other words of the text; the first that stands there counts.
ABOVE_ALL: Final = ("forgotten_pin", "lost", "cancel", "mistake", "unlock")
ABOUT_THE_NEXT: Final = ("help", "prices")  # what follows one of these is what it is about
JUST_READ: Final = ("balance", "history", "prices", "help")  # meant, where the other command words lack all they need
CODE_DIGITS: Final = 4  # of NO and its code
INCOMPLETE_ALONE: Final = ("send", "recharge", "withdraw", "request", "pay", "handover")


@dataclass
class Clause:
    """One command word and the terms beside it; its name is "" where no command stands.

    `topic`: what a help is about. `told`: the word before it, such as HAVE, makes it a report and not a command.
    """

    name: str
    terms: list[Term] = field(default_factory=list)
    topic: str = ""
    told: bool = False

    @property
    def has_figures(self) -> bool:
        """True when a number, or what stands for one, is part of it."""
        return any(term.kind in ("number", "code", "pin", "hidden") for term in self.terms)

    def has(self, *roles: str) -> bool:
        """True when a word with one of these parts is in it."""
        return any(term.is_a(*roles) for term in self.terms)


def list_clauses(text: str) -> list[Clause]:
    """Return the clauses of a cleaned text; one without a name where no command word stands."""
    terms = list_terms(tokens(text))
    heads = find_heads(terms)
    if not heads:
        return [Clause("language" if is_language_alone(terms) else "", terms)]
    names = [meant.name for meant in heads.values()]
    first = heads[min(heads)]
    above = next((meant for name in ABOVE_ALL for meant in heads.values() if meant.name == name), None)
    if first.name == "help" and all(place in heads for place, term in enumerate(terms) if term.kind != "mark"):
        above = None  # HELP and words of commands, nothing more: it is about them
    if above or (first.role == "command" and first.name in ABOUT_THE_NEXT):
        meant = above or first
        around = [term for place, term in enumerate(terms) if place not in heads or (above and heads[place] != meant)]
        other = next((name for name in names if name != first.name), "")
        return [make_clause(above, around) if above else Clause(first.name, around, topic=other)]
    return join(cut(terms, heads))


def is_language_alone(terms: list[Term]) -> bool:
    """True for the name of a language among courtesies: it is the language that is wanted."""
    said = {term.meaning.role if term.meaning else "" for term in terms if term.kind != "mark"}
    return "language" in said and said <= {"language", "courtesy"}


def make_clause(head: Meaning, around: list[Term], *, told: bool = False) -> Clause:
    """Return the clause of one head; what a topic needs is its help."""
    if head.role == "topic":
        return Clause("help", around, topic=head.name)
    return Clause(head.name, around, told=told)


def find_heads(terms: list[Term]) -> dict[int, Meaning]:
    """Return the command words by place: strong ones, else weak ones, else those with one letter wrong."""
    known = {place: term.meaning for place, term in enumerate(terms) if term.meaning and term.is_a("command", "topic")}
    known = {place: meant for place, meant in known.items() if len(known) == 1 or not is_number_sign(terms, place)}
    strong = {place: meant for place, meant in known.items() if not meant.weak}
    if known:
        return strong or known
    unknown = {place: find_near(term.word) for place, term in enumerate(terms) if term.word and not term.meaning}
    return {place: meant for place, meant in unknown.items() if meant}


def is_number_sign(terms: list[Term], place: int) -> bool:
    """True for the NO of `agent no 123455`: behind a word, and before a number too long for its code."""
    numbers = takewhile(lambda term: term.kind == "number", terms[place + 1 :])
    digits = "".join(term.tokens[0].digits for term in numbers)
    return terms[place].word in NUMBER_SIGNS and bool(terms[place - 1 : place]) and len(digits) > CODE_DIGITS


def cut(terms: list[Term], heads: dict[int, Meaning]) -> list[Clause]:
    """Return a clause for each head, with what follows it; the first has what stands before it too."""
    found = list[Clause]()
    for place, end in pairwise([*heads, len(terms)]):
        before = next((term for term in reversed(terms[:place]) if term.kind != "mark"), None)
        around = [*(terms[:place] if not found else []), *terms[place + 1 : end]]
        found.append(make_clause(heads[place], around, told=bool(before and before.is_a("done"))))
    return found


def join(found: list[Clause]) -> list[Clause]:
    """Return the clauses without those that say the same again, or that only help another to be said."""
    joined = found[:1]
    for clause in found[1:]:
        last = joined[-1]
        if (clause.name, clause.topic) == (last.name, last.topic) and not (clause.has_figures and last.has_figures):
            joined[-1] = Clause(last.name, last.terms + clause.terms, last.topic, told=last.told or clause.told)
        else:
            joined.append(clause)
    meant = [clause for clause in joined if clause.has_figures or not (clause.name in INCOMPLETE_ALONE or clause.topic)]
    return meant if len(meant) == 1 and meant[0].name in JUST_READ else joined
