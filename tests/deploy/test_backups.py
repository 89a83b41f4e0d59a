"""Backups are watched: what pgBackRest says of them is told as figures, alerts fire on them, and timers make them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.deploy.promtool import needs_promtool, promtool
from tests.deploy.systemd_units import CHECKOUT, SCRIPTS, analyze, needs_systemd
from tests.deploy.test_alerts import ALERTS, FILE

PGBACKREST: Final = CHECKOUT / "deploy/pgbackrest"
UNITS: Final = PGBACKREST / "system"
BACKUP: Final = "mbongo_backup_timestamp_seconds"
EXPOSURE_MAX: Final = 20  # tenths; PostgreSQL's own just-in-time code needs memory that is written and run
ARCHIVED: Final = "mbongo_log_archived_timestamp_seconds"


def back_up(kind: str, stop: int, *, error: bool = False) -> dict[str, Any]:
    """Return a backup as pgBackRest 2.45 writes it, of what we read."""
    return {"type": kind, "error": error, "timestamp": {"start": stop - 60, "stop": stop}}


# What there is, how `check` ends, what the file said before: what is told, and how it ends.
TOLD: Final[dict[str, tuple[list[dict[str, Any]], int, str, dict[str, int], int]]] = {
    "a full one and a later incremental": (
        [back_up("full", 1_000_000), back_up("incr", 1_086_400)], 0, "", {"full": 1_000_000, "any": 1_086_400}, 0),
    "an old full one is not the newest": (
        [back_up("full", 1_000_000), back_up("full", 1_600_000)], 0, "", {"full": 1_600_000, "any": 1_600_000}, 0),
    "one with broken pages is none": (
        [back_up("full", 1_000_000), back_up("incr", 1_086_400, error=True)], 0, "",
        {"full": 1_000_000, "any": 1_000_000}, 0),
    "none at all": ([], 0, "", {}, 1),
    "the log does not arrive": (
        [back_up("full", 7)], 82, f"{ARCHIVED} 1234\n", {"full": 7, "any": 7, "archived": 1234}, 1),
    "nor ever did": ([back_up("full", 7)], 82, "", {"full": 7, "any": 7, "archived": 0}, 1),
}  # fmt: skip


def tell(folder: Path, backups: list[dict[str, Any]], code: int, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the script beside a pgBackRest that says so."""
    (folder / "info.json").write_text(json.dumps([{"name": "mbongo", "backup": backups}]), "utf-8")
    stub = folder / "pgbackrest"
    stub.write_text(
        f'#!/bin/sh\ncase "$*" in *info*) cat {folder}/info.json;; *) echo "of a test" >&2; exit {code};; esac\n'
    )
    stub.chmod(0o755)
    argv = [sys.executable, str(PGBACKREST / "tell_backups.py"), "--figures", str(folder / "told.prom"), *more]
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("case", TOLD)
def test_what_pgbackrest_says_is_told(case: str, tmp_path: Path) -> None:
    backups, checked, before, expected, code = TOLD[case]
    (tmp_path / "told.prom").write_text(before, "utf-8")
    done = tell(tmp_path, backups, checked)
    assert done.returncode == code, done.stderr
    told = (tmp_path / "told.prom").read_text("utf-8")
    ended = {kind: int(at) for kind, at in re.findall(rf'^{BACKUP}{{kind="(\w+)"}} (\d+)$', told, re.MULTILINE)}
    assert ended == {kind: at for kind, at in expected.items() if kind != "archived"}
    archived = re.findall(rf"^{ARCHIVED} (\d+)$", told, re.MULTILINE)
    if checked:
        assert archived == [str(expected["archived"])] * bool(expected["archived"]), "as it was known before"
        assert "DOES NOT ARRIVE: of a test" in done.stdout
    else:
        assert len(archived) == 1
        assert "the log arrives" in done.stdout
    assert (tmp_path / "told.prom").stat().st_mode & 0o777 == 0o644, "another user reads it"
    assert {file.name for file in tmp_path.iterdir()} == {"told.prom", "info.json", "pgbackrest"}, "whole or not at all"


def test_a_standby_looks_for_no_log(tmp_path: Path) -> None:
    done = tell(tmp_path, [back_up("full", 7)], 82, "--standby")
    assert done.returncode == 0
    assert ARCHIVED not in re.sub("^#.*", "", (tmp_path / "told.prom").read_text("utf-8"), flags=re.MULTILINE)


def test_alerts_name_figures_that_the_scripts_tell() -> None:
    told = "".join(file.read_text("utf-8") for file in PGBACKREST.glob("*.py"))
    for name in sorted(CALLED):
        figures = set(re.findall(r"mbongo_\w+_seconds", ALERTS[name]["expr"]))
        assert figures, name
        assert all(f'"{figure}"' in told for figure in figures), name


