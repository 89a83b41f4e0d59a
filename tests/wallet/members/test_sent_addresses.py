"""Addresses that make a member, or set a password, by SQL: nobody but the worker that sends one knows what it holds."""

import hashlib

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import BRICE, MOUSSA
from tests.world.members import Members
from tests.world.world import World
from wallet.business.invite_owner import InviteOwner
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.core.roles import ProcessKind
from wallet.members import invitations, new_passwords
from wallet.members.invite_member import InviteMember, WithdrawInvitation
from wallet.messages import mails
from wallet.messages.notices import Notice
from workers import letters, notices, process

MINE = b"0123456789abcdef"
DIGEST = hashlib.sha256(MINE).digest()
EVE, EVES_MAIL = "+237699000066", "eve@example.cm"


def asked_for(world: World, members: Members) -> tuple[str, str]:
    """Have the owner invited at his phone, and a new password asked for; return the ids of both."""
    members.open_owner()
    assert not world.perform(BRICE, InviteOwner(), "again").refused
    in_transaction(members.engine, lambda db: new_passwords.ask(db, BRICE))
    return members.newest_invitation(), str(world.one("SELECT id FROM password_reset"))


@pytest.mark.parametrize("statement", [
    "INSERT INTO sent_address (digest, invitation_id, sent_at) SELECT :digest, id, now() FROM invitation",
    "INSERT INTO sent_address (digest, reset_id, sent_at) SELECT :digest, id, now() FROM password_reset",
    "UPDATE sent_address SET digest = :digest",
    "SELECT keep_sent_invitation(id, phone, :digest) FROM invitation",
    "SELECT keep_sent_reset(r.id, l.phone, :digest) FROM password_reset r JOIN member_login l ON l.id = r.login_id",
    """INSERT INTO invitation (id, merchant_id, phone, role, invited_at, until)
        SELECT gen_random_uuid(), id, '+237699000066', 'owner', now(), now() + interval '1 day' FROM merchant""",
    "INSERT INTO password_reset (id, login_id, asked_at, until) SELECT id, id, now(), now() FROM member_login",
    "UPDATE password_reset SET used_at = NULL",
    "UPDATE member_login SET email = 'eve@example.cm', phone = '+237699000066'",
])  # fmt: skip
def test_web_chooses_no_token(world: World, members: Members, statement: str) -> None:
    asked_for(world, members)
    with pytest.raises(DBAPIError, match="permission denied"):
        world.do(lambda db: db.execute(text(statement), {"digest": DIGEST}), "web")
    with pytest.raises(Misread, match="invitation_over"):
        in_transaction(members.engine, lambda db: invitations.accept_anew(
            db, world.wallet.secrets, MINE, "Eve X", "fr", "vingt-sept bananes"))  # fmt: skip


