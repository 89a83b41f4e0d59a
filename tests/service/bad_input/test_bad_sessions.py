"""Hops in an order no honest gateway sends, or no honest phone types: rows 15–29, 39–42, 60, 62, 63."""

import pytest

from sms_templates import say
from tests.service.bad_input.gateway import Gateway, end, under
from tests.world.cast import AWA, MOUSSA, PINS, STRANGER
from tests.world.sealed import age_record

SEND = "1*699000002*500"

# ——— rows 15–19: what the joined text can hide ———


def test_row_15_a_star_in_an_answer_is_two_answers_and_never_pays(gateway: Gateway) -> None:
    """A number and an amount typed as one are taken one by one, and the call stops where money would move."""
    gateway.hop("1", sessionId="star")
    with gateway.leaving():
        shown = gateway.hop(f"1*699000002*500*{PINS[MOUSSA]}", sessionId="star")
    assert shown.endswith("PIN?\n0 Retour 00 Menu")
    assert PINS[MOUSSA] not in shown


def test_row_15_amount_and_pin_in_one_answer_perform_nothing(gateway: Gateway) -> None:
    asked = gateway.answers("1*699000002", session="pair")[-1]
    with gateway.leaving():
        shown = gateway.hop(f"1*699000002*500*{PINS[MOUSSA]}", sessionId="pair")
    assert shown != asked
    assert "PIN?" in shown


def test_row_15_a_hash_in_an_answer_is_no_answer(gateway: Gateway) -> None:
    asked = gateway.hop("1", sessionId="hash")
    with gateway.leaving():
        assert gateway.hop("1*699000002#", sessionId="hash") == under("error.not_a_phone", asked)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("1*", "error.not_a_phone", id="row-16-trailing-star"),
        pytest.param("1**", "error.not_a_phone", id="row-16-two-stars"),
        pytest.param("1*   ", "error.not_a_phone", id="row-16-spaces-alone"),
    ],
)
def test_row_16_an_empty_answer_repeats_the_screen(gateway: Gateway, text: str, error: str) -> None:
    asked = gateway.hop("1", sessionId="empty")
    with gateway.leaving():
        assert gateway.hop(text, sessionId="empty") == under(error, asked)


def test_row_16_an_empty_first_answer_is_a_wrong_answer(gateway: Gateway) -> None:
    """Nothing after it is heard: it would be an answer to another question than its sender thought."""
    first = gateway.hop()
    with gateway.leaving():
        assert gateway.hop("***") == gateway.hop("*1") == gateway.hop("**1") == under("error.choice", first)
        assert first == gateway.hop()


def test_row_18_a_call_of_many_hops_grows_no_further_than_a_text_may(gateway: Gateway) -> None:
    """`1`, back, `1`, back…: each hop is honest, and the gateway's text runs out before our patience does."""
    answers, last = ["1"], ""
    with gateway.leaving():
        while len("*".join(answers)) <= 100:
            last = gateway.hop("*".join(answers), sessionId="long")
            answers.append("0" if answers[-1] == "1" else "1")
        assert last.startswith("CON ")
        assert gateway.hop("*".join(answers * 20), sessionId="long") == end("ussd.malformed")


@pytest.mark.parametrize(
    "dialled",
    [
        pytest.param(f"{SEND}*{PINS[MOUSSA]}", id="row-19-a-pin-in-the-dialled-code"),
        pytest.param(f"{SEND}*{PINS[MOUSSA]}*{PINS[MOUSSA]}", id="row-19-twice"),
        pytest.param(f"{SEND}*9182", id="row-19-a-wrong-pin-in-the-dialled-code"),
    ],
)
def test_row_19_a_dialled_shortcut_stops_before_the_pin(gateway: Gateway, dialled: str) -> None:
    """The PIN that was dialled, right or wrong, is not looked at: it stays in the phone's list of calls."""
    with gateway.leaving():
        shown = gateway.hop(dialled)
    assert shown == gateway.hop(SEND)


def test_row_19_a_dialled_registration_stops_before_the_pin(gateway: Gateway) -> None:
    with gateway.leaving():
        shown = gateway.hop("1*Ada*Bih*4937*4937", phoneNumber=STRANGER)
    assert say("fr", "ussd.register_pin") in shown


# ——— rows 20–29: repeated, late, torn and foreign hops ———


