"""Judging a clause: every reading of it, else what is wrong with it, and which figures have a place in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sms_templates.reading.bills import find_bill
from sms_templates.reading.clauses import CODE_WORD, HANDOVER_DIGITS, Clause
from sms_templates.reading.figures import WHOLE_NUMBER_DIGITS, Figure, is_no_code, is_round, list_figures
from sms_templates.reading.forms import COMMANDS, PLACES, Command, Form
from sms_templates.reading.parser import Assignment, find_widest, list_assignments
from sms_templates.reading.parts import PARTS, SECRETS, SHORT_PHONE_DIGITS, refusal
from sms_templates.reading.terms import Term
from sms_templates.reading.tokens import Token
from wallet.core.errors import Misread
from wallet.core.values import NO_REASON, YEAR, BillReference, Reason

TO: Final = "A"  # À: glued behind an amount, it is none of it
FOREIGN_MARKS: Final = frozenset("$€£¥₦%")  # beside a number it is no amount of ours
AROUND_REASON: Final = " .,;:!?()\"'’«»“”-/"
MARKED: Final = frozenset({"agent", "till"})  # parts that a word of the same name stands before
FIELDS: Final = {"cash_code": "code"}  # parts that are kept under another name

Values = dict[str, Any]


@dataclass(frozen=True)
class Judgement:
    """Everything found in a clause.

    `readings`: its values by part, one for each way to read it. `errors`: of what would be a reading but for one part.
    `in_place`: figures that stand where one of the `parts` does; `codes`, those of them that are secret.
    `is_whole`: every figure does, and nothing is wrong with any. `reason`: its tokens.
    `leaves_over`: true when it could be read if another phone, or what looks like one, were not there.
    `tells_of_money`: an amount and a phone, and nothing else that is a number.
    """

    readings: tuple[Values, ...] = ()
    errors: tuple[Misread, ...] = ()
    in_place: frozenset[Token] = frozenset()
    codes: tuple[tuple[Token, ...], ...] = ()
    parts: frozenset[str] = frozenset()
    is_whole: bool = False
    reason: frozenset[Token] = frozenset()
    leaves_over: bool = False
    tells_of_money: bool = False


def judge(clause: Clause, text: str) -> Judgement:
    """Return what this clause of a cleaned text can mean."""
    command = COMMANDS[clause.name]
    bill = find_bill(clause) if command.bills else None
    if bill:
        turned = turns_meaning(clause, clause.terms, command)
        named = {"biller": bill.biller, "bill": BillReference.read(bill.reference)}
        return Judgement(() if turned else (named,), in_place=frozenset(bill.place), is_whole=True)
    place = find_reason(clause, command)
    terms, figures = clause.terms[:place], list_figures(clause.terms[:place])
    whole = assign_all(figures, terms, command)
    said = list_said(clause, terms, text)
    turned = turns_meaning(clause, terms, command)
    results = [] if turned else read_all(whole, said)
    readings = [one for one in results if isinstance(one, dict)]
    return Judgement(
        tuple(one for number, one in enumerate(readings) if one not in readings[:number]),
        tuple(one for one in results if isinstance(one, Misread)),
        **find_places(whole, figures, terms, command),
        reason=frozenset(token for term in clause.terms[place:] for token in term.tokens),
    )


def assign_all(figures: Sequence[Figure], terms: Sequence[Term], command: Command) -> list[Assignment]:
    """Return every assignment of all the figures by the command's forms; by others where those read nothing."""
    found = list[Assignment]()
    for forms in (command.forms, command.other_forms):
        given = (one for form in usable(forms, terms) for one in list_assignments(figures, form))
        found += [one for one in given if fits(one, figures, terms, command)]
        if any(not one.errors for one in found):
            break
    return found


def usable(forms: Sequence[Form], terms: Sequence[Term]) -> list[Form]:
    """Return the forms that this clause may be of; where strange words are counted, none stands beside an amount."""
    strange = [term for term in terms if is_strange(term)]
    numbers = [term.tokens[0].digits for term in terms if term.kind == "number"]
    numbers = [one for one in numbers if len(one) != HANDOVER_DIGITS]  # of those only a digest is kept
    told = any(term.meaning for term in strange) or any(is_round(one) or YEAR.fullmatch(one) for one in numbers)
    most = {form: 0 if told else form.strangers for form in forms if form.strangers is not None}
    return [form for form in forms if len(strange) <= most.get(form, len(strange))]


def is_strange(term: Term) -> bool:
    """True for a word that is no courtesy."""
    return term.kind == "word" and not term.is_courtesy and not term.is_a("done")


def turns_meaning(clause: Clause, terms: Sequence[Term], command: Command) -> bool:
    """True when a word makes this another thing than the command: NOT, an amount in words, an operator not of it.

    For a command that is done at once any word that is no courtesy does.
    """
    if command.harmless or (command.refuses and not clause.told):
        return False
    if clause.told:
        return True
    if not command.asked_back:
        return any(is_strange(term) and not term.is_a(*command.words) for term in terms)
    ways = {term.meaning for term in terms if term.meaning and term.is_a("rail", "page")}
    foreign = any(term.tokens[0].text in FOREIGN_MARKS for term in terms) or spells_amount(terms)
    refused = any(term.is_a("refusing", "negation") for term in terms)
    return foreign or refused or len(ways) > 1 or any(way.role not in command.words for way in ways)


def spells_amount(terms: Sequence[Term]) -> bool:
    """True where an amount may be written in words, or in words behind digits: `deux mille`, `5mille`, `2m`."""
    return any(term.is_a("spelled") for term in terms) or any(map(is_unknown_unit, terms, terms[1:]))


