"""The judgement of the books by what was acknowledged, as a table, and the gap that callers saw."""

import pytest

from faults.acknowledged import Acknowledged, Attempt, Booked, find_gap, judge

SEND, OTHER = Attempt("send", 4_711), Attempt("send", 815)
TOLD = Acknowledged(SEND, "K7Q2-93FD")
BOOKED = Booked(SEND, "K7Q2-93FD")
KNOWN = {"K7Q2-93FD"}


@pytest.mark.parametrize(
    ("tried", "told", "booked", "texted", "wrong"),
    [
        pytest.param([SEND], [TOLD], [BOOKED], ["K7Q2-93FD"], "", id="told, booked and texted"),
        pytest.param([SEND], [], [BOOKED], [], "", id="booked; the answer was lost on its way"),
        pytest.param([SEND], [], [], [], "", id="neither told nor booked"),
        pytest.param([SEND], [TOLD], [], [], "lost", id="told, and not in the books"),
        pytest.param([SEND], [TOLD], [Booked(SEND, "AAAA-2222")], [], "lost", id="told, and booked as another"),
        pytest.param([SEND, OTHER], [TOLD], [Booked(OTHER, "K7Q2-93FD")], [], "lost", id="another amount"),
        pytest.param([], [], [], ["ZZZZ-9999"], "lost", id="texted, and known to nobody"),
        pytest.param([SEND], [TOLD], [BOOKED, Booked(SEND, "AAAA-2222")], [], "doubled", id="booked twice"),
        pytest.param([SEND], [], [BOOKED, Booked(OTHER, "AAAA-2222")], [], "unasked", id="nobody asked for it"),
        pytest.param([SEND, SEND], [TOLD], [BOOKED], [], "", id="tried again, and done once"),
    ],
)
def test_the_books_are_judged_by_what_was_acknowledged(
    tried: list[Attempt], told: list[Acknowledged], booked: list[Booked], texted: list[str], wrong: str
) -> None:
    found = judge(tried, told, booked, texted, KNOWN)
    assert [name for name in ("lost", "doubled", "unasked") if getattr(found, name)] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("times", "gap"),
    [
        pytest.param([8, 9, 12, 13, 20], 7, id="the longest inside"),
        pytest.param([8, 9, 19, 20], 10, id="it begins with the last before"),
        pytest.param([], 10, id="nobody was told anything"),
        pytest.param([9.5], 10.5, id="nobody after"),
        pytest.param([1, 10.5, 11, 25], 9.5, id="of who was told after, nothing counts"),
    ],
)
def test_a_gap_is_what_callers_saw_between_ten_and_twenty(times: list[float], gap: float) -> None:
    assert find_gap(times, 10, 20) == gap
