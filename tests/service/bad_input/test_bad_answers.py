"""Answers that cannot be read: the screen again under one line, nothing done, only a wrong PIN counted as a try."""

import uuid

import pytest

from tests.service.bad_input import typed_market_table as market
from tests.service.bad_input.gateway import Gateway, body, end, under
from tests.service.bad_input.typed_table import BY_A_CUSTOMER, BY_A_STRANGER, NEW_PIN, WEAK_PINS, Typed
from tests.world.cast import AWA, BRICE, FATOU, MOUSSA, PINS, STRANGER


def try_it(gateway: Gateway, what: Typed, phone: str) -> None:
    """Dial as far as the place, answer it so, and be asked again."""
    call = {"sessionId": f"call-{what.id}", "phoneNumber": phone}
    asked = gateway.hop(what.at, **call)
    typed = what.typed if isinstance(what.typed, bytes) else what.typed.encode()
    text = (what.at.encode() + b"*" if what.at else b"") + typed
    form: dict[str, str | bytes] = {**gateway.hop_form(**call), "text": text}
    with gateway.leaving(**what.leaves):
        again = gateway.screen(gateway.wire.post(gateway.service.ussd_url, data=form, timeout=60))
    assert again == under(what.error, asked, **what.values)


@pytest.mark.parametrize("what", BY_A_CUSTOMER, ids=lambda what: what.id)
def test_a_customer_types(gateway: Gateway, what: Typed) -> None:
    try_it(gateway, what, MOUSSA)


ON_THE_MARKET = {MOUSSA: market.BY_A_CUSTOMER, FATOU: market.BY_AN_AGENT, BRICE: market.BY_A_MERCHANT}


@pytest.mark.parametrize(
    ("phone", "what"),
    [pytest.param(phone, what, id=what.id) for phone, rows in ON_THE_MARKET.items() for what in rows],
)
def test_on_the_market_somebody_types(gateway: Gateway, phone: str, what: Typed) -> None:
    try_it(gateway, what, phone)


IN_VAIN = {(AWA, PINS[AWA]): market.BY_THE_POOR, (FATOU, PINS[FATOU]): market.BY_FATOU, (MOUSSA, "1"): market.BY_MOUSSA}


@pytest.mark.parametrize(
    ("phone", "last", "at", "sentence", "values"),
    [pytest.param(*who, *row, id=name) for who, rows in IN_VAIN.items() for name, row in rows.items()],
)
def test_what_only_the_wallet_knows_is_said_last(
    gateway: Gateway, phone: str, last: str, at: str, sentence: str, values: dict[str, int]
) -> None:
    """The PIN, or the answer that confirms, is given; the closing screen says why nothing is done."""
    session = f"in-vain-{uuid.uuid4().hex}"
    asked = gateway.answers(at, phone=phone, session=session)[-1]
    assert asked.startswith("CON "), asked
    with gateway.leaving(operation=1):
        said = gateway.answers(f"{at}*{last}", phone=phone, session=session)[-1]
    assert said == end(sentence, **values)


@pytest.mark.parametrize("what", BY_A_STRANGER, ids=lambda what: what.id)
def test_a_stranger_types(gateway: Gateway, what: Typed) -> None:
    try_it(gateway, what, STRANGER)


@pytest.mark.parametrize("pin", WEAK_PINS.values(), ids=[f"row-60-{name}" for name in WEAK_PINS])
def test_a_weak_pin_is_refused(gateway: Gateway, pin: str) -> None:
    try_it(gateway, Typed(f"weak-{pin}", NEW_PIN, pin, "error.weak_pin"), STRANGER)


def test_row_47_five_thousand_digits(gateway: Gateway) -> None:
    """No gateway carries them: the call is over before anything reads a number of it."""
    with gateway.leaving():
        assert gateway.hop("1*699000002*" + "9" * 5_000) == end("ussd.malformed")


def test_beyond_nothing_of_a_form_is_read_twice(gateway: Gateway) -> None:
    """An answer that holds a form's own signs stays an answer."""
    asked = gateway.hop("1", sessionId="one-call")
    with gateway.leaving():
        form = body(gateway.hop_form("1*a&text=1*699000002&phoneNumber=+237699000002", sessionId="one-call"))
        assert b"%26text%3D" in form
        shown = gateway.hop("1*a&text=1", sessionId="one-call")
    assert shown == under("error.not_a_phone", asked)
