"""Menus stay easy: few answers before the PIN, nothing of every day below the second level."""

from click.testing import CliRunner

from local.__main__ import mbongo
from local.menu_costs import journeys

MOST_ANSWERS = {"send": 4, "send_to_stranger": 4, "recharge": 4, "withdraw": 4, "cash_out": 4}
DAILY = {*MOST_ANSWERS, "balance", "till", "bill", "pay_request", "request", "cash_in", "pay_out"}


def test_money_takes_four_answers_at_most() -> None:
    """One more only where a code waits already ("Autre retrait"), or no prefix tells somebody else's operator."""
    found = journeys()
    assert {end for _, end in found} >= MOST_ANSWERS.keys()
    for (lines, end), ways in found.items():
        if end in MOST_ANSWERS:
            rare = len(lines) > 1
            assert ways[0].answers <= MOST_ANSWERS[end] + rare, (lines, ways[0])
            assert ways[-1].answers <= MOST_ANSWERS[end] + 1, (lines, ways[-1])


def test_nothing_of_every_day_is_below_the_second_level() -> None:
    deep = {end: lines for lines, end in journeys() if end in DAILY and len(lines) > 2}
    assert deep == {}


def test_the_table_names_every_journey() -> None:
    told = CliRunner().invoke(mbongo, ["menus", "--cost"], env={"COLUMNS": "200"}).output
    for lines, _ in journeys():
        assert " > ".join(lines) in told
