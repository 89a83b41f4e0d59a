"""The whole service while PostgreSQL takes no writes, under connections that stay open, and once it does again."""

import time
from typing import Final

import requests

from faults.polling import stretch, wait_for
from tests.world.cast import AWA, MOUSSA, PINS
from tests.world.read_only import read_only
from tests.world.service import Service

RECOVERED_SECONDS: Final = 5.0
FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
TEXT: Final = "id=kept-once&from=%2B237677000001&to=8237&text=SOLDE"


def post(url: str, body: str) -> tuple[int, str]:
    """Post a form as a gateway does."""
    answer = requests.post(url, body, headers=FORM, timeout=60)
    return answer.status_code, answer.text


def ready(service: Service) -> tuple[int, str]:
    """Return what /readyz says."""
    answer = requests.get(f"{service.health_url}/readyz", timeout=60)
    return answer.status_code, answer.text


def test_every_door_is_polite_while_nothing_can_be_written_and_all_goes_on_afterwards(service: Service) -> None:
    service.open_wallet(MOUSSA)
    service.open_wallet(AWA)
    service.pay_in(MOUSSA, 5_000)
    service.settle()
    service.messages(MOUSSA)
    moussa, shortcut = service.handset(MOUSSA), f"*384*237*1*{AWA[4:]}*500#"
    rail = service.callback_url("mtn")
    moussa.dial("*384*237#")  # connections are open
    with read_only(service.processes.postgres):
        wait_for(lambda: ready(service) == (503, "down: database\n"), "health to say so")
        screen = moussa.dial(shortcut)
        assert screen.problem is None
        assert screen.text.startswith("Service interrompu.")
        for url, body in ((service.sms_url, TEXT), (service.delivery_url, "id=1&status=Success"), (rail, "{}")):
            assert post(url, body) == (503, ""), "whoever posts is asked to post again"
    began = time.monotonic()
    wait_for(lambda: ready(service) == (200, "ready\n"), "health to say so")
    assert post(service.sms_url, TEXT) == (200, "")
    moussa.dial(shortcut)
    assert moussa.answer(PINS[MOUSSA]).text.startswith("Fait: 500 FCFA")
    service.next_message(MOUSSA)
    service.next_message(MOUSSA)
    assert time.monotonic() - began < stretch(RECOVERED_SECONDS)
    service.settle()
    assert service.all_alive()
    service.check()
