"""Accounts to be paid out to: an owner adds one, with the second factor; it waits two days; every owner hears it."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from sqlalchemy.exc import ProgrammingError

from tests.world.cast import AWA, BRICE
from tests.world.shop import Shop
from tests.world.treasury import RIB_OF_BRICE, Treasury
from tests.world.world import World
from wallet.core.errors import Locked, Misread, Refused
from wallet.payouts.change_settlement import AddSettlementAccount, RemoveSettlementAccount
from wallet.payouts.make_payout import MakePayout

PHONE: Final = AddSettlementAccount("phone", "mtn", BRICE, meant=1)


@pytest.fixture
def treasury(world: World, shop: Shop) -> Treasury:
    return Treasury.open(world, shop)


def test_one_waits_48_hours_and_every_owner_is_told(treasury: Treasury) -> None:
    first = treasury.owner
    treasury.members.hire("owner", "second@example.cm")
    treasury.members.logins["owner"] = first
    treasury.owner.perform(PHONE)
    world = treasury.world
    assert world.texts_to(BRICE)[-1] == "settlement_added"
    told = world.rows("SELECT address, kind FROM mail WHERE kind LIKE 'settlement%'")
    assert told == [("second@example.cm", "settlement_added")]
    [account] = world.column("SELECT id::text FROM settlement_account")
    treasury.pass_time(48 * 3600 - 300)
    refused = treasury.pay_out(account, 10_000)
    assert (refused.refused, refused.sentence) == (True, "member.settlement_waits")
    treasury.pass_time(300)
    assert not treasury.pay_out(account, 10_000).refused


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (AddSettlementAccount("phone", "mtn", "12"), "error.not_a_phone"),
        (AddSettlementAccount("phone", "mtn", BRICE), "member.other_operator"),
        (AddSettlementAccount("phone", "paypal", BRICE), "error.malformed"),
        (AddSettlementAccount("bank", "", RIB_OF_BRICE[:-2] + "20", "Brice"), "member.rib_key_wrong"),
        (AddSettlementAccount("bank", "", "12345", "Brice"), "member.not_a_rib"),
        (AddSettlementAccount("bank", "", "FR7630006000011234567890189", "Brice"), "member.iban_of_another"),
        (AddSettlementAccount("bank", "", RIB_OF_BRICE, "  "), "member.holder_unwritable"),
        (AddSettlementAccount("shoe"), "error.malformed"),
    ],
)
def test_what_is_no_account_is_refused(treasury: Treasury, asked: AddSettlementAccount, why: str) -> None:
    try:
        said = treasury.owner.perform(asked).sentence
    except Misread as wrong:
        said = wrong.key
    assert said == why
    assert treasury.world.one("SELECT count(*) FROM settlement_account") == 0


def test_an_account_is_kept_once_and_a_removed_one_waits_again(treasury: Treasury) -> None:
    account = treasury.add_bank()
    iban = AddSettlementAccount("bank", "", "CM21 " + RIB_OF_BRICE, "Brice")
    assert treasury.owner.perform(iban).sentence == "member.account_known"
    assert not treasury.owner.perform(RemoveSettlementAccount(account)).refused
    assert treasury.world.texts_to(BRICE)[-1] == "settlement_removed"
    assert treasury.pay_out(account, 10_000).sentence == "member.no_such_account"
    again = treasury.owner.perform(iban)
    assert treasury.pay_out(str(again.values["account_id"]), 10_000).sentence == "member.settlement_waits"


def test_without_the_second_factor_just_now_nothing_is_added(treasury: Treasury) -> None:
    owner = treasury.owner
    treasury.world.pass_time(700)
    with pytest.raises(Locked, match="stale"):
        owner.perform(PHONE)


@pytest.mark.parametrize("role", ["manager", "accountant", "developer", "viewer", "cashier"])
def test_no_other_role_adds_or_removes_one(treasury: Treasury, role: str) -> None:
    account = treasury.add_phone()
    hired = treasury.members.hire(role)
    for case in (PHONE, RemoveSettlementAccount(account)):
        with pytest.raises(Refused, match="not_allowed"):
            hired.perform(case)


WRITES: Final = {
    "ready earlier": "UPDATE settlement_account SET ready_at = wallet_now()",
    "another number": "UPDATE settlement_account SET number = '+237677000009'",
    "added": """INSERT INTO settlement_account SELECT gen_random_uuid(), merchant_id, kind, rail, '+237677000009',
        holder, added_by, added_at, ready_at FROM settlement_account""",
    "gone": "DELETE FROM settlement_account",
}


@pytest.mark.parametrize("process", ["web", "worker", "office"])
@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES.keys())
def test_no_process_writes_one_itself(treasury: Treasury, process: Any, statement: str) -> None:
    treasury.add_phone()
    run: Callable[[Any], Any] = lambda db: db.exec_driver_sql(statement)  # noqa: E731
    with pytest.raises(ProgrammingError, match=r"permission denied|may not change"):
        treasury.world.do(run, process)


def test_no_session_but_an_owners_adds_one_by_the_function(treasury: Treasury) -> None:
    merchant = treasury.shop.merchant.id
    asked = f"""SELECT add_settlement_account('\\x00', gen_random_uuid(), '{merchant}', 'wallet', '', '', '')"""
    assert treasury.world.do(lambda db: db.exec_driver_sql(asked).scalar_one(), "web") == "not_allowed"


def test_another_businesss_account_is_none(treasury: Treasury) -> None:
    account = treasury.add_phone()
    world = treasury.world
    other = world.open_shop(AWA, "Chez Awa", "44116")
    stolen = f"UPDATE settlement_account SET merchant_id = '{other.id}' WHERE id = '{account}'"
    world.change(stolen)  # as its owner: it is another's from now on
    made = treasury.owner.perform(MakePayout(treasury.shop.merchant.owner_id, account, 10_000, 50))
    assert made.sentence == "member.no_such_account"
