"""A password that comes by a pipe is read as a line, with no warning of Python's; at a terminal it is typed unseen."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
ASK = "from cli.passwords import ask_secret; print('got', ask_secret('Password of alice', twice=True))"


def ask(given: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-c", ASK]
    return subprocess.run(
        argv, cwd=CHECKOUT, input=given, capture_output=True, text=True, check=False, start_new_session=True
    )


@pytest.mark.parametrize("given", ["quatre mots\n", "quatre mots\r\n", "quatre mots\nquatre mots\n"])
def test_a_line_of_a_pipe_is_the_password_and_nothing_is_warned_of(given: str) -> None:
    asked = ask(given)
    assert asked.stdout == "got quatre mots\n"
    assert asked.stderr == "Password of alice: read from standard input\n"


@pytest.mark.parametrize(("given", "said"), [("", "nothing came"), ("\n", "nothing came"),
                                             ("one\nother\n", "another password than the first")])  # fmt: skip
def test_a_pipe_without_a_password_is_told_what_to_do(given: str, said: str) -> None:
    asked = ask(given)
    assert asked.returncode != 0
    assert said in asked.stderr
    assert "GetPassWarning" not in asked.stderr


def test_at_a_terminal_it_is_not_shown() -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(CHECKOUT)
        os.execv(sys.executable, [sys.executable, "-c", ASK])
    shown = b""
    for question in (b"Password of alice: ", b"Repeat for confirmation: "):
        while question not in shown:
            shown += os.read(terminal, 1_000)
        os.write(terminal, b"quatre mots\n")
    while b"got" not in shown:
        shown += os.read(terminal, 1_000)
    os.waitpid(child, 0)
    assert shown.count(b"quatre mots") <= 1, "but what the test itself prints"
