"""Events of a business: noted with what happened, numbered once committed, none missed by whoever reads on."""

import uuid

import pytest
from sqlalchemy import Connection, text

from tests.world.cast import ALICE
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import events
from wallet.staff import audit

DATA = {"id": "chk_1", "amount": 1_500}


def note(world: World, shop: Shop, object_id: str, kind: str = "checkout.expired") -> None:
    world.do(lambda db: events.note(db, shop.merchant.id, kind, object_id, DATA), "web")


def test_an_event_is_noted_by_every_process_and_published_by_a_worker(world: World, shop: Shop, office: Office) -> None:
    session = office.sign_in(ALICE).secret

    def note_for_login(db: Connection) -> None:
        audit.begin(db, session, "close_shop")
        events.note(db, shop.merchant.id, "checkout.expired", "one", DATA)
        audit.note(db, session, "close_shop", "one", {}, {}, "he called")

    note(world, shop, "one")
    world.do(lambda db: events.note(db, shop.merchant.id, "checkout.expired", "one", DATA), "worker")
    world.do(note_for_login, "office")
    assert world.do(lambda db: events.publish(db, 2)) == [1, 2]
    assert world.do(lambda db: events.publish(db, 2)) == [3]
    assert world.do(lambda db: events.publish(db, 2)) == []
    assert world.column("SELECT data->>'amount' FROM event") == ["1500"] * 3


def test_what_is_rolled_back_was_never_heard_of(world: World, shop: Shop) -> None:
    with world.engine.connect() as db:
        events.note(db, shop.merchant.id, "checkout.expired", "one", DATA)
        db.rollback()
    assert world.do(lambda db: events.publish(db, 9)) == []


def test_an_event_whose_transaction_takes_long_is_numbered_after_those_that_were_read_meanwhile(
    world: World, shop: Shop
) -> None:
    with world.engine.connect() as slow:
        events.note(slow, shop.merchant.id, "checkout.expired", "slow", DATA)
        note(world, shop, "quick")
        assert world.do(lambda db: events.publish(db, 9)) == [1]
        slow.commit()
    assert world.do(lambda db: events.publish(db, 9)) == [2]
    assert world.column("SELECT object_id FROM event ORDER BY number") == ["quick", "slow"]


def test_events_of_one_object_are_numbered_as_they_happened(world: World, shop: Shop) -> None:
    kinds = ["checkout.created", "checkout.expired", "payment.late_received", "refund.created", "refund.failed"]
    for kind in kinds:
        note(world, shop, "one", kind)
    world.do(lambda db: events.publish(db, 9))
    assert world.column("SELECT kind FROM event ORDER BY number") == kinds


def test_an_unknown_kind_is_a_mistake_of_ours(world: World, shop: Shop) -> None:
    with pytest.raises(ValueError, match="no kind of event"):
        note(world, shop, "one", "checkout.payed")


def test_an_id_is_of_version_7_and_begins_with_its_moment(world: World) -> None:
    one, other = uuid.UUID(events.new_id()), uuid.UUID(events.new_id())
    assert (one.version, one.variant) == (7, uuid.RFC_4122)
    assert other.int >> 80 >= one.int >> 80
    at = world.do(lambda db: db.execute(text("SELECT extract(epoch FROM clock_timestamp()) * 1000")).scalar_one())
    assert abs((other.int >> 80) - float(at)) < 60_000
