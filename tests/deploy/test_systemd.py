"""systemd's units: each process of docs/production.md has one, with its own user, its secrets and no other's."""

import re
from pathlib import Path

import click
import pytest

from local.__main__ import mbongo
from local.serve import OPTIONS
from tests.deploy.systemd_units import (
    CHECKOUT,
    INSTALLED,
    SYSTEMD,
    UNITS,
    Unit,
    analyze,
    needs_systemd,
    read_unit,
)
from wallet.core.settings import Settings
from wallet.payments.rails import RAILS
from workers import anchor
from workers.needs import NEEDS, list_secrets
from workers.queues import JOBS
from workers.waking import JOB_SECONDS

EXPOSURE_MAX = 15  # tenths, of systemd's own scale from 0 to 100

WORKERS = [read_unit(f"mbongo-worker@{queue}.service") for queue in JOBS]
OTHERS = [read_unit(file.name) for file in sorted(UNITS.glob("*.service")) if "@" not in file.name]
SERVICES = {unit.name: unit for unit in WORKERS + OTHERS}
# A process as workers/needs.py names it → its unit.
PROCESSES = {name: read_unit(f"mbongo-{name}.service") for name in ("serve", "office", "anchor", "tick")} | dict(
    zip(JOBS, WORKERS, strict=True)
)
# What runs now and then is in no list of needs: its secrets.
NOW_AND_THEN = {
    "mbongo-migrate.service": {"MBONGO_MIGRATE_DATABASE_URL", "MBONGO_PIN_PEPPER"},
    "mbongo-check.service": {"MBONGO_READ_DATABASE_URL"},
    "mbongo-audit.service": {"MBONGO_NIGHTLY_PASSWORD"},
}


def test_each_process_of_the_table_has_its_unit() -> None:
    written = (CHECKOUT / "docs/production.md").read_text("utf-8")
    rows = re.findall(r"^\| `\./mbongo ([^`]+)`", written, re.MULTILINE)
    told = [row.replace("RAIL", rail) for row in rows for rail in (RAILS if "RAIL" in row else [""])]
    assert {" ".join(unit.words[:2]) for unit in WORKERS} == {one for one in told if one.startswith("worker ")}
    wanted = {one.split()[0] for one in told if not one.startswith("worker ")}
    assert wanted | {"check", "audit"} == {unit.words[0] for unit in OTHERS}
    assert told.count("office --socket /run/mbongo/office.sock --pages 127.0.0.1:8388") == 1
    assert " ".join(read_unit("mbongo-office.service").words) in told, "as its row says"


