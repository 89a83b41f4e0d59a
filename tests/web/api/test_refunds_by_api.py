"""Refunds as programs ask for them: once for a key, which way is said before, never more than was paid."""

from typing import Any

import pytest

from tests.world.cashier import Cashier
from tests.world.cast import AWA, STRANGER
from tests.world.program import Program, give_key
from tests.world.subscribers import Subscribers
from wallet.business import checkouts, idempotency
from wallet.business.api_keys import ApiKey
from wallet.business.checkouts import Checkout
from wallet.core.public_ids import find_id
from web.api import keys


@pytest.fixture
def cashier(program: Program) -> Cashier:
    return Cashier.hire(program.world, program.shop)


def make(program: Program, cashier: Cashier) -> tuple[str, Checkout]:
    """Return a checkout that the program made, open."""
    made = program.post("/checkouts", {"title": "Gâteau", "amount": 5_000})["id"]
    row_id = find_id("chk", made)
    return made, program.world.do(lambda db: checkouts.get(db, str(row_id)))


def paid(program: Program, cashier: Cashier) -> str:
    """Return the id of a checkout that Awa's wallet paid."""
    name, one = make(program, cashier)
    program.world.credit(AWA, 5_000, name)
    program.world.perform(AWA, cashier.quote(AWA, one), name)
    return name


def test_a_refund_is_asked_for_followed_and_listed(program: Program, cashier: Cashier) -> None:
    name, one = make(program, cashier)
    cashier.prompt(one, STRANGER, "c1")
    program.world.work("succeeded")
    before = program.get(f"/checkouts/{name}/refundable")
    assert before == {"object": "refundable", "checkout": name, "left": 5_000, "currency": "XAF", "to": "source"}
    made = program.post("/refunds", {"checkout": name, "amount": 2_000, "reason": "cassé"})
    assert (made["state"], made["to"], made["method"], made["fee"], made["reason"]) == (
        "pending", "source", "mtn", 20, "cassé",
    )  # fmt: skip
    program.world.work("succeeded")
    now = program.get(f"/refunds/{made['id']}")
    assert (now["state"], now["ended_at"] is not None) == ("succeeded", True)
    assert program.get(f"/checkouts/{name}")["refunded"] == 2_000
    rest = program.post("/refunds", {"checkout": name})
    assert rest["amount"] == 3_000
    assert [one["id"] for one in program.get(f"/refunds?checkout={name}")["data"]] == [rest["id"], made["id"]]
    assert [one["id"] for one in program.get("/refunds?state=pending")["data"]] == [rest["id"]]
    program.world.work("failed")
    assert program.get(f"/refunds/{rest['id']}")["state"] == "failed"
    program.world.check()


def test_the_same_key_refunds_once(program: Program, cashier: Cashier) -> None:
    body = {"checkout": paid(program, cashier), "amount": 1_000}
    first = program.post("/refunds", body, Idempotency_Key="one")
    assert program.post("/refunds", body, Idempotency_Key="one") == first
    assert program.world.balance(AWA) == 1_000
    assert program.trouble("POST", "/refunds", {**body, "amount": 2_000}, Idempotency_Key="one")[0] == 422


def test_a_refund_whose_answer_could_not_be_kept_was_not_made(
    program: Program, cashier: Cashier, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"checkout": paid(program, cashier)}
    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "keep", break_down)
        assert program.trouble("POST", "/refunds", body, Idempotency_Key="one")[:2] == (500, "internal")
    assert (program.get("/refunds")["data"], program.world.balance(AWA)) == ([], 0)
    made = program.post("/refunds", body, Idempotency_Key="one")
    assert program.post("/refunds", body, Idempotency_Key="one") == made
    assert program.world.balance(AWA) == 5_000
    program.world.check()


def break_down(*_: object) -> None:
    """Raise what nobody foresaw."""
    raise RuntimeError("broken")


@pytest.mark.parametrize("other", [{}, {"amount": 1_000}, {"reason": "autre"}])
def test_a_key_whose_answer_is_kept_no_more_refunds_nothing_twice(
    program: Program, cashier: Cashier, other: dict[str, Any]
) -> None:
    body = {"checkout": paid(program, cashier), "amount": 2_000}
    program.post("/refunds", body, Idempotency_Key="one")
    program.world.change("DELETE FROM idempotent_answer WHERE key = 'one'")
    if other:
        assert program.trouble("POST", "/refunds", body | other, Idempotency_Key="one")[0] == 409
    else:
        assert program.post("/refunds", body, Idempotency_Key="one")["amount"] == 2_000
    assert program.world.balance(AWA) == 2_000
    program.world.check()