def test_row_21_an_older_hop_shows_the_current_screen(gateway: Gateway) -> None:
    screens = gateway.answers("1", "1*699000002", SEND, session="late")
    with gateway.leaving():
        assert gateway.answers("1", "", "1*699000002", session="late") == [screens[-1]] * 3


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1*699000002*501", id="row-22-same-length"),
        pytest.param("2*699000002*500*1", id="row-22-other-beginning"),
        pytest.param("1*699000002*5000", id="row-22-answer-grown-after-the-fact"),
    ],
)
def test_row_22_a_text_that_diverges_ends_the_call(gateway: Gateway, text: str) -> None:
    gateway.answers(SEND, session="torn")
    with gateway.leaving(security_event=1):
        assert gateway.hop(text, sessionId="torn") == end("ussd.session_broken")
    with gateway.leaving():
        gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="torn")


def test_row_23_a_session_of_another_phone_is_killed_for_both(gateway: Gateway) -> None:
    """Neither sees anything of the other's, and the PIN is not evaluated."""
    gateway.answers(SEND, session="shared")
    with gateway.leaving(security_event=1):
        shown = gateway.hop(f"{SEND}*{PINS[AWA]}", sessionId="shared", phoneNumber=AWA)
    assert shown == end("ussd.session_broken")
    with gateway.leaving():
        assert gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="shared").startswith("END ")


@pytest.mark.parametrize("code", ["*384*999#", "*384*237", ""], ids=["row-24-other", "row-24-torn", "row-24-empty"])
def test_row_24_another_service_code_ends_the_call(gateway: Gateway, code: str) -> None:
    gateway.answers(SEND, session="code")
    with gateway.leaving(security_event=1):
        shown = gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="code", serviceCode=code)
    assert shown == end("ussd.session_broken")


def test_row_24_the_network_code_is_nobodys_proof(gateway: Gateway) -> None:
    """A gateway names networks as it likes: another one is neither an alarm nor another answer."""
    screens = gateway.answers("1", session="network")
    with gateway.leaving():
        assert gateway.hop("1", sessionId="network", networkCode="99999") == screens[-1]


def test_row_25_a_long_text_without_a_session_stops_at_the_pin(gateway: Gateway) -> None:
    with gateway.leaving():
        shown = gateway.hop(f"1*699000002*500*{PINS[MOUSSA]}", sessionId="never-seen")
    assert shown == gateway.hop(SEND)


def test_row_27_a_session_id_of_another_phone_a_day_later_is_new(gateway: Gateway) -> None:
    """The memory of whose a session id was is kept for a day; then the gateway may use it again."""
    gateway.answers("1", session="used-again")
    with gateway.service.redis() as redis:
        kept = redis.ttl("ussd-session:used-again")
        assert 86_000 < kept <= 86_400
        redis.delete("ussd-session:used-again")  # a day passes
    with gateway.leaving():
        assert gateway.hop("", sessionId="used-again", phoneNumber=AWA).startswith("CON ")


def test_row_28_session_ids_that_look_alike_are_two_calls(gateway: Gateway) -> None:
    """Nothing is trimmed, folded or cut: another id is another call."""
    first = gateway.hop("", sessionId="Ab-1")
    gateway.hop("1", sessionId="Ab-1")
    with gateway.leaving():
        assert gateway.hop("", sessionId="aB-1") == first
        assert gateway.hop("1*699000002", sessionId="Ab-1") == end("ussd.session_replaced")


def test_row_29_of_two_calls_at_once_the_newest_wins(gateway: Gateway) -> None:
    gateway.answers(SEND, session="older")
    gateway.answers("", session="newer")
    with gateway.leaving():
        assert gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="older") == end("ussd.session_replaced")


# ——— rows 39–42: keys, three mistakes, too late ———


def test_row_39_zero_and_double_zero_are_keys_and_never_wrong(gateway: Gateway) -> None:
    first, recipient, amount = gateway.answers("", "1", "1*699000002", session="keys")
    text = "1*699000002"
    with gateway.leaving():
        for key, shown in (("0", recipient), ("699000002", amount), ("00", first), ("1", recipient), ("0", first)):
            text += f"*{key}"
            assert gateway.hop(text, sessionId="keys") == shown


def test_row_39_zero_on_the_first_screen_ends_the_call(gateway: Gateway) -> None:
    gateway.hop("", sessionId="bye")
    with gateway.leaving():
        assert gateway.hop("0", sessionId="bye") == end("ussd.goodbye")


def test_row_39_spaces_around_a_choice_are_nothing(gateway: Gateway) -> None:
    plain = gateway.hop("1")
    for number, typed in enumerate((" 1", "1 ", "  1  ")):
        gateway.hop("", sessionId=f"spaces-{number}")
        assert gateway.hop(typed, sessionId=f"spaces-{number}") == plain


