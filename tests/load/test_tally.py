"""The tally of hops: by kind, by step, what came instead, and when it was as before."""

import pytest

from load.mix import Mix
from load.tally import Tally, sum_up

STEPS = (
    {"name": "plateau", "seconds": 100, "times": 1.0}, {"name": "burst", "seconds": 50, "times": 10.0},
    {"name": "back", "seconds": 100, "times": 1.0},
)  # fmt: skip
MIX = Mix.model_validate({"rate": 1.0, "kinds": {"send": {"weight": 1}}, "steps": STEPS})


def test_times_are_those_of_so_many_of_a_hundred() -> None:
    times = sum_up(number / 1000 for number in range(1, 101))
    assert (times.count, times.p50, times.p95, times.p99, times.longest) == (100, 51, 96, 100, 100)
    assert sum_up([]).count == 0


@pytest.mark.parametrize(
    ("due", "step"),
    [(0, "plateau"), (99.9, "plateau"), (100, "burst"), (150, "back"), (900, "back"), (-0.1, "plateau")],
)
def test_a_hop_is_its_steps_in_which_it_was_due(due: float, step: str) -> None:
    tally = Tally(MIX)
    tally.note_answer("send", due, 30.0, 0)
    assert {name: line.times.count for name, line in tally.by_step().items() if line.times.count} == {step: 1}


def test_a_hop_at_the_simulators_is_nobodys_time() -> None:
    tally = Tally(MIX)
    tally.note_answer("send", 1, 0.1, 8385)
    assert tally.by_kind() == {}


def test_what_came_instead_is_counted_alike_without_its_numbers() -> None:
    tally = Tally(MIX)
    for screen in ("END Non. 500 FCFA, K7Q2-93FD", "END Non. 1200 FCFA, AAAA-2B34", "HTTP 503 no"):
        tally.note_lost("send", 120, screen, answered=True)
    tally.note_lost("balance", 120, "no answer in 10 s", answered=False)
    assert tally.refused == {("send", "burst", "END Non. # FCFA, #"): 2, ("send", "burst", "HTTP 503 no"): 1}
    assert tally.lost == {("balance", "burst", "no answer in # s"): 1}
    assert {name: (line.refused, line.lost) for name, line in tally.by_kind().items()} == {
        "send": (3, 0), "balance": (0, 1),
    }  # fmt: skip
    assert [(line.refused, line.lost) for line in tally.by_step().values()] == [(0, 0), (3, 1), (0, 0)]


@pytest.mark.parametrize(("slow_until", "wanted"), [(0, 0.0), (17, 20.0), (39, 40.0), (100, None)])
def test_it_is_as_before_once_hops_are_as_quick_and_stay_so(slow_until: float, wanted: float | None) -> None:
    tally = Tally(MIX)
    for second in range(250):
        tally.note_answer("send", second, 3.0 if 100 <= second < 150 + slow_until else 0.1, 0)
    assert tally.seconds_until_normal("burst", "plateau") == wanted


def test_recent_figures_are_of_what_was_answered_since_they_were_asked() -> None:
    tally = Tally(MIX)
    for took in (0.1, 0.2):
        tally.note_answer("send", 1, took, 0)
    assert (tally.sum_recent().count, tally.sum_recent().count) == (2, 0)
