"""A closed month is kept as Parquet, told whole by itself and by the closed days, and names nobody."""

import json
import re
from datetime import date
from pathlib import Path

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
from wallet.books import month_archive
from wallet.books.archived_sums import _add_accounts
from wallet.books.months import Month, find_month
from wallet.sending.send_to_stranger import SendToStranger

NOBODY = "+237699123456"


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
    entries, kept = pq.read_table(folder / "entry.parquet"), (folder / "manifest.json").read_text()
    pq.write_table(pa.concat_tables([entries, entries.slice(0, 1)]), folder / "entry.parquet")
    assert "entry.parquet is not the file that was written" in run(office, "check", folder, "--alone", ends=1)
    assert "the entries are not the legs of the transfers" in run(office, "check", folder, "--alone", ends=1)
    pq.write_table(entries, folder / "entry.parquet")
    change_manifest(sums=[["customer", "XAF", 0, 0, 0, 0, 0, 0]])
    assert "what moved is not what the manifest says" in run(office, "check", folder, "--alone", ends=1)
    (folder / "manifest.json").write_text(kept)
    (folder / "movement.parquet").unlink()
    assert "movement.parquet is not there" in run(office, "check", folder, "--alone", ends=1)
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


def test_sums_of_many_batches_are_those_of_one() -> None:
    ids, amounts = pa.array([1, 2, 1], pa.int64()), pa.array([-5, 5, 7], pa.int64())
    found = _add_accounts((ids, amounts) for _ in range(3)).sort_by("id").to_pylist()
    assert found == [{"id": 1, "gave": 15, "given": 21, "legs": 6}, {"id": 2, "gave": 0, "given": 15, "legs": 3}]
