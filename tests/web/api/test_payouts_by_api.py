"""Payouts as programs make and follow them: to accounts their owner added, once for a key, and nobody else's."""

import pytest
from sqlalchemy.exc import DBAPIError

from tests.world.program import Program
from tests.world.treasury import Treasury
from wallet.core.public_ids import write_id


@pytest.fixture
def treasury(program: Program) -> Treasury:
    return Treasury.open(program.world, program.shop)


def test_a_payout_is_made_followed_and_listed(program: Program, treasury: Treasury) -> None:
    treasury.add_phone()
    treasury.add_bank()
    phone, bank = program.get("/settlement_accounts")["data"]
    assert (phone["kind"], phone["number"], bank["holder"]) == ("phone", "…0004", "Boulangerie Kamga SARL")
    made = program.post("/payouts", {"account": phone["id"], "amount": 10_000})
    assert (made["state"], made["amount"], made["fee"], made["to"]) == ("pending", 10_000, 50, phone)
    assert program.get("/balance") == {
        "available": 29_550, "retained": 0, "pending": 0, "reserved": 10_050, "currency": "XAF",
    }  # fmt: skip
    treasury.world.work("succeeded")
    now = program.get(f"/payouts/{made['id']}")
    assert (now["state"], now["ended_at"] is not None) == ("paid", True)
    assert program.get("/balance")["reserved"] == 0
    second = program.post("/payouts", {"account": bank["id"], "amount": 1_000})
    assert [one["id"] for one in program.get("/payouts")["data"]] == [second["id"], made["id"]]
    assert [one["id"] for one in program.get("/payouts?state=pending")["data"]] == [second["id"]]
    kinds = [one["type"] for one in program.get("/events")["data"]]
    assert kinds == [] or set(kinds) >= {"payout.created"}
    treasury.world.check()


def test_the_same_key_pays_out_once(program: Program, treasury: Treasury) -> None:
    account = write_id("sta", treasury.add_phone())
    body = {"account": account, "amount": 10_000}
    first = program.post("/payouts", body, Idempotency_Key="one")
    assert program.post("/payouts", body, Idempotency_Key="one") == first
    assert program.trouble("POST", "/payouts", {**body, "amount": 9_000}, Idempotency_Key="one")[0] == 422
    assert program.world.one("SELECT count(*) FROM payout") == 1


def test_what_cannot_be_paid_out_is_said(program: Program, treasury: Treasury) -> None:
    account = write_id("sta", treasury.add_phone())
    assert program.trouble("POST", "/payouts", {"account": account, "amount": 39_600})[:2] == (409, "not_possible")
    nobodys = write_id("sta", program.shop.merchant.id)
    assert program.trouble("POST", "/payouts", {"account": nobodys, "amount": 500})[:2] == (404, "not_found")
    assert program.trouble("POST", "/payouts", {"account": account, "amount": 99})[:2] == (400, "invalid_request")
    assert program.world.one("SELECT count(*) FROM payout") == 0


def test_a_key_pays_out_only_where_it_may(program: Program, treasury: Treasury) -> None:
    account = write_id("sta", treasury.add_phone())
    program.world.change("UPDATE api_key SET permissions = '{payouts:read}'")
    asked = ("POST", "/payouts", {"account": account, "amount": 500})
    assert program.trouble(*asked)[:2] == (403, "permission_denied")
    assert program.get("/payouts")["data"] == []


@pytest.mark.parametrize("change", ["body = '{}'", "status = NULL", "at = wallet_now()"])
def test_what_was_answered_under_a_key_is_replaced_by_no_process(
    program: Program, treasury: Treasury, change: str
) -> None:
    program.post("/payouts", {"account": write_id("sta", treasury.add_phone()), "amount": 500})
    with pytest.raises(DBAPIError, match="what a program was answered"):
        program.world.do(lambda db: db.exec_driver_sql(f"UPDATE idempotent_answer SET {change}"), "web")
