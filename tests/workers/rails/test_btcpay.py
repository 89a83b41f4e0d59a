"""BTCPay's wire by known vectors and against its simulator: what each payer does, and all that goes wrong."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import text

from faults.polling import wait_for
from tests.workers.rails.pages import Pages, open_pages, press
from tests.workers.rails.test_killed_pages import go_on, page_of, read
from tests.workers.rails.test_simulated_pages import BROKEN
from tests.world.cast import MOUSSA, STRANGER
from tests.world.world import World
from wallet.payments import operators, payments
from wallet.payments.orders import Confirmation, Order
from wallet.payments.party import Party
from wallet.payments.payments import NewPayment, Payment
from wallet.people import people
from wallet.prices import quotes
from workers import payments as worker
from workers.rails import RailError
from workers.rails.answers import Unreadable
from workers.rails.btcpay.amounts import read_amount, sign, write_amount
from workers.rails.btcpay.claims import confirm_claim
from workers.rails.btcpay.client import confirm

pytestmark = pytest.mark.campaign

AMOUNT, CENTS = 10_000, 1_525
PAID: Final = Confirmation("succeeded", CENTS, None, "EUR")
TAKEN: Final = ("collection", CENTS)
LIGHTNING: Final = "pay:BTC-LN"


@pytest.fixture
def pages() -> Iterator[Pages]:
    with open_pages() as opened:
        opened.put("providers/btcpay", {"confirmation_seconds": 0.2})
        yield opened


def make(pages: Pages) -> Order:
    return pages.prepared("btcpay", amount=CENTS, currency="EUR")


def ask(pages: Pages, order: Order) -> Confirmation:
    """Return what is learnt, without what differs from one time to the next."""
    return replace(pages.rails["btcpay"].ask_status(order), operator_id="", raw="")


def outcome(call: Callable[[], Any]) -> str:
    """Return "done", or whether a call that failed may have run."""
    try:
        call()
    except RailError as error:
        return error.ran
    return "done"


def test_the_signature_is_the_one_published() -> None:
    body = b'{"type":"InvoiceSettled","invoiceId":"abc"}'
    assert sign("s3cret", body) == "sha256=cbc28e1a3773f6782014a2cf70048bdc58e9ad40d882c420297ad70dcb190762"


@pytest.mark.parametrize(
    ("written", "minor"), [("15.25", 1525), ("15.2500012", 1525), ("15", 1500), ("0", 0), (None, None)]
)
def test_an_amount_is_a_decimal_text(written: str | None, minor: int | None) -> None:
    assert read_amount(written) == minor
    assert (write_amount(1525), write_amount(7)) == ("15.25", "0.07")
    for wrong in ("-1", "1e3", "x", "15,25"):
        with pytest.raises(Unreadable):
            read_amount(wrong)


@pytest.mark.parametrize(
    ("status", "paid", "said"),
    [
        ("New", "0", Confirmation("pending")),
        ("New", "7", Confirmation("pending")),
        ("Processing", "15.25", Confirmation("pending")),
        ("SomethingNew", "15.25", Confirmation("pending")),
        ("Settled", "15.25", PAID),
        ("Settled", "16", replace(PAID, amount=1600)),
        ("Settled", "0", replace(PAID, amount=0)),  # marked by hand: no money came
        ("Expired", "0", Confirmation("expired", reason="Expired None")),
        (
            "Expired",
            "7",
            Confirmation("expired", 700, None, "EUR", reason="Expired"),
        ),  # perhaps not confirmed
        ("Expired", "15.25", Confirmation("expired", CENTS, None, "EUR", reason="Expired")),
        ("Expired", None, Confirmation("succeeded", None, None, "EUR")),
        ("Invalid", "15.25", Confirmation("failed", reason="Invalid None")),
    ],
)
def test_only_what_is_settled_is_paid(status: str, paid: str | None, said: Confirmation) -> None:
    told = {"id": "x", "status": status, "additionalStatus": "None", "paidAmount": paid, "currency": "EUR"}
    assert replace(confirm(told), operator_id="", raw="") == said


@pytest.mark.parametrize("act", [LIGHTNING, "pay:BTC-CHAIN"])
def test_an_invoice_is_paid_once_it_is_confirmed(pages: Pages, act: str) -> None:
    made = make(pages)
    assert (ask(pages, made), pages.executed()) == (Confirmation("pending"), [])
    press(made, act)
    wait_for(lambda: ask(pages, made) == PAID, "its confirmation")
    assert pages.executed() == [TAKEN]


def test_a_payment_that_never_confirms_fails(pages: Pages) -> None:
    made = make(pages)
    press(made, "unconfirmed")
    assert ask(pages, made) == Confirmation("pending")
    wait_for(lambda: ask(pages, made).state == "failed", "its end")


def test_the_status_of_another_payment_says_nothing_and_one_not_found_proves_nothing(pages: Pages) -> None:
    made = make(pages)
    press(made, LIGHTNING)
    pages.fault("btcpay", "status_other_reference", call="status")
    with pytest.raises(RailError) as caught:
        ask(pages, made)
    assert (caught.value.ran, caught.value.why) == ("unknown", "unreadable: another payment")
    assert ask(pages, replace(made, handle="8nobodys8invoice8")) == Confirmation("never_ran")
    assert ask(pages, made) == PAID


@BROKEN
def test_an_invoice_that_was_lost_moved_nothing_and_is_made_anew(pages: Pages, fault: str, value: int | None) -> None:
    pages.fault("btcpay", fault, call="create", **({} if value is None else {"value": value}))
    assert outcome(lambda: make(pages)) in ("no", "done")
    made = make(pages)
    press(made, LIGHTNING)
    assert ask(pages, made) == PAID
    assert pages.executed() == [TAKEN]


@BROKEN
def test_a_question_that_failed_says_nothing(pages: Pages, fault: str, value: int | None) -> None:
    made = make(pages)
    press(made, LIGHTNING)
    pages.fault("btcpay", fault, call="status", **({} if value is None else {"value": value}))
    assert outcome(lambda: ask(pages, made)) in ("unknown", "done")
    assert ask(pages, made) == PAID


def test_an_event_names_its_invoice_only_with_our_signature(pages: Pages) -> None:
    body = json.dumps({"type": "InvoiceSettled", "invoiceId": "8abc"}).encode()
    rail, right = pages.rails["btcpay"], sign("btcpay-webhook-secret", body)
    assert rail.read_callback(body, lambda expected: expected == right) == "8abc"
    assert rail.read_callback(body + b" ", lambda expected: expected == right) == ""
    assert rail.read_callback(body, lambda expected: expected == hashlib.sha256(body).hexdigest()) == ""


def give_back(pages: Pages, made: Order, amount: int = CENTS) -> Order:
    """Return the refund of an invoice that was paid, whose pull payment was made."""
    asked = replace(
        made, direction="refund", reference="R7Q2-93FD", amount=amount, handle="", redirect_url="",
        collected=made.handle,
    )  # fmt: skip
    return pages.rails["btcpay"].prepare(asked)


def paid(pages: Pages) -> Order:
    made = make(pages)
    press(made, LIGHTNING)
    assert ask(pages, made) == PAID
    return made


def test_what_goes_back_is_claimed_by_its_payer_at_a_page(pages: Pages) -> None:
    refund = give_back(pages, paid(pages), 500)
    assert refund.redirect_url.endswith(f"/pull-payments/{refund.handle}")
    assert pages.rails["btcpay"].refund(refund) == ask(pages, refund) == Confirmation("pending")
    press(refund, "claim", destination="bcrt1qpayer")
    wait_for(lambda: ask(pages, refund) == Confirmation("succeeded", 500, None, "EUR"), "its payout")
    assert pages.executed() == [TAKEN, ("refund", 500)]
    with pytest.raises(AssertionError):  # no such button
        press(refund, "claim", destination="bcrt1qpayer")


def test_one_that_nobody_claims_in_time_is_closed_there_and_goes_back_to_nobody(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund = give_back(pages, paid(pages))
    assert ask(pages, refund) == Confirmation("pending")
    monkeypatch.setattr("workers.rails.btcpay.claims.CLAIM_SECONDS", -60)
    assert ask(pages, refund) == Confirmation("failed", reason="not claimed in time")
    with pytest.raises(AssertionError):  # no such button
        press(refund, "claim", destination="bcrt1qpayer")
    assert ask(pages, refund) == Confirmation("failed", reason="not claimed in time")
    assert pages.executed() == [TAKEN]


def test_a_claim_that_waits_is_not_closed_and_one_cancelled_is_claimed_again(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.put("providers/btcpay", {"payouts_approved": False})
    refund = give_back(pages, paid(pages))
    press(refund, "claim", destination="bcrt1qpayer")
    monkeypatch.setattr("workers.rails.btcpay.claims.CLAIM_SECONDS", -60)
    assert ask(pages, refund) == Confirmation("pending")
    assert pages.executed() == [TAKEN]
    monkeypatch.undo()
    pages.fault("btcpay", "refund_fails")
    pages.put("providers/btcpay", {"payouts_approved": True})
    again = give_back(pages, paid(pages))
    press(again, "claim", destination="bcrt1qpayer")
    wait_for(lambda: confirm_state(pages, again) == ["Cancelled"], "its cancelling")
    assert ask(pages, again) == Confirmation("pending")
    press(again, "claim", destination="bcrt1qpayer")
    wait_for(lambda: ask(pages, again).state == "succeeded", "its payout")


def confirm_state(pages: Pages, refund: Order) -> list[str]:
    """Return the states of a refund's payouts."""
    return list(json.loads(pages.rails["btcpay"].ask_status(refund).raw)["payouts"])


