"""Figures of a clause that have no place in it: what may be a PIN is masked, what is none is only not kept.

A PIN is taken for one where no code, amount, till or number can stand; its owner is warned. The rest that has no
place, such as a price that somebody tells, is covered too, since it might be one, and nobody is warned.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sms_templates.reading.clauses import HANDOVER_DIGITS, Clause
from sms_templates.reading.figures import (
    CODE_DIGITS,
    Figure,
    is_card,
    is_no_code,
    is_round,
    is_short,
    pin_like,
    series,
)
from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.judge import Judgement, is_strange
from sms_templates.reading.parts import CHECKED, refusal
from sms_templates.reading.spelled import CODE, Cover, list_covers_of_words
from sms_templates.reading.tokens import HIDDEN, PIN, PIN_DIGITS, Token
from wallet.core.values import YEAR

TELLING: Final = ("prices", "cancel", "mistake")  # what an amount is told to
THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}( |[.,]| [.,])[0-9]{3}")
CUT_SHORT: Final = ("6", "237", "00237")  # how a phone begins, of which digits lack
PHONE_AND_PIN: Final = re.compile(r"(?:00237|237)?6[0-9]{8}[0-9]{4,6}|(?!00237)[0-9]{4,6}6[0-9]{8}")  # written as one


def list_covers(clause: Clause, found: Judgement) -> list[Cover]:
    """Return what to cover in a clause, and by what; where covers meet, one that is of words takes in the other."""
    covers = list_covers_of_digits(clause, found)
    for words in list_covers_of_words(clause):
        met = [one for one in covers if one.start < words.end and words.start < one.end]
        start, end = min(one.start for one in (words, *met)), max(one.end for one in (words, *met))
        covers = [*(one for one in covers if one not in met), replace(words, start=start, end=end)]
    return covers


def list_covers_of_digits(clause: Clause, found: Judgement) -> list[Cover]:
    """Return what to cover of the figures written in digits."""
    numbers = [token for term in clause.terms for token in term.tokens if token.kind == "number"]
    codes = [run for run in found.codes if run[0].kind == "number"]
    apart = {token for run in codes for token in run}
    placed = apart | find_kept(clause, found)
    loose = [one for one in numbers if one not in placed]
    strays = [(run, judge_stray(run, clause, found)) for run in series(loose)]
    doubted = [
        one for one in loose if is_short(one) and one not in found.reason and not is_cut_short([one], clause, found)
    ]
    if COMMANDS[clause.name].asked_back and not codes and (doubted or any(kind for _, kind in strays)):
        # Nobody can tell which of its figures is the amount, and which may be a PIN: all short ones go.
        short = list_short([one for one in numbers if one not in apart])
        kinds = [judge_stray(run, clause, found) for run in short]
        sure = PIN not in (kind for _, kind in strays) and all(is_labelled(one, clause) for one in doubted)
        if cover := PIN if PIN in kinds and not sure else HIDDEN if any(kinds) else None:
            strays = [(run, cover) for run in short]
    covered = [(run, kind) for run, kind in strays if kind is not None] + [(run, CODE) for run in codes]
    return [Cover(run[0].start, run[-1].end, digits_of(run), kind) for run, kind in covered]


def list_short(numbers: Sequence[Token]) -> list[list[Token]]:
    """Return the numbers that could be a PIN or a code: those too short for one with their neighbours."""
    found = list[list[Token]]()
    for run in series(numbers):
        spread = all(len(one.digits) < PIN_DIGITS.start for one in run) and len(digits_of(run)) <= HANDOVER_DIGITS
        found += [run] if spread else [[one] for one in run]
    return [run for run in found if len(digits_of(run)) <= HANDOVER_DIGITS]


def find_kept(clause: Clause, found: Judgement) -> set[Token]:
    """Return the figures that stand in their place and are kept as they are."""
    years = {token for token in found.reason if YEAR.fullmatch(token.digits)}
    if says_pin(clause) or clause.beside_answer or is_amount_alone(clause, found):
        return years
    if found.is_whole or COMMANDS[clause.name].takes_phone:
        return {*found.in_place, *years}
    return {token for token in found.in_place if len(token.digits) != HANDOVER_DIGITS}


def judge_stray(run: Sequence[Token], clause: Clause, found: Judgement) -> str | None:
    """Return what covers a number without a place, None for one that may be kept."""
    digits, phoned = digits_of(run), COMMANDS[clause.name].takes_phone
    disguised = any(token.is_disguised for token in run)
    if is_card(run) or PHONE_AND_PIN.fullmatch(digits) or (disguised and not says_pin(clause)):
        return HIDDEN
    answers = not disguised and (clause.beside_answer or is_amount_alone(clause, found))
    if answers and len(digits) in (CODE_DIGITS, HANDOVER_DIGITS) and not says_pin(clause):
        return CODE
    if not pin_like(run):
        # Seven digits are perhaps a withdrawal's code; after ENVOI and the like they are a number cut short.
        return CODE if len(digits) == HANDOVER_DIGITS and not phoned else None
    if says_pin(clause) or not all(token.text.isascii() for token in run):
        return PIN
    if YEAR.fullmatch(digits):
        return HIDDEN if COMMANDS[clause.name].asked_back else None
    takes_amount = clause.name in TELLING or COMMANDS[clause.name].asked_back
    written = " ".join(token.text for token in run)
    is_amount = is_round(digits) or (takes_amount and THOUSANDS.fullmatch(written))
    told = is_amount or (found.tells_of_money and run[0] not in found.reason) or is_cut_short(run, clause, found)
    return HIDDEN if told or is_told(run[0], clause) else PIN


def says_pin(clause: Clause) -> bool:
    """True where a number may be the PIN that a word speaks of: any short one behind the word, or one right before."""
    for place, term in enumerate(clause.terms):
        if not term.is_a("pin"):
            continue
        before = [
            one for one in clause.terms[:place] if one.kind != "mark" and not (one.is_courtesy or one.is_a("done"))
        ]
        near = [*clause.terms[place + 1 :], *before[-1:]]
        if any(one.kind == "number" and is_short(one.tokens[0]) for one in near):
            return True
    return False


def is_told(number: Token, clause: Clause) -> bool:
    """True for a number of something that is no PIN: FCFA behind it, BP before it, or where it is told of money."""
    figure = find_figure(number, clause)
    commands = [term.meaning.name for term in clause.terms if term.meaning and term.is_a("command")]
    tells = clause.name in TELLING or (not clause.name and any(map(is_strange, clause.terms)))
    read = CHECKED.get(len(figure.digits))
    names = not clause.name and read is not None and not refusal(read, figure.digits)  # a till, or an agent
    told = tells or names or any(COMMANDS[name].asked_back for name in commands)
    return told or figure.currency or figure.thousands or is_labelled(number, clause)


def is_labelled(number: Token, clause: Clause) -> bool:
    """True for a number right behind a word that says what it is of: BP 1234, agent 12345."""
    before = [term for term in clause.terms[: find_figure(number, clause).term] if term.kind != "mark"]
    said = [term for term in before if not term.is_courtesy]
    return bool(said) and said[-1].is_a("label", "agent", "till")


def is_amount_alone(clause: Clause, found: Judgement) -> bool:
    """True for ENVOYEZ 4821: an amount that is not written as one, where more is needed; it may be a code."""
    if found.is_whole or found.parts != {"amount"} or len(clause.figures) != 1:
        return False
    [one] = clause.figures
    if one.token.kind != "number":
        return False
    return len(one.digits) == CODE_DIGITS and not (is_no_code(one.digits) or one.currency or one.thousands)


def find_figure(number: Token, clause: Clause) -> Figure:
    """Return the figure that a number of the clause is."""
    return next(one for one in clause.figures if one.token == number)


def is_cut_short(run: Sequence[Token], clause: Clause, found: Judgement) -> bool:
    """True for what may be a phone of which digits lack, where no phone stands yet."""
    command = COMMANDS[clause.name]
    phones = {part for form in command.forms for part in form.parts if part in ("phone", "whose")}
    lacks_phone = command.takes_phone and not phones <= found.parts
    return lacks_phone and digits_of(run).startswith(CUT_SHORT)


def digits_of(run: Sequence[Token]) -> str:
    """Return the digits of a number as one."""
    return "".join(token.digits for token in run)
