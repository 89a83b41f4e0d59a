"""Our float at each operator in the running service: asked by the rails' workers, whatever else they do or not."""

from datetime import timedelta
from typing import Any

from faults.polling import wait_for
from tests.world.cast import MOUSSA
from tests.world.service import Service

A_PERIOD = timedelta(minutes=10, seconds=1)


def read_operator(service: Service, rail: str) -> Any:
    [row] = service.rows("SELECT * FROM operator WHERE rail = :rail", rail=rail)
    return row


def is_asking(service: Service) -> bool:
    """True while MTN was asked and neither answered nor kept silent for good."""
    mtn = read_operator(service, "mtn")
    return bool(mtn.float_told_at < mtn.float_asked_at and not mtn.float_silence)


def test_our_float_is_asked_and_a_slow_answer_holds_up_no_payment(service: Service) -> None:
    """Nothing else is due when it is asked; an answer that takes longer than a payment comes after it."""
    wait_for(lambda: read_operator(service, "mtn").float_told == 1_000_000_000, "MTN to say our float")
    wait_for(lambda: read_operator(service, "orange").float_silence == "Orange Money tells no balance", "Orange's try")
    service.open_wallet(MOUSSA)
    service.settle()
    service.messages(MOUSSA)
    service.outside.put("faults", {"mtn": {"latency": {"next": 1, "value": 15, "call": "balance"}}})
    service.pass_time(A_PERIOD.total_seconds())
    wait_for(lambda: is_asking(service), "MTN to be asked again")
    service.handset(MOUSSA).text("RECHARGE 5000")
    code = service.next_message(MOUSSA).rpartition("OUI ")[2][:4]
    service.handset(MOUSSA).text(f"OUI {code}")
    wait_for(lambda: service.outside.new_prompts() != [], "MTN to ask Moussa")
    assert service.outside.decide(MOUSSA, approve=True) == ""
    wait_for(lambda: service.balances()[MOUSSA] == 5_000, "the money to be credited")
    assert is_asking(service), "and MTN is to answer still"
    wait_for(lambda: read_operator(service, "mtn").float_told == 1_000_005_000, "MTN to answer")
    answered = read_operator(service, "mtn")
    assert (answered.float_told_at, answered.failures) == (answered.float_asked_at, 0)
    service.settle()
    service.check()
    service.assert_logs_are_quiet()