@BROKEN
def test_a_claim_that_was_lost_is_nobody_s_and_is_made_anew(pages: Pages, fault: str, value: int | None) -> None:
    made = paid(pages)
    pages.fault("btcpay", fault, call="refund", **({} if value is None else {"value": value}))
    assert outcome(lambda: give_back(pages, made)) in ("no", "done")
    refund = give_back(pages, made)
    pages.fault("btcpay", fault, call="refund_status", **({} if value is None else {"value": value}))
    assert outcome(lambda: ask(pages, refund)) in ("unknown", "done")
    press(refund, "claim", destination="bcrt1qpayer")
    wait_for(lambda: ask(pages, refund).state == "succeeded", "its payout")
    assert pages.executed() == [TAKEN, ("refund", CENTS)]


def test_another_s_pull_payment_says_nothing_of_ours(pages: Pages) -> None:
    refund = give_back(pages, paid(pages))
    with pytest.raises(RailError) as caught:
        ask(pages, replace(refund, reference="X7Q2-93FD"))
    assert (caught.value.ran, caught.value.why) == ("unknown", "unreadable: another refund")


def ask_for(world: World, pages: Pages, party: str = "") -> None:
    world.do_as_owner(lambda db: operators.set_maintenance(db, "btcpay", on=False))

    def create(db: Any) -> None:
        owner, quote = people.find_by_phone(db, MOUSSA), quotes.make_quote(db, "EUR", AMOUNT)
        assert owner
        payments.create(
            db,
            NewPayment(
                purpose="add_money", direction="collect", reference="K7Q2-93FD", rail="btcpay",
                party=Party("payer", party), channel="web", person_id=owner.id, asked_by=owner.id, amount=AMOUNT,
                currency="EUR", charged=quote.charged, quote_id=quote.id,
            ),
        )  # fmt: skip

    world.do(create, "web")
    world.rails["btcpay"] = pages.rails["btcpay"]  # type: ignore[assignment]  # not scripted
    go_on(world, "btcpay", 2)


