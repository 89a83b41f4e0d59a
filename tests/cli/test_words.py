"""Every key that staff can meet has its words in cli/words.toml, and the wallet holds no command line."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from cli.words import WORDS, say
from wallet.core.errors import Problem
from wallet.prices import written_tariff
from wallet.staff.acts import APPROVED_ACTS, STAFF_ACTS

ROOT = Path(__file__).parents[2]
KEY = re.compile(r'"staff\.([a-z_]+)"')
COMMAND_LINE = re.compile(r"\./mbongo|(?<![-\w])--[a-z]")
ADDED = {"command", "number", "person"}  # by the office, and to every phone


def sources(*folders: str) -> Iterator[tuple[Path, str]]:
    """Yield every Python file of some folders, and its text."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), path.read_text("utf-8")


def placeholders(words: str) -> set[str]:
    """Return the names of the values that a sentence shows."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_every_key_has_its_words_and_every_word_its_key() -> None:
    written = {key for _, text in sources("wallet", "cli") for key in KEY.findall(text)}
    assert written == set(WORDS["staff"])


def test_what_a_sentence_shows_is_given_where_its_key_is_written() -> None:
    missing = [
        f"{path}:{call.lineno}: {key} shows {', '.join(sorted(lacking))}"
        for path, text in sources("wallet", "cli")
        for call, key, given in calls(text)
        if (lacking := placeholders(WORDS["staff"][key]) - given - ADDED)
    ]
    assert missing == []


def calls(text: str) -> Iterator[tuple[ast.Call, str, set[str]]]:
    """Yield each call with a key of staff as its first string, and the names of the values it gives."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or any(one.arg is None for one in node.keywords):
            continue  # what is spread is not known here
        strings = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        keys = [one.removeprefix("staff.") for one in strings if one.startswith("staff.")]
        tables = [one for one in node.args if isinstance(one, ast.Dict)]
        if keys and len(node.args) == len(strings) + len(tables):
            named = {str(key.value) for table in tables for key in table.keys if isinstance(key, ast.Constant)}
            yield node, keys[0], named | {str(one.arg) for one in node.keywords}


@pytest.mark.parametrize("kind", APPROVED_ACTS)
def test_what_takes_two_is_shown_and_approved_by_a_command(kind: str) -> None:
    assert kind in WORDS["act"]
    assert WORDS["approve"][kind].startswith("./mbongo ")


def test_nothing_else_is_said_of_acts() -> None:
    assert set(WORDS["act"]) == set(WORDS["approve"]) == set(APPROVED_ACTS) < set(STAFF_ACTS)


def test_every_form_of_a_rule_has_its_words() -> None:
    text = Path(written_tariff.__file__).read_text("utf-8")
    assert set(re.findall(r'description="([a-z_]+)"', text)) | {"table"} == set(WORDS["form"])


def test_a_key_that_is_not_here_is_said_as_on_a_phone() -> None:
    assert say("error.not_an_amount") == "Not an amount. E.g. 5000."
    assert "mobile number" in say("error.not_a_phone")
    with pytest.raises(LookupError, match="nobody gave 'state'"):
        say("staff.payment_moved", reference="K7Q2-93FD")


def test_problems_are_said_in_the_order_of_their_lines() -> None:
    problems = [Problem(10, "error.not_an_amount", {}), Problem(9, "staff.amount_not_whole", {"given": "five"})]
    assert say("staff.file_unreadable", file="a.csv", problems=problems).splitlines()[1:] == [
        "line 9: amount 'five' is not whole francs above zero",
        "line 10: Not an amount. E.g. 5000.",
    ]


def test_the_wallet_holds_no_command_line() -> None:
    held = [
        f"{path}:{number}: {line.strip()}"
        for path, text in sources("wallet")
        for number, line in enumerate(text.splitlines(), 1)
        if COMMAND_LINE.search(line)
    ]
    assert held == []
