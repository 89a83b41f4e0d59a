"""Every command of the office as a form: its fields are what the command reads, and give its words back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from typing import Any, Final, Literal

import click

from cli.commands import COMMANDS, read_command
from cli.office_command import FileToKeep, FileToSend, OfficeCommand

Kind = Literal["text", "number", "choice", "switches", "flag", "sent", "kept"]
VALUE_LETTERS: Final = 2_000  # as the office takes of a command's words
NOT_TYPED: Final = ("help", "login", "data")  # who is at work is known, and where


@dataclass(frozen=True)
class Field:
    """One thing that a command is told. `option` is its name there, "" for what stands by its place.

    `many` for what may be said several times, a line each; `parts` is how many words one value has. Of a file that is
    made, `choices` are the endings its name may have.
    """

    name: str
    kind: Kind
    label: str
    help: str = ""
    option: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    many: bool = False
    parts: int = 1


@dataclass(frozen=True)
class CommandForm:
    """A command by its words, what it is for, and its fields in order."""

    words: tuple[str, ...]
    about: str
    fields: tuple[Field, ...]

    @property
    def way(self) -> str:
        """Return the way to its page, below /office."""
        return f"/do/{'/'.join(self.words)}"

    @property
    def title(self) -> str:
        """Return its words as one."""
        return " ".join(self.words)

    @property
    def first_line(self) -> str:
        """Return what it is for, in a line."""
        return self.about.partition("\n\n")[0].replace("\n", " ")

    @property
    def can_show_at_once(self) -> bool:
        """True for what shows something without being told anything."""
        return not any(field.required for field in self.fields)

    @property
    def only_reads(self) -> bool:
        """True for what changes nothing: whatever changes something is told why, or takes something back."""
        said_why = {"why", "ask"} & {field.name for field in self.fields}
        return not (said_why or self.keeps_file or self.takes_file)

    @property
    def keeps_file(self) -> bool:
        """True for what makes a file whatever it is told."""
        return any(field.kind == "kept" and field.required for field in self.fields)

    @property
    def takes_file(self) -> bool:
        """True for what is sent a file."""
        return any(field.kind == "sent" for field in self.fields)

    @property
    def approves_apart(self) -> bool:
        """True for what is asked with some fields, and approved by its name alone."""
        return any((field.name, field.kind) == ("approve", "flag") for field in self.fields)

    @property
    def asking(self) -> tuple[Field, ...]:
        """Return the fields of its form, without the switch that approves."""
        return tuple(field for field in self.fields if (field.name, field.kind) != ("approve", "flag"))

    @property
    def naming(self) -> tuple[Field, ...]:
        """Return the fields that name what is approved: those that must be said, or else the first that has a place."""
        placed = [field for field in self.fields if not field.option and field.kind not in ("switches", "sent", "kept")]
        return tuple(field for field in placed if field.required) or tuple(placed[:1])


@cache
def list_forms() -> dict[tuple[str, ...], CommandForm]:
    """Return the form of every command of the office, by its words."""
    found = (form for name in sorted(COMMANDS) for form in _walk((name,), read_command(name)))
    return {form.words: form for form in found}


def list_others(form: CommandForm, typed: Mapping[str, Sequence[str]]) -> list[tuple[CommandForm, str, str]]:
    """Return what else is done about what was typed, each with the field that names it, and what was typed there."""
    named = form.naming[:1]
    value = next((one for field in named for one in typed.get(field.name, ()) if one), "")
    if not value:
        return []
    return [
        (other, other.naming[0].name, value)
        for other in list_sections()[form.words[0]]
        if other is not form and other.naming and other.naming[0].label == named[0].label
    ]


@cache
def list_sections() -> dict[str, tuple[CommandForm, ...]]:
    """Return the forms by the first of their words, in order."""
    forms = list_forms().values()
    return {name: tuple(form for form in forms if form.words[0] == name) for name in COMMANDS}


def _walk(words: tuple[str, ...], command: click.Command) -> Iterator[CommandForm]:
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from _walk((*words, name), below)
    elif isinstance(command, OfficeCommand):
        yield CommandForm(words, cleandoc(command.help or ""), tuple(_read_fields(command.params)))


def _read_fields(params: Sequence[click.Parameter]) -> Iterator[Field]:
    """Yield a field for each thing that is typed; switches that say one thing are one field, where the first stands."""
    seen = set(NOT_TYPED)
    for param in params:
        name = str(param.name)
        if name in seen:
            continue
        seen.add(name)
        if is_switch(param):
            switches = tuple(one.opts[0] for one in params if one.name == param.name)
            said = " ".join(
                f"{one.opts[0].lstrip('-')}: {one.help}"
                for one in params
                if isinstance(one, click.Option) and one.name == name
            )
            yield Field(name, "switches", name, said, choices=switches)
        else:
            yield _read_field(param)


def is_switch(param: click.Parameter) -> bool:
    """True for one of several options without a value that set the same thing."""
    return isinstance(param, click.Option) and param.is_flag and not param.is_bool_flag


def _read_field(param: click.Parameter) -> Field:
    is_option = isinstance(param, click.Option)
    option = max(param.opts, key=len) if is_option else ""
    label = option.removeprefix("--").replace("-", " ") if is_option else _read_label(param)
    return Field(
        name=str(param.name),
        kind=_sort(param),
        label=label,
        help=(param.help or "") if isinstance(param, click.Option) else "",
        option=option,
        required=param.required,
        choices=_list_choices(param.type),
        many=isinstance(param, click.Option) and param.multiple,
        parts=max(1, param.nargs),
    )


def _read_label(param: click.Parameter) -> str:
    """Return what stands in usages for something with a place; its own name where those list what may be chosen."""
    shown = (param.human_readable_name or "").strip("[]").lower()
    return str(param.name) if "|" in shown else shown


def _list_choices(kind: click.ParamType[Any]) -> tuple[str, ...]:
    """Return what may be chosen: of a file that is made, its endings."""
    if isinstance(kind, FileToKeep):
        return kind.endings
    return tuple(map(str, kind.choices)) if isinstance(kind, click.Choice) else ()


def _sort(param: click.Parameter) -> Kind:
    if isinstance(param, click.Option) and param.is_flag:
        return "flag"
    for kind, types in KINDS.items():
        if isinstance(param.type, types):
            return kind
    return "text"


KINDS: Final[Mapping[Kind, type | tuple[type, ...]]] = {
    "sent": FileToSend, "kept": FileToKeep, "choice": click.Choice, "number": (click.IntRange, type(click.INT)),
}  # fmt: skip


def write_words(form: CommandForm, typed: Mapping[str, Sequence[str]], *, approve: bool = False) -> list[str]:
    """Return a command's words with what was typed in its fields, by their names: options first, then what has a place.

    A file that is made is named after its command, with the ending that was chosen. Raises ValueError, naming the
    field, for what the field does not offer, what is too long or of too few words, and where something must be typed.
    """
    options: list[str] = ["--approve"] if approve else []
    places: list[str] = []
    for field in form.naming if approve else form.asking:
        for value in _read_values(form, field, typed):
            if not field.option and field.kind != "switches":
                places.append(value)
            elif field.kind == "switches":
                options.append(value)
            elif field.kind == "flag":
                options.append(field.option)
            elif field.parts > 1:
                options += [field.option, *value.split(maxsplit=field.parts - 1)]
            else:
                options.append(f"{field.option}={value}")
    return [*form.words, *options, *(["--"] if any(place.startswith("-") for place in places) else []), *places]


def _read_values(form: CommandForm, field: Field, typed: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what was typed in a field. Raises ValueError, naming it."""
    values = [value for one in typed.get(field.name, ()) if (value := one.strip())]
    if field.kind == "kept" and field.required and not values:
        values = [*field.choices[:1]] or [""]
    too_few = any(len(value.split()) < field.parts for value in values if field.parts > 1)
    not_offered = field.choices and not {*values} <= {*field.choices}
    if too_few or not_offered or (field.required and not values) or any(len(one) > VALUE_LETTERS for one in values):
        raise ValueError(field.label)
    if field.kind == "kept":
        return [f"{'-'.join(form.words)}{f'.{ending}' if field.choices else ''}" for ending in values]
    return values


