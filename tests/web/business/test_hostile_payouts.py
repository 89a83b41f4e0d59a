"""Payouts' page under hostile hands: each role, another's ids, forged and replayed forms, sums that are none."""

import re
from typing import Any, Final

import pytest
from werkzeug.test import TestResponse

from tests.web.business.conftest import Visit
from tests.world.cast import AWA
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet.business.invite_owner import InviteOwner
from wallet.payouts.make_payout import AskPayout
from wallet.payouts.save_schedule import SaveSchedule

ROLES: Final = (
    "manager", "accountant", "payroll_maker", "payroll_approver", "developer", "viewer", "cashier",
)  # fmt: skip
WAIT: Final = 48 * 3600


@pytest.fixture
def treasury(world: World, visit: Visit) -> Treasury:
    treasury = Treasury.open(world, visit.members.shop)
    visit.members = treasury.members
    return treasury


def tokens(visit: Visit, page: str = "/own") -> dict[str, str]:
    """Return what shows that a form is of this browser, and an attempt of its own."""
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', visit.see(page).html))
    assert form
    return {**form, "attempt": "a" * 20}


def send(visit: Visit, merchant: str, **said: str) -> TestResponse:
    return visit.browser.post(f"/business/b/{merchant}/payouts", data=said)


def kept(world: World) -> tuple[Any, ...]:
    """Return all that a form here could change."""
    return tuple(
        world.rows(f"SELECT * FROM {table} ORDER BY 1")
        for table in ("payout", "settlement_account", "payout_schedule", "transfer")
    )


def whats(account: str, payout: str, price: str) -> list[dict[str, str]]:
    """Return every form of the page, filled in so that an owner's would be done."""
    return [
        {"what": "make", "account": account, "amount": "1000", "price": price},
        {"what": "agree", "payout": payout}, {"what": "refuse", "payout": payout},
        {"what": "add", "where": "mtn", "number": "677000009"}, {"what": "add", "where": "wallet"},
        {"what": "remove", "account": account}, {"what": "unschedule"},
        {"what": "schedule", "account": account, "every": "sum", "least": "100"},
    ]  # fmt: skip


def prepare(treasury: Treasury) -> tuple[str, str]:
    """Have an account, a schedule, and a payout that is asked for; return account and payout."""
    account = treasury.add_phone()
    treasury.owner.perform(SaveSchedule(account, "week", 5, 10_000_000))
    asked = treasury.members.hire("accountant").perform(AskPayout(account, 1_000, 50))
    return account, str(asked.values["payout_id"])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_no_more_by_a_form_than_it_may(world: World, visit: Visit, treasury: Treasury, role: str) -> None:
    account, payout = prepare(treasury)
    shop = treasury.shop.merchant.id
    visit.enter(treasury.owner)
    price = re.findall(r'name="price" value="([^"]*)"', visit.see(f"/b/{shop}/payouts").html)[0]
    visit.enter(treasury.members.logins.get(role) or treasury.members.hire(role))
    form, before = tokens(visit), kept(world)
    for number, one in enumerate(whats(account, payout, price)):
        answer = send(visit, shop, **{**form, **one, "attempt": f"{number}" * 20})
        assert answer.status_code == 404, (one, answer.status_code)
    assert kept(world) == before
    asks = send(visit, shop, **form, what="ask", account=account, amount="1000", price=price).status_code
    assert asks == (303 if role in ("manager", "accountant") else 404)
    world.check()


def test_another_businesss_accounts_and_payouts_are_nobodys(world: World, visit: Visit, treasury: Treasury) -> None:
    account, payout = prepare(treasury)
    way = f"{visit.enter(treasury.owner)}/payouts"
    price = re.findall(r'name="price" value="([^"]*)"', visit.see(way).html)[0]
    world.see_id(AWA)
    other = world.open_shop(AWA, "Quincaillerie", "23457")
    assert not world.perform(AWA, InviteOwner(), "k").refused
    treasury.members.accept(treasury.members.newest_invitation(), "Awa Ngo")
    stranger = treasury.members.sign_in(AWA)
    stranger.add_app()
    visit.enter(stranger)
    form, before = tokens(visit, f"/b/{other.id}/payouts"), kept(world)
    for number, one in enumerate(whats(account, payout, price)):
        if one["what"] in ("add", "unschedule"):
            continue
        mine = send(visit, other.id, **{**form, **one, "attempt": f"{number}" * 20})
        assert mine.status_code == 422, (one, mine.status_code)
        theirs = send(visit, treasury.shop.merchant.id, **{**form, **one, "attempt": f"{number}" * 20})
        assert theirs.status_code == 404
    assert kept(world) == before


