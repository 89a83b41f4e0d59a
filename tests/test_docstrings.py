"""The first line of a docstring says what a thing does or is; it never answers a question nobody has read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PACKAGES = (
    "wallet", "workers", "web", "cli", "ussd_menus", "sms_templates", "documents", "local", "simulators", "bench",
    "faults", "drills", "load", "tests",
)  # fmt: skip
RIDDLE = re.compile(r"(?:Who|What|Whether|Whose|Whom|It|They|How|Where)\b")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def first_lines(package: str) -> Iterator[tuple[str, str]]:
    """Yield where each docstring of a package stands, and its first line."""
    for path in sorted((CHECKOUT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, DOCUMENTED) or getattr(node, "name", "").startswith("test_"):
                continue  # a test's name says what holds; its docstring says why
            if said := ast.get_docstring(node):
                where = f"{path.relative_to(CHECKOUT)}:{getattr(node, 'lineno', 1)}"
                yield where, said.splitlines()[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_first_line_says_what_a_thing_does(package: str) -> None:
    riddles = [f"{where} {first}" for where, first in first_lines(package) if RIDDLE.match(first)]
    assert not riddles, "say what it does, verb first, for whoever reads only this line:\n" + "\n".join(riddles)