def read_words(form: CommandForm, words: Sequence[str]) -> dict[str, list[str]]:
    """Return what words after a command's own say for its fields, by their names.

    What stands for something to be typed is left out. `words` are those of a sentence of ours that says which command
    comes next: `C17 --why TEXT`.
    """
    found: dict[str, list[str]] = {}
    options = {field.option: field for field in form.fields if field.option}
    switches = {choice: field for field in form.fields if field.kind == "switches" for choice in field.choices}
    places = [field for field in form.fields if not field.option and field.kind != "switches"]
    said = list(words)
    while said:
        word = said.pop(0)
        name, equals, value = word.partition("=")
        if word in switches:
            found.setdefault(switches[word].name, []).append(word)
        elif field := options.get(name):
            if field.kind == "flag":
                found.setdefault(field.name, []).append("yes")
                continue
            values = [value] if equals else [said.pop(0) for _ in range(min(field.parts, len(said)))]
            found.setdefault(field.name, []).append(" ".join(values))
        elif word in SAID_OF_WHO:
            del said[:1]
        elif places and not word.startswith("-"):
            found.setdefault(places.pop(0).name, []).append(word)
    for field in form.fields:
        if field.kind == "kept" and field.name in found:
            found[field.name] = [end for one in found[field.name] if (end := one.rpartition(".")[2]) in field.choices]
    found = {name: values for name, values in found.items() if values}
    offered = {choice for field in form.fields for choice in field.choices}
    return {name: values for name, values in found.items() if values[0] in offered or not stands_for(values[0])}


SAID_OF_WHO: Final = ("--login", "--data")


def stands_for(word: str) -> bool:
    """True for a word in capitals, or dots, in the place of one that is to be typed: REFERENCE, TEXT, …"""
    return word.strip("…") == "" or (word.isalpha() and word.isupper())
