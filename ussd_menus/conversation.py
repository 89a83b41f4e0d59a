"""The state machine of a call. A menu is a generator that asks; the questions are the states, the journal is the state.

No generator is ever stored. Every hop runs the menu from its first line over the journal (accepted answers and
looked-up facts, in order) and stops at the first open question.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, get_args, get_origin, get_type_hints

from wallet.errors import Misread
from wallet.operations import UseCase
from wallet.people import Caller
from wallet.values import Pin

Journal = list[dict[str, Any]]
VERIFIED = "verified"  # all the journal says of the caller's own PIN


class Drifted(Exception):
    """The journal no longer fits the menu: a deploy came between two hops."""


class Option(NamedTuple):
    """A line to choose: what the journal calls it, and the sentence it is shown as."""

    name: str
    sentence: str
    values: dict[str, Any]
    digit: str = ""  # a list's lines have none: they are numbered from 1 on each page


@dataclass(frozen=True)
class Question:
    """Something asked on a screen: free text read by `read`, one of `options`, or either."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    read: Callable[[str], Any] | None = None
    options: tuple[Option, ...] = ()
    live: bool = False  # a PIN is heard on its own hop, never from a dialled shortcut or a rebuilt session
    lines: tuple[Option, ...] = ()  # shown in pages, not to be chosen

    @property
    def names(self) -> set[str]:
        """What its options are called in the journal."""
        return {option.name for option in self.options}

    @property
    def is_list(self) -> bool:
        """Whether its lines are numbered by page."""
        return bool(self.options) and not self.options[0].digit


@dataclass(frozen=True)
class NewPin(Question):
    """A PIN being chosen: only its hash goes on."""


@dataclass(frozen=True)
class SamePin(Question):
    """The PIN typed again, compared with `pin_hash`."""

    pin_hash: str = ""


@dataclass(frozen=True)
class OwnPin(Question):
    """The caller's PIN, where screens follow it: only that it was right goes on."""


@dataclass(frozen=True)
class SealedCode(Question):
    """A one-time code somebody else read out: only its seal goes on."""


@dataclass(frozen=True)
class LookUp:
    """A fact from the wallet: `find(db, *args)` answers flat dataclasses."""

    find: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True)
class Speak:
    """What a menu returns to go on in another language, from the first screen."""

    language: str


Answered = tuple[UseCase | Speak, Pin | None]
Menu = Generator[Question | LookUp, Any, Answered]


def ask(key: str, kind: Any, **values: Any) -> Generator[Question, Any, Any]:
    """Ask for something typed; `kind.read` says what it is. A Pin must be the last thing asked."""
    return (yield Question(key, values, kind.read, live=kind is Pin))


def choose(key: str, options: dict[str, str], **values: Any) -> Generator[Question, Any, str]:
    """Offer fixed lines, digit by digit: `{"1": "send"}` shows the sentence `key.send`."""
    lines = tuple(Option(name, f"{key}.{name}", values, digit) for digit, name in options.items())
    chosen: str = yield Question(f"{key}.title", values, options=lines)
    return chosen


def choose_menu(key: str, menus: Mapping[str, Callable[[Caller], Menu]], caller: Caller, **values: Any) -> Menu:
    """Offer menus, digit by digit, and go on with the one chosen; the sentence of a line is `key.<the menu's name>`."""
    chosen = yield from choose(key, {digit: menu.__name__ for digit, menu in menus.items()}, **values)
    [menu] = [menu for menu in menus.values() if menu.__name__ == chosen]
    return (yield from menu(caller))


def ask_or_choose(key: str, kind: Any, options: list[Option], **values: Any) -> Generator[Question, Any, Any]:
    """Ask for something typed, or one of a few lines: the answer is what `kind` read, or the line's name."""
    return (yield Question(key, values, kind.read, tuple(options)))


def pick(key: str, lines: list[Option], **values: Any) -> Generator[Question, Any, str]:
    """Offer a list, paged to what fits, numbered from 1 on each page."""
    chosen: str = yield Question(key, values, options=tuple(lines))
    return chosen


def choose_pin(key: str) -> Generator[Question, Any, str]:
    """Ask for a new PIN; what comes back is its hash."""
    pin_hash: str = yield NewPin(key, read=Pin.read, live=True)
    return pin_hash


def repeat_pin(key: str, pin_hash: str) -> Generator[Question, Any, None]:
    """Ask for the PIN just chosen, again."""
    yield SamePin(key, read=Pin.read, live=True, pin_hash=pin_hash)


def prove(key: str) -> Generator[Question, Any, None]:
    """Ask for the caller's PIN before showing what only they may see."""
    yield OwnPin(key, read=Pin.read, live=True)


def ask_code(key: str, kind: Any) -> Generator[Question, Any, str]:
    """Ask for a one-time code; what comes back is its seal."""
    sealed: str = yield SealedCode(key, read=kind.read)
    return sealed


def read_only(key: str, **values: Any) -> Generator[Question, Any, None]:
    """Show something that takes no answer: only the keys lead on."""
    yield Question(key, values, _no_answer)


def read_pages(key: str, lines: list[Option]) -> Generator[Question, Any, None]:
    """Show lines in pages, none of them to be chosen."""
    yield Question(key, {}, _no_answer, lines=tuple(lines))


def _no_answer(_: str) -> None:
    raise Misread("error.choice")


def look_up(find: Callable[..., Any], *args: Any) -> Generator[LookUp, Any, Any]:
    """Read a fact from the wallet; it is journaled, and always seen through its JSON."""
    return (yield LookUp(find, args))


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
