"""Payouts of a business: put aside at once, paid by a rail, a bank or at once; what fails comes back whole."""

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import ProgrammingError

from tests.wallet.payouts.test_settlement_accounts import PHONE
from tests.world.cast import BRICE
from tests.world.examples import draw
from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet.business.sales import read_holdings
from wallet.core.errors import Locked, Misread, QuoteChanged, Refused
from wallet.payouts.make_payout import AskPayout, DecidePayout, MakePayout

TAKINGS: Final = 39_600


@pytest.fixture
def treasury(world: World, shop: Shop) -> Treasury:
    return Treasury.open(world, shop)


def kinds_of_events(treasury: Treasury) -> list[str]:
    """Return the kinds of the events of payouts, oldest first."""
    return treasury.world.column("SELECT kind FROM event WHERE kind LIKE 'payout%' ORDER BY at, id")


def reserved(treasury: Treasury) -> int:
    """Return what the business's own figures say is put aside for payouts."""
    found: int = treasury.world.do(lambda db: read_holdings(db, treasury.shop.merchant.id)).payouts
    return found


@pytest.mark.parametrize(
    ("said", "state", "left", "text"),
    [
        (["succeeded"], "paid", TAKINGS - 10_050, "payout_succeeded"),
        (["failed"], "failed", TAKINGS, "payout_failed"),
    ],
)
def test_a_payout_to_a_phone_ends_as_its_payment_does(
    treasury: Treasury, said: list[Any], state: str, left: int, text: str
) -> None:
    account = treasury.add_phone()
    made = treasury.pay_out(account, 10_000)
    assert not made.refused, made
    assert (treasury.row(made).state, treasury.shop.takings, reserved(treasury)) == (
        "pending",
        TAKINGS - 10_050,
        10_050,
    )
    treasury.world.check()
    treasury.world.work(*said)
    assert (treasury.row(made).state, treasury.shop.takings, reserved(treasury)) == (state, left, 0)
    assert treasury.world.texts_to(BRICE)[-1] == text
    assert kinds_of_events(treasury) == ["payout.created", f"payout.{state}"]
    treasury.world.check()


def test_an_unknown_end_is_asked_about_and_told_once(treasury: Treasury) -> None:
    account = treasury.add_phone()
    made = treasury.pay_out(account, 10_000)
    treasury.world.work("lost")
    assert treasury.row(made).state == "pending"
    treasury.world.pass_time(3600)
    treasury.world.work("pending")
    treasury.world.pass_time(3600)
    treasury.world.work("succeeded")
    assert treasury.row(made).state == "paid"
    assert treasury.world.rails["mtn"].calls.count("submit") == 1
    treasury.world.check()


def test_a_payout_to_the_owners_wallet_is_there_at_once_and_free(treasury: Treasury) -> None:
    account = treasury.add("wallet")
    made = treasury.pay_out(account, 10_000, fee=0)
    assert treasury.row(made).state == "paid"
    assert (treasury.shop.takings, treasury.world.balance(BRICE)) == (TAKINGS - 10_000, 10_000)
    assert kinds_of_events(treasury) == ["payout.created", "payout.paid"]
    treasury.world.check()


def test_a_payout_to_a_bank_waits_for_a_file(treasury: Treasury) -> None:
    made = treasury.pay_out(treasury.add_bank(), 10_000)
    assert treasury.row(made).state == "pending"
    assert treasury.world.balance_of("in_transit:bank") == 10_050
    treasury.world.check()


def test_the_same_key_pays_once(treasury: Treasury) -> None:
    account = treasury.add_phone()
    first = treasury.pay_out(account, 10_000, key="once")
    assert treasury.pay_out(account, 10_000, key="once") == first
    assert reserved(treasury) == 10_050


@pytest.mark.parametrize(
    ("amount", "fee", "why"),
    [(TAKINGS, 198, "member.payout_above"), (99, 50, "error.amount_below"), (10_000, 51, "error.price_changed")],
)
def test_what_cannot_be_paid_out_is_not(treasury: Treasury, amount: int, fee: int, why: str) -> None:
    account = treasury.add_phone()
    try:
        said = treasury.pay_out(account, amount, fee).sentence
    except (Misread, QuoteChanged) as wrong:
        said = wrong.key
    assert (said, treasury.shop.takings) == (why, TAKINGS)
    treasury.world.check()


