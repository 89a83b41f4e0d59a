"""Closing erases what is needed no more, and leaves the books, whole, and the other side's history as it was."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office, name_person
from tests.world.world import World
from wallet.accounts import own_data

OF_THEM = {
    "pin": "person_id = CAST(:id AS uuid)", "favourite": "owner_id = CAST(:id AS uuid)", "block": "blocker = :id",
    "name_shown": "viewer_id = CAST(:id AS uuid)", "page_session": "person_id = CAST(:id AS uuid)",
    "text_change": "person_id = CAST(:id AS uuid)",
}  # fmt: skip
ERASE = text("SELECT erase_closed(CAST(:id AS uuid))")


@pytest.fixture
def known(world: World) -> str:
    """Give Moussa's id; a row of each kind is his."""
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 20_000)
    world.open_wallet(AWA)
    world.send(MOUSSA, AWA, 5_000, "k1")
    person_id, other = world.actor(MOUSSA).person_id, world.actor(AWA).person_id
    row = {"id": person_id, "other": other}
    for statement in (
        "INSERT INTO favourite VALUES (CAST(:id AS uuid), CAST(:other AS uuid), wallet_now()) ON CONFLICT DO NOTHING",
        "INSERT INTO block VALUES (:id, CAST(:other AS uuid), wallet_now())",
        """INSERT INTO name_shown (viewer_id, seen_id, day)
        VALUES (CAST(:id AS uuid), CAST(:other AS uuid), current_date - 2)
        ON CONFLICT (viewer_id, seen_id) DO UPDATE SET day = excluded.day""",
        """INSERT INTO page_session (digest, person_id, phone, opened_at, seen_at)
        VALUES (repeat('a', 64), CAST(:id AS uuid), '+237677000001', wallet_now(), wallet_now())""",
        "INSERT INTO text_change (person_id, kind, at) VALUES (CAST(:id AS uuid), 'lock', wallet_now())",
    ):
        world.change(statement, **row)
    for table, theirs in OF_THEM.items():
        assert world.one(f"SELECT count(*) FROM {table} WHERE {theirs}", id=person_id), table
    return person_id


def left_of(world: World, person_id: str) -> list[str]:
    return [
        table for table, theirs in OF_THEM.items()
        if world.one(f"SELECT count(*) FROM {table} WHERE {theirs}", id=person_id)
    ]  # fmt: skip


def test_whoever_closes_is_erased_and_the_other_side_reads_on(world: World, known: str) -> None:
    other = world.actor(AWA).person_id
    exported = list(own_data.read_section(world.wallet_on("web").engine, "operations", other))
    assert not world.perform(MOUSSA, world.closing(MOUSSA), "c1").refused
    assert left_of(world, known) == []
    assert list(own_data.read_section(world.wallet_on("web").engine, "operations", other)) == exported
    assert world.one("SELECT name FROM person WHERE id = CAST(:id AS uuid)", id=known) == "Moussa Bello", "the law's"
    world.work("succeeded")
    world.check()


def test_a_number_that_went_to_another_is_no_way_to_its_last_owner_s(world: World, office: Office, known: str) -> None:
    office.done("person", "detach", MOUSSA, "--why", "the SIM was sold again")
    office.done("person", "detach", name_person(world, MOUSSA), "--approve", login=BRUNO)
    assert left_of(world, known) == []
    assert "closed" in office.done("person", "show", MOUSSA, login=ALICE)
    world.check()


@pytest.mark.parametrize("process", ["web", "worker", "office"])
def test_nobody_is_erased_while_their_wallet_is_open(world: World, known: str, process: str) -> None:
    with pytest.raises(DBAPIError, match="what is erased"):
        world.do(lambda db: db.execute(ERASE, {"id": known}), process)  # type: ignore[arg-type]
    assert left_of(world, known) == [*OF_THEM]
