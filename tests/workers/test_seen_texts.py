"""Each text that is answered leaves a line in the log, and is counted by its command and what came of it."""

import pytest
from structlog.testing import capture_logs

from sms_templates.reading.understand import shield
from tests.world.cast import AWA, MOUSSA, PINS, STRANGER
from tests.world.world import World
from wallet.messages import texts
from wallet.operations import asks
from wallet.payments.rails import RAILS
from web.gauge_table import GAUGES
from web.gauges import read_gauges
from workers import inbox

CASES = {
    "SOLDE": (MOUSSA, "balance", "answered"),
    "HISTO": (MOUSSA, "history", "answered"),
    "ENVOI 1000": (MOUSSA, "send", "help.send"),
    "tulipe": (MOUSSA, "", "sms.unknown"),
    "solde ": (STRANGER, "balance", "sms.not_registered"),
}


def hear(world: World, number: int, sender: str, words: str) -> dict[str, object]:
    """Have a text answered. Returns its line in the log."""
    world.do(lambda db: texts.store(db, f"seen-{number}", sender, words, None, answer=True), "web")
    with capture_logs() as lines:
        assert inbox.answer_waiting() == 1
    [line] = [line for line in lines if line["event"] == "text answered"]
    return line


def test_what_came_of_each_text_is_logged_and_counted(world: World) -> None:
    for number, (words, (sender, command, outcome)) in enumerate(CASES.items()):
        line = hear(world, number, sender, words)
        assert (line["channel"], line["command"], line["outcome"]) == ("sms", command, outcome), words
        assert line["phone"] == f"{sender[:5]}****{sender[-3:]}"
        assert {"text", "sender"}.isdisjoint(line)
        assert words not in str(line)
    found = world.do(read_gauges, "web")
    expected: dict[tuple[str, ...], float] = {(command, outcome): 1.0 for _, command, outcome in CASES.values()}
    assert dict(found["mbongo_texts_ended"]) == expected
    [(_, seconds)] = found["mbongo_texts_answer_seconds"]
    assert 0 < seconds < 60
    world.pass_time(hours=2)
    assert world.do(read_gauges, "web")["mbongo_texts_ended"] == []


def test_what_was_agreed_to_and_is_refused_is_seen_as_refused(world: World) -> None:
    world.credit(MOUSSA, 2_000)
    hear(world, 70, MOUSSA, f"ENVOI 1000 {AWA[4:]}")
    world.send(MOUSSA, AWA, 1_900, "meanwhile", pin=PINS[MOUSSA])
    secrets = world.wallet.secrets
    code = asks.compute_code(secrets, str(world.one("SELECT id FROM ask ORDER BY asked_at DESC LIMIT 1")))
    shielded = shield(f"OUI {code}", lambda typed: asks.digest_code(secrets, MOUSSA, typed))
    line = hear(world, 71, MOUSSA, shielded)
    assert (line["command"], line["outcome"]) == ("yes", "refusal.not_enough")
    assert code not in str(line)


def test_a_pin_that_was_texted_is_in_no_line(world: World) -> None:
    line = hear(world, 90, MOUSSA, f"ENVOI 1000 699000002 {PINS[MOUSSA]}")
    assert PINS[MOUSSA] not in str(line)


# What was never said of an operator, and is no 0.
SAID_BY_OTHERS = {"mbongo_float_told_francs", "mbongo_reconciled_seconds"}
OF_RAILS = sorted(name for name, gauge in GAUGES.items() if gauge.labels == ("rail",))


@pytest.mark.parametrize("name", OF_RAILS)
def test_what_is_told_of_operators_is_told_of_each_though_there_is_none(world: World, name: str) -> None:
    told = [] if name in SAID_BY_OTHERS else sorted(RAILS)
    assert sorted(world.do(read_gauges, "web")[name]) == [((rail,), 0.0) for rail in told]


def test_a_payment_that_nobody_asks_about_is_seen(world: World) -> None:
    world.recharge()
    world.pass_time(600)
    late = dict(world.do(read_gauges, "web")["mbongo_payments_late_seconds"])
    assert late[("mtn",)] >= 590
    assert late[("orange",)] == 0
    assert dict(world.do(read_gauges, "web")["mbongo_payments_under_way"])[("mtn",)] == 1
