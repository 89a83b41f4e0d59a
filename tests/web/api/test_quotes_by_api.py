"""Quotes as programs ask for them: both amounts and the rate of one's own open checkout, for a quarter of an hour."""

from typing import Any

import pytest

from tests.world.program import Program

CHECKOUT = {"title": "Gâteau", "amount": 10_000}


def test_a_quote_says_both_amounts_and_the_rate_and_holds_a_quarter_of_an_hour(program: Program) -> None:
    checkout = program.post("/checkouts", CHECKOUT)["id"]
    made = program.post("/quotes", {"checkout": checkout, "currency": "EUR"})
    assert {name: made[name] for name in ("amount", "currency", "charged", "charged_currency", "rate")} == {
        "amount": 10_000, "currency": "XAF", "charged": 1_525, "charged_currency": "EUR", "rate": "655.957",
    }  # fmt: skip
    assert (made["checkout"], made["object"]) == (checkout, "quote")
    assert program.get(f"/quotes/{made['id']}") == made
    assert program.world.one("SELECT until - made_at = interval '15 minutes' FROM quote")


@pytest.mark.parametrize("currency", ["USD", "XAF", "ZZZ"])
def test_what_is_not_charged_in_is_a_problem_that_names_what_is(program: Program, currency: str) -> None:
    checkout = program.post("/checkouts", CHECKOUT)["id"]
    answer = program.call("POST", "/quotes", {"checkout": checkout, "currency": currency})
    assert (answer.status_code, answer.get_json()["detail"]) == (409, "Charged in now: EUR.")


@pytest.mark.parametrize("wrong", [{"currency": "eur"}, {"currency": ""}, {"checkout": "x"}, {"amount": 5}])
def test_what_cannot_be_read_is_a_problem(program: Program, wrong: dict[str, Any]) -> None:
    body = {"checkout": program.post("/checkouts", CHECKOUT)["id"], "currency": "EUR"}
    assert program.trouble("POST", "/quotes", body | wrong)[:2] == (400, "invalid_request")
    assert program.world.one("SELECT count(*) FROM quote") == 0


def test_what_has_ended_or_is_anothers_is_not_quoted(program: Program, other: Program) -> None:
    checkout = program.post("/checkouts", CHECKOUT)["id"]
    body = {"checkout": checkout, "currency": "EUR"}
    assert other.trouble("POST", "/quotes", body)[:2] == (404, "not_found")
    program.post(f"/checkouts/{checkout}/expire")
    assert program.trouble("POST", "/quotes", body)[:2] == (409, "not_possible")
