"""What a menu may ask, and how it asks: every question, line and look-up there is."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wallet.core.errors import Misread
from wallet.core.values import Pin
from wallet.operations.operations import UseCase
from wallet.people.people import Caller


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

    def __hash__(self) -> int:
        """By what it says in its own line: dictionaries have no hash, and two questions are compared whole."""
        return hash((self.key, *self.values.values()))

    @property
    def names(self) -> set[str]:
        """What its options are called in the journal."""
        return {option.name for option in self.options}

    @property
    def is_fixed(self) -> bool:
        """Whether it offers the same lines by the same digits to everybody, and nothing else."""
        return self.read is None and bool(self.options) and not self.is_list

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
