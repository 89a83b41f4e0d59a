"""Every setting there is, told by the classes that read them: what the page, the command and tests are made of."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from pydantic.fields import FieldInfo

from wallet.core.setting_words import PREFIX
from wallet.core.settings import EMPTY, FromEnvironment, GivenTogether, WalletSettings
from workers.anchor_settings import AnchorKeys, AnchorSettings
from workers.needs import BESIDES, CLASSES, NEEDS, list_allowed, list_secrets, list_variables
from workers.queues import JOBS

# Whose classes are others than most processes' own; which of these are given says `needs` of each process.
FEWER: Final[dict[str, tuple[type[FromEnvironment], ...]]] = {
    "office": (WalletSettings, AnchorKeys), "anchor": (AnchorSettings,), "migrate": (), "simulate": (),
}  # fmt: skip
MOST: Final = tuple(settings for settings in CLASSES if settings is not AnchorSettings)
NEAR: Final = 0.8  # how alike two names are of which one may be the other misspelt
PROCESSES: Final = tuple(process for process in NEEDS if process != "simulate")  # which nobody runs in production


@dataclass(frozen=True)
class Setting:
    """One setting: its variable, what it means, its default as it would be written, and which processes need it.

    `for_all` is True for one that any process may be given, as it is no secret.
    """

    variable: str
    meaning: str
    default: str
    is_secret: bool
    together: bool
    needed_by: tuple[str, ...]
    others: tuple[str, ...]
    for_all: bool


@dataclass(frozen=True)
class Group:
    """The settings of one class, and what its docstring says of them, a paragraph an element."""

    title: str
    paragraphs: tuple[str, ...]
    settings: tuple[Setting, ...]


def name_process(process: str) -> str:
    """Return how a process is started, behind `./mbongo`."""
    return f"worker {process}" if process in JOBS else process


def list_classes(process: str) -> tuple[type[FromEnvironment], ...]:
    """Return the classes that a process reads its settings by."""
    return FEWER.get(process, MOST)


@cache
def list_groups() -> tuple[Group, ...]:
    """Return every class's own settings, each once, those that most processes have first."""
    seen: set[str] = set()
    return tuple(group for settings in _in_order() if (group := _read_group(settings, seen)).settings)


def list_known() -> frozenset[str]:
    """Return every variable that any program of ours reads, and the *_FILE of each that may be a file."""
    settings = frozenset().union(*map(list_variables, CLASSES))
    return settings | {f"{name}_FILE" for name in settings} | BESIDES.keys()


def name_unknown(names: list[str]) -> list[str]:
    """Return a line for each of these variables that looks like ours and is not, with the nearest that is."""
    known = list_known()
    unknown = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    return [f"{name} is no setting{_name_nearest(name, known)}" for name in unknown]


def _name_nearest(name: str, known: frozenset[str]) -> str:
    found = get_close_matches(name, sorted(known), 1, NEAR)
    return f": take it away, or is {found[0]} meant?" if found else ": take it away (./mbongo settings lists them all)"


def _in_order() -> Iterator[type[FromEnvironment]]:
    """Yield every class, before each those it is made of."""
    for settings in CLASSES:
        for base in reversed(settings.__mro__):
            if issubclass(base, FromEnvironment) and (base is settings or base.__annotations__):
                yield base


def _read_group(settings: type[FromEnvironment], seen: set[str]) -> Group:
    """Return what a class adds to `seen`: a class whose fields are its heirs' too, as a rail's, adds to none alone."""
    if any(settings in heir.__mro__ and settings.model_config["env_prefix"] != heir.model_config["env_prefix"]
           for heir in CLASSES):  # fmt: skip
        return Group("", (), ())
    fields = {settings.variable(name): field for name, field in settings.model_fields.items()}
    own = tuple(_read(settings, name, field) for name, field in fields.items() if name not in seen)
    seen.update(fields)
    title, *paragraphs = inspect.getdoc(settings).split("\n\n")  # type: ignore[union-attr]  # a test asks for one
    return Group(_join(title), tuple(map(_join, paragraphs)), own)


def _join(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _read(settings: type[FromEnvironment], variable: str, field: FieldInfo) -> Setting:
    may = [process for process in PROCESSES if variable in list_allowed(process)]
    needed = tuple(process for process in PROCESSES if _is_needed(process, variable))
    default = "" if field.is_required() or field.default is None or field.default in EMPTY else _write(field.default)
    return Setting(
        variable=variable,
        meaning=field.description or "",
        default=default,
        is_secret=variable in list_secrets(),
        together=issubclass(settings, GivenTogether) and field.default in EMPTY,
        needed_by=needed,
        others=tuple(process for process in may if process not in needed),
        for_all=len(may) == len(PROCESSES),
    )


def _is_needed(process: str, variable: str) -> bool:
    """True for a setting that a process does not start without."""
    return variable in NEEDS[process].required or any(
        settings.variable(name) == variable and field.is_required()
        for settings in list_classes(process)
        for name, field in settings.model_fields.items()
    )


def _write(default: object) -> str:
    if isinstance(default, float):
        return f"{default:g}"
    return str(default).lower() if isinstance(default, bool) else str(default)
