"""A load as a file says it: its rate over time, when calls begin, and files that say none."""

from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from load.mix import BadMixError, Mix, RateStep, list_mixes, read_mix

KINDS = {"balance": {"weight": 1}}
STEPS = (
    {"name": "warm-up", "seconds": 100, "times": (0.0, 1.0)},
    {"name": "plateau", "seconds": 200, "times": 1.0},
    {"name": "burst", "seconds": 50, "times": 10.0},
    {"name": "still", "seconds": 10, "times": 0.0},
    {"name": "back", "seconds": 100, "times": 1.0},
)


def make_mix(**changed: Any) -> Mix:
    return Mix.model_validate({"rate": 10.0, "people": 1000, "kinds": KINDS, "steps": STEPS} | changed)


@pytest.mark.parametrize("name", list_mixes())
def test_what_comes_with_the_program_is_a_load(name: str) -> None:
    mix = read_mix(name)
    assert mix.steps[0].highest <= 1, "it warms up before it is loaded"
    assert "plateau" in [step.name for step in mix.steps]
    assert 99 <= sum(kind.weight for kind in mix.kinds.values()) <= 101, "weights are read as parts of a hundred"


def test_a_payday_bursts_ten_times_and_goes_back() -> None:
    assert [step.times for step in read_mix("payday").steps][1:] == [1.0, 10.0, 1.0]


@pytest.mark.parametrize(
    ("times", "at", "rate"),
    [
        (1.0, 0.0, 1.0), (1.0, 60.0, 1.0), ((0.2, 1.0), 0.0, 0.2), ((0.2, 1.0), 30.0, 0.6), ((0.2, 1.0), 60.0, 1.0),
        ((1.0, 0.0), 45.0, 0.25), (0.0, 30.0, 0.0),
    ],
)  # fmt: skip
def test_a_step_has_its_rate_at_each_moment(times: Any, at: float, rate: float) -> None:
    assert RateStep(name="one", seconds=60, times=times).rate_at(at) == pytest.approx(rate)


def test_as_many_calls_begin_in_each_step_as_its_rate_says() -> None:
    mix = make_mix()
    moments = list(mix.draw_moments(Random(7)))
    assert all(before < after for before, after in pairwise(moments))
    begun = {step.name: sum(at <= one < at + step.seconds for one in moments) for at, step in mix.begins()}
    wanted = {"warm-up": 500, "plateau": 2000, "burst": 5000, "still": 0, "back": 1000}
    for name, count in wanted.items():
        assert begun[name] == pytest.approx(count, abs=5 * count**0.5), name
    assert sum(begun.values()) == len(moments)


def test_a_seed_draws_the_same_moments_and_another_seed_others() -> None:
    mix = make_mix()
    first, again, other = (list(mix.draw_moments(Random(seed))) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_calls_come_by_themselves_not_in_step() -> None:
    """A crowd's gaps are as uneven as chance makes them: their spread is as large as their mean."""
    gaps = [after - before for before, after in pairwise(make_mix(steps=[STEPS[1]]).draw_moments(Random(1)))]
    mean = sum(gaps) / len(gaps)
    spread = (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5
    assert spread == pytest.approx(mean, rel=0.15)


def test_rate_crowd_and_length_are_changed_by_who_asks() -> None:
    mix = make_mix().change(rate=3.0, people=500, plateau_seconds=3600)
    assert (mix.rate, mix.people, mix.seconds) == (3.0, 500, 100 + 3600 + 50 + 10 + 100)
    assert make_mix().change(None, None, None) == make_mix()
    with pytest.raises(BadMixError, match="plateau"):
        make_mix(steps=STEPS[:1]).change(None, None, 60)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("rate = 4", "steps"),
        ("rate = 'four'", "rate"),
        ("rate = -1", "rate"),
        ("rate = 4\nhot = 1.5", "hot"),
        ("rate = 4\n[kinds]\ndance = { weight = 1 }", "kinds"),
        ("rate = 4\n[kinds]\nsend = { weight = 0 }", "weight"),
        ("rate = 4\n[kinds]\nsend = { weight = 1, thinks = 3 }", "thinks"),
        ("rate = 4\n[operators]\nrefuse = 0.8\nignore = 0.3", "refuse and ignore"),
        ("rate = 4\n[kinds]\nsend = { weight = 1 }\n" + 2 * "[[steps]]\nname = 'a'\nseconds = 1\ntimes = 1\n", "name"),
        ("[", "no TOML"),
        (None, "everyday, payday"),
    ],
)
def test_a_file_that_says_no_load_is_told_where(tmp_path: Path, written: str | None, said: str) -> None:
    path = tmp_path / "mine.toml"
    if written is not None:
        path.write_text(written, encoding="utf-8")
    with pytest.raises(BadMixError, match=said):
        read_mix(str(path))
