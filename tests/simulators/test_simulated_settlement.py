"""An operator's settlement file: what it executed, or that with known mistakes drawn from a seed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import requests

from tests.simulators.operator_clients import MtnClient, OrangeClient
from tests.simulators.tiny_service import Simulators
from tests.world.cast import MOUSSA


def rows(url: str, **query: object) -> list[dict[str, str]]:
    reply = requests.get(url, params={name: str(value) for name, value in query.items()}, timeout=60)
    return list(csv.DictReader(io.StringIO(reply.text)))


@pytest.fixture
def mtn(outside: Simulators) -> MtnClient:
    client = MtnClient(outside.url)
    client.habit({"delay_seconds": 0})
    client.put("/operators/mtn", {"payout_seconds": 0})
    for amount in range(100, 120):
        client.pay_out(amount=str(amount))
    client.final(client.collect()[0])
    client.pay_out("+237699000002")  # not executed
    return client


def test_the_file_is_what_was_executed(mtn: MtnClient) -> None:
    today = datetime.now(ZoneInfo("Africa/Douala")).date().isoformat()
    file = rows(f"{mtn.url}/mtn/settlement", date=today)
    journal = mtn.journal()
    assert [(row["operator_id"], row["our_reference"], int(row["amount"])) for row in file] == [
        (entry["id"], entry["reference"], entry["amount"]) for entry in journal
    ]
    assert len(file) == 21
    assert {(row["number"], row["status"]) for row in file} == {(MOUSSA[1:], "SUCCESSFUL")}
    assert rows(f"{mtn.url}/mtn/settlement", date="2001-01-01") == []
    assert rows(f"{OrangeClient(mtn.url).url}/orange/settlement") == []


def test_mistakes_are_drawn_from_the_seed_and_listed(mtn: MtnClient) -> None:
    url = f"{mtn.url}/mtn/settlement"
    true = {row["our_reference"]: row for row in rows(url)}
    file = rows(url, discrepancies=5, each=2)
    listed = requests.get(f"{url}/discrepancies", params={"discrepancies": "5", "each": "2"}, timeout=60).json()
    assert Counter(one["kind"] for one in listed) == dict.fromkeys(
        ("missing", "extra", "amount", "status", "duplicate"), 2
    )
    assert file == rows(url, discrepancies=5, each=2) != rows(url, discrepancies=6, each=2)
    seen = Counter(row["our_reference"] for row in file)
    found = {("missing", reference) for reference in true if not seen[reference]}
    found |= {("duplicate", reference) for reference, count in seen.items() if count > 1}
    for row in file:
        if row["our_reference"] not in true:
            found.add(("extra", row["our_reference"]))
            continue
        found |= {
            (name, row["our_reference"])
            for name in ("amount", "status")
            if row[name] != true[row["our_reference"]][name]
        }
    assert found == {(one["kind"], one["our_reference"]) for one in listed}
