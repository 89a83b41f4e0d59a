"""The seeded runs and a slice of the kill matrix on the real processes; and that their checks can fail."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from faults.campaign import shown
from faults.checks import Evidence, of_executions, of_payments
from faults.draw import draw
from faults.kill_matrix import POINTS, Point, row
from faults.run import run
from faults.stage import Stage, stage

AROUND_MONEY = ("K4", "K5", "K10")  # where it could be paid twice, or not at all
MOUSSA, REFERENCE = "+237677000001", "K7Q2-93FD"
PAYOUT = {"id": "1", "reference": REFERENCE, "rail": "mtn", "direction": "pay", "phone": MOUSSA, "amount": 5000}
ENTRY = {"operator": "mtn", "order": REFERENCE, "direction": "payout", "amount": 5000, "phone": MOUSSA}
LIE = {"party": "mtn", "fault": "status_flipped_first", "phones": [MOUSSA]}


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as ready:
        yield ready


@pytest.mark.parametrize("seed", range(1, 26))
def test_a_seeded_run_leaves_sound_books(on: Stage, seed: int) -> None:
    ran = run(on, seed)
    if ran.wrong:
        pytest.fail("\n".join(shown(ran)), pytrace=False)


@pytest.mark.parametrize("point", [point for point in POINTS if point.name in AROUND_MONEY], ids=lambda one: one.name)
@pytest.mark.parametrize(("kind", "callbacks"), [("recharge", True), ("withdraw", False)])
def test_a_kill_around_the_socket_and_the_ledger_recovers(on: Stage, point: Point, kind: str, callbacks: bool) -> None:
    """A slice of `./mbongo faults --kill`, half with the operators' callbacks and half with polls alone."""
    wrong = row(on, point, kind, callbacks=callbacks)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_a_seed_draws_the_same_again_and_another_draws_otherwise() -> None:
    assert [draw(seed) for seed in range(50)] == [draw(seed) for seed in range(50)]
    assert len({str(draw(seed)) for seed in range(50)}) == 50


# What our books say of a payout, what the operator executed, and whether that agrees.
STORIES: dict[str, tuple[str, list[dict[str, Any]], list[dict[str, Any]], bool]] = {
    "paid once": ("succeeded", [ENTRY], [], True),
    "paid twice": ("succeeded", [ENTRY, ENTRY], [], False),
    "never paid": ("succeeded", [], [], False),
    "paid, and given back": ("failed", [ENTRY], [], False),
    "paid, and given back, by an operator that lied": ("failed", [ENTRY], [LIE], True),
    "paid, and a person will look": ("review", [ENTRY], [], True),
    "neither paid nor said to be": ("failed", [], [], True),
    "less paid": ("succeeded", [{**ENTRY, "amount": 4999}], [], False),
    "another paid": ("succeeded", [{**ENTRY, "phone": "+237677000009"}], [], False),
    "something nobody asked for": ("succeeded", [ENTRY, {**ENTRY, "order": "nobody's"}], [], False),
    "left under way": ("pending", [], [], False),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_checks_see_what_does_not_agree(story: str) -> None:
    state, executed, strikes, agrees = STORIES[story]
    found = Evidence([SimpleNamespace(**PAYOUT, state=state)], executed, [], strikes, [], 0)
    assert (not [*of_payments(found), *of_executions(found)]) == agrees


def test_asking_an_operator_twice_for_one_thing_is_seen() -> None:
    once = SimpleNamespace(**PAYOUT, state="succeeded")
    again = SimpleNamespace(**{**PAYOUT, "reference": "another"}, state="succeeded")
    found = Evidence([once], [ENTRY], [], [], [], 0)
    assert not [*of_payments(found)]
    assert [*of_payments(replace(found, payments=[once, again]))]
