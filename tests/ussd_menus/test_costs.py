"""Menus stay easy: few answers before the PIN, nothing of every day below the second level."""

import pytest
from click.testing import CliRunner

from cli.menu_costs import list_journeys
from local.__main__ import mbongo

pytestmark = pytest.mark.together("menus")

MOST_ANSWERS = dict.fromkeys(("send_money", "send_to_stranger", "add_money", "withdraw_money", "ask_cash_out"), 4)
DAILY = {
    *MOST_ANSWERS,
    "read_balance",
    "pay_till",
    "pay_bill",
    "pay_request",
    "ask_payment",
    "take_cash_in",
    "pay_cash_out",
}


def test_money_takes_four_answers_at_most() -> None:
    """One more only where a code waits, much goes to somebody new, or no prefix tells the operator.

    And one to choose a favourite from the list where there is no room for it.
    """
    everyday = {end: ways for (lines, end), ways in list_journeys().items() if len(lines) == 1}
    for end, most in MOST_ANSWERS.items():
        assert everyday[end][0].answers <= most, everyday[end][0]
    for (lines, end), ways in list_journeys().items():
        if end in MOST_ANSWERS:
            assert ways[-1].answers <= MOST_ANSWERS[end] + 2, (lines, ways[-1])


def test_nothing_of_every_day_is_below_the_second_level() -> None:
    deep = {end: lines for lines, end in list_journeys() if end in DAILY and len(lines) > 2}
    assert deep == {}


def test_the_table_names_every_journey() -> None:
    told = CliRunner().invoke(mbongo, ["menus", "--cost"], env={"COLUMNS": "200"}).output
    for lines, _ in list_journeys():
        assert " > ".join(lines) in told
