"""Faults are asked for by name, used up by count, drawn from one seed, and refused when misspelt."""

from __future__ import annotations

import pytest
import requests

from simulators import KNOBS
from simulators.faults import BadFault, Faults
from tests.simulators.tiny_service import Simulators
from tests.world.cast import AWA, MOUSSA

pytestmark = pytest.mark.campaign

AT = "africastalking"


def test_a_count_is_used_up() -> None:
    faults = Faults(1, KNOBS)
    faults.ask({AT: {"charset": {"next": 2}}})
    assert [bool(faults.strike(AT, "charset")) for _ in range(4)] == [True, True, False, False]


def test_the_same_seed_draws_the_same_and_another_fault_moves_nothing() -> None:
    one, same, other = Faults(1, KNOBS), Faults(1, KNOBS), Faults(2, KNOBS)
    one.ask({AT: {"charset": {"chance": 0.5}}})
    same.ask({AT: {"charset": {"chance": 0.5}, "malformed": {"chance": 0.5}}})
    other.ask({AT: {"charset": {"chance": 0.5}}})
    drawn = []
    for faults in (one, same, other):
        drawn.append([])
        for _ in range(200):
            faults.strike(AT, "malformed")
            drawn[-1].append(bool(faults.strike(AT, "charset")))
    assert drawn[0] == drawn[1] != drawn[2]
    assert 60 < sum(drawn[0]) < 140


def test_a_fault_for_one_phone_leaves_the_others_alone() -> None:
    faults = Faults(1, KNOBS)
    faults.ask({AT: {"refused_recipient": {"next": 1, "phone": AWA}}})
    assert faults.strike(AT, "refused_recipient", [MOUSSA]) is None
    struck = faults.strike(AT, "refused_recipient", [AWA])
    assert struck is not None
    assert struck.value == 403


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        {AT: []},
        {"nobody": {"charset": {}}},
        {AT: {"charsets": {}}},
        {AT: {"charset": {"nxt": 1}}},
        {AT: {"charset": {"next": -1}}},
        {AT: {"charset": {"next": True}}},
        {AT: {"charset": {"chance": 1.5}}},
        {AT: {"http_error": {"value": "many"}}},
    ],
)
def test_a_misspelt_fault_is_refused_and_changes_nothing(wanted: object) -> None:
    faults = Faults(1, KNOBS)
    faults.ask({AT: {"charset": {"next": 1}}})
    with pytest.raises(BadFault):
        faults.ask(wanted)  # type: ignore[arg-type]  # what a client may send
    assert faults.strike(AT, "charset")


def test_faults_are_shown_with_what_they_mean_and_ended_by_an_empty_put(outside: Simulators) -> None:
    outside.ask(http_error={"next": 3, "value": 503})
    shown = requests.get(f"{outside.url}/faults", timeout=60).json()
    assert shown["seed"] == 7
    assert shown[AT]["http_error"]["next"] == 3
    assert all(fault["meaning"] for fault in shown[AT].values())
    ended = requests.put(f"{outside.url}/faults", json={}, timeout=60).json()
    assert ended[AT]["http_error"]["next"] == 0
    refused = requests.put(f"{outside.url}/faults", json={AT: {"charsets": {}}}, timeout=60)
    assert (refused.status_code, "charsets" in refused.json()["error"]) == (400, True)
