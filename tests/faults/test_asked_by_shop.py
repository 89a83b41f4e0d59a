"""The checks of what a shop asked phones for can fail: for each thing that must hold, a request where it does not."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from faults.asked_by_shop import OPENING, WAYS, DrawnAsk, choose, draw_asks, judge

ASK = DrawnAsk(0, "+237652000010", "mtn", 2_500, "menu", "approve", takes_back=False, again=False)
PAID: dict[str, Any] = {
    "state": "paid", "payment_id": None, "refused": False, "balance": OPENING - 2_500, "movements": 1, "receipts": 1,
    "created": 1, "ended": 1, "after_block": 0,
}  # fmt: skip
OPEN = PAID | {"state": "open", "balance": OPENING, "movements": 0, "receipts": 0, "ended": 0}
STORIES: dict[str, tuple[dict[str, Any], str]] = {
    "paid from a wallet": (PAID, ""),
    "paid by an operator, the wallet untouched": (PAID | {"payment_id": "p", "balance": OPENING}, ""),
    "left open": (OPEN, ""),
    "paid, and taken twice": (PAID | {"balance": OPENING - 5_000}, "took 5000"),
    "paid by nobody, and taken": (OPEN | {"balance": OPENING - 2_500}, "took 2500"),
    "paid, and in no history": (PAID | {"movements": 0}, "0 times in histories"),
    "paid, and told twice": (PAID | {"receipts": 2}, "told its payer 2 times"),
    "told its shop twice": (PAID | {"ended": 2}, "2 times ended"),
    "asked of who had blocked it": (OPEN | {"after_block": 1}, "asked 1 times of somebody who had blocked"),
    "refused, and paid": (PAID | {"refused": True}, "was refused"),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_checks_see_what_does_not_agree(story: str) -> None:
    row, wrong = STORIES[story]
    said = "; ".join(judge(ASK, SimpleNamespace(**row)))
    assert (wrong in said) if wrong else not said, said


def test_every_way_is_drawn_each_of_another_number_and_the_same_for_a_seed() -> None:
    drawn = [draw_asks(seed) for seed in range(60)]
    assert {one.way for asks in drawn for one in asks} == set(WAYS)
    assert all(len({one.phone for one in asks}) == len(asks) for asks in drawn)
    assert draw_asks(7) == draw_asks(7)
    assert not replace(ASK, way="operator").has_wallet


def test_a_line_is_chosen_by_its_words() -> None:
    assert choose("Payer 500 FCFA par\n1 MTN MoMo\n2 Orange Money", "Orange Money") == "2"
    assert choose("PIN?", "1234") == "1234"
