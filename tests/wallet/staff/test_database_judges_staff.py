"""No process writes, approves, proves or forgets anything in a login's name: tried by SQL, as the app's role."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, BRUNO, MOUSSA, PASSWORDS
from tests.world.office import Office, name_person, note_alone
from tests.world.world import World
from wallet.core.hashes import derive
from wallet.core.roles import ROLES, ProcessKind
from wallet.operations.use_case import Outcome
from wallet.prices import tariff_changes
from wallet.staff import audit, sessions
from wallet.staff.actions.freeze_wallet import FreezeWallet
from wallet.staff.actions.unfreeze_wallet import UnfreezeWallet
from wallet.staff.wallets import WalletReached

WRITTEN_BY_HAND = (
    "INSERT INTO staff (login, recipe, verifier, since) VALUES ('mine', '', '', now())",
    "UPDATE staff SET verifier = ''",
    "UPDATE staff SET recipe = ''",
    "UPDATE staff SET tries = 0, locks = 0, locked_until = NULL",
    "UPDATE staff SET until = NULL",
    "DELETE FROM staff",
    "SELECT verifier FROM staff",
    "SELECT tried FROM staff",
    "SELECT * FROM staff_session",
    "UPDATE staff SET role = 'administrator'",
    "INSERT INTO staff_permission VALUES ('auditor', 'ask', '*')",
    "UPDATE staff_permission SET role = 'auditor'",
    "INSERT INTO staff_doing VALUES (gen_random_uuid(), 'freeze_wallet', 'alice', NULL)",
    "SELECT is_done_alone('{freeze_wallet}', 'x')",
    "INSERT INTO staff_session VALUES (sha256(''), 'alice', now() + interval '1 hour')",
    "UPDATE staff_session SET login = 'bruno'",
    "INSERT INTO staff_request VALUES (gen_random_uuid(), 'settle_payment', 'K7Q2-93FD', '{}', 'why', 'alice', now())",
    "UPDATE staff_request SET asked_by = 'bruno'",
    "DELETE FROM staff_request",
    "INSERT INTO staff_approval SELECT id, '', 'bruno', now() FROM staff_request",
    "INSERT INTO staff_request_end SELECT r.id, a.id FROM staff_request r, staff_act a",
    "DELETE FROM staff_request_end",
    "UPDATE staff_approval SET approved_by = 'carine'",
    "DELETE FROM staff_approval",
    """INSERT INTO staff_act (id, request_id, kind, subject, before, after, why, asked_by, approved_by)
        SELECT gen_random_uuid(), id, kind, subject, '{}', '{}', why, asked_by, 'bruno' FROM staff_request""",
    """INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
        VALUES (gen_random_uuid(), 'freeze_wallet', 'x', '{}', '{}', 'why', 'alice')""",
    "UPDATE staff_act SET why = ''",
    "DELETE FROM staff_act",
    "TRUNCATE staff_act",
    "UPDATE staff_act_kind SET takes_two = false",
    "UPDATE staff_act_kind SET by_owner = false",
)


@pytest.fixture
def asked(world: World, office: Office) -> str:
    """Return the id of the person whose wallet Alice asked to unfreeze."""
    office.conclude(FreezeWallet(MOUSSA, why="a forged ID"), ALICE)
    wallet = WalletReached(world.actor(MOUSSA).person_id, "Moussa Bello", MOUSSA)
    assert office.conclude(UnfreezeWallet(wallet, why="not forged"), ALICE).sentence == "staff.asked"
    return wallet.person_id


def approve(db: Connection, session: bytes, request_id: str, content_hash: str) -> None:
    row = {"session": session, "id": request_id, "hash": bytes.fromhex(content_hash)}
    db.execute(text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :hash)"), row)


def meddle(world: World, statement: str) -> None:
    """As somebody with all the database's powers would: guards off, change, guards on again."""
    with world.owner.begin() as db:
        db.execute(text("ALTER TABLE staff_request DISABLE TRIGGER USER"))
        db.execute(text(statement))
        db.execute(text("ALTER TABLE staff_request ENABLE ALWAYS TRIGGER requests_stay"))


@pytest.mark.parametrize("statement", WRITTEN_BY_HAND)
def test_no_role_of_ours_writes_or_reads_it(world: World, asked: str, statement: str) -> None:
    for kind in ROLES:
        with pytest.raises(DBAPIError, match="permission denied"):
            world.do(lambda db: db.execute(text(statement)), kind)


