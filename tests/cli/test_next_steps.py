"""Every command that a sentence tells somebody to type is taken as it is printed, by the real parser."""

import ast
import contextlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.words import WORDS
from local.__main__ import mbongo

ROOT = Path(__file__).parents[2]
WORD = r"\"[^\"]*\"|[^\s\"`,;()<|#]+"
COMMAND = re.compile(rf"\./mbongo((?: +(?:{WORD}))+)")
SHOWN = re.compile(r"\{([^{}]*)\}")
# What stands for a value, by the end of its name or expression, or for a word in its place; any other is a word.
SAMPLES = {"rail": "mtn", "level": "1", "theirs": "mtn", "RAIL": "mtn", "day": "2030-01-02", "%Y-%m-%d": "2030-01-02",
           "state": "failed", "role": "support", "ROLE": "support", "option": "--leave", "seed": "7",
           "typed": "pay-in-capital Own", "data": "/tmp", "tax": "vat",
           "DAY": "2030-01-02", "FILE": __file__, "ANCHORS": __file__, "SHORTER": __file__}  # fmt: skip
# The words that make these commands act; any other that takes --why acts, unless it approves.
ACTING = {"payments": ("reference",), "reconcile": ("name", "withdraw"), "operator": ("maintenance",)}


def choose(shown: str) -> str:
    """Return a sample in place of a value, by its expression."""
    return next((one for end, one in SAMPLES.items() if shown.endswith(end)), "X17")


def sentences() -> Iterator[tuple[str, str]]:
    """Yield all that is said by staff's words, the commands' code and the papers, values filled in, and where it is."""
    for section, words in WORDS.items():
        yield from (
            (f"{section}.{key}", SHOWN.sub(lambda shown: choose(shown[1]), told)) for key, told in words.items()
        )
    for path in sorted(one for folder in ("cli", "local") for one in (ROOT / folder).rglob("*.py")):
        if "./mbongo" not in (code := path.read_text("utf-8")):
            continue
        tree = ast.parse(code)
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if id(node) not in parts | docs:
                yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", read_string(node)
    for path in (
        ROOT / "README.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "deploy" / "prometheus" / "alerts.yml",
    ):
        yield from (
            (f"{path.name}:{number}", told) for number, told in enumerate(path.read_text("utf-8").split("\n"), 1)
        )


def read_string(node: ast.AST) -> str:
    """Return a string of the code, with a sample in place of each value; "" for what is none."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(read_string, node.values))
    if isinstance(node, ast.FormattedValue):
        return choose(read_string(node.format_spec) if node.format_spec else ast.unparse(node.value))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return SHOWN.sub(lambda shown: choose(shown[1]), node.value)
    return ""


def commands() -> Iterator[tuple[str, str]]:
    """Yield every command line that is said somewhere, with where it is: up to the end of its sentence."""
    for where, told in sentences():
        for found in COMMAND.finditer(told):
            line = re.split(r"[.:](?= |$)", found[1].strip())[0]
            typed = re.sub(r"[A-Z]+", lambda word: SAMPLES.get(word[0], word[0]), line)
            yield where, re.sub(r"\b[a-z]+\.csv\b", SAMPLES["FILE"], typed)


def parse(words: list[str]) -> click.Context | None:
    """Return what the parser makes of a command line, as its last command is given it; None where it shows a help."""
    with contextlib.ExitStack() as opened:
        opened.enter_context(contextlib.suppress(click.exceptions.Exit, click.exceptions.NoArgsIsHelpError))
        context = mbongo.make_context("mbongo", list(words))
        opened.callback(context.close)
        while isinstance(context.command, click.Group):
            name, command, left = context.command.resolve_command(context, [*context._protected_args, *context.args])
            assert command
            context = command.make_context(name, left, parent=context)
            opened.callback(context.close)
        return context
    return None


PRINTED = sorted(set(commands()))


@pytest.mark.parametrize(("where", "line"), PRINTED, ids=[f"{where} {line}" for where, line in PRINTED])
def test_what_is_printed_to_be_typed_is_taken_as_it_stands(where: str, line: str) -> None:
    context = parse(shlex.split(line))
    given = context.params if context else {}
    marks = ACTING.get(context.info_name or "", ()) if context else ()
    if any(given[one] for one in marks) if marks else "why" in given and not given.get("approve"):
        assert given["why"], "it does something, which is refused without --why"
        assert given["login"], "whoever does it says so"


def test_there_are_many() -> None:
    assert len(PRINTED) > 60
