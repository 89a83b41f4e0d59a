"""The state machine of a call. A menu is a generator that asks; the questions are the states, the journal is the state.

No generator is ever stored. Every hop runs the menu from its first line over the journal (accepted answers and
looked-up facts, in order) and stops at the first open question.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, get_args, get_origin, get_type_hints

from ussd_menus.questions import LookUp, Menu, NewPin, OwnPin, Question, SamePin, SealedCode, Speak
from wallet.core.errors import Misread
from wallet.core.values import Pin
from wallet.operations.operations import UseCase
from wallet.people.people import Caller

Journal = list[dict[str, Any]]
VERIFIED = "verified"  # all the journal says of the caller's own PIN


class Drifted(Exception):
    """The journal no longer fits the menu: a deploy came between two hops."""


class World(Protocol):
    """What a hop may ask of the outside, all of it through the wallet."""

    def caller(self, phone: str, language: str) -> Caller:
        """Who is at this phone."""

    def look_up(self, find: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Run a look-up. Raises Misread or Refused."""

    def new_pin(self, caller: Caller, pin: Pin) -> str:
        """The hash of a PIN being chosen. Raises Misread for a weak or recent one."""

    def same_pin(self, pin_hash: str, pin: Pin) -> None:
        """Raises Misread when it is not the PIN just chosen."""

    def seal_code(self, caller: Caller, code: str) -> str:
        """What stands for a one-time code typed on this phone."""

    def own_pin(self, caller: Caller, pin: Pin) -> None:
        """Raises WrongPin or Locked."""


class Open(NamedTuple):
    """Where a run stopped: the question to show, under a line that says what was wrong."""

    question: Question
    error: Misread | None = None


@dataclass(frozen=True)
class Finished:
    """The menu came to its end: what it returned, and the question that was answered last."""

    asked: UseCase | Speak
    pin: Pin | None
    question: Question


def resume(menu: Menu, caller: Caller, journal: Journal, world: World, answer: str | None = None) -> Open | Finished:
    """Run a menu over its journal and, if one is given, one more answer; the journal grows by what was accepted.

    Raises Refused when a look-up does, Drifted when the journal does not fit.
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
                value = _find(step, journal, world)
            elif answer is None:
                return Open(step)
            else:
                value = _hear(step, caller, answer, journal, world)
                accepted_at, answer = place, None
        except Misread as wrong:  # also a look-up's: the answer it followed from is asked for again
            if question is None or (isinstance(step, LookUp) and accepted_at is None):
                raise Drifted from wrong
            del journal[place if accepted_at is None else accepted_at :]
            return Open(question, wrong)
        place = len(journal)


def _hear(question: Question, caller: Caller, answer: str, journal: Journal, world: World) -> Any:
    """The value of an answer; the journal keeps how it was typed, of a PIN only its hash or that it was right."""
    value: Any = answer
    kept: str | None = answer
    if answer in question.names:
        pass
    elif question.read is None:
        raise Misread("error.choice")
    else:
        value, kept = question.read(answer), None if question.live else answer
    if isinstance(question, NewPin):
        value = kept = world.new_pin(caller, value)
    elif isinstance(question, SamePin):
        world.same_pin(question.pin_hash, value)
    elif isinstance(question, SealedCode):
        value = kept = world.seal_code(caller, value)
    elif isinstance(question, OwnPin):
        world.own_pin(caller, value)
        kept = VERIFIED
    if kept is not None:
        journal.append({"ask": question.key, "answer": kept})
    return value


def _find(step: LookUp, journal: Journal, world: World) -> Any:
    """Look a fact up, journal it, and see it as every later hop will."""
    found = world.look_up(step.find, step.args)
    plain = [asdict(one) for one in found] if isinstance(found, list) else asdict(found)
    journal.append({"fact": step.find.__name__, "value": plain})
    return _recall(step, journal[-1])


def _recall(step: Question | LookUp, entry: dict[str, Any]) -> Any:
    """What the journal holds for this step, as the menu first got it. Raises Drifted."""
    try:
        if isinstance(step, LookUp):
            return _fact(_promised(step.find), entry) if entry.get("fact") == step.find.__name__ else _drift(step)
        if entry.get("ask") != step.key:
            return _drift(step)
        kept: str = entry["answer"]
        if kept in step.names or step.live or isinstance(step, SealedCode):
            return kept
        return step.read(kept) if step.read else _drift(step)
    except (Misread, TypeError) as changed:
        raise Drifted from changed


def _drift(step: Question | LookUp) -> Any:
    raise Drifted(step.key if isinstance(step, Question) else step.find.__name__)


def _fact(promised: Any, entry: dict[str, Any]) -> Any:
    """A journaled fact as the dataclass, or the list of them, that its look-up promises."""
    if get_origin(promised) is list:
        return [get_args(promised)[0](**one) for one in entry["value"]]
    return promised(**entry["value"])


@lru_cache
def _promised(find: Callable[..., Any]) -> Any:
    return get_type_hints(find)["return"]


def back(journal: Journal) -> bool:
    """Forget the last answer and the facts that followed it; False when there is none."""
    while journal:
        if "ask" in journal.pop():
            return True
    return False


def holds_something_typed(journal: Journal) -> bool:
    """Whether anything but lines of menus was answered: only then is there something to go on with."""
    return any("ask" in entry and not entry["ask"].endswith(".title") for entry in journal)


def before_pins(journal: Journal) -> Journal:
    """What a resumed call may keep: everything before the first PIN that was taken."""
    kept: Journal = []
    for entry in journal:
        if entry.get("answer") == VERIFIED or "$argon2id$" in str(entry.get("answer")):
            break
        kept.append(entry)
    return kept