@pytest.mark.parametrize(
    "call",
    [
        "ask_staff_act(:session, gen_random_uuid(), 'unfreeze_wallet', 'x', '{}', 'why not')",
        "note_staff_act(:session, 'freeze_wallet', 'x', '{}', '{}', 'why not')",
        "approve_staff_request(:session, (SELECT id FROM staff_request), '')",
    ],
)
def test_without_a_session_nothing_is_done(world: World, asked: str, call: str) -> None:
    for session in (b"", b"\0" * 32, None):
        with pytest.raises(DBAPIError, match="no login has this session"):
            world.do(lambda db, one=session: db.execute(text(f"SELECT {call}"), {"session": one}), "office")


@pytest.mark.parametrize("why", [None, "", "   ", "\n\t ", "ab", "x" * 501])
def test_without_a_reason_nothing_is_done(world: World, office: Office, why: str | None) -> None:
    given = {"session": office.sign_in(ALICE).secret, "why": why}
    for call in (
        "note_staff_act(:session, 'freeze_wallet', 'x', '{}', '{}', :why)",
        "ask_staff_act(:session, gen_random_uuid(), 'unfreeze_wallet', 'x', '{}', :why)",
    ):
        with pytest.raises(DBAPIError, match="needs its why"):
            world.do(lambda db, one=call: db.execute(text(f"SELECT {one}"), given), "office")
    assert world.one("SELECT count(*) FROM staff_act WHERE kind = 'freeze_wallet'") == 0


def test_a_session_ends_with_its_login_its_password_its_hour_and_when_it_is_closed(
    world: World, office: Office
) -> None:
    for end in (
        lambda one: sessions.close_session(world.wallet_on("office").engine, one),
        lambda one: office.hire(ALICE),
        lambda one: world.pass_time(hours=1),
        lambda one: world.change(f"UPDATE staff SET until = now() WHERE login = '{ALICE}'"),
    ):
        session = office.sign_in(ALICE)
        assert sessions.find_login(world.wallet_on("office").engine, session) == ALICE
        end(session)
        assert sessions.find_login(world.wallet_on("office").engine, session) is None


def test_a_guess_that_is_rolled_back_is_counted_all_the_same(world: World, office: Office) -> None:
    """Somebody who holds the pepper and the app's role, and cuts each try off before it counts."""
    right, guess = key_of(world, PASSWORDS[ALICE]), key_of(world, "not hers at all")
    assert opened(world, right) is None, "not counted"
    with world.wallet_on("office").engine.connect() as db:
        count(db, right)
        assert open_it(db, right) is None, "counted, and not yet committed"
        db.rollback()
    assert opened(world, right) is None, "the count was rolled back"
    world.do(lambda db: count(db, guess), "office")
    assert opened(world, right) is None, "another key than the one that was counted"
    assert world.do(lambda db: count(db, guess), "office").tries == 2
    assert world.do(lambda db: count(db, right), "office").tries == 3
    assert opened(world, right), "the last one locks before it is compared, and opens when it is right"


def key_of(world: World, password: str) -> bytes:
    recipe = world.one(f"SELECT recipe FROM staff WHERE login = '{ALICE}'")
    return derive(world.wallet.secrets, "password", ALICE, recipe, password)


def count(db: Connection, key: bytes) -> Any:
    return db.execute(text("SELECT * FROM count_staff_try(:login, :key)"), {"login": ALICE, "key": key}).one()


def open_it(db: Connection, key: bytes) -> Any:
    return db.execute(text("SELECT open_staff_session(:login, :key)"), {"login": ALICE, "key": key}).scalar_one()


def opened(world: World, key: bytes) -> Any:
    return world.do(lambda db: open_it(db, key), "office")


