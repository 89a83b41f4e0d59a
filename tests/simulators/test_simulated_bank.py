"""The simulated bank: it carries out files once, and its statements add up with whatever vices."""

import dataclasses
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from simulators import bank, create_app
from simulators.wire import Wire
from tests.world.bank_files import FORMS, OURS, PAYERS, read_bytes
from tests.world.examples import draw
from wallet.banks.bank_profiles import BANK_PROFILES, write_payout_file
from wallet.banks.payout_file import BankPayout, PayoutOrder
from wallet.banks.rib import Rib
from wallet.banks.statement_lines import StatementLine
from wallet.core.clock import DOUALA

pytestmark = pytest.mark.campaign

DAY = date(2026, 3, 11)
ORDER = PayoutOrder(
    "MB-1", datetime(2026, 3, 10, 17, tzinfo=DOUALA), DAY, "Mbongo Trust", Rib(OURS), "ECOCCMCX",
    (BankPayout("BK8N-WP9X", 18_000, "Awa Ngo", Rib(PAYERS), "SALAIRE"), BankPayout("P2", 500, "Fatou", Rib(PAYERS))),
)  # fmt: skip
VICES = [*bank.FAULTS]


@pytest.fixture
def client() -> FlaskClient:
    return make_client()


def make_client(**faults: Any) -> FlaskClient:
    """Return a client of a new bank, of which these faults are asked for certain."""
    app: Flask = create_app(Wire("http://127.0.0.1:9/", "http://127.0.0.1:9/", None, None, "*384*237#"))
    client = app.test_client()
    asked = {name: fault if isinstance(fault, dict) else {"chance": 1} for name, fault in faults.items()}
    assert client.put("/faults", json={"bank": asked}).status_code == 200
    return client


def send(client: FlaskClient, order: PayoutOrder = ORDER, profile: str = "iso_09") -> Any:
    """Return what the bank answers to an order's file."""
    return client.post("/bank/files", data=write_payout_file(order, BANK_PROFILES[profile]).content)


def read(
    client: FlaskClient, folder: Path, form: str = "camt053.08", since: date = DAY, until: date = DAY
) -> list[StatementLine]:
    """Return what the wallet reads of a statement of our account, which adds up or is refused."""
    answer = client.get(f"/bank/statements/{OURS}?form={form}&since={since}&until={until}")
    assert answer.status_code == 200, answer.text
    return read_bytes(folder, answer.data, FORMS[form][1])


@pytest.mark.parametrize("profile", BANK_PROFILES)
def test_a_file_is_carried_out_once(client: FlaskClient, tmp_path: Path, profile: str) -> None:
    sent = send(client, profile=profile)
    assert (sent.status_code, sent.json["payments"]) == (202, 2)
    again = send(client, profile=profile)
    assert again.status_code == 400
    assert "was taken before" in again.json["error"]
    assert [(line.amount, line.end_to_end_id) for line in read(client, tmp_path)] == [
        (-18_000, "BK8N-WP9X"),
        (-500, "P2"),
    ]
    assert read(client, tmp_path, until=DAY - timedelta(days=1), since=DAY - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<NbOfTxs>2", b"<NbOfTxs>3", "NbOfTxs"),
        (b"<CtrlSum>18500", b"<CtrlSum>18501", "CtrlSum"),
        (OURS.encode(), OURS[:-1].encode() + b"9", "cannot be read"),
        (b"pain.001.001.09", b"pain.001.001.12", "no pain.001"),
        (b">P2<", b">BK8N-WP9X<", "twice"),
        (b"</Document>", b"", "cannot be read"),
    ],
)
def test_a_file_that_is_wrong_is_refused_whole(
    client: FlaskClient, tmp_path: Path, old: bytes, new: bytes, why: str
) -> None:
    content = write_payout_file(ORDER, BANK_PROFILES["iso_09"]).content
    assert old in content
    answer = client.post("/bank/files", data=content.replace(old, new))
    assert answer.status_code == 400
    assert why in answer.json["error"]
    assert read(client, tmp_path) == []


