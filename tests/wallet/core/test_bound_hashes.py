"""A hash is its owner's alone: whoever owns the database, without the pepper, opens nothing by copying it."""

import pytest
from sqlalchemy import text

from faults.quick_hash import hash_quickly
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, PASSWORDS, PINS
from tests.world.hashed import PEPPER
from tests.world.office import Office
from tests.world.world import World
from wallet.core import hashes
from wallet.core.errors import Misread, WrongPin
from wallet.core.secrets import Secrets
from wallet.people import pins
from wallet.staff.sessions import open_session

SECRETS = Secrets.read(PEPPER)
COPY_LOGIN = text("""UPDATE staff SET (recipe, verifier) =
    (SELECT recipe, verifier FROM staff WHERE login = :theirs) WHERE login = :whose""")
COPY_PIN = text("""UPDATE pin SET (hash, past) = (SELECT hash, past FROM pin WHERE person_id = :theirs)
    WHERE person_id = :whose""")


def test_a_login_with_anothers_hash_is_not_opened_by_their_password(world: World, office: Office) -> None:
    engine = world.wallet_on("office").engine
    with world.owner.begin() as db:
        db.execute(COPY_LOGIN, {"theirs": ALICE, "whose": BRUNO})
    with pytest.raises(Misread, match="wrong_password"):
        open_session(engine, SECRETS, BRUNO, PASSWORDS[ALICE])
    assert open_session(engine, SECRETS, ALICE, PASSWORDS[ALICE])


def test_a_wallet_with_anothers_hash_is_not_opened_by_their_pin(world: World) -> None:
    awa, moussa = (world.actor(phone).person_id for phone in (AWA, MOUSSA))
    with world.owner.begin() as db:
        db.execute(COPY_PIN, {"theirs": awa, "whose": moussa})
    with pytest.raises(WrongPin):
        pins.check(world.wallet_on("ussd").engine, SECRETS, moussa, PINS[AWA])
    pins.check(world.wallet_on("ussd").engine, SECRETS, awa, PINS[AWA])
    world.do(lambda db: pins.refuse_past(db, SECRETS, moussa, PINS[AWA]), "web")
    with pytest.raises(Misread):
        world.do(lambda db: pins.refuse_past(db, SECRETS, awa, PINS[AWA]), "web")


def test_a_pin_that_was_being_chosen_opens_nothing_until_it_is_bound(world: World) -> None:
    moussa, chosen = world.actor(MOUSSA).person_id, hash_quickly(SECRETS, "pin", hashes.NOBODY, "40817")
    assert pins.matches(SECRETS, chosen, "40817")
    assert not pins.matches(SECRETS, chosen, "40817", moussa)
    bound = pins.bind(SECRETS, moussa, chosen)
    assert pins.matches(SECRETS, bound, "40817", moussa)
    assert not pins.matches(SECRETS, bound, "40817")
    assert not pins.matches(SECRETS, bound, "40818", moussa)


def test_a_pins_hash_is_no_passwords() -> None:
    stored = hash_quickly(SECRETS, "pin", ALICE, "40817")
    assert hashes.match(SECRETS, "pin", ALICE, stored, "40817")
    assert not hashes.match(SECRETS, "password", ALICE, stored, "40817")
