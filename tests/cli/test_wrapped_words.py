"""Sentences are broken between words where a terminal has no room, and a command in them never is."""

import pytest

from cli.sentences import wrap_words
from tests.cli.test_tables import print_at
from tests.world.office import Office

LONG = "There is no agent A17. To make one: ./mbongo agent add PHONE --name NAME --why TEXT --login YOU. Then go on."


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 200])
def test_no_word_and_no_command_is_broken(columns: int) -> None:
    lines = wrap_words(LONG, columns).split("\n")
    assert " ".join(lines) == LONG
    assert [line for line in lines if len(line) > columns] in (
        [], ["./mbongo agent add PHONE --name NAME --why TEXT --login YOU."],
    )  # fmt: skip
    assert any("./mbongo agent add PHONE --name NAME --why TEXT --login YOU" in line for line in lines)


def test_lines_stay_lines_and_an_indent_an_indent() -> None:
    assert wrap_words("one two three\n  four five six\n", 8) == "one two\nthree\n  four\n  five\n  six\n"
    assert wrap_words("see ./mbongo check, which names them", 12) == "see\n./mbongo check,\nwhich names\nthem"


def test_what_the_office_says_has_room_in_the_terminal_and_stays_a_line_in_a_pipe(office: Office) -> None:
    narrow, wide = print_at(office, 80, "audit verify"), print_at(office, 1_000, "audit verify")
    assert max(len(line) for line in narrow.splitlines() if "./mbongo" not in line) <= 80
    assert "Compared with no anchor: the owner of the database could have written it anew. See docs" in wide
    assert len(wide.splitlines()) == 3