def test_what_is_paid_is_credited_once(world: World, pages: Pages) -> None:
    ask_for(world, pages)
    press(page_of(world), LIGHTNING)
    go_on(world, "btcpay")
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    assert world.balance_of("operator_float:btcpay:EUR") == -CENTS
    world.check()


# Paid, in seconds of a minute there (0: it has expired before); credited, in francs; and what waits for its payer.
PAID_OTHERWISE: Final = {
    "too much": ("16.00", 60.0, AMOUNT, 491),
    "a little too much": ("15.32", 60.0, 10_045, 0),
    "a little too little": ("15.18", 0.3, 9_954, 0),
    "too little": ("15.17", 0.3, 0, 9_947),
    "too late": ("15.25", 0.0, 0, AMOUNT),
    "too little, too late": ("15.00", 0.0, 0, 9_836),
}


def find_refund(world: World) -> Payment | None:
    """Return the refund of what came, None where nothing goes back."""
    told = world.do(lambda db: db.execute(text("SELECT reference FROM payment WHERE direction = 'refund'")).scalar())
    return read(world, told) if told else None


@pytest.mark.parametrize("what", PAID_OTHERWISE)
def test_what_is_a_little_more_or_less_is_credited_and_the_rest_is_claimed(
    world: World, pages: Pages, what: str
) -> None:
    amount, minute_seconds, credited, waits = PAID_OTHERWISE[what]
    pages.put("providers/btcpay", {"minute_seconds": minute_seconds})
    ask_for(world, pages, party=STRANGER)
    press(page_of(world), LIGHTNING, amount=amount)
    if minute_seconds == 0.3:
        wait_for(lambda: ask_word(pages, world) == "Expired", "its end there")
    for _ in range(2):
        world.pass_time(3_600)  # what has expired is asked about every hour
        go_on(world, "btcpay")
    assert (read(world).state == "succeeded", world.balance(MOUSSA)) == (bool(credited), credited)
    assert (world.balance_of("in_transit:btcpay"), world.cases()) == (waits, [])
    assert world.balance_of("operator_float:btcpay:EUR") == -int(amount.replace(".", ""))
    world.check()
    refund = find_refund(world)
    assert (refund.amount if refund else 0) == waits
    if refund is None:
        return
    assert world.texts_to(MOUSSA).count("claim_to_make") == 1
    press(worker.make_order(refund), "claim", destination="bcrt1qpayer")
    wait_for(lambda: pages.executed()[-1][0] == "refund", "its payout")
    world.pass_time(3_600)
    go_on(world, "btcpay")
    assert read(world, refund.reference).state == "succeeded"
    assert (world.balance_of("in_transit:btcpay"), world.balance_of("held")) == (0, 0)
    assert world.balance_of("operator_float:btcpay:EUR") == refund.charged - int(amount.replace(".", ""))
    assert world.texts_to(STRANGER).count("other_amount_given_back") == 1
    world.check()


