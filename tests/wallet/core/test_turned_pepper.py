"""The pepper turns: all that stood under the old one stands under the new one, without anybody's PIN or password."""

import base64

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, text

from faults.quick_hash import QUICK
from tests.world.cast import ALICE, AWA, FATOU, MOUSSA, PASSWORDS, PINS, WRONG_PIN
from tests.world.hashed import PEPPER, hash_pin
from tests.world.office import Office
from tests.world.world import World
from wallet.core import hashes, peppers
from wallet.core.errors import Misread, WrongPin
from wallet.core.peppers import ResealedRows
from wallet.core.secrets import Secrets
from wallet.operations import asks
from wallet.people import pins
from wallet.staff import sessions

OLD = Secrets.read(PEPPER)
NEW = Secrets.read("2:a-pepper-that-takes-over-from-it")
BEFORE = Secrets.read(f"{PEPPER},2:a-pepper-that-takes-over-from-it")  # the new one is known, and not made with yet
AFTER = Secrets.read(f"2:a-pepper-that-takes-over-from-it,{PEPPER}")
SALT = b"a salt of a test"


def write_as_released(purpose: str, secret: str) -> str:
    """Return what the release of November 2026 stored of a secret: argon2 over a HMAC under the pepper."""
    keyed = OLD.digest(purpose, secret)  # type: ignore[arg-type]  # a purpose
    quick = PasswordHasher(time_cost=QUICK.time_cost, memory_cost=QUICK.memory_cost, parallelism=QUICK.parallelism)
    return f"1${quick.hash(keyed, salt=SALT)}"


def is_right(world: World, secrets: Secrets, pin: str) -> bool:
    try:
        pins.check(world.wallet_on("ussd").engine, secrets, world.actor(MOUSSA).person_id, pin)
    except WrongPin:
        return False
    return True


def is_refused_as_past(world: World, secrets: Secrets, pin: str) -> bool:
    person = world.actor(MOUSSA).person_id
    try:
        world.do(lambda db: pins.refuse_past(db, secrets, person, pin), "web")
    except Misread:
        return True
    return False


def count_under(world: World, pepper: str) -> dict[str, int]:
    found = world.do(peppers.count_standing, "read")
    return {one.what: one.many for one in found if one.pepper == pepper}


def read_hash(world: World) -> str:
    with world.owner.connect() as db:
        asked = {"id": world.actor(MOUSSA).person_id}
        return str(db.execute(text("SELECT hash FROM pin WHERE person_id = :id"), asked).scalar_one())


@pytest.fixture
def released(world: World, office: Office) -> World:
    """Return a world whose PINs and passwords are as the release of November 2026 stored them."""
    written = [write_as_released("pin", pin) for pin in (PINS[MOUSSA], "40817", "50928")]
    recipe, _, key = write_as_released("password", PASSWORDS[ALICE]).rpartition("$")
    verifier = {"recipe": recipe, "key": base64.b64decode(key + "="), "login": ALICE}
    with world.owner.begin() as db:
        its_owner = {"id": world.actor(MOUSSA).person_id, "hash": written[0], "past": written}
        db.execute(text("UPDATE pin SET hash = :hash, past = :past WHERE person_id = :id"), its_owner)
        db.execute(text("UPDATE staff SET recipe = :recipe, verifier = sha256(:key) WHERE login = :login"), verifier)
    return world


def sign_in(world: World, secrets: Secrets, password: str = PASSWORDS[ALICE]) -> str | None:
    engine: Engine = world.wallet_on("office").engine
    return sessions.find_login(engine, sessions.open_session(engine, secrets, ALICE, password))


def test_a_pin_and_a_password_of_the_release_of_november_still_open(released: World) -> None:
    assert is_right(released, OLD, PINS[MOUSSA])
    assert not is_right(released, OLD, WRONG_PIN)
    assert is_refused_as_past(released, OLD, "50928")
    assert sign_in(released, OLD) == ALICE


@pytest.mark.parametrize("stored", ["as released", "as now"])
def test_all_of_it_moves_without_a_pin_and_needs_the_old_pepper_no_more(
    request: pytest.FixtureRequest, office: Office, stored: str
) -> None:
    world: World = request.getfixturevalue("released" if stored == "as released" else "world")
    assert peppers.move(world.owner, AFTER).rows > 0
    assert count_under(world, "1") == {}
    assert peppers.move(world.owner, AFTER) == ResealedRows(), "there is nothing left to move"
    assert is_right(world, NEW, PINS[MOUSSA])
    assert not is_right(world, NEW, WRONG_PIN)
    assert is_refused_as_past(world, NEW, PINS[MOUSSA])
    assert is_refused_as_past(world, NEW, "50928") == (stored == "as released")
    assert sign_in(world, NEW) == ALICE
    with pytest.raises(Misread, match="wrong_password"):
        sign_in(world, NEW, "not hers at all")


def test_the_old_pepper_is_worth_nothing_to_whoever_copies_what_was_moved(released: World) -> None:
    """With the old pepper and the new rows, nothing of a row may follow from the right PIN."""
    before, owner = read_hash(released), released.actor(MOUSSA).person_id
    peppers.move(released.owner, AFTER)
    after = read_hash(released)
    assert after.rpartition("$")[2] != before.rpartition("$")[2]
    forged = hashes.Recipe.read(after.rpartition("$")[0])._replace(pepper="1", sealed="").write()
    assert not hashes.match(OLD, "pin", owner, f"{forged}${after.rpartition('$')[2]}", PINS[MOUSSA])


