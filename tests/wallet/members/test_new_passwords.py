"""New passwords of members: set by who knows the old one, or by an address sent once; every other session ends."""

import pytest
from sqlalchemy import text

from tests.world.cast import BRICE
from tests.world.members import HERE, PASSWORD, Member, Members
from tests.world.world import World
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.members import new_passwords, sessions, sign_in

NEW = "trente-deux mangues"
VIEWER = "awa@example.cm"


def ask(members: Members, typed: str) -> None:
    """Have an address sent, as the web app does."""
    in_transaction(members.engine, lambda db: new_passwords.ask(db, typed))


def newest(members: Members) -> bytes:
    """Return the token of the address sent last."""
    asked = members.world.one("SELECT id::text FROM password_reset ORDER BY asked_at DESC, id LIMIT 1")
    return members.send("new password", asked)


def set_by(members: Members, token: bytes, password: str = NEW) -> None:
    """Set a new password by an address."""
    secrets = members.world.wallet.secrets
    in_transaction(members.engine, lambda db: new_passwords.set_forgotten(db, secrets, token, password))


def is_signed_in(member: Member) -> bool:
    """Return whether a session goes on."""
    return in_transaction(member.staff.engine, lambda db: sessions.find(db, member.token)) is not None


def change(member: Member, before: str, password: str = NEW) -> str:
    """Change the password of who is signed in; return "" or why not."""
    try:
        new_passwords.change(member.staff.engine, member.staff.world.wallet.secrets, member.who, before, password)
    except Misread as wrong:
        return wrong.key
    return ""


def count_sent(world: World) -> int:
    """Return how many addresses were sent, by mail or text."""
    return int(
        world.one("""SELECT (SELECT count(*) FROM mail WHERE kind = 'new_password')
        + (SELECT count(*) FROM notice WHERE sentence = 'new_password')""")
    )


def test_an_address_sets_it_once_and_ends_every_session(world: World, members: Members) -> None:
    viewer = members.hire("viewer", VIEWER)
    ask(members, " AWA@Example.cm ")
    token = newest(members)
    set_by(members, token)
    assert not is_signed_in(viewer)
    with pytest.raises(Misread, match=r"member\.wrong_password"):
        members.sign_in(VIEWER)
    assert members.sign_in(VIEWER, NEW).who.name == "viewer un"
    with pytest.raises(Misread, match=r"member\.address_over"):
        set_by(members, token, PASSWORD)
    assert world.rows("SELECT kind FROM mail WHERE kind LIKE '%password%' ORDER BY kind") == [
        ("new_password",), ("password_changed",),
    ]  # fmt: skip


def test_it_is_over_after_half_an_hour_and_when_another_was_used(world: World, members: Members) -> None:
    members.hire("viewer", VIEWER)
    ask(members, VIEWER)
    old = newest(members)
    world.pass_time(minutes=31)
    with pytest.raises(Misread, match=r"member\.address_over"):
        set_by(members, old)
    ask(members, VIEWER)
    first = newest(members)
    ask(members, VIEWER)
    set_by(members, newest(members))
    with pytest.raises(Misread, match=r"member\.address_over"):
        set_by(members, first)


def test_three_are_sent_in_an_hour_and_six_in_a_day_and_none_to_nobody(world: World, members: Members) -> None:
    members.hire("viewer", VIEWER)
    for typed in ("nobody@example.cm", "677000009", "é", "", "x" * 200):
        ask(members, typed)
    assert count_sent(world) == 0
    for hour, sent in enumerate((3, 6, 6)):
        for _ in range(5):
            ask(members, VIEWER)
        assert count_sent(world) == sent, hour
        world.pass_time(minutes=61)


def test_the_factor_is_asked_as_before(members: Members) -> None:
    members.open_owner()
    ask(members, BRICE)
    set_by(members, newest(members))
    owner = members.sign_in(BRICE, NEW)
    assert owner.who.must_show_factor
    assert not owner.actor().permissions


def test_a_swapped_sim_is_texted_none(world: World, members: Members) -> None:
    members.open_owner()
    world.change(
        """INSERT INTO sim (number, swapped_at) VALUES (:number, wallet_now())
        ON CONFLICT (number) DO UPDATE SET swapped_at = excluded.swapped_at""", number=BRICE,
    )  # fmt: skip
    ask(members, BRICE)
    assert count_sent(world) == 0


def test_who_knows_it_changes_it_and_stays_signed_in_here(members: Members) -> None:
    viewer = members.hire("viewer", VIEWER)
    other = members.sign_in(VIEWER)
    assert change(viewer, "a wrong password") == "member.wrong_password_before"
    assert change(viewer, PASSWORD, "motdepasse1234") == "member.password_known"
    assert change(viewer, PASSWORD) == ""
    assert is_signed_in(viewer)
    assert not is_signed_in(other)
    assert members.sign_in(VIEWER, NEW)


def test_a_stolen_session_changes_nothing_without_the_factor_of_now(world: World, members: Members) -> None:
    owner = members.open_owner()
    world.pass_time(minutes=11)
    assert change(owner, PASSWORD) == "member.wrong_password_before"
    owner.show_code()
    assert change(owner, PASSWORD) == ""


def test_five_wrong_ones_lock_the_right_one(members: Members) -> None:
    viewer = members.hire("viewer", VIEWER)
    for _ in range(5):
        assert change(viewer, "a wrong password") == "member.wrong_password_before"
    assert change(viewer, PASSWORD) == "member.wrong_password_before"


def test_rows_hold_neither_the_address_nor_the_password(world: World, members: Members) -> None:
    members.hire("viewer", VIEWER)
    ask(members, VIEWER)
    token = newest(members)
    set_by(members, token)
    kept = str(world.do_as_owner(lambda db: db.execute(text(
        "SELECT (SELECT string_agg(r::text, '') FROM password_reset r) || (SELECT string_agg(m::text, '') FROM mail m)"
        " || (SELECT string_agg(l::text, '') FROM member_login l)")).scalar_one()))  # fmt: skip
    assert NEW not in kept
    assert token.hex() not in kept
    assert sign_in.sign_in(members.engine, world.wallet.secrets, VIEWER, NEW, HERE)
