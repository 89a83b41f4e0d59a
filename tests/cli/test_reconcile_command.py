"""The command `reconcile`: its report, its CSV, our float at the operator, and half a command."""

import csv
import re
import stat
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from cli.discrepancies_csv import CSV_COLUMNS, make_safe
from tests.world.cast import ALICE, MOUSSA
from tests.world.office import Office
from tests.world.settlements import Settlements, line_of, reference_of, write_lines
from tests.world.world import World
from wallet.core import clock
from wallet.payments import floats

X = reference_of("nobody's")


def reconcile(office: Office, settlements: Settlements, *lines: dict[str, str], rail: str = "mtn") -> str:
    """Return what a reconciliation says that leaves something open."""
    path = settlements.write_file(write_lines(*lines))
    ran = office.run(
        "reconcile", rail, str(path), "--date", "2026-03-10", "--csv", str(settlements.folder / "kept.csv"), login=ALICE
    )
    assert ran.exit_code == (3 if settlements.list_open() else 0), ran.output
    return ran.output


def test_the_report(office: Office, settlements: Settlements) -> None:
    settlements.make_payment("a")
    settlements.make_payment("b")
    settlements.make_payment("c", state="review")
    lines = (line_of("a", amount=4_900), line_of("z", reference=X), line_of("c"))
    told = reconcile(office, settlements, *lines)
    for needed in (
        "New lines: 3.", "from 10/03/2026 00:00 to 11/03/2026 00:00", "missing there", "amount differs",
        f"{reference_of('a')} · op-a · collect · +2376******01 · ours 5 000, theirs 4 900 · here succeeded,",
        "missing here: op-z", "theirs 5 000 · here unknown, there SUCCESSFUL", "there absent",
        "Not settled here yet: ./mbongo payments --review", './mbongo reconcile --correct D1 --why "…" --login YOU',
        "Float at mtn by our books: 10 000 FCFA; the operator was not asked yet", "All 4 are in",
    ):  # fmt: skip
        assert needed in told, told
    again = reconcile(office, settlements, *lines)
    assert "This file was imported before. New lines: 0." in again
    for arguments in (["reconcile", "mtn"], ["reconcile"]):
        later = office.run(*arguments)
        assert "D4" in later.output
        assert later.exit_code == 3, "something is open"
    assert "No file of orange was imported yet" in office.run("reconcile", "orange").output


def test_the_csv(office: Office, settlements: Settlements) -> None:
    settlements.make_payment("b")
    reconcile(office, settlements, line_of("z", reference=X, operator_id='=HYPERLINK("http://x")', status="SUCCESS"))
    kept = settlements.folder / "kept.csv"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600, "it holds phone numbers"
    with kept.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    assert tuple(header) == CSV_COLUMNS
    assert [row[1] for row in rows] == ["missing there", "missing here"]
    absent, unknown = (dict(zip(header, row, strict=True)) for row in rows)
    assert (absent["reference"], absent["our_amount"], absent["their_amount"]) == (reference_of("b"), "5000", "")
    assert (unknown["operator_id"], unknown["phone"]) == ('\'=HYPERLINK("http://x")', MOUSSA.removeprefix("+"))
    assert unknown["time"] == "2026-03-10 12:00:00+01:00"
    assert list(settlements.folder.glob(".kept*")) == []


