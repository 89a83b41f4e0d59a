"""A row of an operator's file tells of what a move did there, once; it is no difference, whichever came first."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.house_banks import move, open_banks
from tests.world.office import Office
from tests.world.settlements import Settlements, count_lines, line_of
from wallet.books.ageing import read_ageing
from wallet.core import clock


@pytest.fixture
def at(settlements: Settlements, office: Office) -> str:
    """Say when an operator's rows are of: now, which is when moves are made too."""
    open_banks(settlements.world)
    move(office, "pay-in-capital", "Own", "9000")
    return settlements.world.do(clock.now).isoformat()


def told(settlements: Settlements) -> list[tuple[str, int, bool]]:
    return [tuple(row) for row in settlements.world.rows(
        "SELECT move, amount, row_id IS NOT NULL FROM rail_leg ORDER BY id")]  # fmt: skip


def test_a_row_tells_of_one_move_once(settlements: Settlements, office: Office, at: str) -> None:
    move(office, "prefund-operator", "mtn", "Own", "4000")
    move(office, "sweep-operator", "mtn", "Own", "700")
    assert told(settlements) == [("prefund_operator", 4_000, False), ("sweep_operator", -700, False)]
    came = line_of("in", reference="", amount=4_000, time=at)
    went = line_of("out", reference="", amount=700, direction="payout", time=at)
    other = line_of("other", reference="", amount=50, time=at)
    assert count_lines(settlements.reconcile(came, went, other)) == {"matched": 2, "missing_here": 1}
    assert told(settlements) == [("prefund_operator", 4_000, True), ("sweep_operator", -700, True)]
    assert settlements.list_open() == [("missing_here", "op-other")]
    again = line_of("again", reference="", amount=4_000, time=at)
    settlements.reconcile(came, went, other, again)
    assert ("missing_here", "op-again") in settlements.list_open(), "its move is told of"
    move(office, "sweep-operator", "mtn", "Own", "700")
    settlements.reconcile(line_of("next", reference="", amount=51, time=at))
    assert told(settlements)[-1] == ("sweep_operator", -700, False), "its row told of the one before"
    settlements.world.check()


def test_of_two_it_may_be_it_tells_of_neither(settlements: Settlements, office: Office, at: str) -> None:
    for _ in range(2):
        move(office, "prefund-operator", "mtn", "Own", "300")
    first, second = (line_of(name, reference="", amount=300, time=at) for name in ("a", "b"))
    settlements.reconcile(first)
    assert [is_told for *_, is_told in told(settlements)] == [False, False]
    settlements.reconcile(first, second)
    assert settlements.list_open() == [("missing_here", "op-a"), ("missing_here", "op-b")]


def test_a_move_that_is_booked_after_its_row_is_told_of_by_the_next_file(
    settlements: Settlements, office: Office, at: str
) -> None:
    settlements.reconcile(line_of("in", reference="", amount=4_000, time=at))
    assert settlements.list_open() == [("missing_here", "op-in")]
    move(office, "prefund-operator", "mtn", "Own", "4000")
    aged = {one.what for one in settlements.world.do(read_ageing, "office")}
    assert "moves no operator told of" in aged
    settlements.reconcile(line_of("next", reference="", amount=50, time=at))
    assert settlements.list_open() == [("missing_here", "op-next")]
    assert told(settlements) == [("prefund_operator", 4_000, True)]
    [file, _] = settlements.world.column("SELECT id FROM settlement_file ORDER BY id")
    office.done("reconcile", "--withdraw", f"F{file}", "--why", "of another month")
    assert told(settlements) == [("prefund_operator", 4_000, False)], "what no file says any more tells of nothing"
    settlements.world.check()


def test_a_row_of_another_time_or_amount_tells_of_nothing(settlements: Settlements, office: Office, at: str) -> None:
    move(office, "prefund-operator", "mtn", "Own", "300")
    early = (settlements.world.do(clock.now) - timedelta(days=15)).isoformat()
    settlements.reconcile(
        line_of("early", reference="", amount=300, time=early), line_of("more", reference="", amount=301, time=at),
        line_of("out", reference="", amount=300, direction="payout", time=at),
        line_of("failed", reference="", amount=300, status="FAILED", time=at),
    )  # fmt: skip
    assert told(settlements) == [("prefund_operator", 300, False)]


ATTACKS = {
    "by hand": "UPDATE rail_leg SET row_id = (SELECT min(id) FROM settlement_row)",
    "of another amount": "UPDATE rail_leg SET amount = 50",
    "a leg that nothing posted": """INSERT INTO rail_leg (transfer_id, rail, move, amount, made_at)
        SELECT id, 'mtn', kind, 50, posted_at FROM transfer WHERE kind = 'pay_in_capital'""",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_office_alone_says_nothing_of_moves(settlements: Settlements, office: Office, at: str, name: str) -> None:
    move(office, "prefund-operator", "mtn", "Own", "300")
    settlements.reconcile(line_of("other", reference="", amount=50, time=at))
    with pytest.raises(DBAPIError, match=r"may not change|permission denied|no act or operation"):
        settlements.world.do(lambda db: db.execute(text(ATTACKS[name])), "office")
