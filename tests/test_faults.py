"""A slice of `./mbongo faults`, whole runs on the real processes, and the kill matrix with everything in it."""

from faults.campaign import campaign
from faults.draw import draw
from faults.kill_matrix import play

RUNS = range(1, 26)


def test_twenty_five_runs_leave_sound_books() -> None:
    said: list[str] = []
    failed = campaign(RUNS, said.append)
    assert not failed, "\n".join(said)


def test_every_kill_recovers() -> None:
    said: list[str] = []
    failed = play(said.append)
    assert not failed, "\n".join(said)


def test_a_seed_draws_the_same_again_and_another_draws_otherwise() -> None:
    assert [draw(seed) for seed in range(50)] == [draw(seed) for seed in range(50)]
    assert len({str(draw(seed)) for seed in range(50)}) == 50