def test_hashes_made_before_the_switch_are_read_after_it_and_the_other_way_round() -> None:
    for made_by, read_by in ((OLD, BEFORE), (BEFORE, AFTER), (AFTER, BEFORE), (AFTER, NEW)):
        assert pins.matches(read_by, pins.hash_pin(made_by, "40817"), "40817")
        assert not pins.matches(read_by, pins.hash_pin(made_by, "40817"), "40818")


def test_whose_pepper_is_gone_is_not_locked_for_it(world: World) -> None:
    for _ in range(4):
        with pytest.raises(KeyError, match="pepper 1"):
            pins.check(world.wallet_on("ussd").engine, NEW, world.actor(MOUSSA).person_id, PINS[MOUSSA])
    assert is_right(world, OLD, PINS[MOUSSA])
    assert world.one("SELECT count(*) FROM pin WHERE tries <> 0") == 0


def test_a_move_between_count_and_comparison_leaves_no_try_counted(
    released: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = hashes.match

    def move_and_match(*asked: object) -> bool:
        peppers.move(released.owner, AFTER)
        return match(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(hashes, "match", move_and_match)
    assert is_right(released, AFTER, PINS[MOUSSA])
    assert released.one("SELECT count(*) FROM pin WHERE tries <> 0") == 0


def test_a_code_texted_before_the_switch_is_right_after_it_and_no_other_is(world: World) -> None:
    moussa = world.actor(MOUSSA)
    world.do(lambda db: asks.ask(db, OLD, moussa, "k1", "send_money", {}, "sms.question_send_money", {}))
    ask_id = str(world.one("SELECT id FROM ask"))
    code = asks.compute_written(AFTER, world.one("SELECT values->>'ask' FROM notice WHERE values ? 'ask'"))
    assert code == asks.compute_code(OLD, ask_id) != asks.compute_code(NEW, ask_id)
    assert count_under(world, "1")["questions by SMS"] == 1
    for typed_at, checked_at in ((BEFORE, AFTER), (AFTER, BEFORE), (OLD, AFTER), (AFTER, AFTER)):
        asks.check(world.engine, checked_at, moussa, ask_id, asks.digest_code(typed_at, MOUSSA, code))
    newer = asks.digest_code(AFTER, MOUSSA, asks.compute_code(NEW, ask_id))
    with pytest.raises(Misread):
        asks.check(world.engine, AFTER, moussa, ask_id, newer)


def test_digests_of_a_code_are_of_its_phone_and_of_no_other_code() -> None:
    digest = asks.digest_code(AFTER, FATOU, "4817283")
    assert asks.is_same_code(digest, asks.digest_code(OLD, FATOU, "4817283"))
    assert not asks.is_same_code(digest, asks.digest_code(AFTER, FATOU, "4817284"))
    assert not asks.is_same_code(digest, asks.digest_code(AFTER, MOUSSA, "4817283"))
    assert not asks.is_same_code(digest, "")


def test_a_turned_hash_is_of_the_same_person_only_by_its_own_keys() -> None:
    one, other = hash_pin("40817"), hash_pin("40817")
    parts, others = one.split("$"), other.split("$")
    assert not pins.matches(OLD, "$".join([parts[0], others[1], *parts[2:]]), "40817")


BROKEN = {
    f"9${'A' * 86}$argon2id$v=19$m=8,t=1,p=1$c2FsdA$AAAA": "its pepper '9' is not ours",
    "9$x$argon2id$v=19$m=8,t=1,p=1$c2FsdA$AAAA": "it is no hash",
    "rubbish": "it is no hash",
    "1$!$y": "it is no hash",
}


@pytest.mark.parametrize("bad", BROKEN)
def test_one_broken_hash_stops_nobody_elses_turn_and_is_named(world: World, bad: str) -> None:
    """Web may write any text as a hash."""
    awa = world.actor(AWA).person_id
    spoil = text("UPDATE pin SET hash = :bad WHERE person_id = CAST(:id AS uuid)")
    world.do(lambda db: db.execute(spoil, {"bad": bad, "id": awa}), "web")
    for _ in range(2):
        moved = peppers.move(world.owner, AFTER)
        assert moved.left == [f"the PIN of {awa}: {BROKEN[bad]}"]
    assert is_right(world, NEW, PINS[MOUSSA])
    assert count_under(world, "broken" if "no hash" in BROKEN[bad] else "9")["PINs"] == 1
    assert count_under(world, "1").keys() == {"PINs of before"}, "of the same row"


def test_what_is_bound_to_nobody_is_bound_by_a_move_under_the_same_pepper(released: World) -> None:
    assert count_under(released, "1")["PINs, bound to nobody"] == 1
    assert peppers.move(released.owner, OLD).rows == 2
    assert not [what for what in count_under(released, "1") if "nobody" in what]
    assert is_right(released, OLD, PINS[MOUSSA])
    assert sign_in(released, OLD) == ALICE
    assert peppers.move(released.owner, OLD) == ResealedRows()


@pytest.mark.parametrize(
    "written", ["", "x", "1:a-pepper-with-letters,1:another-pepper-with-letters", "a b:abcdefgh12345678"]
)
def test_peppers_that_nobody_could_tell_apart_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="MBONGO_PIN_PEPPER"):
        Secrets.read(written)
