"""Wrong PINs, locks and spraying leave a row of a known kind, and whoever is on call counts them."""

import ast
from pathlib import Path

import pytest

from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, WRONG_PIN
from tests.world.office import Office
from tests.world.world import World
from wallet.core import security_events
from wallet.core.errors import Locked, Misread, WrongPin
from wallet.core.security_events import KINDS, count_lately
from wallet.people import identities, pins
from wallet.staff import sessions

ROOT = Path(__file__).parents[3]


def noted(world: World) -> list[str]:
    return world.column("SELECT kind FROM security_event ORDER BY at, kind")


def try_wrong(world: World, phone: str) -> None:
    with pytest.raises((WrongPin, Locked)):
        pins.check(world.wallet_on("ussd").engine, world.wallet.secrets, world.actor(phone).id, WRONG_PIN)


def test_each_wrong_pin_and_each_lock_is_noted(world: World) -> None:
    for _ in range(4):
        try_wrong(world, MOUSSA)
    assert sorted(noted(world)) == ["PIN locked", "wrong PIN", "wrong PIN", "wrong PIN"], (
        "none is compared under a lock"
    )
    assert world.one("SELECT count(DISTINCT phone) FROM security_event") == 1
    assert WRONG_PIN not in str(world.rows("SELECT * FROM security_event"))


def test_wrong_pins_on_many_phones_are_one_who_tries_few_on_each(world: World) -> None:
    world.change("INSERT INTO threshold VALUES ('spraying', wallet_now(), 2)")
    try_wrong(world, MOUSSA)
    assert "wrong PINs on many phones" not in noted(world)
    for _ in range(2):
        try_wrong(world, AWA)
    assert noted(world).count("wrong PINs on many phones") == 1, "once in ten minutes"
    world.pass_time(11 * 60)
    try_wrong(world, MOUSSA)
    try_wrong(world, AWA)
    assert noted(world).count("wrong PINs on many phones") == 2


def test_one_who_takes_their_time_is_noted_too(world: World) -> None:
    world.change("INSERT INTO threshold VALUES ('spraying_day', wallet_now(), 2)")
    try_wrong(world, MOUSSA)
    world.pass_time(hours=3)
    try_wrong(world, AWA)
    assert "wrong PINs on many phones in a day" in noted(world)
    assert "wrong PINs on many phones" not in noted(world)


def test_many_pins_locked_are_noted_whoever_locks_them(world: World) -> None:
    world.change("INSERT INTO threshold VALUES ('locking', wallet_now(), 2)")
    for phone in (MOUSSA, AWA):
        assert "many PINs locked" not in noted(world)
        for _ in range(3):
            try_wrong(world, phone)
    assert noted(world).count("many PINs locked") == 1


def test_wrong_passwords_are_noted_by_login_and_nothing_that_was_typed(world: World, office: Office) -> None:
    typed = "correct horse battery staple"
    for login, most in ((ALICE, 3), (BRUNO, 1), ("my.own-password", 1)):
        for _ in range(most):
            with pytest.raises((Misread, Locked)):
                sessions.open_session(world.wallet_on("office").engine, world.wallet.secrets, login, typed)
    assert sorted(noted(world)) == ["login locked", "unknown login", *["wrong password"] * 4]
    kept = str(world.rows("SELECT * FROM security_event"))
    assert ALICE in kept
    assert typed not in kept
    assert "my.own-password" not in kept, "it may have been the password"
    world.change("INSERT INTO threshold VALUES ('logins_tried', wallet_now(), 2)")
    with pytest.raises(Misread):
        sessions.open_session(world.wallet_on("office").engine, world.wallet.secrets, BRUNO, typed)
    assert noted(world).count("wrong passwords of many logins") == 1


def test_one_who_has_many_phones_prompted_is_noted(world: World) -> None:
    world.change("INSERT INTO threshold VALUES ('prompting', wallet_now(), 3)")
    for turn, payer in enumerate((MOUSSA, MOUSSA, "+237677000301", "+237677000302", "+237677000302")):
        world.recharge(payer=payer, key=f"r{turn}")
        assert noted(world) == [], "their own phone, and few others"
    world.recharge(payer="+237677000303", key="r9")
    assert noted(world) == ["operator prompts to many"]


def test_an_agent_who_types_documents_of_many_is_noted(world: World) -> None:
    for turn in range(identities.MANY + 1):
        actor = world.open_wallet(f"+23767700020{turn}", "Zita Bih")
        world.do(lambda db, who=actor.id: identities.is_on_record(db, who, "AB123457", "123455"), "web")
        assert len(noted(world)) == int(turn + 1 >= identities.MANY)


def test_events_of_a_day_are_counted_by_kind(world: World) -> None:
    try_wrong(world, MOUSSA)
    counted = world.do(count_lately)
    assert counted == dict.fromkeys(KINDS, 0) | {"wrong PIN": 1}
    world.pass_time(hours=25)
    assert world.do(count_lately) == dict.fromkeys(KINDS, 0)


def test_every_kind_that_is_noted_is_known() -> None:
    functions = ("note", "note_try", "note_once_a_day", "note_security_event", "distrust")
    found = set()
    for file in (file for room in ("wallet", "workers", "web", "ussd_menus") for file in (ROOT / room).rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
            if isinstance(call, ast.Call) and name in functions:
                found |= {one.value for one in call.args if isinstance(one, ast.Constant) and " " in str(one.value)}
    assert found <= KINDS.keys()
    assert len(found) >= 10


def test_another_kind_is_refused(world: World) -> None:
    with pytest.raises(KeyError):
        world.do(lambda db: security_events.note(db, "a kind nobody knows", MOUSSA))
