"""The rails by redirect against the simulated providers: what each payer does at the page, and all that goes wrong."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from faults.polling import wait_for
from tests.simulators.provider_clients import Payer
from tests.workers.rails.pages import AMOUNT, NAMES, Pages, open_pages, order_at_page, press
from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError

pytestmark = pytest.mark.campaign

EACH = pytest.mark.parametrize("name", NAMES)
PAID = Confirmation("succeeded", AMOUNT, None, "XAF")


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        yield opened


def ask(pages: Pages, name: str, order: Order) -> Confirmation:
    """Return what is learnt, without what differs from one time to the next."""
    said = pages.rails[name].ask_status(order)
    return replace(said, operator_id="", raw="")


@EACH
def test_a_page_is_made_and_nothing_is_paid_by_that(pages: Pages, name: str) -> None:
    made = pages.prepared(name)
    assert made.redirect_url.startswith(f"{pages.url}/{name}/")
    assert made.handle.startswith("K7Q2-93FD-")
    assert "10000 XAF" in Payer(made.redirect_url).open().text
    assert pages.rails[name].submit(made).state == "pending"
    assert ask(pages, name, made) == Confirmation("pending", *((AMOUNT, None, "XAF") if name == "cinetpay" else ()))
    assert pages.executed() == []


@EACH
def test_who_approves_has_paid_once(pages: Pages, name: str) -> None:
    made = pages.prepared(name)
    press(made, "pay:card")
    assert ask(pages, name, made) == PAID
    assert pages.rails[name].ask_status(made).operator_id
    assert pages.executed() == [("collection", AMOUNT)]


@EACH
@pytest.mark.parametrize("act", ["leave", "cancel"])
def test_who_leaves_or_cancels_can_come_back_and_pay(pages: Pages, name: str, act: str) -> None:
    made = pages.prepared(name)
    press(made, act)
    before = {("cinetpay", "cancel"): "expired"}.get((name, act), "pending")
    assert ask(pages, name, made).state == before
    press(made, "pay:card")
    assert ask(pages, name, made) == PAID


@EACH
def test_who_is_declined_may_take_another_card(pages: Pages, name: str) -> None:
    made = pages.prepared(name)
    press(made, "decline")
    assert ask(pages, name, made).state == {"flutterwave": "pending", "cinetpay": "expired"}[name]
    press(made, "pay:card")
    assert ask(pages, name, made) == PAID


def test_three_declined_cards_are_a_failure_at_flutterwave(pages: Pages) -> None:
    made = pages.prepared("flutterwave")
    press(made, "decline", "decline", "decline")
    assert ask(pages, "flutterwave", made) == Confirmation("failed", reason="Declined by the card's bank")


def test_a_success_behind_a_declined_card_is_found(pages: Pages) -> None:
    made = pages.prepared("flutterwave")
    press(made, "decline", "pay:card")
    pages.fault("flutterwave", "found_first", call="status")
    assert ask(pages, "flutterwave", made) == PAID


def test_a_page_paid_twice_is_told_whole(pages: Pages) -> None:
    made = pages.prepared("flutterwave")
    press(made, "pay:card", "pay:card")
    assert ask(pages, "flutterwave", made) == replace(PAID, amount=2 * AMOUNT)


def test_a_counter_paid_twice_is_one_payment_at_cinetpay(pages: Pages) -> None:
    made = pages.prepared("cinetpay")
    pages.fault("cinetpay", "paid_twice")
    press(made, "pay:card", "pay:card")
    assert ask(pages, "cinetpay", made) == PAID


@EACH
def test_a_payment_after_the_page_has_ended_is_taken(pages: Pages, name: str) -> None:
    if name == "cinetpay":
        pages.put("providers/cinetpay", {"session_seconds": 0.0})
    else:  # whose page lives as long as we say
        pages.fault(name, "charge_waits", value=0.5)
    made = pages.prepared(name)
    press(made, "late" if name == "cinetpay" else "pay:card")
    wait_for(lambda: ask(pages, name, made) == PAID, "a late success")


@EACH
@pytest.mark.parametrize(
    ("fault", "value", "said"),
    [
        ("status_wrong_amount", 1, replace(PAID, amount=AMOUNT + 1)),
        ("status_wrong_amount", -1, replace(PAID, amount=AMOUNT - 1)),
        ("status_wrong_currency", "XOF", replace(PAID, currency="XOF")),
    ],
)
def test_what_differs_from_what_was_asked_is_told_as_it_is(
    pages: Pages, name: str, fault: str, value: int | str, said: Confirmation
) -> None:
    made = pages.prepared(name)
    press(made, "pay:card")
    pages.fault(name, fault, value=value, call="status")
    assert ask(pages, name, made) == said


def test_the_status_of_another_payment_says_nothing(pages: Pages) -> None:
    made = pages.prepared("flutterwave")
    press(made, "pay:card")
    pages.fault("flutterwave", "status_other_reference", call="status")
    with pytest.raises(RailError) as caught:
        ask(pages, "flutterwave", made)
    assert (caught.value.ran, caught.value.why) == ("unknown", "unreadable: another payment")


@EACH
def test_a_word_nobody_knows_is_never_a_failure(pages: Pages, name: str) -> None:
    made = pages.prepared(name)
    press(made, "pay:card")
    pages.put("faults", {name: {"status_unknown": {"chance": 1, "call": "status"}}})
    try:
        outcome: str = ask(pages, name, made).state
    except RailError as error:
        outcome = error.ran
    assert outcome == {"flutterwave": "pending", "cinetpay": "unknown"}[name]
    pages.put("faults", {})
    assert ask(pages, name, made) == PAID


def test_a_check_without_an_amount_is_no_amount(pages: Pages) -> None:
    made = pages.prepared("cinetpay")
    press(made, "pay:card")
    pages.fault("cinetpay", "check_bare", call="status")
    assert ask(pages, "cinetpay", made) == Confirmation("succeeded")


BROKEN = pytest.mark.parametrize(
    ("fault", "value"),
    [
        ("dropped", None),
        ("refused_empty", 400),
        ("refused_error", 503),
        ("refused_html", 502),
        ("token_expired", None),
        ("executed_then_dropped", None),
        ("executed_then_reset", None),
        ("executed_then_hangs", 4),
        ("executed_then_error", 500),
        ("executed_then_html", 200),
        ("executed_then_empty", 200),
        ("executed_then_fault", 200),
        ("malformed", None),
    ],
)


@EACH
@BROKEN
def test_a_page_whose_address_was_lost_moved_nothing_and_is_made_anew(
    pages: Pages, name: str, fault: str, value: int | None
) -> None:
    pages.fault(name, fault, call="create", **({} if value is None else {"value": value}))
    with pytest.raises(RailError) as caught:
        pages.prepared(name)
    assert caught.value.ran == "no"
    made = pages.prepared(name)
    press(made, "pay:card")
    assert ask(pages, name, made) == PAID
    assert pages.executed() == [("collection", AMOUNT)]


@EACH
@BROKEN
def test_a_question_that_failed_says_nothing(pages: Pages, name: str, fault: str, value: int | None) -> None:
    made = pages.prepared(name)
    press(made, "pay:card")
    pages.fault(name, fault, call="status", **({} if value is None else {"value": value}))
    with pytest.raises(RailError) as caught:
        ask(pages, name, made)
    assert caught.value.ran == "unknown"
    assert ask(pages, name, made) == PAID


def test_a_tx_ref_is_never_sent_twice(pages: Pages) -> None:
    pages.put("faults", {"flutterwave": {"duplicate_refused": {"chance": 1}}})
    assert pages.prepared("flutterwave").handle != pages.prepared("flutterwave").handle


def test_an_amount_between_two_steps_is_refused_before_anything_is_made(pages: Pages) -> None:
    with pytest.raises(RailError) as caught:
        pages.prepared("cinetpay", amount=10_003)
    assert (caught.value.ran, caught.value.why) == ("no", "bad request: not in steps of five francs")


# ------------------------------------------------------------------------------------------------------- refunds


def paid_and_asked_back(pages: Pages, amount: int = 4_000) -> Order:
    made = pages.prepared("flutterwave")
    press(made, "decline", "pay:card")
    asked = order_at_page(direction="refund", amount=amount, reference="R7Q2-93FE", collected=made.handle)
    return pages.rails["flutterwave"].prepare(asked)


@pytest.mark.parametrize("spelling", ["", "refund_pascal", "refund_word"])
def test_part_of_a_charge_is_given_back(pages: Pages, spelling: str) -> None:
    asked = paid_and_asked_back(pages)
    rail = pages.rails["flutterwave"]
    assert rail.ask_status(asked).state == "never_ran"
    assert rail.refund(asked).state == "pending"
    if spelling:
        pages.put("faults", {"flutterwave": {spelling: {"chance": 1}}})
    assert ask(pages, "flutterwave", asked) == Confirmation("succeeded", 4_000)
    assert pages.executed() == [("collection", AMOUNT), ("refund", 4_000)]


@BROKEN
def test_a_refund_asked_again_is_one_refund(pages: Pages, fault: str, value: int | None) -> None:
    asked = paid_and_asked_back(pages)
    pages.fault("flutterwave", fault, call="refund", **({} if value is None else {"value": value}))
    with pytest.raises(RailError) as caught:
        pages.rails["flutterwave"].refund(asked)
    ran = len(pages.executed()) == 2
    assert caught.value.ran == "unknown" or not ran
    assert ask(pages, "flutterwave", asked).state == ("succeeded" if ran else "never_ran")
    pages.rails["flutterwave"].refund(asked)
    assert ask(pages, "flutterwave", asked) == Confirmation("succeeded", 4_000)
    assert pages.executed() == [("collection", AMOUNT), ("refund", 4_000)]


def test_questions_before_a_refund_that_fail_gave_nothing_back(pages: Pages) -> None:
    asked = paid_and_asked_back(pages)
    for call in ("list_refunds", "status"):
        pages.fault("flutterwave", "refused_error", call=call)
        with pytest.raises(RailError) as caught:
            pages.rails["flutterwave"].refund(asked)
        assert caught.value.ran == "no"
    assert pages.executed() == [("collection", AMOUNT)]


def test_a_refund_that_failed_there_is_told(pages: Pages) -> None:
    asked = paid_and_asked_back(pages)
    pages.fault("flutterwave", "refund_fails")
    pages.rails["flutterwave"].refund(asked)
    assert ask(pages, "flutterwave", asked) == Confirmation("failed", 4_000, reason="failed")


@pytest.mark.parametrize(("amount", "fault"), [(AMOUNT + 1, ""), (4_000, "float_exhausted")])
def test_a_refund_that_is_refused_gave_nothing_back(pages: Pages, amount: int, fault: str) -> None:
    asked = paid_and_asked_back(pages, amount)
    if fault:
        pages.fault("flutterwave", fault)
    with pytest.raises(RailError) as caught:
        pages.rails["flutterwave"].refund(asked)
    assert caught.value.ran == "no"
    assert pages.executed() == [("collection", AMOUNT)]


def test_flutterwave_tells_our_float(pages: Pages) -> None:
    pages.put("providers/flutterwave", {"balances": {"XAF": 0}})
    press(pages.prepared("flutterwave"), "pay:card")
    assert pages.rails["flutterwave"].read_balance() == AMOUNT - 350
