"""A slice of `./mbongo faults --kill`: what lies around the socket, the ledger, and the end of what waited too long."""

from collections.abc import Iterator

import pytest

from faults.kill_matrix import POINTS, Point, row
from faults.kill_waiting import KINDS, WAITING_POINTS, waiting_row
from faults.stage import Stage, stage

AROUND_MONEY = ("K4", "K5", "K10")  # where it could be paid twice, or not at all


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as ready:
        yield ready


@pytest.mark.parametrize("point", [point for point in POINTS if point.name in AROUND_MONEY], ids=lambda one: one.name)
@pytest.mark.parametrize(("kind", "callbacks"), [("recharge", True), ("withdraw", False)])
def test_a_kill_around_the_socket_and_the_ledger_recovers(on: Stage, point: Point, kind: str, callbacks: bool) -> None:
    """Half with the operators' callbacks and half with polls alone."""
    wrong = row(on, point, kind, callbacks=callbacks)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("point", WAITING_POINTS)
def test_a_kill_while_what_waited_ends_recovers(on: Stage, point: str) -> None:
    wrong = waiting_row(on, point, KINDS)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