@pytest.mark.parametrize("unit", SERVICES.values(), ids=SERVICES)
def test_a_unit_starts_a_command_that_there_is(unit: Unit) -> None:
    command: click.Command | None = mbongo
    words = unit.words
    while isinstance(command, click.Group):
        command = command.get_command(click.Context(command), words.pop(0))
    assert command, unit.words
    options = {one for parameter in command.params for one in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_is_handed_its_secrets_and_no_others(process: str) -> None:
    unit, needs = PROCESSES[process], NEEDS[process]
    assert set(unit.secrets()) == list_secrets() & (needs.required | needs.besides)
    optional = {one.partition(":")[0] for one in unit.all("SetCredential")}
    assert not optional & needs.required, "an empty one would be taken for it"


@pytest.mark.parametrize("unit", SERVICES.values(), ids=SERVICES)
def test_a_unit_names_each_secret_by_its_file(unit: Unit) -> None:
    assert set(unit.secrets()) == NOW_AND_THEN.get(unit.name, set(unit.secrets()))
    told = dict(one.split("=", 1) for one in unit.all("Environment"))
    for name, path in unit.secrets().items():
        assert re.fullmatch(rf"/etc/mbongo/secrets/{name}(\.(web|worker|tick))?", path), "one folder, closed to all"
        if name != "MBONGO_NIGHTLY_PASSWORD":
            assert told[f"{name}_FILE"] == f"%d/{name}"
    assert {one for one in told if one.endswith("_FILE")} <= {f"{name}_FILE" for name in unit.secrets()}
    assert unit.secrets().get("MBONGO_REDIS_URL", "") in ("", *(
        f"/etc/mbongo/secrets/MBONGO_REDIS_URL.{who}" for who in ("web", "worker", "tick"))
    ), "each reaches Redis as its own user"  # fmt: skip


def test_each_service_is_a_user_of_its_own() -> None:
    users = [unit.last("User") for unit in SERVICES.values()]
    made = (SYSTEMD / "sysusers.d/mbongo.conf").read_text("utf-8")
    assert sorted(users) == sorted(re.findall(r"^u (\S+) ", made, re.MULTILINE)), "none twice, none missing, no root"
    groups = {
        group for unit in SERVICES.values() for key in ("Group", "SupplementaryGroups") for group in unit.all(key)
    }
    assert groups <= {*users, *re.findall(r"^g (\S+) ", made, re.MULTILINE)}


# What each may be doing when it is told to stop, in seconds.
LONGEST = {
    **{unit.name: JOB_SECONDS for unit in WORKERS},
    "mbongo-serve.service": OPTIONS["graceful_timeout"] + Settings.model_fields["drain_seconds"].default,
    "mbongo-office.service": OPTIONS["graceful_timeout"],
    "mbongo-anchor.service": sum(anchor.TIMEOUTS_SECONDS),
}


@pytest.mark.parametrize("name", LONGEST)
def test_a_service_may_end_what_it_began(name: str) -> None:
    assert SERVICES[name].stop_seconds > LONGEST[name]
    assert SERVICES[name].last("KillMode") == "mixed", "its parent alone is told"


def test_what_one_needs_otherwise_is_read_last() -> None:
    """Both were lost behind what holds for all: no socket was made, and no anchor was read."""
    assert SERVICES["mbongo-office.service"].all("SystemCallFilter") == ["@system-service", "~@privileged", "@chown"]
    assert SERVICES["mbongo-anchor.service"].last("UMask") == "0027"
    begins = ("After", "network-online.target time-sync.target")  # what is read from the file that holds for all
    own = {key for unit in SERVICES.values() for key, _ in unit.lines[: unit.lines.index(begins)]}
    [hardened] = (UNITS / "mbongo-.service.d").iterdir()
    for_all = {line.partition("=")[0] for line in hardened.read_text("utf-8").splitlines() if line[:1].isalpha()}
    assert own & for_all <= {"After", "Environment"}, "a unit says nothing that is said again later"


def test_the_doors_port_comes_before_healths() -> None:
    ports = [one.rpartition(":")[2] for one in read_unit("mbongo-serve.socket").all("ListenStream")]
    options = {one.name: str(one.default) for one in mbongo.commands["serve"].params}
    assert ports == [options["port"], options["health_port"]]


def test_what_is_due_once_a_day_has_a_timer() -> None:
    for name in ("mbongo-check", "mbongo-audit"):
        timer = read_unit(f"{name}.timer")
        assert timer.last("OnCalendar").startswith("*-*-* ")
        assert timer.last("Persistent") == "yes", "a machine that was off makes up for it"
        assert f"{name}.service" in SERVICES


def test_what_check_found_is_left_for_prometheus() -> None:
    unit = read_unit("mbongo-check.service")
    folder = Path(unit.words[unit.words.index("--figures") + 1]).parent
    assert str(folder) in unit.all("ReadWritePaths")
    assert f"d {folder} 3775 root {unit.last('SupplementaryGroups')} -" in (
        SYSTEMD / "tmpfiles.d/mbongo.conf"
    ).read_text("utf-8")
    assert unit.last("UMask") == "0022", "node_exporter is another user"


@needs_systemd
def test_systemd_reads_every_unit(tmp_path: Path) -> None:
    folder = tmp_path / "units"
    files = [file.name for file in UNITS.iterdir() if file.is_file() and "@" not in file.name]
    names = [str(folder / name) for name in (*files, *(unit.name for unit in WORKERS))]
    assert analyze(UNITS, folder, "verify", *names) == (0, "")


@needs_systemd
def test_systemd_finds_every_service_well_shut(tmp_path: Path) -> None:
    words = ("security", "--offline=true", f"--threshold={EXPOSURE_MAX}", "--no-pager", *SERVICES)
    code, said = analyze(UNITS, tmp_path / "units", *words)
    exposed = re.findall(r"exposure level for (\S+): ([0-9.]+)", said)
    assert code == 0, exposed
    assert {name for name, _ in exposed} == set(SERVICES), said
    assert INSTALLED in read_unit("mbongo-serve.service").last("ExecStart")
