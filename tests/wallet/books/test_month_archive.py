"""A closed month is kept as Parquet, told whole by itself and by the closed days, and names nobody."""

import errno
import json
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from local.__main__ import mbongo
from tests.cli.test_books_command import add_up, to_noon
from tests.wallet.books.test_closed_months import TO_LAST_DAY, close_days
from tests.world.cast import AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.books import archive_reading, month_archive
from wallet.books.archived_sums import _add_accounts
from wallet.books.archived_sums import add_up as add_up_archive
from wallet.books.month_archive import hash_file
from wallet.books.months import Month, find_month
from wallet.sending.send_to_stranger import SendToStranger

NOBODY = "+237699123456"


def rewrite(
    folder: Path, name: str, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]], *, known: bool = True
) -> None:
    """Write a file of an archive anew with rows that were changed; unless told otherwise, its manifest knows of it."""
    path = folder / f"{name}.parquet"
    held = pq.read_table(path)
    pq.write_table(pa.Table.from_pylist(change(held.to_pylist()), schema=held.schema), path)
    if known:
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["files"][name] = {
            "rows": pq.ParquetFile(path).metadata.num_rows, "bytes": path.stat().st_size, "sha256": hash_file(path),
        }  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps({**manifest, "sums": add_up_archive(folder)}))


@pytest.fixture
def closed(world: World, office: Office) -> Month:
    """A month with sends to a person and to nobody yet, an undone one; closed. The next one has begun."""
    world.change(TO_LAST_DAY)
    world.credit(MOUSSA, 20_000)
    assert not world.send(MOUSSA, AWA, 5_000, "a send").refused
    assert not world.perform(MOUSSA, SendToStranger(world.quote(MOUSSA, NOBODY, 700)), "to nobody yet").refused
    day: date = world.do(lambda db: db.execute(text("SELECT wallet_now()::date")).scalar_one())
    to_noon(world)
    add_up(world, day)
    assert not world.send(MOUSSA, AWA, 900, "of the next month").refused
    close_days(office, day)
    return find_month(day)


def run(office: Office, *words: object, ends: int = 0) -> str:
    said = CliRunner().invoke(mbongo, ["archive", *map(str, words)], env={**office.as_owner(), "COLUMNS": "160"})
    assert said.exit_code == ends, said.output
    return " ".join(said.output.split())


def test_a_closed_month_is_kept_whole_and_read_without_a_database(
    closed: Month, world: World, office: Office, tmp_path: Path
) -> None:
    assert f"{closed} is whole and as its closed days have it" in run(office, "month", closed, "--to", tmp_path)
    folder = tmp_path / str(closed)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    posted = (
        "SELECT count(*) FROM transfer WHERE posted_at < CAST(:after AS date)::timestamp AT TIME ZONE 'Africa/Douala'"
    )
    count = world.do(lambda db: db.execute(text(posted), {"after": closed.after}).scalar_one())
    assert pq.read_table(folder / "transfer.parquet").num_rows == count > 2, "that of the next month is not in it"
    tables = [pq.read_table(path).to_pylist() for path in folder.glob("*.parquet")]
    held = str([row for rows in tables for row in rows if row.get("kind") != "test"])  # that the tests post by hand
    assert not [said for said in (MOUSSA[-9:], AWA[-9:], NOBODY[-9:], "Moussa", "Awa") if said in held]
    account = f"customer:{world.actor(MOUSSA).person_id}"
    lines = run(office, "read", folder, "--account", account)
    sent = [one for one in pq.read_table(folder / "movement.parquet").to_pylist() if one["kind"] == "send_money"]
    (reference,) = (one["reference"] for one in sent)
    assert re.search(rf" send_money \S? ?{reference} \S? ?-5 0", lines), lines
    shown = run(office, "read", folder, "--reference", reference)
    assert account in shown
    assert "operation" in shown
    assert "Nothing of NONE is in this month" in run(office, "read", folder, "--reference", "NONE", ends=1)
    assert "--account CODE or --reference" in run(office, "read", folder, ends=2)
    assert "is there already" in run(office, "month", closed, "--to", tmp_path, ends=1)
    assert f"Not every day of {find_month(closed.after)} is closed" in run(
        office, "month", find_month(closed.after), "--to", tmp_path, ends=1
    )
    assert [path.name for path in tmp_path.iterdir()] == [str(closed)], "nothing half is left"

    def change_manifest(**of: object) -> None:
        written = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**written, **of}))

    # An entry that nobody posted, with a manifest that says it was always so.
    entries, kept = (folder / "entry.parquet").read_bytes(), (folder / "manifest.json").read_text()
    rewrite(folder, "entry", lambda rows: [*rows, rows[0]], known=False)
    assert "entry.parquet is not the file that was written" in run(office, "check", folder, "--alone", ends=1)
    rewrite(folder, "entry", lambda rows: rows)
    assert "the entries are not the legs of the transfers" in run(office, "check", folder, "--alone", ends=1)
    (folder / "entry.parquet").write_bytes(entries)
    (folder / "manifest.json").write_text(kept)
    change_manifest(sums=[["customer", "XAF", 0, 0, 0, 0, 0, 0]])
    assert "what moved is not what the manifest says" in run(office, "check", folder, "--alone", ends=1)
    (folder / "manifest.json").write_text(kept)
    (folder / "movement.parquet").unlink()
    assert "movement.parquet is not there" in run(office, "check", folder, "--alone", ends=1)
    for mad in (
        "[]",
        "{",
        '{"format": 1}',
        kept.replace('"sha256": "', '"sha256": "no'),
        kept.replace('"rows"', '"r"'),
    ):
        (folder / "manifest.json").write_text(mad)
        assert "holds no archived month" in run(office, "check", folder, "--alone", ends=1)
    (folder / "manifest.json").unlink()
    assert "holds no archived month" in run(office, "check", folder, "--alone", ends=1)