def test_who_reads_what_the_database_keeps_cannot_prove_anything(world: World, office: Office) -> None:
    with world.owner.begin() as db:
        kept = db.execute(text("SELECT verifier FROM staff WHERE login = :login"), {"login": ALICE}).scalar_one()
    world.do(lambda db: count(db, kept), "office")
    assert opened(world, kept) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda world, one: world.change(f"UPDATE staff SET until = now() WHERE login = '{ALICE}'"),
        lambda world, one: world.pass_time(hours=24),
        lambda world, one: meddle(world, "UPDATE staff_request SET why = 'another'"),
        lambda world, one: meddle(world, 'UPDATE staff_request SET content = content || \'{"why": "another"}\''),
        lambda world, one: meddle(world, f"UPDATE staff_request SET asked_by = '{BRUNO}'"),
        lambda world, one: Office(world).conclude(one.act, ALICE),  # asked anew: another request of the same subject
    ],
)
def test_what_is_approved_is_what_was_shown_by_whom_it_was_asked_and_lately(
    world: World, office: Office, asked: str, spoil: Callable[[World, Any], Any]
) -> None:
    request = office.newest(asked)
    spoil(world, request)
    with pytest.raises(DBAPIError, match="may not approve this request"):
        world.do(lambda db: approve(db, office.sign_in(BRUNO).secret, request.id, request.content_hash), "office")


def test_nobody_approves_their_own_by_the_function_either(world: World, office: Office, asked: str) -> None:
    request = office.newest(asked)
    with pytest.raises(DBAPIError, match="alice may not approve this request"):
        world.do(lambda db: approve(db, office.sign_in(ALICE).secret, request.id, request.content_hash), "office")


def test_what_is_approved_and_not_done_is_not_kept(world: World, office: Office, asked: str) -> None:
    request = office.newest(asked)
    with pytest.raises(DBAPIError, match="approved_is_done"):
        world.do(lambda db: approve(db, office.sign_in(BRUNO).secret, request.id, request.content_hash), "office")


def test_content_changed_between_showing_and_approving_is_refused_in_a_sentence(
    world: World, office: Office, asked: str
) -> None:
    case = office.approval_of(asked)
    meddle(world, "UPDATE staff_request SET content = jsonb_set(content, '{wallet,name}', '\"Awa Ngono\"')")
    assert office.conclude(case) == Outcome("staff.not_as_shown", {"subject": name_person(world, MOUSSA)}, refused=True)
    assert world.one("SELECT state FROM person WHERE id = CAST(:id AS uuid)", id=asked) == "frozen"


def test_no_login_writes_what_the_owner_alone_does(world: World, office: Office) -> None:
    """The trail says who made each login: no session writes that somebody else's machine did, nor asks another to."""
    session = office.sign_in(ALICE).secret
    after = {"by": "bruno@laptop"}
    with pytest.raises(DBAPIError, match="set_login is the owner's to write"):
        world.do(lambda db: note_alone(db, session, "set_login", ALICE, after), "office")


LOCKS = (
    "SELECT pg_advisory_lock(hashtext('staff_act.chain')), pg_advisory_lock(hashtext('tariff'))",
    "SELECT FROM staff_act_kind",
    "SELECT FROM staff_act",
)
TAKEN = ("LOCK TABLE staff_act_kind IN ROW SHARE MODE", "SELECT FROM staff_act_kind FOR KEY SHARE",
         "LOCK TABLE staff_act IN ROW EXCLUSIVE MODE", "LOCK TABLE tariff IN ROW SHARE MODE")  # fmt: skip


@pytest.mark.parametrize("statement", LOCKS)
def test_whoever_may_only_read_keeps_nobody_from_acting(world: World, office: Office, statement: str) -> None:
    session = office.sign_in(ALICE).secret

    def act(db: Connection) -> None:
        db.execute(text("SET LOCAL lock_timeout = '5s'"))
        db.execute(tariff_changes.TAKE_TURNS)
        note_alone(db, session, "set_maintenance", "mtn")

    with world.wallets["read"].engine.connect() as held:
        held.execute(text(statement))
        world.do(act, "office")


@pytest.mark.parametrize("process", ["read", "web", "worker"])
def test_no_role_takes_the_locks_that_acts_take_turns_by(world: World, process: ProcessKind) -> None:
    for statement in TAKEN:
        with pytest.raises(DBAPIError, match="permission denied"):
            world.do(lambda db, statement=statement: db.execute(text(statement)), process)


def test_acts_at_once_make_one_chain(world: World, office: Office) -> None:
    sessions_of = [office.sign_in(login).secret for login in (ALICE, BRUNO) for _ in range(4)]

    def act(session: bytes) -> None:
        world.do(lambda db: note_alone(db, session, "set_maintenance", "mtn"), "office")

    with ThreadPoolExecutor(len(sessions_of)) as threads:
        list(threads.map(act, sessions_of))
    found = world.do(audit.verify, "read")
    assert not found.broken
    assert found.length == world.one("SELECT count(*) FROM staff_act") >= len(sessions_of)
