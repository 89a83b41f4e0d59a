"""The state machine of a call. A menu is a generator that asks; the questions are the states, the journal is the state.

No generator is ever stored. Every hop runs the menu from its first line over the journal (accepted answers and
looked-up facts, in order) and stops at the first open question. The journal holds the names that the menu gives to its
questions, lines and look-ups, and no name of Python's: renaming a function ends no call.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from ussd_menus.backend import MenuBackend
from ussd_menus.questions import LookUp, Menu, NewPin, OneTimeCode, OwnPin, Question, SamePin, Speak
from wallet.core.errors import Misread
from wallet.core.values import Pin
from wallet.operations.use_case import UseCase
from wallet.people.people import Caller

Journal = list[dict[str, Any]]
VERIFIED = "verified"  # all the journal says of the caller's own PIN


class Drifted(Exception):
    """The journal no longer fits the menu: a deploy came between two hops."""


class Open(NamedTuple):
    """The point where a run stopped: the question to show, under a line that says what was wrong."""

    question: Question
    error: Misread | None = None


@dataclass(frozen=True)
class Finished:
    """The menu came to its end: what it returned, and the question that was answered last."""

    asked: UseCase | Speak
    pin: Pin | None
    question: Question


def resume(
    menu: Menu, caller: Caller, journal: Journal, backend: MenuBackend, answer: str | None = None
) -> Open | Finished:
    """Run a menu over its journal and, if one is given, one more answer; return where it stopped.

    The journal grows by what was accepted. Raises Refused when a look-up does, Drifted when the journal does not fit.
    """
    place, value, question, accepted_at = 0, None, None, None
    while True:
        try:
            step = menu.send(value)
        except StopIteration as end:
            assert question is not None, "a menu asks at least one question"
            asked, pin = end.value
            return Finished(asked, pin, question)
        if isinstance(step, Question):
            question = step
        if place < len(journal):
            value = _recall(step, journal[place])
            place += 1
            continue
        try:
            if isinstance(step, LookUp):
                value = _find(step, journal, backend)
            elif answer is None:
                return Open(step)
            else:
                value = _read_answer(step, caller, answer, journal, backend)
                accepted_at, answer = place, None
        except Misread as wrong:  # also a look-up's: the answer it followed from is asked for again
            if question is None or (isinstance(step, LookUp) and accepted_at is None):
                raise Drifted from wrong
            del journal[place if accepted_at is None else accepted_at :]
            return Open(question, wrong)
        place = len(journal)


def _read_answer(question: Question, caller: Caller, answer: str, journal: Journal, backend: MenuBackend) -> Any:
    """Return the value of an answer, and journal it as it was typed: of a PIN only its hash or that it was right."""
    value: Any = answer
    kept: str | None = answer
    if question.offers(answer):
        pass
    elif question.read is None:
        raise Misread("error.choice")
    else:
        value, kept = question.read(answer), None if question.live else answer
    if isinstance(question, NewPin):
        value = kept = backend.new_pin(caller, value)
    elif isinstance(question, SamePin):
        backend.same_pin(question.pin_hash, value)
    elif isinstance(question, OneTimeCode):
        value = kept = backend.digest_code(caller, value)
    elif isinstance(question, OwnPin):
        backend.own_pin(caller, value)
        kept = VERIFIED
    if kept is not None:
        journal.append({"ask": question.key, "answer": kept})
    return value


def _find(step: LookUp, journal: Journal, backend: MenuBackend) -> Any:
    """Look a fact up, journal it, and return it as every later hop will see it."""
    found = backend.look_up(step.find, step.args)
    plain = [asdict(one) for one in found] if isinstance(found, list) else asdict(found)
    journal.append({"fact": step.name, "value": plain})
    return _recall(step, journal[-1])


def _recall(step: Question | LookUp, entry: dict[str, Any]) -> Any:
    """Return what the journal holds for this step, as the menu first got it. Raises Drifted."""
    try:
        if isinstance(step, LookUp):
            return _make_fact(step, entry["value"]) if entry.get("fact") == step.name else _drift(step)
        if entry.get("ask") != step.key:
            return _drift(step)
        kept: str = entry["answer"]
        if step.offers(kept) or step.live or isinstance(step, OneTimeCode):
            return kept
        return step.read(kept) if step.read else _drift(step)
    except (Misread, TypeError) as changed:
        raise Drifted from changed


def _drift(step: Question | LookUp) -> Any:
    raise Drifted(step.key if isinstance(step, Question) else step.name)


def _make_fact(step: LookUp, plain: Any) -> Any:
    """Return a journaled fact as the dataclass, or the list of them, that its look-up promises."""
    fact, is_list = _read_promise(step.find)
    return [fact(**one) for one in plain] if is_list else fact(**plain)


@lru_cache
def _read_promise(find: Callable[..., Any]) -> tuple[Callable[..., Any], bool]:
    """Return the dataclass that a look-up promises, and True where it promises a list of them."""
    promised = get_type_hints(find)["return"]
    if get_origin(promised) is list:
        [line] = get_args(promised)
        return line, True
    return promised, False


def go_back(journal: Journal) -> bool:
    """Forget the last answer and the facts that followed it; False when there is none."""
    while journal:
        if "ask" in journal.pop():
            return True
    return False


def holds_something_typed(journal: Journal) -> bool:
    """True when anything but lines of menus was answered: only then is there something to go on with."""
    return any("ask" in entry and not entry["ask"].endswith(".title") for entry in journal)


def cut_before_pins(journal: Journal) -> Journal:
    """Return what a resumed call may keep: everything before the first PIN that was taken."""
    kept: Journal = []
    for entry in journal:
        if entry.get("answer") == VERIFIED or "$argon2id$" in str(entry.get("answer")):
            break
        kept.append(entry)
    return kept
