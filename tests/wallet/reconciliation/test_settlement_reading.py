"""Files as operators, spreadsheets and hostile hands write them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cli.words import say
from tests.world.settlements import line_of, reference_of, write_lines
from wallet.core.errors import Refused
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import SettlementLine, read_lines


def refused(folder: Path, content: str | bytes) -> str:
    """Return what is said of a file that cannot be read."""
    with pytest.raises(Refused) as refusal:
        read(folder, content)
    return say(refusal.value.key, **refusal.value.values)


K = reference_of("a")
PLAIN = write_lines(line_of("a", phone="237677000001"))
SAME = {
    "as it is": PLAIN,
    "with a BOM": "\ufeff" + PLAIN,
    "UTF-16": PLAIN.encode("utf-16"),
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "CRLF": PLAIN.replace("\n", "\r\n"),
    "quoted": "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in PLAIN.split("\n") if line),
    "empty lines": PLAIN.replace("\n", "\n\n"),
    "lines before the header": "MTN Cameroon\nSettlement of 10/03/2026\n" + PLAIN,
    "a totals row": PLAIN + "TOTAL,,,5000,,,\n",
    "Windows-1252 in French, shuffled columns": (
        "Statut;Numéro;Montant;Sens;Référence;Transaction ID;Date\n"
        f"réussi;677000001;5 000,00;Encaissement;{K};op-a;10/03/2026 12:00\nTotal général;;5 000;;;;\n"
    ).encode("cp1252"),
    "spaces, lower case, a quote against formulas": f"operator_id,reference,direction,amount,phone,status,time\n"
    f' op-a , {K.lower()} ,Collection,"5,000",\'+237677000001,successful,2026-03-10T11:00:00Z\n',
    "the simulator's columns": "operator_id,our_reference,order,direction,amount,currency,number,status,time\n"
    f"op-a,handle-a,{K},collection,5000,XAF,237677000001,SUCCESSFUL,2026-03-10T12:00:00+01:00\n",
}


def read(folder: Path, content: str | bytes) -> list[SettlementLine]:
    path = folder / "mtn.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_lines(open_file(path)))


@pytest.mark.parametrize("how", SAME)
def test_the_same_line_however_it_is_written(tmp_path: Path, how: str) -> None:
    [line] = read(tmp_path, SAME[how])
    assert (line.operator_id, line.reference, line.direction, line.amount, line.phone, line.status) == (
        "op-a", K, "collect", 5_000, "+237677000001", "succeeded",
    )  # fmt: skip
    assert line.at == datetime(2026, 3, 10, 11, tzinfo=UTC)
    assert line.handle == ("handle-a" if how == "the simulator's columns" else "")


def test_what_is_written_differently_has_one_hash(tmp_path: Path) -> None:
    said = [read(tmp_path, SAME[how])[0].identity for how in SAME if how != "the simulator's columns"]
    assert len(set(said)) == 1


@pytest.mark.parametrize(
    ("field", "written_as", "said"),
    [
        ("amount", "5000.50", "not whole francs"),
        ("amount", "", "not whole francs"),
        ("amount", "0", "not whole francs"),
        ("amount", "9" * 30, "not whole francs"),
        ("amount", "٥٠٠٠", "not whole francs"),
        ("amount", "5e3", "not whole francs"),
        ("amount", "1.5E+06", "not whole francs"),
        ("amount", "1.000,5", "more cells than columns"),
        ("amount", "1 000.000", "not whole francs"),
        ("amount", "-", "not whole francs"),
        ("phone", "2.37677E+11", "phone '2.37677E+11' was cut short by a spreadsheet"),
        ("phone", '="2.37677E+11"', "phone '2.37677E+11' was cut short by a spreadsheet"),
        ("operator_id", "1.79586E+12", "transaction id '1.79586E+12' was cut short by a spreadsheet"),
        ("reference", "1.79586E+12", "reference '1.79586E+12' was cut short by a spreadsheet"),
        ("time", "12/11/2026 11:56:19", "written otherwise than those before it"),
        ("time", "28-Nov-26", "written otherwise than those before it"),
        ("time", "46354.4974", "written otherwise than those before it"),
        ("time", "2026-13-01", "time '2026-13-01' is not known"),
        ("direction", "sideways", "direction 'sideways' is not known"),
        ("time", "the day before", "time 'the day before' is not known"),
    ],
)
def test_what_cannot_be_read_refuses_the_file_by_line(tmp_path: Path, field: str, written_as: str, said: str) -> None:
    told = refused(tmp_path, write_lines(line_of("a"), line_of("b", **{field: written_as})))
    assert "nothing was imported:\nline 3: " in told
    assert said in told


TWO_ORDERS = write_lines(line_of("a", time="11/28/2026 11:56"), line_of("b", time="28/11/2026 11:56"))


def test_dates_in_two_orders_refuse_the_file(tmp_path: Path) -> None:
    assert "line 3: time '28/11/2026 11:56': the file's other dates have the month first" in refused(
        tmp_path, TWO_ORDERS
    )


def test_one_amount_below_zero_among_others_is_no_amount(tmp_path: Path) -> None:
    told = refused(tmp_path, write_lines(line_of("a"), line_of("b", amount=-700)))
    assert "line 3: amount '-700' has another sign than others of its kind" in told


@pytest.mark.parametrize("name", ["TOTAL ENERGIES", "Somme Paul", "Total", "SUBTOTAL SARL"])
def test_a_payer_called_total_is_no_totals_line(tmp_path: Path, name: str) -> None:
    plain = "transaction_id,external_id,type,amount,currency,msisdn,payer_name,status,date\n"
    line = f"1795862678729,{K},collection,700,XAF,237677001001,{name},SUCCESSFUL,28/11/2026 11:56:19\n"
    [read_line] = read(tmp_path, plain + line + "Total,,,700,,,,,\n")
    assert (read_line.operator_id, read_line.amount) == ("1795862678729", 700)


@pytest.mark.parametrize("total", ["TOTAL;;;5000;;;", ";;;5000;;;", ";;Total;5000;;;", "Sous-total :;;;5 000;;;"])
def test_a_totals_line_is_passed_over(tmp_path: Path, total: str) -> None:
    assert len(read(tmp_path, PLAIN.replace(",", ";") + total + "\n")) == 1


@pytest.mark.parametrize(
    ("written", "at"),
    [("28/11/2026 11:56:19", "11:56:19"), ("28/11/2026 11:56", "11:56:00"), ("28/11/26 11h56", "11:56:00"),
     ("11/28/2026 11:56:19 AM", "11:56:19"), ("11/28/2026 11:56:19 PM", "23:56:19"), ("11/28/26 12:05 AM", "00:05:00"),
     ("28-11-2026 11:56:19", "11:56:19"), ("28.11.2026", "00:00:00"), ("2026/11/28 11:56:19", "11:56:19"),
     ("28 novembre 2026 11:56", "11:56:00"), ("28-Nov-26 11:56", "11:56:00"), ("46354.49744212963", "11:56:19"),
     ("2026-11-28T10:56:19Z", "11:56:19")],
)  # fmt: skip
def test_moments(tmp_path: Path, written: str, at: str) -> None:
    [line] = read(tmp_path, write_lines(line_of("a", time=written), delimiter="\t"))
    assert line.at is not None
    assert line.at == datetime.fromisoformat(f"2026-11-28T{at}+01:00")


def test_a_date_and_its_hour_in_two_columns(tmp_path: Path) -> None:
    content = f"reference;sens;montant;statut;date;heure\n{K};encaissement;700;réussi;28/11/2026;11:56:19\n"
    [line] = read(tmp_path, content)
    assert line.at == datetime.fromisoformat("2026-11-28T11:56:19+01:00")


def test_a_day_that_is_said_tells_which_number_is_the_month(tmp_path: Path) -> None:
    path = tmp_path / "mtn.csv"
    path.write_text(write_lines(line_of("a", time="11/12/2026 11:56")))
    for day, month in (("2026-12-11", 12), ("2026-11-12", 11)):
        [line] = read_lines(open_file(path, date.fromisoformat(day)))
        assert line.at is not None
        assert line.at.month == month


def test_a_line_that_names_nothing_is_no_total(tmp_path: Path) -> None:
    assert "neither our reference nor theirs" in refused(
        tmp_path, write_lines(line_of("a", operator_id="", reference=""))
    )


def test_a_short_line_is_told(tmp_path: Path) -> None:
    assert "line 3: a column is missing" in refused(tmp_path, PLAIN + "op-b,ref\n")


@pytest.mark.parametrize("content", ["", "nothing,of,that\n1,2,3\n", b"\x00\xff\xfe" * 50, "<html>502</html>"])
def test_what_is_no_settlement_file_is_told(tmp_path: Path, content: str | bytes) -> None:
    assert "no line of column names" in refused(tmp_path, content)


@pytest.mark.parametrize(
    ("amount", "francs"),
    [("5000", 5_000), ("5 000", 5_000), ("5\u202f000 FCFA", 5_000), ("5.000", 5_000), ("5,000.00", 5_000),
     ("-5000", 5_000), ("(5 000)", 5_000), ("5000-", 5_000), ("\u22125\u00a0000", 5_000), ("XAF 5,000", 5_000),
     ("1.250.000", 1_250_000), ("5'000", 5_000), ('="5000"', 5_000), ("5000,00", 5_000),
     ("1 250 000,00 XAF", 1_250_000), ("5000F", 5_000)],
)  # fmt: skip
def test_amounts(tmp_path: Path, amount: str, francs: int) -> None:
    [line] = read(tmp_path, write_lines(line_of("a", amount=amount), delimiter="\t"))
    assert line.amount == francs


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("15.25", 1_525), ("15,25 EUR", 1_525), ("EUR 1 250.5", 125_050), ("1.250,00", 125_000), ("1 250", 125_000),
     ("15", 1_500), ("0.05", 5), ("-15.25", 1_525), ("(15,25)", 1_525), ("0.00", None), ("15.255", None),
     ("15.25 F", None), ("15.25 USD", None), ("1,250", None), ("1.2.5", None)],
)  # fmt: skip
def test_amounts_of_a_currency_with_cents(tmp_path: Path, amount: str, cents: int | None) -> None:
    content = "reference;direction;amount;devise;status\n" + f"{K};collection;{amount};EUR;SUCCESSFUL\n"
    if cents is None:
        assert "amount" in refused(tmp_path, content)
    else:
        assert [(one.amount, one.currency) for one in read(tmp_path, content)] == [(cents, "EUR")]


def test_words_nobody_knows_are_unclear(tmp_path: Path) -> None:
    [line] = read(tmp_path, write_lines(line_of("a", status="ONGOING")))
    assert (line.status, line.said) == ("unclear", "ONGOING")


def test_control_characters_and_endless_cells_are_cut(tmp_path: Path) -> None:
    [line] = read(tmp_path, write_lines(line_of("a", operator_id="op\x00\x1b[2J" + "x" * 500, status="OK\x07")))
    assert line.operator_id.isprintable()
    assert len(line.operator_id) <= 100
    assert line.said == "OK"
