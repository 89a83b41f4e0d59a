"""What could pay twice, or unasked: rows 20, 26, 29, 61 and 64, each on a stage of its own."""

from concurrent.futures import ThreadPoolExecutor

from tests.service.bad_input.stage import AWA, CREDIT, MOUSSA, MOUSSAS_PIN, Stage, end, under

SEND = "1*699000002*500"
COST_OF_500 = 500 + 3 + 5  # fee 0.5 %, tax 0.2 % and 4, each rounded up
MOVED = {"transfer": 1, "entry": 2, "movement": 1, "operation": 1, "notice": 2, "usage": 2}  # fees accrue: no entry


def paid(stage: Stage) -> bool:
    """Whether Moussa has paid for exactly one sending of 500."""
    return stage.service.balance(MOUSSA) == CREDIT - COST_OF_500 and stage.service.balance(AWA) == 500


def test_row_20_the_last_hop_twenty_times_at_once_pays_once(own_stage: Stage) -> None:
    stage, before = own_stage, own_stage.count()
    stage.answers(SEND, session="once")
    with ThreadPoolExecutor(20) as gateway:
        hops = [gateway.submit(stage.hop, f"{SEND}*{MOUSSAS_PIN}", sessionId="once") for _ in range(20)]
        screens = {hop.result() for hop in hops}
    assert len(screens) == 1
    assert screens.pop().startswith("END Fait: 500 FCFA")
    stage.service.settle()
    assert dict(stage.count() - before) == MOVED
    assert paid(stage)


def test_row_20_row_26_the_last_hop_again_shows_the_same_closing_screen(own_stage: Stage) -> None:
    """Also after Redis has forgotten the call: its key is in the database."""
    stage = own_stage
    closing = stage.answers(SEND, f"{SEND}*{MOUSSAS_PIN}", session="over")[-1]
    stage.service.settle()
    before = stage.count()
    for _ in range(3):
        assert stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId="over") == closing
    stage.forget_calls()
    assert stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId="over") == closing
    stage.hop(f"{SEND}*{MOUSSAS_PIN}*{MOUSSAS_PIN}", sessionId="over")
    assert stage.count() == before
    assert paid(stage)


def test_row_29_sixteen_calls_at_once_spend_what_there_is(own_stage: Stage) -> None:
    """Each call of one phone is worked on alone; whatever order they come in, no franc is spent twice."""
    stage = own_stage

    def call(number: int) -> str:
        stage.hop(SEND, sessionId=f"call-{number}")
        return stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId=f"call-{number}")

    with ThreadPoolExecutor(16) as phones:
        closing = list(phones.map(call, range(16)))
    done = sum("Fait: 500 FCFA" in screen for screen in closing)
    others = {screen for screen in closing if "Fait: 500 FCFA" not in screen}
    assert others <= {end("ussd.session_replaced")}
    assert done >= 1
    assert stage.service.balance(MOUSSA) == CREDIT - done * COST_OF_500
    assert stage.service.balance(AWA) == done * 500


def wrong_pins(stage: Stage, *pins: str) -> list[str]:
    """A send whose PIN is tried so often, in one call."""
    texts = [SEND + "".join(f"*{pin}" for pin in pins[:count]) for count in range(len(pins) + 1)]
    return stage.answers(*texts, session=f"wrong-{len(pins)}")


def test_row_61_a_right_pin_while_locked_is_not_looked_at(own_stage: Stage) -> None:
    stage = own_stage
    with stage.leaving(PIN_tries=3, PIN_locks=1, notice=1):  # the owner is told
        screens = wrong_pins(stage, "9182", "9183", "9184")
    assert screens[-1] == end("refusal.pin_locked", hours=1)
    stage.answers(SEND, session="locked")
    with stage.leaving():
        assert stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId="locked") == end("refusal.pin_locked", hours=1)
    stage.service.pass_time(hours=1, minutes=1)
    stage.answers(SEND, session="open-again")
    assert stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId="open-again").startswith("END Fait: 500 FCFA")


def test_row_64_confirming_twice_at_once_pays_once(own_stage: Stage) -> None:
    """Two texts that both bring the PIN, the second one longer: one of them pays, the other finds the call over."""
    stage = own_stage
    stage.answers(SEND, session="twice")
    texts = [f"{SEND}*{MOUSSAS_PIN}", f"{SEND}*{MOUSSAS_PIN}*{MOUSSAS_PIN}"] * 4
    with ThreadPoolExecutor(8) as gateway:
        list(gateway.map(lambda text: stage.hop(text, sessionId="twice"), texts))
    assert paid(stage) or stage.service.balance(MOUSSA) == CREDIT


def test_row_64_a_price_that_changed_is_shown_again_before_anything_is_paid(own_stage: Stage) -> None:
    stage = own_stage
    asked = stage.answers(SEND, session="price")[-1]
    stage.db.execute("INSERT INTO tariff VALUES ('send_money', wallet_now(), 20000, 0, 500, 2000, 4)")
    with stage.leaving():
        shown = stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId="price")
    assert shown == under("error.price_changed", asked.replace("Frais 3", "Frais 10").replace("Total 508", "Total 515"))
    assert stage.hop(f"{SEND}*{MOUSSAS_PIN}*{MOUSSAS_PIN}", sessionId="price").startswith("END Fait: 500 FCFA")
    assert stage.service.balance(MOUSSA) == CREDIT - 515


def test_row_64_a_receiver_closed_meanwhile_receives_nothing(own_stage: Stage) -> None:
    stage = own_stage
    stage.answers(SEND, session="closing")
    stage.db.execute(
        "UPDATE person SET state = 'frozen' FROM phone WHERE phone.person_id = person.id AND number = %s", [AWA]
    )
    with stage.leaving(operation=1):
        assert stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId="closing") == end("refusal.recipient_refuses")


def test_beyond_wrong_pins_in_many_calls_at_once_are_three_tries(own_stage: Stage) -> None:
    """Thirty calls of one phone, each guessing: three guesses are compared, whatever the calls do to each other."""
    stage = own_stage

    def guess(number: int) -> str:
        stage.hop(SEND, sessionId=f"guess-{number}")
        return stage.hop(f"{SEND}*{6000 + 7 * number}", sessionId=f"guess-{number}")

    with stage.leaving(PIN_tries=3, PIN_locks=1, notice=1), ThreadPoolExecutor(15) as phones:
        screens = list(phones.map(guess, range(30)))
    assert sum("Essais restants" in screen for screen in screens) <= 2
    stage.answers(SEND, session="at-last")
    with stage.leaving():
        assert stage.hop(f"{SEND}*{MOUSSAS_PIN}", sessionId="at-last") == end("refusal.pin_locked", hours=1)