def test_row_39_row_43_zero_as_an_amount_is_the_way_back(gateway: Gateway) -> None:
    recipient, _ = gateway.answers("1", "1*699000002", session="zero")
    with gateway.leaving():
        assert gateway.hop("1*699000002*0", sessionId="zero") == recipient


def test_row_40_three_wrong_answers_end_the_call(gateway: Gateway) -> None:
    gateway.answers("1", "1*a", "1*a*b", session="three")
    with gateway.leaving():
        assert gateway.hop("1*a*b*c", sessionId="three") == end(
            "ussd.too_many_wrong", problem=say("fr", "error.not_a_phone")
        )
    with gateway.leaving():
        assert gateway.hop("1*a*b*c*699000002", sessionId="three") == end("ussd.session_over")


def test_row_40_a_right_answer_forgives_the_wrong_ones(gateway: Gateway) -> None:
    gateway.answers("1", "1*a", "1*a*b", "1*a*b*699000002", session="two")
    with gateway.leaving():
        assert gateway.hop("1*a*b*699000002*x", sessionId="two").startswith("CON ")


def test_row_41_a_hop_that_comes_too_late_does_nothing(gateway: Gateway) -> None:
    """The record of the call is ten minutes long, a gateway's session three: an older hop is not its phone's."""
    gateway.answers(SEND, session="slow")
    with gateway.service.redis() as redis:
        age_record(redis, MOUSSA, 181)
    with gateway.leaving():
        assert gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="slow") == end("ussd.expired")


def test_row_41_a_hop_after_everything_is_forgotten_does_nothing(gateway: Gateway) -> None:
    """The gateway's text leads back to the PIN's question, and the PIN in it is not heard."""
    asked = gateway.answers(SEND, session="slower")[-1]
    with gateway.service.redis() as redis:
        redis.delete(f"ussd:{{{MOUSSA}}}")  # ten minutes pass
    with gateway.leaving():
        assert gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="slower") == asked


def test_row_42_a_closed_shop_says_so_before_any_pin(gateway: Gateway) -> None:
    """A frozen receiver is the only closure there is so far: the sender reads no more than that it cannot be."""
    gateway.db.execute(
        "UPDATE person SET state = 'closed' FROM phone WHERE phone.person_id = person.id AND number = %s", [AWA]
    )
    try:
        asked = gateway.hop("1", sessionId="closed")
        with gateway.leaving():
            assert gateway.hop("1*699000002", sessionId="closed") == under("error.no_wallet", asked)
    finally:
        gateway.db.execute("UPDATE person SET state = 'open'")


def test_beyond_too_many_hops_a_minute_end_politely(gateway: Gateway) -> None:
    with gateway.leaving():
        screens = [gateway.hop("", sessionId="fast") for _ in range(121)]
    assert screens[0].startswith("CON ")
    assert screens[-1] == end("ussd.too_fast")


# ——— rows 61–64: the PIN ———


def test_row_62_a_new_pin_typed_otherwise_the_second_time_changes_nothing(gateway: Gateway) -> None:
    asked = gateway.answers("6*7*3", f"6*7*3*{PINS[MOUSSA]}", f"6*7*3*{PINS[MOUSSA]}*8352", session="other")[-2]
    before = gateway.db.execute("SELECT * FROM pin").fetchall()
    with gateway.leaving():
        shown = gateway.hop(f"6*7*3*{PINS[MOUSSA]}*8352*8353", sessionId="other")
    assert shown == under("error.pins_differ", asked)
    assert gateway.db.execute("SELECT * FROM pin").fetchall() == before


@pytest.mark.parametrize("old", [PINS[MOUSSA]], ids=["row-60-the-old-pin-again"])
def test_row_60_the_pin_one_has_is_no_new_one(gateway: Gateway, old: str) -> None:
    asked = gateway.answers("6*7*3", f"6*7*3*{PINS[MOUSSA]}", session="old")[-1]
    with gateway.leaving():
        assert gateway.hop(f"6*7*3*{PINS[MOUSSA]}*{old}", sessionId="old") == under("error.weak_pin", asked)


def test_row_63_a_pin_in_the_wrong_field_is_nowhere(gateway: Gateway) -> None:
    for number, place in enumerate(("", "1*", "6*")):
        gateway.hop(place.rstrip("*"), sessionId=f"misplaced-{number}")
        assert PINS[MOUSSA] not in gateway.hop(f"{place}{PINS[MOUSSA]}", sessionId=f"misplaced-{number}")
    assert not gateway.keeps(PINS[MOUSSA])
