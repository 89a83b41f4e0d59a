"""All that a business holds, paid out by everybody at the same moment: it leaves once, whoever is first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from tests.world.cast import BRICE, TILL
from tests.world.office import Office
from tests.world.program import give_key
from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet.business.api_keys import KeyProof
from wallet.business.empty_till import EmptyTill
from wallet.core.errors import WalletError
from wallet.operations.actor import Actor
from wallet.payouts.change_settlement import AddSettlementAccount, RemoveSettlementAccount
from wallet.payouts.make_payout import AskPayout, DecidePayout, MakePayout
from wallet.payouts.save_schedule import SaveSchedule
from workers import deadlines

Way = Callable[[], Any]
ALL, PRICE = 39_402, 198


@pytest.fixture
def treasury(world: World, shop: Shop) -> Treasury:
    return Treasury.open(world, shop)


def at_once(*ways: Way) -> list[Any]:
    """Do these at the same moment; return what each said, a refusal by its name."""
    ready = Barrier(len(ways))

    def attempt(way: Way) -> Any:
        ready.wait()
        try:
            return way()
        except WalletError as wrong:
            return wrong.key

    with ThreadPoolExecutor(len(ways)) as threads:
        return list(threads.map(attempt, ways))


def test_all_that_is_there_leaves_once(treasury: Treasury) -> None:
    world, shop = treasury.world, treasury.shop.merchant
    bank, phone, wallet = treasury.add_bank(), treasury.add_phone(), treasury.add("wallet")
    treasury.owner.perform(SaveSchedule(bank, "day"))
    treasury.pass_time(86_400)
    owner, key = treasury.owner, world.one("SELECT id FROM api_key") if give_key(world, shop.id) else None
    program = Actor("api_key", str(key), "fr", "", shop.id, frozenset({"payouts:write"}))
    pages = [partial(owner.perform, MakePayout(shop.owner_id, account, ALL, PRICE)) for account in (bank, phone)]
    own = partial(owner.perform, MakePayout(shop.owner_id, wallet, 39_600))
    calls = [
        partial(
            world.wallet_on("web").perform, MakePayout(shop.owner_id, bank, ALL, PRICE), program, f"api:{n}", "api",
            KeyProof(),
        )
        for n in range(6)
    ]  # fmt: skip
    by_phone = [partial(world.perform, BRICE, EmptyTill(shop.id, 39_600), f"till:{n}") for n in range(3)]
    at_once(*pages * 3, own, own, *calls, *by_phone, deadlines.end_due, deadlines.end_due, deadlines.end_due)
    reserved = sum(world.balance_of(f"in_transit:{at}") for at in ("bank", "mtn"))
    assert treasury.shop.takings + reserved + world.balance(BRICE) == 39_600
    assert treasury.shop.takings == 0
    assert world.one("SELECT count(*) FROM payout") <= 1
    world.check()


def test_one_press_pays_out_once_however_often_it_is_sent(treasury: Treasury) -> None:
    account = treasury.add_bank()
    case = MakePayout(treasury.shop.merchant.owner_id, account, 1_000, 50)
    said = at_once(*[partial(treasury.owner.perform, case, "business:me:once")] * 12)
    assert {one.sentence for one in said} == {"payout_made"}
    assert treasury.world.one("SELECT count(*) FROM payout") == 1


def test_what_was_asked_is_decided_once(treasury: Treasury) -> None:
    account, shop = treasury.add_bank(), treasury.shop.merchant
    hired = treasury.members.hire("manager")
    payout = str(hired.perform(AskPayout(account, 10_000, 50)).values["payout_id"])
    owner = treasury.owner
    ways = [partial(owner.perform, DecidePayout(shop.owner_id, payout, agreed)) for agreed in (1, 0)]
    said = at_once(*ways * 5)
    assert sum(not one.refused for one in said) == 1
    treasury.world.check()


def test_a_business_is_not_closed_with_a_payout_under_way(treasury: Treasury, office: Office) -> None:
    account, shop = treasury.add_bank(), treasury.shop.merchant
    owner = treasury.owner
    assert not treasury.pay_out(account, ALL - 1_000, PRICE - 5).refused
    closes = partial(office.run, "merchant", "close", TILL, "--why", "moved away")
    rest = treasury.shop.takings
    pays = partial(owner.perform, MakePayout(shop.owner_id, account, rest - 50, 50))
    at_once(closes, pays, closes)
    assert treasury.world.one("SELECT until IS NULL FROM merchant")
    treasury.world.check()


def test_a_removed_account_is_paid_to_by_nobody_who_came_later(treasury: Treasury) -> None:
    account, shop = treasury.add_phone(), treasury.shop.merchant
    owner = treasury.owner
    pays = partial(owner.perform, MakePayout(shop.owner_id, account, 1_000, 50))
    said = at_once(pays, partial(owner.perform, RemoveSettlementAccount(account)), pays, pays)
    assert not said[1].refused
    assert pays().sentence == "member.no_such_account"
    treasury.world.check()


def test_an_account_is_added_once_by_two_presses_and_paid_to_by_neither(treasury: Treasury) -> None:
    owner = treasury.owner
    add = partial(owner.perform, AddSettlementAccount("phone", "mtn", BRICE, meant=1))
    said = at_once(add, add, add)
    assert sorted(one.sentence for one in said) == ["member.account_known"] * 2 + ["settlement_added"]
    [made] = [str(one.values["account_id"]) for one in said if not one.refused]
    assert treasury.pay_out(made, 1_000).sentence == "member.settlement_waits"


def test_a_stopped_owner_is_paid_out_to_by_no_way(treasury: Treasury) -> None:
    wallet, shop = treasury.add("wallet"), treasury.shop.merchant
    treasury.owner.perform(SaveSchedule(wallet, "day"))
    treasury.pass_time(86_400)
    treasury.world.change("UPDATE person SET state = 'frozen' WHERE id = CAST(:id AS uuid)", id=shop.owner_id)
    deadlines.end_due()
    said = at_once(*[partial(treasury.owner.perform, MakePayout(shop.owner_id, wallet, 1_000))] * 3)
    assert {one if isinstance(one, str) else one.refused for one in said} <= {True, "refusal.frozen"}
    assert treasury.world.one("SELECT count(*) FROM payout") == 0
