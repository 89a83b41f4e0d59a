"""Statements in every form say the same, and take little memory however long they are."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.bank.booked import Booked
from tests.world.bank_files import DAY, FORMS, OURS, PAYERS, make_statement, read_bytes
from tests.world.examples import draw
from wallet.banks.statement_lines import StatementLine

pytestmark = pytest.mark.campaign

PAID = Booked(DAY, 25_000, "FACTURE 12", "Épicerie du Marché", f"CM21{PAYERS}", "BK1", rf="RF25MB2026000123")
SENT = Booked(DAY, -18_000, "SALAIRE MARS", "Awa Ngo", f"CM21{PAYERS}", "BK2", end_to_end_id="BK8N-WP9X")
BACK = Booked(DAY, 18_000, "RETOUR", "Awa Ngo", f"CM21{PAYERS}", "BK3", "BK8N-WP9X", returned="AC04", reverses=True)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_is_read_in_every_form(tmp_path: Path, form: str) -> None:
    write, layout = FORMS[form]
    came, went, back = read_bytes(tmp_path, write(make_statement(PAID, SENT, BACK, opening=-500)), layout)
    assert [line.amount for line in (came, went, back)] == [25_000, -18_000, 18_000]
    assert {(line.account, line.currency, line.booked_on, line.value_on) for line in (came, went, back)} == {
        (OURS, "XAF", DAY, DAY)
    }
    assert [line.bank_reference for line in (came, went, back)] == ["BK1", "BK2", "BK3"]
    assert "FACTURE 12" in came.words
    assert "RF25MB2026000123" in (came.rf or came.words)
    assert all("BK8NWP9X" in f"{line.end_to_end_id} {line.words}".replace("-", "") for line in (went, back))
    told = {line.identity for line in (came, went, back)}
    assert len(told) == 3


@pytest.mark.parametrize("form", ["camt053.08", "camt053.02"])
def test_camt053_tells_parties_reasons_and_reversals(tmp_path: Path, form: str) -> None:
    came, went, back = read_bytes(tmp_path, FORMS[form][0](make_statement(PAID, SENT, BACK)))
    assert (came.name, came.party_account, came.rf) == ("Épicerie du Marché", PAYERS, "RF25MB2026000123")
    assert (went.name, went.end_to_end_id, went.reverses, went.returned) == ("Awa Ngo", "BK8N-WP9X", False, "")
    assert (back.name, back.end_to_end_id, back.reverses, back.returned) == ("Awa Ngo", "BK8N-WP9X", True, "AC04")


def test_mt940_tells_what_is_reversed(tmp_path: Path) -> None:
    lines = read_bytes(tmp_path, FORMS["mt940"][0](make_statement(PAID, SENT, BACK)))
    assert [line.reverses for line in lines] == [False, False, True]


@pytest.mark.parametrize("form", ["camt053.08", "camt053.02"])
def test_payments_booked_as_one_sum_are_told_apart(tmp_path: Path, form: str) -> None:
    parts = tuple(Booked(DAY, -amount, name, name, f"CM21{PAYERS}", end_to_end_id=f"E{amount}")
                  for amount, name in ((1_000, "Awa"), (2_500, "Moussa")))  # fmt: skip
    lines = read_bytes(tmp_path, FORMS[form][0](make_statement(Booked(DAY, -3_500, parts=parts, bank_reference="B9"))))
    assert [(line.amount, line.name, line.end_to_end_id) for line in lines] == [
        (-1_000, "Awa", "E1000"), (-2_500, "Moussa", "E2500"),
    ]  # fmt: skip
    assert {line.bank_reference for line in lines} == {"B9"}
    assert len({line.identity for line in lines}) == 2


def test_what_is_pending_is_no_movement_yet(tmp_path: Path) -> None:
    waiting = Booked(DAY, 9_000, "EN COURS", pending=True)
    lines = read_bytes(tmp_path, FORMS["camt053.08"][0](make_statement(PAID, waiting)))
    assert [line.amount for line in lines] == [25_000]


@pytest.mark.parametrize("form", ["camt053.08", "mt940", "signed"])
def test_a_currency_with_cents_is_read_in_cents(tmp_path: Path, form: str) -> None:
    write, layout = FORMS[form]
    lines = read_bytes(
        tmp_path, write(make_statement(Booked(DAY, 1_525, "A"), Booked(DAY, -1, "B"), currency="EUR")), layout, "EUR"
    )
    assert [(line.amount, line.currency) for line in lines] == [(1_525, "EUR"), (-1, "EUR")]


@pytest.mark.parametrize("form", FORMS)
def test_a_day_on_which_nothing_moved_is_read(tmp_path: Path, form: str) -> None:
    write, layout = FORMS[form]
    assert read_bytes(tmp_path, write(make_statement(opening=12)), layout) == []


BOOKINGS = st.builds(
    Booked,
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    amount=st.integers(-(10**11), 10**11).filter(bool),
    words=st.text("ABCé 0123456789:/-?{}\n;,\"'", max_size=140),
    bank_reference=st.from_regex(r"[A-Z0-9]{0,16}", fullmatch=True),
)


@given(st.lists(BOOKINGS, max_size=12), st.sampled_from(sorted(FORMS)), st.integers(-(10**9), 10**9))
@draw(60)
def test_whatever_the_words_the_money_and_the_days_are_right(
    tmp_path: Path, booked: list[Booked], form: str, opening: int
) -> None:
    write, layout = FORMS[form]
    lines = read_bytes(tmp_path, write(make_statement(*booked, opening=opening)), layout)
    assert [(line.amount, line.booked_on) for line in lines] == [(one.amount, one.day) for one in booked]


def identify(**other: object) -> str:
    """Return the identity of a line that says this."""
    said = {
        "line": 1, "account": OURS, "statement": "1", "booked_on": DAY, "value_on": DAY, "amount": 5, "currency": "XAF",
        "bank_reference": "", "end_to_end_id": "", "rf": "", "name": "", "party_account": "", "words": "A",
        "reverses": False, "returned": "",
    } | other  # fmt: skip
    return StatementLine(**said).identity  # type: ignore[arg-type]


def test_a_movement_is_known_by_the_banks_reference_else_by_all_that_is_said() -> None:
    assert identify(bank_reference="B1", words="short") == identify(bank_reference="B1", words="told at length", line=9)
    assert identify(statement="1") == identify(statement="2", line=4)
    different = (
        identify(), identify(words="B"), identify(amount=-5), identify(currency="EUR"), identify(bank_reference="B1"),
        identify(bank_reference="B2"), identify(bank_reference="B1", amount=6), identify(account=PAYERS),
        identify(bank_reference="B1", end_to_end_id="E1"), identify(rf="RF25MB2026000123"),
    )  # fmt: skip
    assert len(set(different)) == len(different)


MEASURED = """
import sys
from pathlib import Path
from wallet.banks.csv_statement import CsvAccount
from wallet.banks.statement_file import open_statement, read_statement
of = CsvAccount("10002000300277976315008", "XAF")
lines = sum(1 for _ in read_statement(open_statement(Path(sys.argv[1])), "debit_credit", of))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(lines, int(peak.split()[1]) // 1024)
"""
ENTRY = {"camt053.08": ("<Ntry>", "</Ntry>"), "mt940": (":61:", "\r\n:62F"), "debit_credit": ("10/03", "\r\n")}


@pytest.mark.parametrize("form", ENTRY)
def test_thirty_thousand_lines_take_no_more_memory_than_a_thousand(tmp_path: Path, form: str) -> None:
    """Peak memory of the whole process, libxml2's included, which tracemalloc does not see."""
    one = FORMS[form][0](make_statement(Booked(DAY, 1_000, "FACTURE 12", bank_reference="B1"))).decode("utf-8-sig")
    begins, ends = (one.index(mark) for mark in ENTRY[form])
    ends += len("</Ntry>") if form == "camt053.08" else 0
    ends = one.rindex("\r\n") if form == "debit_credit" else ends
    entry, megabytes = one[begins:ends].removesuffix(";1000;") + "\r\n", []
    for count in (1_000, 30_000):
        total = str(1_000 * count)
        tail = one[ends:].replace("XAF1000,", f"XAF{total},")
        head = one[:begins].replace(">1000<", f">{total}<")
        path = tmp_path / str(count)
        path.write_text(head + entry * (count - 1) + entry.rstrip() + tail, "utf-8")
        argv = [sys.executable, "-c", MEASURED, str(path)]
        ran = subprocess.run(argv, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
        lines, peak = map(int, ran.stdout.split())
        assert lines == count
        megabytes.append(peak)
    assert megabytes[1] < megabytes[0] + 4, megabytes