@pytest.mark.parametrize("process_kind", ["worker", "office", "read"])
def test_who_sends_accepts_and_asks_nothing(world: World, members: Members, process_kind: ProcessKind) -> None:
    """A worker draws what is sent for what somebody asked for, and asks for nothing itself."""
    asked_for(world, members)
    for statement in (
        "SELECT invite_owner(gen_random_uuid(), merchant_id) FROM invitation",
        "SELECT ask_new_password(login_id, gen_random_uuid()) FROM password_reset",
        "SELECT accept_invitation('', '', gen_random_uuid(), 'Eve X', 'fr', NULL, NULL)",
        "SELECT set_new_password('', '', '')",
        "SELECT digest FROM sent_address",
        "INSERT INTO sent_address (digest, invitation_id, sent_at) SELECT '', id, now() FROM invitation",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            world.do(lambda db, s=statement: db.execute(text(s)), process_kind)


def test_what_web_has_sent_elsewhere_is_sent_nowhere(world: World, members: Members) -> None:
    """A row of the outbox is web's to write, with any reader: what it says of an address is not."""
    invitation, reset = asked_for(world, members)
    for sentence, values in (("member_invited", {"shop": "S", "invitation": invitation}),
                             ("owner_invited", {"shop": "S", "invitation": invitation}),
                             ("new_password", {"new_password": reset})):  # fmt: skip
        with pytest.raises(LookupError, match="another's"):
            notices.written(Notice("1", EVE, "fr", sentence, values, "security", 0, 0))
        assert "/business/" in notices.written(Notice("1", BRICE, "fr", sentence, values, "security", 0, 0))
    for kind, about in (("invitation", invitation), ("new_password", reset)):
        mail = mails.Mail("1", EVES_MAIL, "fr", kind, about, 0, 0, None)  # type: ignore[arg-type]
        assert world.do(lambda db, m=mail: letters.find(db, m, "https://pay.example")) is None
    assert world.one("SELECT count(sent_at) FROM sent_address") == 4, "the first owner's, and three to Brice"


def test_what_is_over_is_sent_no_more(world: World, members: Members) -> None:
    invitation, reset = asked_for(world, members)
    world.pass_time(minutes=31)
    assert members.send("new password", reset) == b""
    assert members.send("invitation", invitation)
    world.pass_time(days=7)
    assert members.send("invitation", invitation) == b""
    owner = members.sign_in(BRICE)
    owner.app = members.logins["owner"].app
    owner.show_code()
    assert not owner.perform(InviteMember("awa@example.cm", "", "viewer")).refused
    made = members.newest_invitation()
    assert not owner.perform(WithdrawInvitation(made)).refused
    assert members.send("invitation", made) == b""


def test_an_address_sent_twice_is_good_whichever_arrives_and_once(world: World, members: Members) -> None:
    """A worker that was killed before it sent, or may have sent, sends another: none of them is dead."""
    members.open_owner()
    assert not members.logins["owner"].perform(InviteMember("awa@example.cm", "", "viewer")).refused
    made = members.newest_invitation()
    first, second = members.send("invitation", made), members.send("invitation", made)
    assert first != second
    for token in (first, second):
        found = world.do(lambda db, t=token: invitations.find_open(db, t), "web")
        assert found
        assert found.id == made
    secrets = world.wallet.secrets
    in_transaction(members.engine, lambda db: invitations.accept_anew(
        db, secrets, first, "Awa N", "fr", "vingt-sept bananes"))  # fmt: skip
    for token in (first, second):
        with pytest.raises(Misread, match="invitation_over"):
            in_transaction(members.engine, lambda db, t=token: invitations.accept_anew(
                db, secrets, t, "Awa N", "fr", "vingt-sept bananes"))  # fmt: skip


def test_an_invitation_is_mailed_by_who_has_no_pepper(
    world: World, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker that mails has none."""
    members.open_owner()
    assert not members.logins["owner"].perform(InviteMember("awa@example.cm", "", "viewer")).refused
    monkeypatch.setattr(process, "wallet", lambda: pytest.fail("no pepper here"))
    [row] = world.rows("SELECT id::text, about::text FROM mail WHERE kind = 'invitation'")
    mail = mails.Mail(row.id, "awa@example.cm", "fr", "invitation", row.about, 0, 0, None)  # type: ignore[arg-type]
    letter = world.do(lambda db: letters.find(db, mail, "https://pay.example"))
    assert letter
    assert "https://pay.example/business/i/" in letter.text


def test_a_number_that_is_nobodys_is_asked_for_nothing(world: World, members: Members) -> None:
    members.open_owner()
    in_transaction(members.engine, lambda db: new_passwords.ask(db, MOUSSA))
    assert world.one("SELECT count(*) FROM password_reset") == 0


def test_a_sim_that_was_swapped_lately_is_texted_no_address_whoever_asked(world: World, members: Members) -> None:
    _, reset = asked_for(world, members)
    swapped = "UPDATE sim SET swapped_at = wallet_now() - interval '71 hours' WHERE number = :number"
    world.change("INSERT INTO sim (number) VALUES (:number) ON CONFLICT DO NOTHING", number=BRICE)
    world.change(swapped, number=BRICE)
    assert members.send("new password", reset) == b""
    world.change(swapped.replace("71", "73"), number=BRICE)
    assert members.send("new password", reset)