def test_each_vice_of_payments_that_go(tmp_path: Path) -> None:
    def told(**faults: Any) -> list[tuple[int, str, str, int]]:
        client = make_client(**faults)
        send(client)
        lines = read(client, tmp_path, until=DAY + timedelta(days=9))
        return [(line.amount, line.end_to_end_id, line.returned, (line.booked_on - DAY).days) for line in lines]

    assert told(late={"chance": 1, "value": 2}) == [(-18_000, "BK8N-WP9X", "", 2), (-500, "P2", "", 2)]
    assert told(returned={"chance": 1, "phone": "P2"}) == [
        (-18_000, "BK8N-WP9X", "", 0), (-500, "P2", "", 0), (500, "P2", "AC04", 1)]  # fmt: skip
    assert told(misreferenced=True) == [(-18_000, "", "", 0), (-500, "", "", 0)]
    assert told(duplicate={"next": 1}) == [(-18_000, "BK8N-WP9X", "", 0)] * 2 + [(-500, "P2", "", 0)]
    assert told(merged=True) == [(-18_000, "BK8N-WP9X", "", 0), (-500, "P2", "", 0)], "camt.053 tells the parts"
    assert told(rejected={"chance": 1, "phone": "P2"}) == [(-18_000, "BK8N-WP9X", "", 0)]
    client = make_client(merged=True)
    send(client)
    assert [line.amount for line in read(client, tmp_path, "mt940")] == [-18_500], "MT940 does not"


def test_each_vice_of_payments_that_come(tmp_path: Path) -> None:
    def told(**faults: Any) -> list[tuple[int, str, str, int]]:
        client = make_client(**faults)
        paid = {"amount": 1_000, "words": "CDE 48217368", "rf": "RF25MB2026000123", "name": "Awa", "day": str(DAY)}
        assert client.post(f"/bank/transfers/{OURS}", json=paid).status_code == 201
        lines = read(client, tmp_path, until=DAY + timedelta(days=9))
        return [(line.amount, line.rf, line.words, (line.booked_on - DAY).days) for line in lines]

    right = (1_000, "RF25MB2026000123", "CDE 48217368", 0)
    assert told() == [right]
    assert told(late=True) == [(*right[:3], 3)]
    assert told(split=True) == [(400, *right[1:]), (600, *right[1:])]
    assert told(misreferenced=True) == [(1_000, "", "CDE 86371284", 0)]
    assert told(duplicate=True) == [right, right]


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 5)), max_size=6),
    st.dictionaries(st.sampled_from(VICES), st.sampled_from([0.3, 1.0])),
    st.sampled_from(sorted(FORMS)),
)
@draw(30)
def test_statements_of_any_days_add_up_with_any_vices(
    tmp_path: Path, paid: list[tuple[int, int]], vices: dict[str, float], form: str
) -> None:
    """A day's statements one after another tell what one of all days tells; each adds up, or it would be refused."""
    client = make_client(**{name: {"chance": chance} for name, chance in vices.items()})
    send(client)
    for amount, day in paid:
        client.post(f"/bank/transfers/{OURS}", json={"amount": amount, "day": str(DAY + timedelta(days=day))})
    days = [DAY + timedelta(days=day) for day in range(15)]
    whole = read(client, tmp_path, form, days[0], days[-1])
    daily = [line for day in days for line in read(client, tmp_path, form, day, day)]
    assert [line.identity for line in daily] == [line.identity for line in whole]
    if not {"duplicate", "returned", "late", "rejected"} & vices.keys():
        assert sum(line.amount for line in whole) == sum(amount for amount, _ in paid) - ORDER.total


def test_what_is_no_order_or_transfer_is_told(client: FlaskClient) -> None:
    for path, data in (
        ("files", b""),
        ("files", b"<a/>"),
        (f"transfers/{OURS}", b"{}"),
        ("transfers/12", b'{"amount": 5}'),
    ):
        assert client.post(f"/bank/{path}", data=data, content_type="application/json").status_code == 400
    assert client.get(f"/bank/statements/{OURS}?form=pdf").status_code == 400
    assert client.get("/bank/statements/12").status_code == 400


def test_five_thousand_payments_fit_in_one_file(client: FlaskClient, tmp_path: Path) -> None:
    payouts = tuple(BankPayout(f"S{n}", 1_000 + n, "Awa Ngo", Rib(PAYERS), is_salary=True) for n in range(5_000))
    assert send(client, dataclasses.replace(ORDER, payouts=payouts)).json["payments"] == 5_000
    assert sum(line.amount for line in read(client, tmp_path)) == -sum(one.amount for one in payouts)
