"""Members: invited once, signed in by what only they have; roles changed by who may; the last owner stays."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import BRICE, MOUSSA
from tests.world.members import HERE, PASSWORD, Member, Members
from tests.world.world import World
from wallet.business.create_link import CreateLink
from wallet.business.invite_owner import InviteOwner
from wallet.business.links import NewLink
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Misread, Refused
from wallet.members import factors, history, invitations, memberships, passwords, sessions, sign_in
from wallet.members.change_role import ChangeRole, RemoveMember
from wallet.members.invite_member import InviteMember, WithdrawInvitation
from wallet.members.sent_addresses import read_token
from wallet.messages.notices import Notice
from workers import notices


def refused(do: Callable[[], Any]) -> str:
    """Return why a member is refused something."""
    try:
        outcome = do()
    except (Refused, Misread) as why:
        return why.key
    return str(outcome.sentence) if outcome.refused else ""


def test_the_owner_is_texted_an_address_that_nothing_keeps(world: World, members: Members, public_url: str) -> None:
    assert world.perform(BRICE, InviteOwner(), "k").sentence == "owner_invited"
    [row] = world.rows("""SELECT sentence, "values" FROM notice WHERE sentence = 'owner_invited'""")
    said = notices.written(Notice("1", BRICE, "fr", row.sentence, row.values, "security", 0, 0))
    address = said.partition(f"{public_url}/business/i/")[2][:22]
    token = read_token(address)
    found = members.world.do(lambda db: invitations.find_open(db, token), "web")
    assert (found.role, found.phone, found.shop) == ("owner", BRICE, members.shop.merchant.name)
    everything = world.do_as_owner(lambda db: str(db.execute(text(
        "SELECT (SELECT string_agg(n::text, '') FROM notice n) || (SELECT string_agg(o::text, '') FROM operation o)"
        " || (SELECT string_agg(a::text, '') FROM sent_address a)")).scalar_one()))  # fmt: skip
    assert address not in everything
    assert token.hex() not in everything
    assert hashlib.sha256(token).hexdigest() in everything


def test_whoever_has_no_shop_opens_no_pages(world: World, members: Members) -> None:
    assert world.perform(MOUSSA, InviteOwner(), "k").sentence == "refusal.no_takings"
    assert world.one("SELECT count(*) FROM invitation") == 0


def test_an_invitation_is_good_once_and_seven_days(world: World, members: Members) -> None:
    owner = members.open_owner()
    assert not owner.perform(InviteMember("awa@example.cm", "", "viewer")).refused
    made = members.newest_invitation()
    members.accept(made, "Awa N")
    with pytest.raises(Misread, match="invitation_over"):
        members.accept(made, "Eve X")
    owner.perform(InviteMember("late@example.cm", "", "viewer"))
    world.pass_time(days=7, seconds=1)
    with pytest.raises(Misread, match="invitation_over"):
        members.accept(members.newest_invitation(), "Late X")


def test_one_that_is_withdrawn_or_sent_anew_opens_nothing(members: Members) -> None:
    owner = members.open_owner()
    owner.perform(InviteMember("awa@example.cm", "", "viewer"))
    first = members.newest_invitation()
    owner.perform(InviteMember("awa@example.cm", "", "manager"))
    second = members.newest_invitation()
    assert not owner.perform(WithdrawInvitation(second)).refused
    for made in (first, second):
        with pytest.raises(Misread, match="invitation_over"):
            members.accept(made, "Awa N")
    assert refused(lambda: owner.perform(WithdrawInvitation(second))) == "member.no_such_member"


def test_a_member_of_two_businesses_has_one_login(world: World, members: Members) -> None:
    viewer = members.hire("viewer", "awa@example.cm")
    world.see_id(MOUSSA)
    other = world.open_shop(MOUSSA, "Quincaillerie", "23457")
    assert not world.perform(MOUSSA, InviteOwner(), "k").refused
    token = members.send("invitation", members.newest_invitation())
    who = viewer.who
    in_transaction(members.engine, lambda db: invitations.accept_as(db, who, token))
    assert [(one.shop, one.role) for one in viewer.who.businesses] == [
        (members.shop.merchant.name, "viewer"), ("Quincaillerie", "owner"),
    ]  # fmt: skip
    assert viewer.actor(other.id).permissions == frozenset(), "an owner without a second factor may nothing"
    assert viewer.who.must_add_factor
    viewer.add_app()
    assert "members:owners" in viewer.actor(other.id).permissions
    assert "links:write" not in viewer.actor().permissions


def test_whoever_has_a_login_signs_in_first(members: Members) -> None:
    owner = members.open_owner()
    members.hire("viewer", "awa@example.cm")
    viewer_id = members.logins["viewer"].who.login_id
    owner.perform(RemoveMember(viewer_id))
    owner.perform(InviteMember("awa@example.cm", "", "manager"))
    with pytest.raises(Misread, match="sign_in_first"):
        members.accept(members.newest_invitation(), "Eve X")


def test_the_last_owner_stays_and_managers_touch_no_owner(members: Members) -> None:
    owner = members.open_owner()
    manager = members.hire("manager")
    mine, theirs = owner.who.login_id, manager.who.login_id
    assert refused(lambda: owner.perform(RemoveMember(mine))) == "member.last_owner"
    assert refused(lambda: owner.perform(ChangeRole(mine, "manager"))) == "member.last_owner"
    assert refused(lambda: manager.perform(RemoveMember(mine))) == "refusal.not_allowed"
    assert refused(lambda: manager.perform(ChangeRole(theirs, "owner"))) == "refusal.not_allowed"
    assert refused(lambda: manager.perform(InviteMember("x@example.cm", "", "owner"))) == "refusal.not_allowed"
    assert refused(lambda: manager.perform(InviteMember("x@example.cm", "", "developer"))) == ""
    owner.show_code()
    assert refused(lambda: owner.perform(ChangeRole(theirs, "owner"))) == ""
    assert refused(lambda: owner.perform(RemoveMember(mine))) == ""
    assert owner.actor().permissions == frozenset()
    with pytest.raises(Refused):
        owner.perform(CreateLink(NewLink(members.shop.merchant.id, "Pain", 500)))
    members.world.check()


def test_dangerous_things_ask_the_second_factor_again(world: World, members: Members) -> None:
    owner = members.open_owner()
    world.pass_time(minutes=11)
    with pytest.raises(Locked, match="stale"):
        owner.perform(InviteMember("x@example.cm", "", "viewer"), "k")
    assert not owner.perform(CreateLink(NewLink(members.shop.merchant.id, "Pain", 500))).refused
    owner.show_code()
    assert not owner.perform(InviteMember("x@example.cm", "", "viewer"), "k").refused, "it was not remembered"


def test_a_cashier_stands_at_tills_of_the_business(members: Members) -> None:
    owner = members.open_owner()
    assert refused(lambda: owner.perform(InviteMember("c@example.cm", "", "cashier"))) == "member.cashier_without_till"
    assert refused(lambda: owner.perform(InviteMember("c@example.cm", "", "cashier", "99999"))) == "refusal.not_allowed"
    assert refused(lambda: owner.perform(InviteMember("c@example.cm", "", "king"))) == "error.malformed"
    members.hire("cashier")
    [cashier] = [
        one for one in members.world.do(lambda db: memberships.list_members(db, members.shop.merchant.id), "web")
        if one.role == "cashier"
    ]  # fmt: skip
    assert cashier.tills == [members.till]


# -------------------------------------------------------------------------------------------- signing in
def test_wrong_unknown_and_locked_are_the_same_words(world: World, members: Members) -> None:
    members.open_owner()
    for typed, password in (
        (BRICE, "wrong password"),
        ("+237655000009", PASSWORD),
        ("x@example.cm", PASSWORD),
        ("é", ""),
    ):
        with pytest.raises(Misread, match=r"member\.wrong_password"):
            members.sign_in(typed, password)
    for _ in range(4):
        with pytest.raises(Misread, match=r"member\.wrong_password"):
            members.sign_in(BRICE, "wrong password")
    with pytest.raises(Misread, match=r"member\.wrong_password"):
        members.sign_in(BRICE)
    world.pass_time(minutes=15, seconds=1)
    assert members.sign_in(BRICE).who.must_show_factor


def test_a_try_that_is_not_committed_compares_nothing(members: Members) -> None:
    owner, secrets = members.open_owner(), members.world.wallet.secrets
    login = owner.who.login_id
    recipe = members.world.do(lambda db: db.execute(sign_in.FIND, {"typed": BRICE}).one().recipe, "web")
    key = passwords.derive_key(secrets, login, recipe, PASSWORD)
    asked = {"login": login, "key": key, "session": b"x" * 32, **HERE.kept}

    def at_once(db: Any) -> bool:
        db.execute(sign_in.COUNT, asked)
        return bool(db.execute(sign_in.OPEN, asked).scalar_one())

    assert not in_transaction(members.engine, at_once)


def test_without_the_second_factor_nothing_is_open(members: Members) -> None:
    members.open_owner()
    half = members.sign_in(BRICE)
    assert half.who.must_show_factor
    assert half.actor().permissions == frozenset()
    with pytest.raises(Locked, match="stale"):
        in_transaction(members.engine, lambda db: factors.start_app(db, members.world.wallet.secrets, half.who))
    half.app = members.logins["owner"].app
    half.show_code()
    assert "members:owners" in half.actor().permissions


def test_a_code_of_an_app_is_good_once_and_five_wrong_ones_lock(world: World, members: Members) -> None:
    owner = members.open_owner()
    secrets = world.wallet.secrets
    world.pass_time(60)
    code = owner.code()
    factors.try_app(members.engine, secrets, owner.who, code)
    for typed in (code, "000000", "", "12345a", "٠٠٠٠٠٠"):
        with pytest.raises(Misread, match="wrong_factor"):
            factors.try_app(members.engine, secrets, owner.who, typed)
    world.pass_time(60)
    with pytest.raises(Misread, match="wrong_factor"):
        factors.try_app(members.engine, secrets, owner.who, owner.code())
    world.pass_time(minutes=15)
    factors.try_app(members.engine, secrets, owner.who, owner.code())


def test_a_recovery_code_is_good_once(members: Members) -> None:
    owner = members.open_owner()
    codes = in_transaction(members.engine, lambda db: factors.make_recovery_codes(db, owner.who))
    assert len(set(codes)) == factors.CODES
    half = members.sign_in(BRICE)
    factors.try_recovery_code(members.engine, half.who, codes[0].upper().replace("-", " "))
    assert half.who.is_fresh
    with pytest.raises(Misread, match="wrong_factor"):
        factors.try_recovery_code(members.engine, members.sign_in(BRICE).who, codes[0])
    assert in_transaction(members.engine, lambda db: factors.count_recovery_codes(db, half.who)) == factors.CODES - 1


def test_no_secret_stands_anywhere(members: Members) -> None:
    owner = members.open_owner()
    [code, *_] = in_transaction(members.engine, lambda db: factors.make_recovery_codes(db, owner.who))
    tables = ("member_login", "member_session", "member_totp", "recovery_code", "business_act", "operation")
    rows = " || ".join(f"coalesce((SELECT string_agg(t::text, '') FROM {table} t), '')" for table in tables)
    everything = members.world.do_as_owner(lambda db: str(db.execute(text(f"SELECT {rows}")).scalar_one()))
    for secret in (PASSWORD, owner.token, owner.app, code.replace("-", "")):
        assert secret not in everything


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "member.password_length"), ("x" * 201, "member.password_length"),
        ("vingt\nsept bananes", "member.password_length"),
        ("motdepasse1234", "member.password_known"), ("Qwertyuiop123", "member.password_known"),
        ("aaaaaaaaaaaaaa", "member.password_known"), ("abcabcabcabcabc", "member.password_known"),
        ("bonjour Brice K!", "member.password_holds_name"),
    ],
)  # fmt: skip
def test_a_password_that_is_found_is_refused(password: str, why: str) -> None:
    with pytest.raises(Misread, match=why.replace(".", r"\.")):
        passwords.check_password(password, "Brice K")


def test_sessions_are_listed_and_end(world: World, members: Members) -> None:
    viewer = members.hire("viewer")
    other = members.sign_in(viewer.who.email)
    listed = in_transaction(members.engine, lambda db: sessions.list_open(db, viewer.who))
    assert [(one.is_this, one.browser) for one in listed if one.is_this] == [(True, "Firefox")]
    [name] = [one.name for one in listed if not one.is_this]
    stranger = members.logins["owner"].who
    assert not in_transaction(members.engine, lambda db: sessions.end_named(db, stranger, name))
    assert in_transaction(members.engine, lambda db: sessions.end_named(db, viewer.who, name))
    assert in_transaction(members.engine, lambda db: sessions.find(db, other.token)) is None
    again = members.sign_in(viewer.who.email)
    assert in_transaction(members.engine, lambda db: sessions.end_others(db, viewer.who)) == 1
    assert in_transaction(members.engine, lambda db: sessions.find(db, again.token)) is None
    world.pass_time(minutes=31)
    assert in_transaction(members.engine, lambda db: sessions.find(db, viewer.token)) is None


def test_what_members_do_and_are_refused_is_their_business_s_history(members: Members) -> None:
    owner = members.open_owner()
    owner.perform(CreateLink(NewLink(members.shop.merchant.id, "Pain", 500)))
    refused(lambda: owner.perform(RemoveMember(owner.who.login_id)))
    acts = members.world.do(lambda db: history.list_latest(db, members.shop.merchant.id, 10), "web")
    assert [(one.kind, one.who, one.refused) for one in acts] == [
        ("remove_member", "Brice Kamga", "member.last_owner"), ("create_link", "Brice Kamga", ""),
        ("accept_invitation", "Brice Kamga", ""), ("invite_owner", "", ""),
    ]  # fmt: skip
    with pytest.raises(DBAPIError, match=r"forbidden|permission denied"):
        members.world.change("UPDATE business_act SET refused = ''")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO membership SELECT merchant_id, login_id, 'owner', '{}', wallet_now() FROM membership",
        "UPDATE membership SET role = 'owner'",
        "DELETE FROM membership",
        "UPDATE member_login SET verifier = ''",
        "SELECT verifier FROM member_login",
        "UPDATE member_session SET factor_at = wallet_now()",
        """INSERT INTO member_session (digest, login_id, opened_by, address, browser, opened_at, seen_at)
        SELECT '', id, 'password', '', '', wallet_now(), wallet_now() FROM member_login""",
        "UPDATE invitation SET role = 'owner'",
        "UPDATE member_totp SET confirmed_at = wallet_now()",
        "UPDATE recovery_code SET used_at = NULL",
        "UPDATE member_permission SET may = 'members:owners'",
        "SELECT invite_owner(gen_random_uuid(), merchant_id) FROM membership",
    ],
)
def test_the_web_app_makes_nobody_a_member_by_hand(members: Members, statement: str) -> None:
    members.open_owner()
    with pytest.raises(DBAPIError, match=r"permission denied|may not change"):
        members.world.do(lambda db: db.execute(text(statement)), "web")


def test_two_owners_who_remove_each_other_leave_one(members: Members) -> None:
    owner = members.open_owner()
    second: Member = members.hire("owner", "second@example.cm")
    members.logins["owner"] = owner
    assert refused(lambda: owner.perform(RemoveMember(second.who.login_id))) == ""
    assert refused(lambda: second.perform(RemoveMember(owner.who.login_id))) == "refusal.not_allowed"
    members.world.check()


def test_rows_of_sessions_that_are_read_open_nothing(members: Members) -> None:
    owner = members.open_owner()
    steals = """SELECT find_member_login(s.digest), count_factor_try(s.digest), pass_totp(s.digest, 9999999999, ''),
        is_fresh(s.digest), ARRAY(SELECT list_member_permissions(s.digest, m.merchant_id)),
        invite_member(s.digest, gen_random_uuid(), m.merchant_id, 'e@example.cm', NULL, 'owner', '{}')
        FROM member_session s JOIN membership m USING (login_id)"""
    [stolen] = members.world.do(lambda db: db.execute(text(steals)).all(), "web")
    assert tuple(stolen) == (None, False, False, False, [], "not_allowed")
    assert owner.who.is_fresh


def test_an_app_begun_before_there_was_a_factor_is_none_afterwards(world: World, members: Members) -> None:
    viewer, secrets = members.hire("viewer"), world.wallet.secrets
    thief = members.sign_in("viewer@example.cm")
    thief.app = in_transaction(members.engine, lambda db: factors.start_app(db, secrets, thief.who))
    world.do_as_owner(lambda db: db.execute(text(
        "INSERT INTO passkey VALUES (gen_random_uuid(), :login, 'its id', 'its key', 0, 'Key', wallet_now())"
    ), {"login": viewer.who.login_id}))  # fmt: skip
    assert thief.who.must_show_factor
    with pytest.raises(Misread, match="wrong_factor"):
        thief.show_code()
    assert thief.who.must_show_factor


def test_whom_a_removed_member_invited_is_invited_no_more(members: Members) -> None:
    manager = members.hire("manager")
    assert not manager.perform(InviteMember("again@example.cm", "", "manager")).refused
    back = members.newest_invitation()
    owner = members.logins["owner"]
    owner.show_code()
    assert not owner.perform(RemoveMember(manager.who.login_id)).refused
    with pytest.raises(Misread, match="invitation_over"):
        members.accept(back, "Back Again")


def test_a_manager_withdraws_no_owner_s_invitation_by_another(members: Members) -> None:
    manager, owner = members.hire("manager"), members.logins["owner"]
    owner.show_code()
    assert not owner.perform(InviteMember("boss@example.cm", "", "owner")).refused
    made = members.newest_invitation()
    manager.show_code()
    assert refused(lambda: manager.perform(InviteMember("boss@example.cm", "", "viewer"))) == "refusal.not_allowed"
    members.accept(made, "Boss Two")