def test_what_cannot_be_refunded_is_a_problem(program: Program, cashier: Cashier) -> None:
    open_now, _ = make(program, cashier)
    assert program.trouble("POST", "/refunds", {"checkout": open_now})[:2] == (409, "not_possible")
    assert program.trouble("GET", f"/checkouts/{open_now}/refundable")[:2] == (409, "not_possible")
    name = paid(program, cashier)
    assert program.trouble("POST", "/refunds", {"checkout": name, "amount": 5_001})[:2] == (409, "not_possible")
    assert program.trouble("POST", "/refunds", {"checkout": name, "amount": 99}) == (400, "invalid_request", "amount")
    assert (
        program.call("POST", "/refunds", {"checkout": name, "amount": 99}).get_json()["detail"]
        == "At least 100 francs."
    )
    for wrong in ({"amount": 0}, {"amount": "5"}, {"amount": 1.5}, {"checkout": "x"}, {"to": "wallet"}, {"reason": 1}):
        assert program.trouble("POST", "/refunds", {"checkout": name, **wrong})[:2] == (400, "invalid_request"), wrong
    assert program.world.balance(AWA) == 0


def test_a_key_without_the_permission_refunds_nothing(program: Program, cashier: Cashier) -> None:
    name = paid(program, cashier)
    reads = program.with_key(give_key(program.world, program.shop.merchant.id, permissions=("refunds:read",)))
    assert reads.trouble("POST", "/refunds", {"checkout": name})[:2] == (403, "permission_denied")
    assert reads.get("/refunds")["data"] == []


def test_a_key_that_ends_while_it_asks_refunds_nothing(
    program: Program, cashier: Cashier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door lets it in; what moves money looks once more, in its own transaction."""
    name, check = paid(program, cashier), keys.check

    def end_key(*given: Any, **more: Any) -> ApiKey:
        program.world.change("UPDATE api_key SET until = wallet_now()")
        return check(*given, **more)

    program.get("/refunds")
    monkeypatch.setattr(keys, "check", end_key)
    assert program.trouble("POST", "/refunds", {"checkout": name})[:2] == (401, "authentication_failed")
    assert program.world.balance(AWA) == 0


def test_another_businesss_checkout_is_none(program: Program, other: Program, cashier: Cashier) -> None:
    name = paid(program, cashier)
    assert other.trouble("POST", "/refunds", {"checkout": name})[:2] == (404, "not_found")
    assert other.get(f"/refunds?checkout={name}")["data"] == []


def test_what_a_subscription_charged_is_given_back_by_its_payment(program: Program, cashier: Cashier) -> None:
    program.world.credit(AWA, 10_000)
    plan = program.post("/plans", {"title": "Salle", "amount": 2_000, "every": "month"})
    Subscribers(program.world, program.shop).agree(AWA, plan["code"])
    [payment] = program.get("/payments")["data"]
    assert (payment["kind"], payment["refunded"]) == ("pay_subscription", 0)
    way = f"/payments/{payment['id']}/refund"
    assert program.post(way, {"amount": 500}, Idempotency_Key="one")["refunded"] == 500
    assert program.post(way, {"amount": 500}, Idempotency_Key="one")["refunded"] == 500, "once for a key"
    assert program.trouble("POST", way, {"amount": 1_501}) == (409, "not_possible", "amount")
    assert program.post(way, {})["refunded"] == 2_000
    assert program.trouble("POST", way, {})[:2] == (409, "not_possible")
    assert program.world.balance(AWA) == 10_000
    reads = program.with_key(give_key(program.world, program.shop.merchant.id, permissions=("payments:read",)))
    assert reads.trouble("POST", way, {"amount": 500})[0] == 403
    name = paid(program, cashier)
    bought = program.get(f"/checkouts/{name}")["payment"]
    assert program.trouble("POST", f"/payments/{bought}/refund", {})[:2] == (409, "not_possible")
    program.world.check()
