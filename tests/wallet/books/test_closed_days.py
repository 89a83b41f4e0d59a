"""A day is closed by two, as they were shown it, once it is over: the database judges that itself."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cli.test_books_command import add_up, to_noon
from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.books import closed_days
from wallet.staff.actions.close_day import CloseDay

NOT_AGREED = "two of staff did not agree to close"


@pytest.fixture
def day(world: World) -> date:
    """A day on which something was posted."""
    found = to_noon(world)
    world.credit(MOUSSA, 20_000)
    return found


def ask(office: Office, day: date, figures: str = "") -> None:
    """Have Alice ask to close a day, as its figures are, or by others."""
    known = figures or office.world.do(lambda db: closed_days.hash_figures(db, day), "office")
    outcome = office.conclude(CloseDay(day.isoformat(), known, why="end of day"), ALICE)
    assert outcome.sentence == "staff.asked", outcome


def approve(office: Office, day: date) -> None:
    """Have Bruno approve it."""
    outcome = office.conclude(office.approval_of(f"books {day}"), BRUNO)
    assert outcome.sentence == "staff.day_closed", outcome


def test_by_nobody(office: Office, world: World, day: date) -> None:
    to_noon(world)
    add_up(world, day)
    with pytest.raises(DBAPIError, match="no act or operation under way does"):
        world.do(lambda db: db.execute(text("INSERT INTO closed_day (day) VALUES (:day)"), {"day": day}), "office")
    with pytest.raises(DBAPIError, match=NOT_AGREED):
        world.change("INSERT INTO closed_day VALUES (:day, '[]', '', gen_random_uuid(), now())", day=day)


def test_by_figures_that_were_not_shown(
    office: Office, world: World, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_noon(world)
    add_up(world, day)
    monkeypatch.setattr(closed_days, "hash_figures", lambda _db, _day: "0" * 64)
    ask(office, day, "0" * 64)
    with pytest.raises(DBAPIError, match=NOT_AGREED):
        approve(office, day)
    monkeypatch.undo()
    assert office.conclude(office.approval_of(f"books {day}"), BRUNO).sentence == "staff.figures_moved"
    ask_again = CloseDay(day.isoformat(), world.do(lambda db: closed_days.hash_figures(db, day)), why="end of day")
    assert office.conclude(ask_again, ALICE).sentence == "staff.asked_anew"
    approve(office, day)
    world.check()


def test_before_it_is_whole(office: Office, world: World, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    to_noon(world)  # over, and not added up
    monkeypatch.setattr(closed_days, "refuse", lambda _db, _day: None)
    ask(office, day)
    with pytest.raises(DBAPIError, match=NOT_AGREED):
        approve(office, day)
    add_up(world, day)
    approve(office, day)
    with pytest.raises(DBAPIError, match="stays so"):
        world.change("UPDATE closed_day SET figures = '[]'")
