"""Hops that could pay twice, or unasked: rows 20, 26, 29, 61 and 64, each in front of a service of its own."""

from concurrent.futures import ThreadPoolExecutor

from tests.service.bad_input.gateway import Gateway, end, under
from tests.service.bad_input.scene import CREDIT
from tests.world.cast import AWA, MOUSSA, PINS

SEND = "1*699000002*500"
COST_OF_500 = 500 + 3 + 5  # fee 0.5 %, tax 0.2 % and 4, each rounded up
MOVED = {"transfer": 1, "entry": 2, "movement": 1, "operation": 1, "notice": 2, "usage": 2}  # fees accrue: no entry


def paid(gateway: Gateway) -> bool:
    """True when Moussa has paid for exactly one sending of 500."""
    return gateway.service.balance(MOUSSA) == CREDIT - COST_OF_500 and gateway.service.balance(AWA) == 500


def test_row_20_the_last_hop_twenty_times_at_once_pays_once(own_gateway: Gateway) -> None:
    gateway, before = own_gateway, own_gateway.count()
    gateway.answers(SEND, session="once")
    with ThreadPoolExecutor(20) as threads:
        hops = [threads.submit(gateway.hop, f"{SEND}*{PINS[MOUSSA]}", sessionId="once") for _ in range(20)]
        screens = {hop.result() for hop in hops}
    assert len(screens) == 1
    assert screens.pop().startswith("END Fait: 500 FCFA")
    gateway.service.settle()
    assert dict(gateway.count() - before) == MOVED
    assert paid(gateway)


def test_row_20_row_26_the_last_hop_again_shows_the_same_closing_screen(own_gateway: Gateway) -> None:
    """Also after Redis has forgotten the call: its key is in the database."""
    closing = own_gateway.answers(SEND, f"{SEND}*{PINS[MOUSSA]}", session="over")[-1]
    own_gateway.service.settle()
    before = own_gateway.count()
    for _ in range(3):
        assert own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="over") == closing
    own_gateway.forget_calls()
    assert own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="over") == closing
    own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}*{PINS[MOUSSA]}", sessionId="over")
    assert own_gateway.count() == before
    assert paid(own_gateway)


def test_row_29_sixteen_calls_at_once_spend_what_there_is(own_gateway: Gateway) -> None:
    """Each call of one phone is worked on alone; whatever order they come in, no franc is spent twice.

    A hop that had to wait for too many others is turned away; its call begins with the next one, up to its PIN.
    """

    def call(number: int) -> tuple[str, str]:
        first = own_gateway.hop(SEND, sessionId=f"call-{number}")
        return first, own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId=f"call-{number}")

    with ThreadPoolExecutor(16) as phones:
        calls = list(phones.map(call, range(16)))
    done = sum("Fait: 500 FCFA" in closing for _, closing in calls)
    others = [(first, screen) for first, screen in calls if "Fait: 500 FCFA" not in screen]
    waited = end("ussd.too_fast")
    for first, screen in others:
        begun_late = first == waited and screen.startswith("CON ") and "PIN?" in screen
        assert screen in (end("ussd.session_replaced"), waited) or begun_late
    assert done >= 1
    assert own_gateway.service.balance(MOUSSA) == CREDIT - done * COST_OF_500
    assert own_gateway.service.balance(AWA) == done * 500


def wrong_pins(gateway: Gateway, *pins: str) -> list[str]:
    """A send whose PIN is tried so often, in one call."""
    texts = [SEND + "".join(f"*{pin}" for pin in pins[:count]) for count in range(len(pins) + 1)]
    return gateway.answers(*texts, session=f"wrong-{len(pins)}")


def test_row_61_a_right_pin_while_locked_is_not_looked_at(own_gateway: Gateway) -> None:
    with own_gateway.leaving(PIN_tries=3, PIN_locks=1, notice=1, security_event=4):  # the owner is told
        screens = wrong_pins(own_gateway, "9182", "9183", "9184")
    assert screens[-1] == end("refusal.pin_locked", hours=1)
    own_gateway.answers("6*1", session="locked")
    with own_gateway.leaving():
        assert own_gateway.hop(f"6*1*{PINS[MOUSSA]}", sessionId="locked") == end("refusal.pin_locked", hours=1)
        assert own_gateway.hop("1", sessionId="said-at-once") == end("refusal.pin_locked", hours=1)
    own_gateway.service.pass_time(hours=1, minutes=1)
    own_gateway.answers(SEND, session="open-again")
    assert own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="open-again").startswith("END Fait: 500 FCFA")


def test_row_64_confirming_twice_at_once_pays_once(own_gateway: Gateway) -> None:
    """Two texts that both bring the PIN, the second one longer: one of them pays, the other finds the call over."""
    own_gateway.answers(SEND, session="twice")
    texts = [f"{SEND}*{PINS[MOUSSA]}", f"{SEND}*{PINS[MOUSSA]}*{PINS[MOUSSA]}"] * 4
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda text: own_gateway.hop(text, sessionId="twice"), texts))
    assert paid(own_gateway) or own_gateway.service.balance(MOUSSA) == CREDIT


def test_row_64_a_price_that_changed_is_shown_again_before_anything_is_paid(own_gateway: Gateway) -> None:
    asked = own_gateway.answers(SEND, session="price")[-1]
    own_gateway.db.execute("INSERT INTO tariff VALUES ('send_money', wallet_now(), 20000, 0, 500, 2000, 4)")
    with own_gateway.leaving():
        shown = own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="price")
    assert shown == under("error.price_changed", asked.replace("Frais 3", "Frais 10").replace("Total 508", "Total 515"))
    assert own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}*{PINS[MOUSSA]}", sessionId="price").startswith("END Fait: 500 FCFA")
    assert own_gateway.service.balance(MOUSSA) == CREDIT - 515


def test_row_64_a_receiver_closed_meanwhile_receives_nothing(own_gateway: Gateway) -> None:
    own_gateway.answers(SEND, session="closing")
    own_gateway.db.execute(
        "UPDATE person SET state = 'frozen' FROM phone WHERE phone.person_id = person.id AND number = %s", [AWA]
    )
    with own_gateway.leaving(operation=1):
        assert own_gateway.hop(f"{SEND}*{PINS[MOUSSA]}", sessionId="closing") == end("refusal.recipient_refuses")


def test_beyond_wrong_pins_in_many_calls_at_once_are_three_tries(own_gateway: Gateway) -> None:
    """Thirty calls of one phone, each guessing: three guesses are compared, whatever the calls do to each other.

    Where a later call took over what an earlier one had begun, fewer were: the rest is guessed one by one.
    """

    def guess(number: int) -> str:
        own_gateway.hop(SEND, sessionId=f"guess-{number}")
        return own_gateway.hop(f"{SEND}*{6000 + 7 * number}", sessionId=f"guess-{number}")

    locks = own_gateway.count()["PIN locks"]
    with own_gateway.leaving(PIN_tries=3, PIN_locks=1, notice=1, security_event=4), ThreadPoolExecutor(15) as phones:
        screens = list(phones.map(guess, range(30)))
        rest = 30
        while own_gateway.count()["PIN locks"] == locks:
            screens.append(guess(rest))
            rest += 1
    assert sum("PIN incorrect. Reste" in screen for screen in screens) <= 2
    own_gateway.answers("6*1", session="at-last")
    with own_gateway.leaving():
        assert own_gateway.hop(f"6*1*{PINS[MOUSSA]}", sessionId="at-last") == end("refusal.pin_locked", hours=1)
