"""Questions: everything a menu may ask, every line it may offer, and every fact it may look up."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from wallet.core.errors import Misread
from wallet.core.values import PersonName, Pin
from wallet.operations.use_case import UseCase
from wallet.people.full_names import join_names
from wallet.people.people import Caller


class Option(NamedTuple):
    """A line to choose: what the journal calls it, and the sentence it is shown as."""

    name: str
    sentence: str
    values: dict[str, Any]
    digit: str = ""  # a list's lines have none: they are numbered from 1 on each page


@dataclass(frozen=True)
class Question:
    """A question on a screen: free text that `read` reads, one of `options`, or either."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    read: Callable[[str], Any] | None = None
    options: tuple[Option, ...] = ()
    live: bool = False  # a PIN is heard on its own hop, never from a dialled shortcut or a rebuilt session
    lines: tuple[Option, ...] = ()  # shown in pages, not to be chosen

    def __hash__(self) -> int:
        """Return a hash of its own line alone, since dictionaries have none; equality still compares everything."""
        return hash((self.key, *self.values.values()))

    def offers(self, name: str) -> bool:
        """True when one of its options has this name in the journal."""
        return name in [option.name for option in self.options]

    @property
    def is_fixed(self) -> bool:
        """True when it offers lines at digits of their own, and nothing can be typed."""
        return self.read is None and bool(self.options) and not self.is_list

    @property
    def is_list(self) -> bool:
        """True when its lines are numbered anew on each page."""
        return bool(self.options) and not self.options[0].digit


@dataclass(frozen=True)
class NewPin(Question):
    """A PIN being chosen: the menu and the journal get only its hash."""


@dataclass(frozen=True)
class SamePin(Question):
    """The PIN typed again, to be compared with `pin_hash`."""

    pin_hash: str = ""


@dataclass(frozen=True)
class OwnPin(Question):
    """The caller's PIN, where screens follow it: the journal keeps only that it was right."""


@dataclass(frozen=True)
class OneTimeCode(Question):
    """A one-time code that somebody else read out: the menu and the journal get only its keyed digest."""


@dataclass(frozen=True)
class LookUp:
    """A fact to read from the wallet: `find(db, *args)` returns a flat dataclass, or a list of them.

    `name` is what the journal calls the fact. It must stay the same when the function is renamed.
    """

    name: str
    find: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True)
class Speak:
    """The end of a menu that starts the call again in another language."""

    language: str


Answered = tuple[UseCase | Speak, Pin | None]
Menu = Generator[Question | LookUp, Any, Answered]
MenuLines = Mapping[
    str, Callable[[Caller], Menu]
]  # what the journal and the sentence call each, and the menu behind it


def ask(key: str, kind: Any, **values: Any) -> Generator[Question, Any, Any]:
    """Ask for something typed, and return what `kind.read` makes of it. A Pin must be the last thing asked."""
    return (yield Question(key, values, kind.read, live=kind is Pin))


def choose(key: str, *names: str, **values: Any) -> Generator[Question, Any, str]:
    """Offer lines numbered from 1, and return the name of the one chosen: "send" shows the sentence `key.send`."""
    lines = number_lines(key, names)
    if values:
        lines = tuple([Option(line.name, line.sentence, values, line.digit) for line in lines])
    chosen: str = yield Question(f"{key}.title", values, options=lines)
    return chosen


@lru_cache(maxsize=256)
def number_lines(key: str, names: tuple[str, ...]) -> tuple[Option, ...]:
    """Return lines numbered from 1, without values: a menu's are the same on every hop."""
    return tuple(Option(name, f"{key}.{name}", {}, str(digit)) for digit, name in enumerate(names, 1))


def choose_menu(key: str, lines: MenuLines, caller: Caller, **values: Any) -> Menu:
    """Offer menus by name, `{"send": send_money}`, and run the one chosen; its line is the sentence `key.send`.

    The name is given beside the function, so that renaming the function ends no call.
    """
    chosen = yield from choose(key, *lines, **values)
    return (yield from lines[chosen](caller))


def ask_or_choose(key: str, kind: Any, options: list[Option], **values: Any) -> Generator[Question, Any, Any]:
    """Ask for something typed, or one of a few lines; return what `kind` read, or the line's name."""
    return (yield Question(key, values, kind.read, tuple(options)))


def pick(key: str, lines: list[Option], **values: Any) -> Generator[Question, Any, str]:
    """Offer a list in pages that fit, numbered from 1 on each, and return the name of the line chosen."""
    chosen: str = yield Question(key, values, options=tuple(lines))
    return chosen


def ask_name(key: str) -> Generator[Question | LookUp, Any, str]:
    """Ask for a person's first name, then for the family name; return the whole."""
    first_name = yield from ask(f"{key}.first", PersonName)
    family_name = yield from ask(f"{key}.family", PersonName)
    joined = yield from look_up("name", join_names, first_name, family_name)
    return str(joined.full_name)


def choose_pin(key: str) -> Generator[Question, Any, str]:
    """Ask for a new PIN, and return its hash."""
    pin_hash: str = yield NewPin(key, read=Pin.read, live=True)
    return pin_hash


def repeat_pin(key: str, pin_hash: str) -> Generator[Question, Any, None]:
    """Ask for the PIN just chosen, again."""
    yield SamePin(key, read=Pin.read, live=True, pin_hash=pin_hash)


def prove(key: str) -> Generator[Question, Any, None]:
    """Ask for the caller's PIN before showing what only they may see."""
    yield OwnPin(key, read=Pin.read, live=True)


def ask_code(key: str, kind: Any) -> Generator[Question, Any, str]:
    """Ask for a one-time code, and return its keyed digest."""
    digest: str = yield OneTimeCode(key, read=kind.read)
    return digest


def read_only(key: str, **values: Any) -> Generator[Question, Any, None]:
    """Show something that takes no answer: only the keys lead on."""
    yield Question(key, values, _no_answer)


def read_pages(key: str, lines: list[Option]) -> Generator[Question, Any, None]:
    """Show lines in pages, none of them to be chosen."""
    yield Question(key, {}, _no_answer, lines=tuple(lines))


def _no_answer(_: str) -> None:
    raise Misread("error.choice")


def look_up(name: str, find: Callable[..., Any], *args: Any) -> Generator[LookUp, Any, Any]:
    """Read a fact from the wallet once a call; later hops get it back from the journal, where it stands as `name`."""
    return (yield LookUp(name, find, args))