@pytest.mark.parametrize("cell", ["=1+1", "+237", "-1", "@SUM(A1)", " =1+1", "\t=1+1", "\r=cmd", "\x00@x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert make_safe(cell).startswith("'")
    assert make_safe(cell).isprintable()


@pytest.mark.parametrize("cell", ["K7Q2-93FD", "5000", "", "2026-03-10"])
def test_other_cells_are_as_they_are(cell: str) -> None:
    assert make_safe(cell) == cell


def test_markup_and_escapes_of_an_operator_are_only_text(office: Office, settlements: Settlements) -> None:
    told = reconcile(office, settlements, line_of("z", reference=X, operator_id="[red]x[/red]\x1b[2J"))
    assert "[red]x[/red][2J" in told
    assert "\x1b[2J" not in told


def test_a_file_that_cannot_be_read_says_where(office: Office, settlements: Settlements, tmp_path: Path) -> None:
    path = settlements.write_file(write_lines(line_of("a", amount="five")))
    told = office.refused("reconcile", "mtn", str(path), "--csv", str(tmp_path / "kept.csv"), login=ALICE)
    assert "nothing was imported:\nline 2: amount 'five'" in told
    assert not (tmp_path / "kept.csv").exists()


@dataclass
class WorkerTry:
    """A try of MTN's worker, `ago` before now: its answer, why it said nothing, or "" so far."""

    ago: timedelta
    said: int | str

    def note(self, world: World) -> None:
        asked_at = world.do(clock.now) - self.ago
        world.change("UPDATE operator SET float_asked_at = :at, float_silence = '' WHERE rail = 'mtn'", at=asked_at)
        if isinstance(self.said, int):
            world.do(lambda db: floats.note_told(db, "mtn", asked_at, int(self.said)))
        elif self.said:
            world.do(lambda db: floats.note_silence(db, "mtn", str(self.said)))


JUST_NOW, LONG_AGO, WHEN = timedelta(minutes=14), timedelta(minutes=130), r"on \d\d/\d\d/20\d\d \d\d:\d\d"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], "the operator was not asked yet: its worker does, ./mbongo worker mtn$"),
        ([WorkerTry(JUST_NOW, 5_000)], f"the operator said the same {WHEN}$"),
        ([WorkerTry(LONG_AGO, 5_000)], f"the operator said the same {WHEN}, 2 h ago$"),
        (
            [WorkerTry(JUST_NOW, 7_000)],
            rf"the operator said 7 000 FCFA {WHEN}: \+2 000 FCFA; 1 payment meanwhile or under way may explain it$",
        ),
        ([WorkerTry(LONG_AGO, 4_000)], f"said 4 000 FCFA {WHEN}, 2 h ago: -1 000 FCFA; 1 payment meanwhile"),
        (
            [WorkerTry(JUST_NOW, "no answer: ReadTimeout")],
            rf"FCFA; asked {WHEN}, .* not say \(no answer: ReadTimeout\)$",
        ),
        ([WorkerTry(JUST_NOW, "")], f"FCFA; asked {WHEN}, the operator has not answered yet$"),
        (
            [WorkerTry(LONG_AGO, 5_000), WorkerTry(JUST_NOW, "[red]\x1b[2J")],
            rf"said the same {WHEN}, 2 h ago; asked {WHEN}, the operator did not say \(\[red\]·\[2J\)$",
        ),
    ],
)  # fmt: skip
def test_our_float_there(
    world: World, office: Office, settlements: Settlements, asked: list[WorkerTry], told: str
) -> None:
    settlements.make_payment("a")
    settlements.make_payment("b", state="pending")
    for one in asked:
        one.note(world)
    assert re.search(told, reconcile(office, settlements, line_of("a")), re.MULTILINE)
    assert re.search(told, office.done("operator", "mtn"), re.MULTILINE)


def test_what_ended_since_the_operator_was_asked_may_explain_a_difference(
    world: World, office: Office, settlements: Settlements
) -> None:
    settlements.make_payment("a")
    WorkerTry(JUST_NOW, 0).note(world)
    assert "-5 000 FCFA\n" in office.done("operator", "mtn")
    world.change("UPDATE payment SET changed_at = wallet_now()")
    assert "-5 000 FCFA; 1 payment meanwhile" in office.done("operator", "mtn")


def test_without_arguments_what_waits_is_listed(office: Office) -> None:
    assert "No file of mtn was imported yet" in office.run("reconcile").output
    assert office.done("payments") == office.done("payments", "--review")


@pytest.mark.parametrize(
    "arguments",
    [
        ["reconcile", "mtn", "--correct", "D1"],
        ["reconcile", "--files", "--correct", "D1"],
        ["reconcile", "--withdraw", "F1", "--login", "alice"],
        ["reconcile", "mtn", "--withdraw", "F1", "--login", "alice", "--why", "so"],
        ["reconcile", "--correct", "D1", "--login", "alice"],
        ["payments", "--review", "--settle", "K7Q2-93FD"],
        ["payments", "--settle", "K7Q2-93FD", "--login", "alice", "--why", "so"],
        ["payments", "--review", "--approve", "K7Q2-93FD"],
    ],
)
def test_half_a_command_is_told(office: Office, settlements: Settlements, arguments: list[str]) -> None:
    assert office.run(*arguments).exit_code == 2
