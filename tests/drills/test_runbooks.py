"""Runbooks name the commands that their drills do, and no other."""

import shutil
import subprocess
from pathlib import Path

import pytest

from drills import restore
from drills.runbooks import fill_in, read_commands
from drills.shipped import fill

HANDLERS = {"restore.md": (restore.find_handler, restore.HANDLERS)}


@pytest.mark.parametrize("runbook", HANDLERS)
def test_a_drill_does_each_command_of_its_runbook_and_no_other(runbook: str) -> None:
    find, known = HANDLERS[runbook]
    done = [find(words) for words in read_commands(runbook)]
    assert set(done) == set(known.values()), "what no runbook names is not rehearsed"


def test_places_in_capitals_are_filled_in() -> None:
    words = ("./mbongo", "reconcile", "RAIL", "FILE", "--why", "restored to MOMENT", "--login", "YOU")
    filled = fill_in(words, {"RAIL": "mtn", "FILE": "mtn.csv", "MOMENT": "2026-11-30 19:36:57+00"})
    assert filled == ("./mbongo", "reconcile", "mtn", "mtn.csv", "--why", "restored to 2026-11-30 19:36:57+00",
                      "--login", "YOU")  # fmt: skip


def test_pgbackrest_reads_its_file(tmp_path: Path) -> None:
    pgbackrest = shutil.which("pgbackrest")
    if not pgbackrest:
        pytest.skip("pgbackrest is not installed (apt install pgbackrest): deploy/pgbackrest is not tried on it")
    names = ("REPOSITORY", "LOGS", "LOCKS", "SPOOL", "CLUSTER", "SOCKETS")
    places = {name: str(tmp_path / name.lower()) for name in names}
    for place in places.values():
        Path(place).mkdir()
    file = tmp_path / "pgbackrest.conf"
    file.write_text(fill("pgbackrest/pgbackrest.conf", places | {"CIPHER_PASS": "a pass phrase of a test"}), "utf-8")
    argv = [pgbackrest, f"--config={file}", "--stanza=mbongo", "info"]
    said = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stderr
    assert "WARN" not in said.stdout + said.stderr, "an option that it does not know is passed over with a warning"
    assert "missing stanza path" in said.stdout


def test_postgresql_is_told_to_archive() -> None:
    told = fill("pgbackrest/postgresql.conf", {"CONFIG": "/etc/pgbackrest/pgbackrest.conf", "ARCHIVE_TIMEOUT": "60s"})
    assert (
        "archive_command = 'pgbackrest --config=/etc/pgbackrest/pgbackrest.conf --stanza=mbongo archive-push %p'"
        in told
    )