def test_what_nobody_claims_in_time_is_kept_for_its_payer(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.put("providers/btcpay", {"minute_seconds": 0.0})
    ask_for(world, pages, party=STRANGER)
    press(page_of(world), LIGHTNING, amount="15.25")
    for _ in range(2):
        world.pass_time(3_600)
        go_on(world, "btcpay")
    refund = find_refund(world)
    assert refund
    assert (refund.state, world.balance_of("held")) == ("pending", 0)
    monkeypatch.setattr("workers.rails.btcpay.claims.CLAIM_SECONDS", -60)
    world.pass_time(3_600)
    go_on(world, "btcpay")
    assert (read(world, refund.reference).state, world.balance_of("held")) == ("failed", AMOUNT)
    assert world.texts_to(STRANGER).count("other_amount_waits") == 1
    with pytest.raises(AssertionError):  # no such button
        press(worker.make_order(refund), "claim", destination="bcrt1qpayer")
    world.check()


@pytest.mark.parametrize(
    ("payouts", "archived", "said"),
    [
        ([("Completed", "10.00")], False, Confirmation("pending")),
        ([("Completed", "10.00"), ("AwaitingPayment", "5.25")], True, Confirmation("pending")),
        ([("Completed", "10.00"), ("Completed", "5.25")], False, PAID),
        ([("Completed", "10.00")], True, replace(PAID, amount=1_000)),  # agrees with nothing: a person looks
        ([("Cancelled", "15.25")], True, Confirmation("failed", reason="not claimed in time")),
    ],
)
def test_a_claim_of_a_part_is_no_refund_of_all(
    payouts: list[tuple[str, str]], archived: bool, said: Confirmation
) -> None:
    made = {"id": "x", "amount": "15.25", "currency": "EUR", "archived": archived, "startsAt": int(time.time())}
    told = confirm_claim(made, [{"state": state, "originalAmount": amount} for state, amount in payouts])
    assert told
    assert replace(told, raw="") == said


def ask_word(pages: Pages, world: World) -> str:
    """Return how the invoice stands there."""
    said = pages.rails["btcpay"].ask_status(page_of(world))
    return str(json.loads(said.raw)["status"])


def test_what_came_too_late_waits_until_it_is_confirmed(world: World, pages: Pages) -> None:
    pages.put("providers/btcpay", {"minute_seconds": 0.0, "confirmation_seconds": 1_000})
    ask_for(world, pages, party=STRANGER)
    press(page_of(world), "pay:BTC-CHAIN", amount="15.25")
    world.pass_time(3_600)
    go_on(world, "btcpay")
    assert (world.balance_of("held"), world.balance(MOUSSA), world.cases()) == (0, 0, [])
    world.check()


def test_too_little_waits_for_the_rest(world: World, pages: Pages) -> None:
    ask_for(world, pages)
    press(page_of(world), LIGHTNING, amount="15.00")
    go_on(world, "btcpay")
    assert (read(world).state, world.balance(MOUSSA)) == ("pending", 0)
    press(page_of(world), LIGHTNING, amount="0.25")
    go_on(world, "btcpay")
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT)
    world.check()
