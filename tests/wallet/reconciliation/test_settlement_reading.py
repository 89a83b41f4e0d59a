"""Files as operators, spreadsheets and hostile hands write them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.words import say
from tests.world.settlements import line_of, reference_of, write_lines
from wallet.core.errors import Refused
from wallet.reconciliation import settlement_file
from wallet.reconciliation.settlement_file import SettlementLine


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
    return list(settlement_file.read_lines(settlement_file.open_file(path)))


@pytest.mark.parametrize("how", SAME)
def test_the_same_line_however_it_is_written(tmp_path: Path, how: str) -> None:
    [line] = read(tmp_path, SAME[how])
    assert (line.operator_id, line.reference, line.direction, line.amount, line.phone, line.status) == (
        "op-a", K, "collect", 5_000, "+237677000001", "succeeded",
    )  # fmt: skip
    assert line.at == datetime(2026, 3, 10, 11, tzinfo=UTC)
    assert line.handle == ("handle-a" if how == "the simulator's columns" else "")


def test_what_is_written_differently_has_one_hash(tmp_path: Path) -> None:
    said = [read(tmp_path, SAME[how])[0].hash for how in SAME if how != "the simulator's columns"]
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
        ("direction", "sideways", "direction 'sideways' is not known"),
        ("time", "the day before", "time 'the day before' is not known"),
    ],
)
def test_what_cannot_be_read_refuses_the_file_by_line(tmp_path: Path, field: str, written_as: str, said: str) -> None:
    told = refused(tmp_path, write_lines(line_of("a"), line_of("b", **{field: written_as})))
    assert "nothing was imported:\nline 3: " in told
    assert said in told


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
     ("-5000", 5_000), ("1 250 000,00 XAF", 1_250_000), ("5000F", 5_000)],
)  # fmt: skip
def test_amounts(tmp_path: Path, amount: str, francs: int) -> None:
    [line] = read(tmp_path, write_lines(line_of("a", amount=amount), delimiter="\t"))
    assert line.amount == francs


def test_words_nobody_knows_are_unclear(tmp_path: Path) -> None:
    [line] = read(tmp_path, write_lines(line_of("a", status="ONGOING")))
    assert (line.status, line.said) == ("unclear", "ONGOING")


def test_control_characters_and_endless_cells_are_cut(tmp_path: Path) -> None:
    [line] = read(tmp_path, write_lines(line_of("a", operator_id="op\x00\x1b[2J" + "x" * 500, status="OK\x07")))
    assert line.operator_id.isprintable()
    assert len(line.operator_id) <= 100
    assert line.said == "OK"
