"""Sentences that are told at once are sent in the order in which they were told."""

from sqlalchemy import Connection

from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.messages import notices
from wallet.messages.notices import Message, Number
from wallet.people import people

MANY = 20


def test_what_is_told_at_once_is_told_in_its_order(world: World) -> None:
    """On a clock that stands still, as one that creeps does for what one statement writes; once of each event."""
    world.change("DELETE FROM notice")
    world.change("CREATE OR REPLACE FUNCTION wallet_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'")

    def tell(db: Connection) -> None:
        moussa = people.find_by_phone(db, MOUSSA)
        assert moussa
        twice = (Message(moussa, "money_received", {"place": -1}), Message(Number("", "fr"), "balance", {}))
        notices.tell_each(db, "receipt", ([Message(moussa, "balance", {"place": one}), *twice] for one in range(MANY)))

    world.do(tell)
    leased = world.do(notices.lease)
    assert [one.values["place"] for one in leased] == list(range(MANY))
    assert world.one("SELECT count(DISTINCT written_at) FROM notice") == MANY
