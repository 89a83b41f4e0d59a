"""Follow one call from the gateway to the operator by what its lines in the logs name; no phone or PIN is there."""

import json
from typing import Any

from tests.world.cast import MOUSSA, PINS
from tests.world.service import Service


def lines(service: Service, event: str) -> list[dict[str, Any]]:
    """Return the lines of this kind that all processes have logged since the test began."""
    read = [json.loads(line) for line in service.logs().splitlines() if line.startswith("{")]
    return [line for line in read if line["event"] == event]


def test_a_call_is_followed_to_the_operator(service: Service) -> None:
    service.open_wallet(MOUSSA)
    moussa = service.handset(MOUSSA)
    moussa.dial("*384*237*2*1000*1#")
    assert moussa.answer("1").text.startswith("Approuvez")
    service.settle()
    [asked] = [line for line in lines(service, "operation") if line["kind"] == "add_money"]
    calls = {line["session"] for line in lines(service, "hop") if line["outcome"] == "ended"}
    assert asked["session"] in calls
    said = [line for line in lines(service, "operator said") if line["operation"] == asked["operation"]]
    assert (said[0]["was"], said[0]["said"]) == ("created", "pending")
    assert service.one("SELECT reference FROM payment") == asked["operation"]
    assert {line["payment"] for line in said} == {str(service.one("SELECT id FROM payment"))}
    service.assert_logs_are_quiet([PINS[MOUSSA]])
    assert MOUSSA[4:] not in service.logs()