# ------------------------------------------------------------------------------------------ hours that are played
FULL, ANY = f'{BACKUP}{{kind="full"}}', f'{BACKUP}{{kind="any"}}'
A, B = f'{ARCHIVED}{{instance="a"}}', f'{ARCHIVED}{{instance="b"}}'
TRIED: Final = "mbongo_restore_tried_timestamp_seconds"
NOBODY: Final[list[dict[str, str]]] = []
# What is told by the hour, and who is called of what at which hour.
PLAYED: Final[list[tuple[dict[str, str], list[tuple[int, str, list[dict[str, str]]]]]]] = [
    ({}, [(4, "BackupOld", [{"kind": "any"}, {"kind": "full"}]), (4, "LogNotArchived", [{}]),
          (4, "RestoreNotTried", [{}])]),
    ({FULL: "0x60", ANY: "0x10 36000x50", A: "0x60"},
     [(44, "BackupOld", NOBODY), (50, "BackupOld", [{"kind": "any"}]), (4, "LogNotArchived", [{}])]),
    ({FULL: "0x350", ANY: "0+3600x350", A: "0x350", B: "0+3600x350", TRIED: "0x350"},
     [(214, "BackupOld", NOBODY), (222, "BackupOld", [{"kind": "full"}]), (300, "LogNotArchived", NOBODY),
      (334, "RestoreNotTried", NOBODY), (342, "RestoreNotTried", [{}])]),
]  # fmt: skip
CALLED: Final = {alert for _, asked in PLAYED for _, alert, _ in asked}


@needs_promtool
def test_somebody_is_called_where_backups_are_old_or_none(tmp_path: Path) -> None:
    def expect(alert: str, called: list[dict[str, str]]) -> list[dict[str, Any]]:
        rule = ALERTS[alert]
        return [
            {"exp_labels": {**rule["labels"], **labels}, "exp_annotations": rule["annotations"]} for labels in called
        ]

    tests = [
        {
            "interval": "1h",
            "input_series": [{"series": name, "values": values} for name, values in told.items()],
            "alert_rule_test": [
                {"eval_time": f"{hour}h", "alertname": alert, "exp_alerts": expect(alert, called)}
                for hour, alert, called in asked
            ],
        }
        for told, asked in PLAYED
    ]
    rules = yaml.safe_load(FILE.read_text("utf-8"))
    rules["groups"] = [group for group in rules["groups"] if group["name"] == "backups"]  # the others cost seconds
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(rules))
    played = {"rule_files": ["rules.yml"], "evaluation_interval": "2h", "tests": tests}
    (tmp_path / "played.yml").write_text(yaml.safe_dump(played))
    promtool("test", "rules", str(tmp_path / "played.yml"))


# ------------------------------------------------------------------------------------------ units
def test_each_kind_of_backup_has_its_timer() -> None:
    timers = {file.name: file.read_text("utf-8") for file in UNITS.glob("*.timer")}
    assert set(timers) == {
        "pgbackrest-backup@full.timer", "pgbackrest-backup@incr.timer",
        "pgbackrest-tell.timer", "pgbackrest-try-restore.timer",
    }  # fmt: skip
    assert all("Persistent=yes" in told for name, told in timers.items() if name != "pgbackrest-tell.timer")


def test_scripts_are_where_units_look_for_them() -> None:
    services = "".join(file.read_text("utf-8") for file in UNITS.glob("*.service"))
    assert set(re.findall(r"/usr/local/sbin/[a-z-]+", services)) == set(SCRIPTS)
    told = (CHECKOUT / "deploy/README.md").read_text("utf-8")
    for installed, script in SCRIPTS.items():
        assert f"install deploy/pgbackrest/{script.name} {installed}\n" in told
        assert os.access(script, os.X_OK)


@needs_systemd
def test_systemd_reads_their_units(tmp_path: Path) -> None:
    names = [file.name.replace("@.", "@full.") for file in UNITS.glob("*.*") if file.is_file()]
    code, said = analyze(UNITS, tmp_path / "units", "verify", *(str(tmp_path / "units" / name) for name in names))
    absent = "Command /usr/bin/pgbackrest is not executable"  # where pgBackRest is not installed
    assert not [line for line in said.splitlines() if absent not in line], said
    assert code == 0 or absent in said


@needs_systemd
def test_systemd_finds_them_well_shut(tmp_path: Path) -> None:
    services = [file.name.replace("@.", "@full.") for file in UNITS.glob("*.service")]
    words = ("security", "--offline=true", f"--threshold={EXPOSURE_MAX}", "--no-pager", *services)
    code, said = analyze(UNITS, tmp_path / "units", *words)
    assert code == 0, said
