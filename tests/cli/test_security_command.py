"""`./mbongo security`: what looked like an attack, by kind, day and phone, and no phone whole."""

import pytest

from tests.world.cast import AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.core import clock, security_events


@pytest.fixture
def tried(world: World, office: Office) -> Office:
    """Return the office where events of two phones and a login are kept."""
    for kind, phone in (("wrong PIN", MOUSSA), ("PIN locked", MOUSSA), ("wrong PIN", AWA)):
        world.do(lambda db, one=(kind, phone): security_events.note(db, *one))
    return office


def test_events_are_listed_by_kind_day_and_phone_and_phones_are_masked(world: World, tried: Office) -> None:
    told = tried.done("security")
    assert (told.count("wrong PIN"), told.count("PIN locked")) == (2, 1)
    assert MOUSSA not in told
    assert "+2376****001" in told
    assert "wrong PIN" not in tried.done("security", "--kind", "PIN locked")
    assert tried.done("security", "--phone", AWA).count("+2376****002") == 1
    today = world.do(clock.now).astimezone(clock.DOUALA)
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        assert tried.done("security", "--day", f"{today:{form}}") == told
    assert "Nothing of the kind is kept" in tried.done("security", "--day", "01/01/2020")
    assert "three wrong PINs in a row" in tried.done("security", "--kinds")


def test_an_unknown_kind_is_refused_with_those_there_are(tried: Office) -> None:
    assert "There is no kind of event 'hacked'. There are: text diverged, " in tried.refused(
        "security", "--kind", "hacked"
    )
    said = tried.run("security", "--day", "yesterday")
    assert said.exit_code == 2
    assert "'yesterday' is no day: write 29/11/2026 or 2026-11-29." in said.output
