"""Find the commands that sentences name, and lead each to its form, filled in as the sentence says."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cli.program import LAUNCHER
from web.office.forms import CommandForm, list_forms, read_words

END: Final = r"(?=[.,;:)]*(?:\s{2,}|\n|$)|[.,;:)]+\s)"


@dataclass(frozen=True)
class NamedCommand:
    """A command as a sentence says it, and the form it leads to, with what its fields then hold."""

    words: str
    form: CommandForm
    typed: dict[str, list[str]]


def split_commands(told: str, program: str = LAUNCHER) -> Iterator[str | NamedCommand]:
    """Yield the pieces of what was told: plain words, and commands that have a form here.

    Those begin with `program`, the name by which they were marked as ours (cli.program.marking).
    """
    for piece in _split(told, program):
        yield piece.replace(program, LAUNCHER) if isinstance(piece, str) else piece


def _split(told: str, name: str) -> Iterator[str | NamedCommand]:
    program = re.compile(rf"{re.escape(name)} (.+?){END}")
    at = 0
    for found in program.finditer(told):
        named = _read(f"{LAUNCHER}{found[0].removeprefix(name)}", found[1].replace(name, LAUNCHER))
        if named is None:
            continue
        if before := told[at : found.start()]:
            yield before
        yield named
        at = found.end()
    if after := told[at:]:
        yield after


def _read(written: str, said: str) -> NamedCommand | None:
    try:
        words = shlex.split(said.strip("`"))
    except ValueError:
        return None
    forms = list_forms()
    form = forms.get(tuple(words[:2])) or forms.get(tuple(words[:1]))
    return NamedCommand(written, form, read_words(form, words[len(form.words) :])) if form else None
