"""The seeded runs and a slice of the kill matrix on the real processes; and what a seed draws."""

from collections import Counter
from collections.abc import Iterator

import pytest

from faults.answers import SHORTCUTS, TEXTS, WANTED
from faults.campaign import shown
from faults.draw import draw
from faults.kill_matrix import POINTS, Point, row
from faults.kill_waiting import KINDS, WAITING_POINTS, waiting_row
from faults.run import run
from faults.stage import Stage, stage

pytestmark = pytest.mark.campaign(days=5)

AROUND_MONEY = ("K4", "K5", "K10")  # where it could be paid twice, or not at all


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as ready:
        yield ready


@pytest.mark.parametrize("seed", range(1, 11))  # a slice: `./mbongo faults` runs as many as it is told
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


@pytest.mark.parametrize("point", WAITING_POINTS)
def test_a_kill_while_what_waited_ends_recovers(on: Stage, point: str) -> None:
    wrong = waiting_row(on, point, KINDS)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


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
