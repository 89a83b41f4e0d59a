"""Logins: made by the database's owner alone, with a password nobody can read, locked after three wrong ones."""

import hashlib
import os
import pwd

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cli.words import say
from tests.world.cast import ALICE, BRUNO, PASSWORDS
from tests.world.office import Office
from tests.world.world import World
from wallet.core import hashes
from wallet.core.errors import Locked, Misread
from wallet.core.hashes import ARGON2, derive
from wallet.staff import sessions

pytestmark = pytest.mark.usefixtures("office")  # Alice and Bruno are hired
HOUR = 3_600


def check(world: World, login: str, password: str) -> str:
    try:
        sessions.open_session(world.wallet_on("office").engine, world.wallet.secrets, login, password)
    except (Misread, Locked) as refused:
        return say(refused.key, **refused.values)
    return "right"


def test_a_fresh_database_has_no_login(world: World) -> None:
    assert {row.login for row in world.rows("SELECT login FROM staff")} == {ALICE, BRUNO}, "only those just made"


def test_adding_asks_twice_and_stores_no_password(
    world: World, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashes, "ARGON2", ARGON2)
    password = "quatre mots bien choisis"
    assert "can act now" in office.done(
        "staff", "add", "carine", "--role", "support", typed=f"{password}\n{password}\n"
    )
    assert check(world, "carine", password) == "right"
    with world.owner.begin() as db:
        row = db.execute(text("SELECT * FROM staff WHERE login = 'carine'")).one()
    assert row.recipe.partition("$argon2id")[2].startswith("$v=19$m=19456,t=2,p=1$")
    key = derive(world.wallet.secrets, "password", "carine", row.recipe, password)
    assert row.verifier == hashlib.sha256(key).digest()
    assert not [value for value in row if key in str(value).encode() or password in str(value)]


def test_who_makes_or_ends_a_login_stands_in_the_trail(world: World, office: Office) -> None:
    office.done(
        "staff", "add", "carine", "--role", "support", typed="quatre mots bien choisis\nquatre mots bien choisis\n"
    )
    office.done("staff", "end", "carine")
    made = world.rows("SELECT kind, after->>'by' AS by FROM staff_act WHERE subject = 'carine' ORDER BY number")
    me = f"{pwd.getpwuid(os.getuid()).pw_name}@{os.uname().nodename}"
    assert [(row.kind, row.by.partition(",")[0]) for row in made] == [("set_login", me), ("end_login", me)]


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [
        ("carine", "short", "at least 12"),
        ("carine", "aaaaaaaaaaaabb", "repeats itself"),
        ("carine", "carine is my name", "must not hold the login"),
    ],
)
def test_weak_passwords_are_refused(world: World, office: Office, login: str, password: str, said: str) -> None:
    assert said in office.refused("staff", "add", login, "--role", "support", typed=f"{password}\n{password}\n")
    assert not world.rows("SELECT 1 FROM staff WHERE login = :login", login=login)


def test_three_wrong_passwords_lock_for_an_hour_then_a_day_then_until_the_owner(world: World, office: Office) -> None:
    assert check(world, ALICE, "not hers at all") == "Wrong login or password; tries left: 2."
    assert check(world, ALICE, "not hers at all") == "Wrong login or password; tries left: 1."
    assert "locked for 1 h" in check(world, ALICE, "not hers at all")
    assert "locked for 1 h" in check(world, ALICE, PASSWORDS[ALICE]), "even the right one"
    for hours in (1, 24):
        world.pass_time(hours * HOUR + 1)
        last = [check(world, ALICE, "not hers at all") for _ in range(3)][-1]
    assert "until the database's owner" in last
    world.pass_time(400 * 24 * HOUR)
    assert "until the database's owner" in check(world, ALICE, PASSWORDS[ALICE])
    office.hire(ALICE)
    assert check(world, ALICE, PASSWORDS[ALICE]) == "right"


def test_a_right_password_clears_the_count(world: World) -> None:
    for _ in range(3):
        check(world, ALICE, "not hers at all")
        check(world, ALICE, "not hers at all")
        assert check(world, ALICE, PASSWORDS[ALICE]) == "right"


def test_who_has_left_and_who_never_was_are_told_the_same(world: World, office: Office) -> None:
    assert "no longer act" in office.done("staff", "end", ALICE)
    assert (
        check(world, ALICE, PASSWORDS[ALICE]) == check(world, "nobody", PASSWORDS[ALICE]) == "Wrong login or password."
    )


@pytest.mark.parametrize("table", ["staff_act", "staff_approval", "staff_request"])
def test_even_the_owner_rewrites_nothing(world: World, table: str) -> None:
    with pytest.raises(DBAPIError, match="forbidden to everyone"), world.owner.begin() as db:
        db.execute(text(f"DELETE FROM {table}"))


def test_maintenance_takes_one_login_and_is_kept(world: World, office: Office) -> None:
    turn = ("operator", "mtn", "--why", "works tonight", "--maintenance")
    assert "mtn is maintenance" in office.done(*turn, "on", login=ALICE)
    assert world.one("SELECT maintenance FROM operator WHERE rail = 'mtn'")
    assert "mtn is available" in office.done(*turn, "off", login=ALICE)
    acts = world.rows("SELECT asked_by, before, after FROM staff_act WHERE kind = 'set_maintenance' ORDER BY at")
    assert [(row.asked_by, row.before["health"], row.after["health"]) for row in acts] == [
        (ALICE, "available", "maintenance"),
        (ALICE, "maintenance", "available"),
    ]
    assert "Wrong login" in office.refused(*turn, "on", login=ALICE, typed="not hers at all\n")
    assert not world.one("SELECT maintenance FROM operator WHERE rail = 'mtn'")
