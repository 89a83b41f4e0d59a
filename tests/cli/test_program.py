"""Whoever names a data folder is suggested commands that name it too, so that each runs as it is printed."""

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.program import as_typed, name_program, reaching
from cli.words import say
from local.__main__ import mbongo
from tests.world.cast import MOUSSA
from tests.world.office import Office
from tests.world.world import World

ROOT = Path(__file__).parents[2]
FOLDER = "/srv/two words"
QUOTED = "./mbongo --data '/srv/two words'"
NOT_THERE = re.compile(r"\./mbongo (?!--data '/srv/two words')")


def test_what_is_suggested_leads_to_the_folder_that_was_typed() -> None:
    assert as_typed("See ./mbongo waiting, or ./mbongo check.") == "See ./mbongo waiting, or ./mbongo check."
    with reaching(FOLDER):
        assert as_typed("See ./mbongo waiting.") == f"See {QUOTED} waiting."
        assert say("staff.no_case", case="C1") == f"There is no case C1. Those open: {QUOTED} case list"
        assert say("staff.asked_by", login="eve", at="now", act="x", why="./mbongo up") == (
            "eve asks, now: x\nWhy: ./mbongo up"
        ), "what somebody wrote stays as it is"
    assert name_program() == "./mbongo"


@pytest.mark.parametrize("where", ["before", "behind"])
def test_commands_of_staff_suggest_the_folder_their_reader_named(where: str, world: World, office: Office) -> None:
    def run(*words: str, code: int = 0) -> str:
        data = ("--data", FOLDER)
        said = office.run(*(data if where == "before" else ()), *words, *(data if where == "behind" else ()),
                          "--login", "alice")  # fmt: skip
        assert said.exit_code == code, said.output
        assert not NOT_THERE.search(said.output)
        return said.output

    world.appoint_agent()
    asked = run("agent", "float", "123455", "500000", "--why", "morning float")
    assert f"{QUOTED} agent float 123455 --approve --login THEM" in asked
    assert f"{QUOTED} agent float 123455 --approve --login YOU" in run("waiting")
    assert f"{QUOTED} case list" in run("case", "show", "C99", code=1)
    assert f"{QUOTED} person unfreeze" in run("person", "freeze", MOUSSA[4:], "--why", "a forged ID")
    assert QUOTED in run("reconcile", code=3)
    assert QUOTED in run("merchant", "list")
    assert "--data" not in office.done("waiting"), "the next reader named none"


def test_a_folder_where_nothing_runs_is_named_by_what_begins_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MBONGO_OFFICE_URL", raising=False)
    for words in (["--data", FOLDER, "waiting"], ["waiting", "--data", FOLDER]):
        said = CliRunner().invoke(mbongo, words)
        assert f"{QUOTED} up" in said.output


def sites(path: Path) -> list[str]:
    """Return every string of a file that suggests a command and is given to nothing that names the folder."""
    tree = ast.parse(path.read_text("utf-8"))
    named = {
        id(inner)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "as_typed"
        for inner in ast.walk(call)
    }
    texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "./mbongo " in node.value
        and id(node) not in named | texts
    ]  # fmt: skip


def test_no_command_is_suggested_in_the_code_without_its_readers_folder() -> None:
    found = [site for folder in ("cli", "local") for path in (ROOT / folder).rglob("*.py")
             if path.name != "program.py" for site in sites(path)]  # fmt: skip
    assert found == []
