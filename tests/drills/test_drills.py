"""`./mbongo drill`: its list, and the table in which a drill says what held."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from drills.__main__ import DRILLS
from drills.story import Story

CHECKOUT = Path(__file__).parents[2]


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, "-m", "local", "drill", *words]
    return subprocess.run(argv, cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False)


def test_alone_it_lists_every_drill_with_what_it_rehearses() -> None:
    listed = run()
    assert listed.returncode == 0, listed.stderr
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(DRILLS)


def test_a_name_that_is_none_is_told_which_there_are() -> None:
    refused = run("fire")
    assert refused.returncode == 2
    assert "failover" in refused.stderr


@pytest.mark.parametrize("name", DRILLS)
def test_each_is_a_file_of_its_name(name: str) -> None:
    assert callable(import_module(f"drills.{name.replace('-', '_')}").rehearse)


@pytest.mark.parametrize(
    ("judged", "code"),
    [
        ([], 1),  # a drill that judged nothing shows nothing
        ([True], 0),
        ([True, False, True], 1),
    ],
)
def test_a_drill_fails_when_anything_does_not_hold(judged: list[bool], code: int) -> None:
    said: list[str] = []
    story = Story(said.append)
    story.note("a figure", "12 s")
    for number, held in enumerate(judged):
        story.judge(f"judged {number}", "3 s", "at most 20 s", held)
    assert story.end() == code
    shown = "\n".join(said)
    assert all(f"judged {number}" in shown for number in range(len(judged)))
    assert ("NO" in shown) == (False in judged)
