"""Apps of staff: the database takes nothing of a session that showed no code of its login's app, and no code twice."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.apps import show_code
from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.office import Office
from wallet.core.errors import Misread
from wallet.perform import Wallet
from wallet.staff import factors
from wallet.staff.actions.freeze_wallet import FreezeWallet
from wallet.staff.actions.unfreeze_wallet import UnfreezeWallet
from wallet.staff.sessions import SessionProof
from wallet.staff.wallets import find_wallet


@pytest.fixture
def wallet(office: Office) -> Wallet:
    """Give the wallet as the office has it."""
    return office.world.wallet_on("office")


def add_app(office: Office, login: str) -> tuple[SessionProof, str]:
    """Add an app to a login; return the session that did, and the app's secret."""
    wallet, session = office.world.wallet_on("office"), office.sign_in(login)
    secret = office.world.do(lambda db: factors.start_app(db, wallet.secrets, session, login), "office")
    factors.try_code(wallet.engine, wallet.secrets, session, login, show_code(office.world, secret))
    return session, secret


def test_a_session_without_a_code_does_nothing_and_one_with_it_does(office: Office, wallet: Wallet) -> None:
    _, secret = add_app(office, ALICE)
    half = office.sign_in(ALICE)
    with pytest.raises(DBAPIError, match="no login has this session"):
        office.world.do(lambda db: begin_freezing(db, half), "office")
    factors.try_code(wallet.engine, wallet.secrets, half, ALICE, show_code(office.world, secret, 1))
    assert not office.conclude(FreezeWallet(MOUSSA, why="the phone is stolen"), ALICE, half).refused


def begin_freezing(db: Connection, session: SessionProof) -> None:
    """Begin an act, as whoever has the role's connection and a session's secret may try."""
    db.execute(text("SELECT begin_staff_act(:session, 'freeze_wallet')"), {"session": session.secret})


def test_a_code_is_good_once(office: Office, wallet: Wallet) -> None:
    _, secret = add_app(office, ALICE)
    code, one, other = show_code(office.world, secret, 1), office.sign_in(ALICE), office.sign_in(ALICE)
    factors.try_code(wallet.engine, wallet.secrets, one, ALICE, code)
    with pytest.raises(Misread):
        factors.try_code(wallet.engine, wallet.secrets, other, ALICE, code)


def test_five_wrong_codes_lock_for_a_quarter_of_an_hour(office: Office, wallet: Wallet) -> None:
    _, secret = add_app(office, ALICE)
    session = office.sign_in(ALICE)
    for _ in range(5):
        with pytest.raises(Misread):
            factors.try_code(wallet.engine, wallet.secrets, session, ALICE, "000000")
    with pytest.raises(Misread):
        factors.try_code(wallet.engine, wallet.secrets, session, ALICE, show_code(office.world, secret, 1))
    office.world.change("UPDATE staff_app SET locked_until = locked_until - interval '15 minutes'")
    factors.try_code(wallet.engine, wallet.secrets, session, ALICE, show_code(office.world, secret, 1))


def test_who_has_an_app_begins_no_second_one(office: Office, wallet: Wallet) -> None:
    session, secret = add_app(office, ALICE)
    with pytest.raises(Misread):
        office.world.do(lambda db: factors.start_app(db, wallet.secrets, session, ALICE), "office")
    other = office.sign_in(ALICE)
    factors.try_code(wallet.engine, wallet.secrets, other, ALICE, show_code(office.world, secret, 1))


def test_nobody_says_that_a_code_was_right_without_its_key_or_in_the_transaction_that_counted(office: Office) -> None:
    add_app(office, ALICE)
    half = office.sign_in(ALICE)

    def claim(db: Connection, key: bytes) -> bool:
        asked = {"session": half.secret, "key": key, "step": 10**9}
        return bool(db.execute(text("SELECT pass_staff_code(:session, :step, :key)"), asked).scalar_one())

    def count(db: Connection) -> str:
        said = {"session": half.secret}
        return str(db.execute(text("SELECT count_staff_code_try(:session)"), said).scalar_one())

    sealed = office.world.do(count, "office")
    assert not office.world.do(lambda db: claim(db, b"mine"), "office")
    wallet = office.world.wallet_on("office")
    key = factors.make_key(factors.open_secret(wallet.secrets, ALICE, sealed))
    assert not office.world.do(lambda db: count(db) and claim(db, key), "office"), "a guess that is rolled back"
    assert office.world.do(lambda db: claim(db, key), "office")


def test_who_agrees_showed_a_code_just_now(office: Office, wallet: Wallet) -> None:
    office.conclude(FreezeWallet(MOUSSA, why="the phone is stolen"), ALICE)
    reached = office.world.do(lambda db: find_wallet(db, MOUSSA), "office")
    assert office.conclude(UnfreezeWallet(reached, why="it was found"), ALICE).sentence == "staff.asked"
    session, secret = add_app(office, BRUNO)
    approval = office.approval_of(reached.person_id)
    office.world.change("UPDATE staff_session SET factor_at = factor_at - interval '10 minutes'")
    assert office.conclude(approval, BRUNO, session).refused
    assert office.world.one(STATE, phone=MOUSSA) == "frozen"
    factors.try_code(wallet.engine, wallet.secrets, session, BRUNO, show_code(office.world, secret, 1))
    office.conclude(approval, BRUNO, session)
    assert office.world.one(STATE, phone=MOUSSA) == "open"


STATE = "SELECT p.state FROM person p JOIN phone n ON n.person_id = p.id WHERE n.number = :phone AND n.until IS NULL"


def test_a_new_password_takes_the_app_away(office: Office) -> None:
    _, _ = add_app(office, ALICE)
    office.hire(ALICE)
    session = office.sign_in(ALICE)
    found = factors.find_at_work(office.world.wallet_on("office").engine, session)
    assert found == factors.AtWork(ALICE, "administrator", has_app=False, factor_at=None)
