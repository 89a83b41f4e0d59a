"""Steps that tests of alerts share: a day on which Moussa sends four times just under the ceiling, and its judging."""

from datetime import date

from tests.cli.test_books_command import add_up, to_noon
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.compliance import alerts
from wallet.compliance.alerts import AlertCase
from wallet.compliance.judging import judge

PIECE = 460_000
RULES = 8


def send_pieces(world: World, day: str = "", pieces: int = 4) -> None:
    """Let Moussa, who has the money, send Awa some pieces of nearly the most that may be sent at once."""
    world.know_sim(MOUSSA)
    world.credit(MOUSSA, 4 * (PIECE + 1_500), day)
    for piece in range(pieces):
        assert not world.send_proven(MOUSSA, AWA, PIECE, f"piece {day} {piece}").refused
        world.change("UPDATE usage SET amount = 0")  # nothing but the rule is tried here
    world.credit(AWA, -pieces * PIECE, f"back {day}")


def pass_days(world: World, on: date, days: int = 1) -> list[str]:
    """Let days pass, and have all of them judged; return what was."""
    for _ in range(days):
        to_noon(world)
    add_up(world, date.fromordinal(on.toordinal() + days - 1))
    return judge(world.wallet.engine, 10_000)


def find_case(world: World, phone: str) -> AlertCase | None:
    """Return the open case about whose number this is."""
    person = world.actor(phone).id
    return next((one for one in world.do(alerts.list_open, "office") if one.person_id == person), None)


def get_case(world: World, phone: str) -> AlertCase:
    """Return the open case about whose number this is, which there is."""
    found = find_case(world, phone)
    assert found
    return found


def decide(office: Office, case: str, *words: str) -> str:
    """Have Alice ask that a case be decided so, and Bruno approve it."""
    office.done("alert", "decide", case, *words, "--why", "called them", login=ALICE)
    return office.done("alert", "decide", case, "--approve", login=BRUNO)