def test_a_form_of_no_page_of_ours_does_nothing_and_one_pressed_twice_does_it_once(
    world: World, visit: Visit, treasury: Treasury
) -> None:
    account = treasury.add_phone()
    way = f"{visit.enter(treasury.owner)}/payouts"
    html = visit.see(way).html
    price = re.findall(r'name="price" value="([^"]*)"', html)[0]
    good = {**tokens(visit, way), "what": "make", "account": account, "amount": "1000", "price": price}
    before, shop = kept(world), treasury.shop.merchant.id
    for wrong in (
        {"form": ""}, {"form": "0" * 64}, {"form": "\u0660" * 64}, {"attempt": ""}, {"attempt": "short"},
        {"attempt": "x" * 33}, {"what": "MAKE"}, {"what": ""},
    ):  # fmt: skip
        assert send(visit, shop, **{**good, **wrong}).status_code == 400, wrong
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert visit.browser.post(f"/business{way}", data={**good, "form": ""}, headers=elsewhere).status_code >= 400
    for wrong in (
        {"amount": "-1000"}, {"amount": "0"}, {"amount": "99"}, {"amount": "1e5"}, {"amount": "9" * 19},
        {"amount": "39600"}, {"amount": ""}, {"price": "0-0-0"}, {"price": ""},
    ):  # fmt: skip
        assert send(visit, shop, **{**good, **wrong}).status_code == 422, wrong
        good["attempt"] = good["attempt"][1:] + "b"
    assert kept(world) == before
    said = [send(visit, shop, **good).status_code for _ in range(3)]
    assert said == [303] * 3
    assert world.column("SELECT amount FROM payout") == [1_000]
    assert send(visit, shop, **{**good, "amount": "2000"}).status_code == 422, "the same press, of another sum"
    assert world.column("SELECT amount FROM payout") == [1_000]
    world.check()


def test_a_payout_is_made_by_no_get_and_by_no_session_that_is_over(
    world: World, visit: Visit, treasury: Treasury
) -> None:
    account = treasury.add_phone()
    way = f"{visit.enter(treasury.owner)}/payouts"
    html = visit.see(way).html
    price = re.findall(r'name="price" value="([^"]*)"', html)[0]
    good = {**tokens(visit, way), "what": "make", "account": account, "amount": "1000", "price": price}
    before, shop = kept(world), treasury.shop.merchant.id
    assert visit.browser.get(f"/business{way}", query_string=good).status_code == 200
    world.pass_time(700)
    stale = send(visit, shop, **good)
    assert (stale.status_code, 'name="kept"' in stale.text) == (200, True)
    world.change("UPDATE member_session SET ended_at = now()")
    assert send(visit, shop, **good).status_code in (303, 404)
    assert kept(world) == before


@pytest.mark.parametrize(
    "said",
    [
        {"where": "mtn", "number": "+33612345678"}, {"where": "cinetpay", "number": "677000009"},
        {"where": "bank", "number": "0" * 23, "holder": "x"}, {"where": "bank", "number": "", "holder": "x"},
        {"where": "flutterwave", "number": "677000009"}, {"where": "", "number": ""}, {"where": "phone"},
    ],
)  # fmt: skip
def test_what_is_added_is_an_account_that_can_be_paid_to(
    world: World, visit: Visit, treasury: Treasury, said: dict[str, str]
) -> None:
    way = f"{visit.enter(treasury.owner)}/payouts"
    answer = visit.press(way, way, what="add", **{"number": "", "holder": "", **said})
    assert answer.status_code == 422, (
        answer.status_code,
        world.rows("SELECT kind, rail, number FROM settlement_account"),
    )
    assert world.one("SELECT count(*) FROM settlement_account") == 0
