"""A text cut into clauses, one for each command word in it; most texts are one."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Final

from sms_templates.reading.figures import CODE_DIGITS, Figure, is_no_code, list_figures
from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.near import find_near
from sms_templates.reading.terms import Term, list_terms
from sms_templates.reading.tokens import tokens
from sms_templates.reading.told import is_told
from sms_templates.reading.words import DIGITS, NUMBER_SIGNS, Meaning

# Whoever writes one of these writes about the other words of the text; the first that stands there counts.
ABOVE_ALL: Final = ("forgotten_pin", "lost", "cancel", "mistake", "unlock")
ABOUT_THE_NEXT: Final = ("help", "prices")  # what follows one of these is what it is about
JUST_READ: Final = ("balance", "history", "prices", "help")  # meant, where the other command words lack all they need
HANDOVER_DIGITS: Final = 7  # of a withdrawal's code
INCOMPLETE_ALONE: Final = ("send", "recharge", "withdraw", "request", "pay", "handover")
CODE_WORD: Final = "CODE"
ANSWERS: Final = ("yes", "no", "decline")  # what a code stands behind
OF_ANOTHER: Final = {"lock": "lost"}  # a command that, said of a wallet and its number, is the help of this topic


@dataclass
class Clause:
    """One command word and the terms beside it; its name is "" where no command stands.

    `topic`: what a help is about. `told`: words right beside it, such as HAVE, DONE or NOT, make it a report or its
    contrary, and no command. `beside_answer`: YES or NO stands in the same text, and no code with it.
    """

    name: str
    terms: list[Term] = field(default_factory=list)
    topic: str = ""
    told: bool = False
    beside_answer: bool = False

    @cached_property
    def figures(self) -> list[Figure]:
        """Return its figures in order; asked for once all its terms are there, and then for each number in it."""
        return list_figures(self.terms)

    @property
    def has_figures(self) -> bool:
        """True when a number, or what stands for one, is part of it."""
        return any(term.kind in ("number", "code", "pin", "hidden") for term in self.terms)

    @property
    def has_numbers(self) -> bool:
        """True when a number is part of it, also one in words: what is kept of it may be that a number stood there.

        `Un` alone is a word like others: ENVOYEZ UN SMS.
        """
        words = [term for term in self.terms if is_number_word(term)]
        return self.has_figures or self.has("spelled") or len(words) > 1

    def has(self, *roles: str) -> bool:
        """True when a word with one of these parts is in it."""
        return any(term.is_a(*roles) for term in self.terms)


def is_number_word(term: Term) -> bool:
    """True for a number written in words."""
    return term.word in DIGITS or term.is_a("spelled")


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
        if above is None:
            return [Clause(first.name, around, topic=other)]
        at = [place for place, meant in heads.items() if meant == above]
        told = any(is_told(above, terms[:place], terms[place + 1 :][:1]) for place in at)
        return [make_clause(above, around, told=told)]
    found = join(cut(terms, heads))
    answered = len(found) > 1 and any(clause.name in ANSWERS and not clause.has_figures for clause in found)
    return [replace(clause, beside_answer=answered and clause.name not in ANSWERS) for clause in found]


def is_language_alone(terms: list[Term]) -> bool:
    """True for the name of a language among courtesies: it is the language that is wanted."""
    said = {term.meaning.role if term.meaning else "" for term in terms if term.kind != "mark"}
    return "language" in said and said <= {"language", "courtesy", "little"}


def make_clause(head: Meaning, around: list[Term], *, told: bool = False) -> Clause:
    """Return the clause of one head; what a topic needs is its help."""
    if head.role == "topic":
        return Clause("help", around, topic=head.name)
    clause = Clause(head.name, around, told=told)
    if head.name in OF_ANOTHER and clause.has_figures and clause.has("wallet", "device"):
        return Clause("help", around, topic=OF_ANOTHER[head.name])
    return clause


def find_heads(terms: list[Term]) -> dict[int, Meaning]:
    """Return the command words by place: strong ones, else weak ones, else those with one letter wrong."""
    known = {place: term.meaning for place, term in enumerate(terms) if term.meaning and term.is_a("command", "topic")}
    known = {place: meant for place, meant in known.items() if len(known) == 1 or not is_number_sign(terms, place)}
    known = {place: meant for place, meant in known.items() if not is_zero(terms, place)}
    strong = {place: meant for place, meant in known.items() if not meant.weak}
    if strong and is_code_alone(terms, strong.values()):  # `ok recharge 4821`: perhaps the code that OK agrees to
        return {place: meant for place, meant in known.items() if not meant.weak or meant.name in ANSWERS}
    if known:
        return strong or known
    unknown = {place: find_near(term.word) for place, term in enumerate(terms) if term.word and not term.meaning}
    return {place: meant for place, meant in unknown.items() if meant}


def is_code_alone(terms: list[Term], commands: Iterable[Meaning]) -> bool:
    """True where the only number of a text could be a code, and is no amount that one of its commands takes alone."""
    figures = list_figures(terms)
    digits = "".join(figure.digits for figure in figures)
    marked = any(figure.currency or figure.thousands for figure in figures)
    if [figure.token.kind for figure in figures] == ["code"]:
        return True
    if marked or len(digits) not in (CODE_DIGITS, HANDOVER_DIGITS):
        return False
    takes_amount = any(COMMANDS[one.name].takes_amount for one in commands if one.role == "command")
    return not (takes_amount and is_no_code(digits))


def is_number_sign(terms: list[Term], place: int) -> bool:
    """True for the NO of `agent no 123455`: behind a word, and before a number too long for its code."""
    numbers = takewhile(lambda term: term.kind == "number", terms[place + 1 :])
    digits = "".join(term.tokens[0].digits for term in numbers)
    return terms[place].word in NUMBER_SIGNS and bool(terms[place - 1 : place]) and len(digits) > CODE_DIGITS


def is_zero(terms: list[Term], place: int) -> bool:
    """True for the O of `1 O 5 7` and of `1o3o5o7o`: among digits it is no short YES."""
    if terms[place].word != "O" or not place or terms[place - 1].kind != "number":
        return False
    return terms[place].tokens[0].glued or any(term.kind == "number" for term in terms[place + 1 : place + 2])


def cut(terms: list[Term], heads: dict[int, Meaning]) -> list[Clause]:
    """Return a clause for each head, with what follows it; the first has what stands before it too."""
    found = list[Clause]()
    for place, end in pairwise([*heads, len(terms)]):
        behind = terms[place + 1 : end]
        around = [*(terms[:place] if not found else []), *behind]
        found.append(make_clause(heads[place], around, told=is_told(heads[place], terms[:place], behind)))
    return found


def join(found: list[Clause]) -> list[Clause]:
    """Return the clauses without those that say the same again, or that only help another to be said."""
    joined = found[:1]
    for clause in found[1:]:
        last = joined[-1]
        if (clause.name, clause.topic) == (last.name, last.topic) and not (clause.has_numbers and last.has_numbers):
            joined[-1] = replace(last, terms=last.terms + clause.terms, told=last.told or clause.told)
        else:
            joined.append(clause)
    meant = [clause for clause in joined if clause.has_figures or not (clause.name in INCOMPLETE_ALONE or clause.topic)]
    if len(meant) != 1:
        return joined
    only_told = all(clause.told for clause in joined if clause != meant[0])
    moves_nothing = only_told and not COMMANDS[meant[0].name].asked_back  # NE M'ENVOYEZ PLUS DE SMS
    return meant if meant[0].name in JUST_READ or moves_nothing else joined
