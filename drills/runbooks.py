"""Commands of a runbook, in its order: a drill does these very ones, so what is read at night is what was tried."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "docs" / "runbooks"
SHELL: Final = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE: Final = re.compile(r"\b[A-Z]{3,}\b")


def read_commands(name: str, folder: Path = FOLDER) -> list[tuple[str, ...]]:
    """Return the words of each command that a runbook names, in its order."""
    blocks: list[str] = SHELL.findall((folder / name).read_text("utf-8"))
    return [tuple(shlex.split(line)) for block in blocks for line in block.splitlines() if line.strip()]


def fill_in(words: tuple[str, ...], values: Mapping[str, str]) -> tuple[str, ...]:
    """Return a command with a value for each place in capitals of those given; others stay as they are."""
    return tuple(PLACE.sub(lambda found: values.get(found[0], found[0]), word) for word in words)