def is_unknown_unit(before: Term, term: Term) -> bool:
    """True for a word or letter that is no unit of ours and is glued behind an amount: `2m`."""
    amount = before.tokens[0]
    unknown = term.meaning is None or (term.is_courtesy and len(term.word) == 1 and term.word != TO)
    glued = term.kind == "word" and unknown and term.tokens[0].glued
    return glued and amount.kind == "number" and len(amount.digits) < WHOLE_NUMBER_DIGITS


def fits(one: Assignment, figures: Sequence[Figure], terms: Sequence[Term], command: Command) -> bool:
    """True when the words of a clause go with the parts: AGENT with an agent, POUR with whose wallet it is."""
    said = {term.meaning.role for term in terms if term.meaning}
    rounded = one.form.rounded
    if rounded is not None and not all(is_sure(run) if rounded else not is_rounded(run) for run in one.runs.values()):
        return False
    for part in MARKED & said & one.runs.keys():  # the first figure behind the word that may be one is it
        first = next((figure for figure in figures if part in figure.after and PARTS[part].looks((figure,))), None)
        if first and one.runs[part][0] != first:
            return False
    if any("agent" in form.parts for form in command.forms) and "agent" in said | one.runs.keys():
        return "agent" in one.runs and "rail" not in said
    if "whose" in one.form.parts and "for" in said and "whose" not in one.runs:
        behind = terms[next(place for place, term in enumerate(terms) if term.is_a("for")) + 1 :]
        return next((term.kind == "number" for term in behind if not term.is_courtesy), False)
    return True


def is_rounded(run: Sequence[Figure]) -> bool:
    """True for figures written as an amount is: round, or with a currency behind."""
    digits = "".join(figure.digits for figure in run)
    return run[-1].currency or run[-1].thousands or (bool(digits) and is_round(digits))


def is_sure(run: Sequence[Figure]) -> bool:
    """True for figures that are an amount and could be no code."""
    return is_rounded(run) and (run[-1].currency or run[-1].thousands or is_no_code("".join(one.digits for one in run)))


def list_said(clause: Clause, terms: Sequence[Term], text: str) -> Values:
    """Return what words alone say: an operator, a language, the topic of a help, a reason or what is wrong with it."""
    command, said = COMMANDS[clause.name], Values()
    for term in terms:
        if term.meaning and term.is_a(*command.words):
            said[term.meaning.role] = term.meaning.name
    if clause.topic and clause.name == "help":
        said["topic"] = clause.topic
    if command.reason:
        reason = write_reason(clause.terms[len(terms) :], text)
        said["reason"] = refusal(Reason.read, reason) or Reason.read(reason)
    return said


def find_reason(clause: Clause, command: Command) -> int:
    """Return the place where a reason begins: the first word behind all the numbers that its command needs."""
    for place, term in enumerate(clause.terms) if command.reason else ():
        if term.kind == "word" and not term.is_a("for", "currency", "thousand"):
            before = clause.terms[:place]
            if assign_all(list_figures(before), before, command):
                return place
    return len(clause.terms)


def write_reason(terms: Sequence[Term], text: str) -> str:
    """Return the words of a reason as they stood; none is what a screen's `1` is."""
    if not any(is_strange(term) or term.kind == "number" for term in terms):
        return NO_REASON
    return text[terms[0].tokens[0].start : terms[-1].tokens[-1].end].strip(AROUND_REASON)


def read_all(found: Sequence[Assignment], said: Values) -> list[Values | Misread]:
    """Return the values of each assignment, or the one thing that is wrong with it; those with more are left out."""
    unsaid = [value for value in said.values() if isinstance(value, Misread)]
    results = list[Values | Misread]()
    for one in found:
        errors = one.errors + unsaid
        if len(errors) == 1:
            results += errors
        elif not errors:
            results.append({**said, **{FIELDS.get(name, name): value for name, value in one.read().items()}})
    return results


def find_places(
    whole: Sequence[Assignment], figures: Sequence[Figure], terms: Sequence[Term], command: Command
) -> dict[str, Any]:
    """Return what stands in its place: the first assignment of all figures, else that of most of them."""
    forms = usable((*command.forms, *command.other_forms), terms)
    told = [one for form in PLACES for one in list_assignments(figures, form) if not one.errors]
    if not command.asked_back:  # then only what is written as an amount is one: 677000001 1357 may be a PIN
        says_code = any(term.word == CODE_WORD for term in terms)
        told = [one for one in told if is_rounded(one.runs["amount"]) and not says_code]
    read_over = [] if command.asked_back else told
    placed = next((one for one in (*whole, *read_over) if not one.errors), whole[0] if whole else None)
    widest = [] if placed else [find_widest(figures, form) for form in forms if form.strangers is form.rounded is None]
    widest = [one for one in widest if command.asked_back or could_be_read(one)]
    best = placed or max(widest, key=lambda one: len(one.tokens), default=Assignment(Form(), {}))
    return {
        "in_place": frozenset(best.tokens),
        "codes": tuple(tuple(one.token for one in run) for name, run in best.runs.items() if name in SECRETS),
        "parts": frozenset(best.runs),
        "is_whole": any(not one.errors for one in whole),
        "tells_of_money": bool(told),
        "leaves_over": any(map(could_be_read, widest)) and len(longest_left(figures, best)) >= SHORT_PHONE_DIGITS.start,
    }


def could_be_read(one: Assignment) -> bool:
    """True when an assignment has all that its form needs, and nothing wrong."""
    return bool(one.runs) and one.runs.keys() >= {*one.form.needs} and not one.errors


def longest_left(figures: Sequence[Figure], one: Assignment) -> str:
    """Return the digits of the longest figure without a place."""
    return max((figure.digits for figure in figures if figure.token not in one.tokens), key=len, default="")
