"""People somebody may want to send to again: favourites by name, then whom they paid lately; and whom to keep."""

from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.world import World
from wallet.sending.keep_favourite import AddFavourite, find_new_favourite
from wallet.sending.known_people import list_known


def known(world: World, owner: str) -> list[str]:
    return [one.name for one in world.do(lambda db: list_known(db, world.actor(owner).person_id))]


def test_favourites_come_first_then_the_one_paid_last(world: World) -> None:
    world.open_wallet(FATOU)
    world.credit(MOUSSA, 20_000)
    assert known(world, MOUSSA) == []
    world.send_proven(MOUSSA, FATOU, 500, "s1")
    world.send_proven(MOUSSA, AWA, 500, "s2")
    assert known(world, MOUSSA) == ["Awa N.", "Fatou B."]
    world.perform(MOUSSA, AddFavourite(world.actor(FATOU).person_id), "f1")
    assert known(world, MOUSSA) == ["Fatou B.", "Awa N."]
    assert known(world, AWA) == [], "who received has paid nobody"


def test_a_receiver_may_be_kept_once(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    awa, moussa = world.actor(AWA).person_id, world.actor(MOUSSA).person_id
    offered = []
    for key in ("s1", "s2", "s3"):
        world.send_proven(MOUSSA, AWA, 500, key)
        offered.append(world.do(lambda db: find_new_favourite(db, moussa, awa)).person_id)
        if key == "s2":
            world.perform(MOUSSA, AddFavourite(awa), "f1")
    assert offered == [awa, awa, ""]
