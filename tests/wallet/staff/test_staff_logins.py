"""Logins: made by the database's owner alone, with a password nobody can read, locked after three wrong ones."""

import pytest
from sqlalchemy.exc import DBAPIError

from cli.words import say
from tests.world.office import ALICE, BRUNO, PASSWORD, Office
from wallet.core.errors import Locked, Misread
from wallet.staff import logins

HOUR = 3_600


def check(office: Office, login: str, password: str) -> str:
    town = office.counter.town
    try:
        logins.check_password(town.engine, town.wallet.secrets, login, password)
    except (Misread, Locked) as refused:
        return say(refused.key, **refused.values)
    return "right"


def test_a_fresh_database_has_no_login(office: Office) -> None:
    assert {row.login for row in office.rows("SELECT login FROM staff")} == {ALICE, BRUNO}, "only those just made"


def test_adding_asks_twice_and_stores_no_password(office: Office) -> None:
    password = "quatre mots bien choisis"
    assert "can act now" in office.done("staff", "add", "carine", typed=f"{password}\n{password}\n")
    assert check(office, "carine", password) == "right"
    [row] = office.rows("SELECT hash FROM staff WHERE login = 'carine'")
    assert row.hash.startswith("1$$argon2id$")
    assert password not in row.hash


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [
        ("carine", "short", "at least 12"),
        ("carine", "aaaaaaaaaaaabb", "repeats itself"),
        ("carine", "carine is my name", "must not hold the login"),
    ],
)
def test_weak_passwords_are_refused(office: Office, login: str, password: str, said: str) -> None:
    assert said in office.refused("staff", "add", login, typed=f"{password}\n{password}\n")
    assert not office.rows("SELECT 1 FROM staff WHERE login = :login", login=login)


def test_three_wrong_passwords_lock_for_an_hour_then_a_day_then_until_the_owner(office: Office) -> None:
    assert check(office, ALICE, "not hers at all") == "Wrong login or password; tries left: 2."
    assert check(office, ALICE, "not hers at all") == "Wrong login or password; tries left: 1."
    assert "locked for 1 h" in check(office, ALICE, "not hers at all")
    assert "locked for 1 h" in check(office, ALICE, PASSWORD[ALICE]), "even the right one"
    for hours in (1, 24):
        office.counter.pass_time(hours * HOUR + 1)
        last = [check(office, ALICE, "not hers at all") for _ in range(3)][-1]
    assert "until the database's owner" in last
    office.counter.pass_time(400 * 24 * HOUR)
    assert "until the database's owner" in check(office, ALICE, PASSWORD[ALICE])
    office.hire(ALICE)
    assert check(office, ALICE, PASSWORD[ALICE]) == "right"


def test_a_right_password_clears_the_count(office: Office) -> None:
    for _ in range(3):
        check(office, ALICE, "not hers at all")
        check(office, ALICE, "not hers at all")
        assert check(office, ALICE, PASSWORD[ALICE]) == "right"


def test_who_has_left_and_who_never_was_are_told_the_same(office: Office) -> None:
    assert "no longer act" in office.done("staff", "end", ALICE)
    assert (
        check(office, ALICE, PASSWORD[ALICE]) == check(office, "nobody", PASSWORD[ALICE]) == "Wrong login or password."
    )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO staff (login, hash, since) VALUES ('mine', '', now())",
        "UPDATE staff SET hash = ''",
        "UPDATE staff SET until = NULL",
        "DELETE FROM staff",
        "UPDATE staff_act SET why = ''",
        "DELETE FROM staff_act",
        "TRUNCATE staff_act",
        "UPDATE staff_request SET asked_by = 'bruno'",
        "DELETE FROM staff_request",
    ],
)
def test_the_app_makes_no_login_and_rewrites_nothing(office: Office, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        office.rows(statement)


@pytest.mark.parametrize("table", ["staff_act", "staff_request"])
def test_even_the_owner_rewrites_nothing(office: Office, table: str) -> None:
    from sqlalchemy import text

    with pytest.raises(DBAPIError, match="forbidden to everyone"), office.counter.town.owner.begin() as db:
        db.execute(text(f"UPDATE {table} SET why = 'other'"))


def test_maintenance_takes_one_login_and_is_kept(office: Office) -> None:
    turn = ("operator", "mtn", "--login", ALICE, "--maintenance")
    assert "mtn is maintenance" in office.done(*turn, "on", typed=f"{PASSWORD[ALICE]}\n")
    assert office.counter.town.one("SELECT maintenance FROM operator WHERE rail = 'mtn'")
    assert "mtn is available" in office.done(*turn, "off", typed=f"{PASSWORD[ALICE]}\n")
    acts = office.rows("SELECT asked_by, before, after FROM staff_act WHERE kind = 'set_maintenance' ORDER BY at")
    assert [(row.asked_by, row.before["health"], row.after["health"]) for row in acts] == [
        (ALICE, "available", "maintenance"),
        (ALICE, "maintenance", "available"),
    ]
    assert "Wrong login" in office.refused(*turn, "on", typed="not hers at all\n")
    assert not office.counter.town.one("SELECT maintenance FROM operator WHERE rail = 'mtn'")