def test_an_archive_differs_from_books_that_were_changed(
    closed: Month, world: World, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_archive, "AT_A_TIME", 2)
    run(office, "month", closed, "--to", tmp_path)
    folder = tmp_path / str(closed)
    world.change("""INSERT INTO movement (transfer_id, reference, kind, amount, at)
        SELECT gen_random_uuid(), 'LATE', kind, 1, at FROM movement ORDER BY at LIMIT 1""")
    groups = pq.ParquetFile(folder / "transfer.parquet").metadata
    assert groups.num_row_groups == (groups.num_rows + 1) // 2, "no more of it is in memory at once"
    assert re.search(r"BROKEN: movement: (\d+) in the database, \d+ here", run(office, "check", folder, ends=1))
    assert "is whole by itself" in run(office, "check", folder, "--alone")


def swap_customers(rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    """Have two rows of people's say each what the other's says, which changes no sum of a kind."""
    theirs = [one for one in rows if one["kind"] in ("customer", "send_money")]
    first, other = theirs[0], next(one for one in theirs if one[column] != theirs[0][column])
    first[column], other[column] = other[column], first[column]
    return rows


def test_whoever_changes_a_file_and_its_manifest_is_found_by_the_database(
    closed: Month, office: Office, tmp_path: Path
) -> None:
    run(office, "month", closed, "--to", tmp_path)
    kept = tmp_path / str(closed)
    for name, change in (
        ("account", lambda rows: swap_customers(rows, "code")),
        ("entry", lambda rows: swap_customers(rows, "account_id")),
        ("movement", lambda rows: [{**one, "giver_id": None} for one in rows]),
        ("transfer", lambda rows: [{**one, "key": "another"} for one in rows]),
    ):
        folder = tmp_path / name
        shutil.copytree(kept, folder)
        rewrite(folder, name, change)
        assert "is whole by itself" in run(office, "check", folder, "--alone")
        assert f"BROKEN: {name}: rows are others than in the database" in run(office, "check", folder, ends=1)


def test_a_damaged_archive_and_one_cut_short_say_what_to_do(
    closed: Month, world: World, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(office, "month", closed, "--to", tmp_path)
    folder = tmp_path / str(closed)
    for name in ("account", "entry", "transfer", "movement"):
        path = folder / f"{name}.parquet"
        whole = path.read_bytes()
        for damaged in (whole[:-9], b"", whole[:9] + bytes(len(whole) // 2) + whole[9 + len(whole) // 2 :]):
            path.write_bytes(damaged)
            for alone in ([], ["--alone"]):
                said = run(office, "check", folder, *alone, ends=1)
                assert f"BROKEN: {name}.parquet is not the file that was written" in said
        path.write_bytes(whole)
    code = f"customer:{world.actor(MOUSSA).person_id}"
    with monkeypatch.context() as fewer:
        fewer.setattr(archive_reading, "MOST", 1)
        assert "These are the first 1 lines" in run(office, "read", folder, "--account", code)
    (folder / "account.parquet").unlink()
    assert "is missing or damaged. To see which" in run(office, "read", folder, "--account", "customer:1", ends=1)
    shutil.rmtree(folder)

    def fill_up(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(month_archive.os, "fsync", fill_up)
        said = run(office, "month", closed, "--to", tmp_path, ends=1)
    assert "No space left on device. Name a folder with room" in said
    assert not list(tmp_path.iterdir()), "nothing half is left"
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pyarrow", None)
        assert "uv pip install" in run(office, "check", folder, ends=1)


def test_sums_of_many_batches_are_those_of_one() -> None:
    ids, amounts = pa.array([1, 2, 1], pa.int64()), pa.array([-5, 5, 7], pa.int64())
    found = _add_accounts((ids, amounts) for _ in range(3)).sort_by("id").to_pylist()
    assert found == [{"id": 1, "gave": 15, "given": 21, "legs": 6}, {"id": 2, "gave": 0, "given": 15, "legs": 3}]