@pytest.mark.parametrize("role", ["manager", "accountant"])
def test_who_may_only_ask_asks_and_an_owner_decides(treasury: Treasury, role: str) -> None:
    account = treasury.add_phone()
    hired, owner_id = treasury.members.hire(role), treasury.shop.merchant.owner_id
    with pytest.raises(Refused, match="not_allowed"):
        hired.perform(MakePayout(owner_id, account, 10_000, 50))
    asked = hired.perform(AskPayout(account, 10_000, 50))
    assert treasury.world.texts_to(BRICE)[-1] == "payout_asked"
    assert (treasury.shop.takings, reserved(treasury)) == (TAKINGS, 0)
    payout = str(asked.values["payout_id"])
    with pytest.raises(Refused, match="not_allowed"):
        hired.perform(DecidePayout(owner_id, payout, 1))
    treasury.world.check()
    assert not treasury.owner.perform(DecidePayout(owner_id, payout, 1)).refused
    assert treasury.owner.perform(DecidePayout(owner_id, payout, 1)).sentence == "member.payout_decided"
    treasury.world.work("succeeded")
    assert treasury.row(asked).state == "paid"
    refused = hired.perform(AskPayout(account, 10_000, 50))
    treasury.owner.perform(DecidePayout(owner_id, str(refused.values["payout_id"]), 0))
    assert treasury.row(refused).state == "refused"
    assert kinds_of_events(treasury)[-2:] == ["payout.created", "payout.refused"]
    treasury.world.check()


def test_a_payout_asks_the_second_factor(treasury: Treasury) -> None:
    account, owner = treasury.add_phone(), treasury.owner
    treasury.world.pass_time(700)
    with pytest.raises(Locked, match="stale"):
        owner.perform(MakePayout(treasury.shop.merchant.owner_id, account, 10_000, 50))


INSERT: Final = """INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, created_at)
    SELECT gen_random_uuid(), merchant_id, id, 100, 0, 'X', 'pending', wallet_now() FROM settlement_account WHERE"""
WRITES: Final = {
    "paid by nobody": "UPDATE payout SET state = 'paid', ended_at = wallet_now()",
    "failed by nobody": "UPDATE payout SET state = 'failed', ended_at = wallet_now()",
    "to an account that waits": f"{INSERT} ready_at > wallet_now()",
    "put aside by nothing": f"{INSERT} ready_at <= wallet_now()",
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES.keys())
def test_the_database_judges_what_becomes_of_a_payout(treasury: Treasury, statement: str) -> None:
    treasury.pay_out(treasury.add_bank(), 10_000)
    treasury.owner.perform(PHONE)
    process: Any = "web" if "INSERT" in statement else "worker"
    with pytest.raises(ProgrammingError, match="may not change"):
        treasury.world.do(lambda db: db.exec_driver_sql(statement), process)


WAYS, SAYS = ("phone", "bank", "wallet"), ("succeeded", "failed", "")
STEPS: Final = st.lists(st.tuples(st.sampled_from(WAYS), st.integers(100, 15_000), st.sampled_from(SAYS)), max_size=6)


@draw(8)
@given(steps=STEPS)
def test_what_is_reserved_is_what_is_under_way(treasury: Treasury, steps: list[tuple[str, int, str]]) -> None:
    known = {
        row.kind: str(row.id)
        for row in treasury.world.rows("SELECT id, kind FROM settlement_account WHERE removed_at IS NULL")
    }
    accounts = known or {"phone": treasury.add_phone(), "bank": treasury.add_bank(), "wallet": treasury.add("wallet")}
    for way, amount, said in steps:
        fee = 0 if way == "wallet" else min(max(50, -(-amount * 5_000 // 1_000_000)), amount)
        made = treasury.pay_out(accounts[way], amount, fee)
        if way == "phone" and not made.refused and said:
            untold = treasury.world.one("SELECT count(*) FROM payment WHERE state = 'created'")
            treasury.world.work(*[said] * untold)
        under_way = treasury.world.one("SELECT coalesce(sum(amount + fee), 0) FROM payout WHERE state = 'pending'")
        held = sum(treasury.world.balance_of(f"in_transit:{at}") for at in ("mtn", "bank"))
        assert reserved(treasury) == under_way == held
    treasury.world.check()
