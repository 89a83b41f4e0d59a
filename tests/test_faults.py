"""The seeded runs on the real processes, and what a seed draws."""

from collections import Counter
from collections.abc import Iterator

import pytest

from faults.answers import SHORTCUTS, TEXTS, WANTED
from faults.campaign import shown
from faults.draw import draw
from faults.run import run
from faults.stage import Stage, stage


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as ready:
        yield ready


@pytest.mark.parametrize("seed", range(1, 26))
def test_a_seeded_run_leaves_sound_books(on: Stage, seed: int) -> None:
    ran = run(on, seed)
    if ran.wrong:
        pytest.fail("\n".join(shown(ran)), pytrace=False)


def test_a_seed_draws_the_same_again_and_another_draws_otherwise() -> None:
    assert [draw(seed) for seed in range(50)] == [draw(seed) for seed in range(50)]
    assert len({str(draw(seed)) for seed in range(50)}) == 50


def test_the_runs_of_ci_draw_everything_people_do_by_every_way_it_can_be_done() -> None:
    drawn = Counter((asked.kind, asked.by_sms) for seed in range(1, 26) for asked in draw(seed).asks)
    assert {kind for kind, by_sms in drawn if not by_sms} == set(WANTED)
    assert {kind for kind, by_sms in drawn if by_sms} == set(TEXTS)
    assert set(SHORTCUTS) <= set(WANTED)


def test_an_amount_is_one_thing_alone_in_its_run() -> None:
    for seed in range(200):
        amounts = [asked.amount for person in draw(seed).people for asked in person.asks]
        assert len(amounts) == len(set(amounts)), seed
