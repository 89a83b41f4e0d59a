"""PayPal against its simulator: what each payer does at its page, and all that goes wrong on the way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import pytest

from faults.polling import wait_for
from tests.workers.rails.pages import Pages, open_pages, order_at_page, press
from tests.workers.rails.test_simulated_pages import BROKEN
from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError

pytestmark = pytest.mark.campaign

CENTS: Final = 1525
PAID: Final = Confirmation("succeeded", CENTS, None, "EUR")
TAKEN: Final = ("collection", CENTS)


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        yield opened


def make(pages: Pages, **more: object) -> Order:
    return pages.prepared("paypal", **{"amount": CENTS, "currency": "EUR", **more})


def ask(pages: Pages, order: Order) -> Confirmation:
    """Return what is learnt, without what differs from one time to the next."""
    return replace(pages.rails["paypal"].ask_status(order), operator_id="", raw="")


def outcome(call: Callable[[], Confirmation | Order]) -> str:
    """Return the state a call tells, "made" of an order, or whether it may have run where it failed."""
    try:
        said = call()
    except RailError as error:
        return error.ran
    return said.state if isinstance(said, Confirmation) else "made"


def test_approving_moves_nothing_and_the_next_question_takes_it_once(pages: Pages) -> None:
    made = make(pages)
    assert made.redirect_url.startswith(f"{pages.url}/paypal/")
    assert ask(pages, made) == Confirmation("pending")
    press(made, "approve")
    assert pages.executed() == []
    assert [ask(pages, made) for _ in range(3)] == [PAID] * 3
    assert pages.executed() == [TAKEN]


@pytest.mark.parametrize("act", ["leave", "cancel"])
def test_who_leaves_or_cancels_can_come_back_and_pay(pages: Pages, act: str) -> None:
    made = make(pages)
    press(made, act)
    assert ask(pages, made) == Confirmation("pending")
    press(made, "approve")
    assert ask(pages, made) == PAID


def test_who_is_declined_may_take_another_card(pages: Pages) -> None:
    made = make(pages)
    press(made, "approve_declined")
    assert ask(pages, made) == Confirmation("pending", reason="INSTRUMENT_DECLINED")
    press(made, "approve")
    assert ask(pages, made) == PAID
    assert pages.executed() == [TAKEN]


def test_an_order_approved_twice_is_paid_once(pages: Pages) -> None:
    made = make(pages)
    press(made, "approve", "return")
    press(made, "return")
    assert [ask(pages, made) for _ in range(2)] == [PAID] * 2
    assert pages.executed() == [TAKEN]


def test_an_order_that_is_made_again_is_the_same(pages: Pages) -> None:
    first, again = make(pages), make(pages)
    assert first.handle == again.handle
    other = make(pages, payment_id="33333333-3333-3333-3333-333333333333")
    assert other.handle != first.handle
    for order in (first, other):
        press(order, "approve")
    assert ask(pages, first) == PAID
    assert ask(pages, other) == Confirmation("pending", reason="DUPLICATE_INVOICE_ID")
    assert pages.executed() == [TAKEN], "one payment of ours is taken once, whatever orders there are"


def test_an_approval_after_the_order_has_ended_is_taken(pages: Pages) -> None:
    pages.put("providers/paypal", {"approval_seconds": 0.0})
    made = make(pages)
    press(made, "late")
    assert ask(pages, made) == PAID


def test_an_order_forgotten_there_proves_nothing(pages: Pages) -> None:
    pages.put("providers/paypal", {"approval_seconds": 0.0})
    made = make(pages)
    pages.fault("paypal", "expired_gone", call="status")
    assert ask(pages, made) == Confirmation("never_ran")


@pytest.mark.parametrize(("act", "ends"), [("approve_echeck", PAID), ("approve_denied", None)])
def test_an_echeck_waits_for_days_and_ends_as_its_bank_says(pages: Pages, act: str, ends: Confirmation | None) -> None:
    pages.put("providers/paypal", {"echeck_seconds": 1.0})
    made = make(pages)
    press(made, act)
    assert ask(pages, made) == Confirmation("pending")
    wait_for(lambda: ask(pages, made) == (ends or Confirmation("failed", reason="DECLINED")), "the bank's word")
    assert pages.executed() == ([TAKEN] if ends else [])


@pytest.mark.parametrize(
    ("fault", "value", "said"),
    [
        ("status_wrong_amount", 1, replace(PAID, amount=CENTS + 1)),
        ("status_wrong_amount", -1, replace(PAID, amount=CENTS - 1)),
        ("status_wrong_currency", "USD", replace(PAID, currency="USD")),
    ],
)
def test_what_differs_from_what_was_asked_is_told_as_it_is(
    pages: Pages, fault: str, value: int | str, said: Confirmation
) -> None:
    made = make(pages)
    press(made, "approve")
    ask(pages, made)
    pages.fault("paypal", fault, value=value, call="status")
    assert ask(pages, made) == said


def test_the_status_of_another_payment_says_nothing(pages: Pages) -> None:
    made = make(pages)
    press(made, "approve")
    ask(pages, made)
    pages.fault("paypal", "status_other_reference", call="status")
    with pytest.raises(RailError) as caught:
        ask(pages, made)
    assert (caught.value.ran, caught.value.why) == ("unknown", "unreadable: another payment")


@BROKEN
def test_an_order_whose_page_was_lost_moved_nothing_and_is_made_anew(
    pages: Pages, fault: str, value: int | None
) -> None:
    pages.fault("paypal", fault, call="create", **({} if value is None else {"value": value}))
    assert outcome(lambda: make(pages)) in ("no", "made")
    made = make(pages)
    press(made, "approve")
    assert ask(pages, made) == PAID
    assert pages.executed() == [TAKEN]


@pytest.mark.parametrize("call", ["status", "capture"])
@BROKEN
def test_a_question_or_a_capture_that_failed_is_asked_again_and_taken_once(
    pages: Pages, fault: str, value: int | None, call: str
) -> None:
    made = make(pages)
    press(made, "approve")
    pages.fault("paypal", fault, call=call, **({} if value is None else {"value": value}))
    assert outcome(lambda: ask(pages, made)) in ("pending", "succeeded", "unknown")
    assert ask(pages, made) == PAID
    assert pages.executed() == [TAKEN]


# ------------------------------------------------------------------------------------------------------- refunds


def paid_and_asked_back(pages: Pages, amount: int = 500) -> Order:
    made = make(pages)
    press(made, "approve")
    assert ask(pages, made) == PAID
    asked = order_at_page(
        direction="refund", amount=amount, currency="EUR", reference="R7Q2-93FE", collected=made.handle,
        payment_id="22222222-2222-2222-2222-222222222222",
    )  # fmt: skip
    return pages.rails["paypal"].prepare(asked)


def test_part_of_a_capture_is_given_back(pages: Pages) -> None:
    asked = paid_and_asked_back(pages)
    assert ask(pages, asked).state == "never_ran"
    pages.rails["paypal"].refund(asked)
    assert ask(pages, asked) == Confirmation("succeeded", 500, currency="EUR")
    assert pages.executed() == [TAKEN, ("refund", 500)]


@BROKEN
def test_a_refund_asked_again_is_one_refund(pages: Pages, fault: str, value: int | None) -> None:
    asked = paid_and_asked_back(pages)
    rail = pages.rails["paypal"]
    pages.fault("paypal", fault, call="refund", **({} if value is None else {"value": value}))
    said = outcome(lambda: rail.refund(asked))
    assert said != "no" or len(pages.executed()) == 1
    rail.refund(asked)
    assert ask(pages, asked) == Confirmation("succeeded", 500, currency="EUR")
    assert pages.executed() == [TAKEN, ("refund", 500)]


@pytest.mark.parametrize("word", ["FAILED", "CANCELLED"])
def test_a_refund_that_failed_there_is_told(pages: Pages, word: str) -> None:
    asked = paid_and_asked_back(pages)
    pages.put("faults", {"paypal": {"refund_fails": {"next": 1}, "refund_word": {"chance": 1, "value": word}}})
    pages.rails["paypal"].refund(asked)
    assert ask(pages, asked) == Confirmation("failed", 500, currency="EUR", reason=word)


@pytest.mark.parametrize(("amount", "fault"), [(CENTS + 1, ""), (500, "float_exhausted")])
def test_a_refund_that_is_refused_gave_nothing_back(pages: Pages, amount: int, fault: str) -> None:
    asked = paid_and_asked_back(pages, amount)
    if fault:
        pages.fault("paypal", fault)
    with pytest.raises(RailError) as caught:
        pages.rails["paypal"].refund(asked)
    assert caught.value.ran == "no"
    assert pages.executed() == [TAKEN]
