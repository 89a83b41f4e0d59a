"""Alerts stand on figures that the running service tells, say what to do, and fire on an attack that is played."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import requests
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from faults.polling import wait_for
from local.__main__ import mbongo
from local.check import write_figures
from local.office_door import find_office
from tests.deploy.promtool import needs_promtool, promtool
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, WRONG_PIN
from tests.world.office import Office
from tests.world.service import Service
from wallet.core.database import connect_unbounded
from wallet.core.security_events import KINDS
from web.gateways.doorway import WHYS
from web.gateways.knocks import WRONG_MAX
from web.gateways.seen_hop import BUCKETS, OUTCOMES
from web.gateways.sessions import Record
from workers.anchor import Anchored
from workers.anchor_settings import AnchorSettings

CHECKOUT = Path(__file__).parents[2]
FILE = CHECKOUT / "deploy/prometheus/alerts.yml"
RULES: list[dict[str, Any]] = [rule for group in yaml.safe_load(FILE.read_text())["groups"] for rule in group["rules"]]
ALERTS = {rule["alert"]: rule for rule in RULES}

UNMASKED = "many_unmasked"  # of cases
BACKUPS = ("full", "any")
# By PostgreSQL's machine, which has no checkout: tests/deploy/test_backups.py.
TOLD_BY_SCRIPTS = {
    "mbongo_backup_timestamp_seconds", "mbongo_log_archived_timestamp_seconds", "mbongo_restore_tried_timestamp_seconds"
}  # fmt: skip

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(told: str) -> Figures:
    """Return the samples of a page of figures, by name and labels."""
    samples = [one for family in text_string_to_metric_families(told) for one in family.samples]
    return {(one.name, frozenset(one.labels.items())): one.value for one in samples}


def ask(service: Service) -> Figures:
    return read(requests.get(f"{service.health_url}/metrics", timeout=60).text)


def ask_until(service: Service, is_told: Callable[[Figures], bool], what: str) -> Figures:
    """Return the first figures of which this is true: each process answers for a second what it answered before."""

    def find() -> Figures | None:
        figures = ask(service)
        return figures if is_told(figures) else None

    found = wait_for(find, what)
    assert found
    return found


def anchor_figures(service: Service) -> Figures:
    """Return what the process that anchors tells."""
    settings = AnchorSettings.model_validate({"anchor_keys": "1:a-key-that-no-database-holds", "anchor_file": "/none"})
    registry = CollectorRegistry()
    registry.register(Anchored(connect_unbounded(service.database_url), settings))
    return read(generate_latest(registry).decode())


def check_figures(path: Path) -> Figures:
    """Return what `check --figures` leaves for whoever watches."""
    write_figures([], path)
    return read(path.read_text())


def test_every_figure_that_a_rule_names_is_told_by_what_runs(service: Service, tmp_path: Path) -> None:
    service.open_wallet(MOUSSA)
    service.handset(MOUSSA).dial("*384*237#")
    service.change("""INSERT INTO case_file (id, kind, detail, opened_at)
        VALUES (gen_random_uuid(), 'contest', 'told of kinds that have one', now())""")
    service.change("""INSERT INTO settlement_file (rail, sha256, name, imported_at)
        VALUES ('mtn', 'told of rails that had one', 'mtn.csv', now())""")  # fmt: skip
    service.change("UPDATE day_summed SET until = date_trunc('day', wallet_now(), 'Africa/Douala')")
    service.change("""INSERT INTO key_held (process, host, key, tag, place, first_at, last_at)
        VALUES ('tick', 'told of processes that run', 'k', 't', 0, wallet_now(), wallet_now())""")
    figures = ask_until(
        service, lambda all_: "mbongo_cases_open" in {name for name, _ in all_}, "figures to tell of it"
    )
    [seconds, hops] = [
        figures[f"mbongo_hop_seconds_{part}", frozenset({("outcome", "asked")})] for part in ("sum", "count")
    ]
    assert 0 < seconds / hops < 10, "from when the server had the whole request"
    told = {name for name, _ in [*figures, *anchor_figures(service), *check_figures(tmp_path / "mbongo.prom")]}
    for name, rule in ALERTS.items():
        named = set(re.findall(r"mbongo_\w+", rule["expr"]))
        assert named, f"{name} looks at nothing of ours"
        named -= TOLD_BY_SCRIPTS
        assert named <= told, f"{name}: {named - told} is told by nobody"


def test_every_label_that_a_rule_names_can_be_told() -> None:
    labels = {
        "kind": {*KINDS, UNMASKED, *BACKUPS},
        "step": {"added up", "closed"},
        "outcome": set(OUTCOMES),
        "why": set(WHYS),
        "le": {str(float(one)) for one in BUCKETS},
    }
    seen: dict[str, set[str]] = {name: set() for name in labels}
    for rule in RULES:
        for name, written in re.findall(r'(\w+)=~?"([^"]+)"', rule["expr"]):
            seen[name] |= set(written.split("|"))
    for name, values in seen.items():
        assert values <= labels[name]
    assert seen["kind"] - {UNMASKED, *BACKUPS} == set(KINDS) - {
        "wrong password",
        "wrong password of a member",
        "PIN locked",
    }, "each kind calls somebody, but people's own"


def test_every_alert_says_what_it_means_and_what_to_do() -> None:
    commands = set(mbongo.list_commands(click.Context(mbongo)))
    for name, rule in ALERTS.items():
        assert rule["labels"]["severity"] in ("page", "ticket"), name
        assert set(rule["annotations"]) == {"means", "do", "runbook"}, name
        assert set(re.findall(r"\./mbongo ([a-z]+)", rule["annotations"]["do"])) <= commands, name


@needs_promtool
def test_prometheus_reads_the_rules() -> None:
    promtool("check", "rules", str(FILE))


# ---------------------------------------------------------------------------------------------------- an attack
FIRED = {
    "PinsSprayed": [{"kind": "wrong PINs on many phones"}, {"kind": "wrong PINs on many phones in a day"}],
    "PinsLockedOnMany": [{"kind": "many PINs locked"}],
    "StaffGuessed": [{"kind": "login locked"}, {"kind": "wrong passwords of many logins"}],
    "DoorGuessed": [{"door": "ussd"}, {"kind": "secrets tried at a door"}],
    "RedisMeddledWith": [{"kind": "call record changed"}],
    "SealsBroken": [{}],
}
QUIET_MINUTES, ATTACKED_MINUTES = 20, 40


def attack(service: Service) -> None:
    """Guess PINs on two phones, passwords of two logins and a door's secret, and meddle with Redis."""
    for name in ("spraying", "spraying_day", "locking", "logins_tried"):
        service.change(f"INSERT INTO threshold VALUES ('{name}', wallet_now(), 2)")
    for phone in (MOUSSA, AWA):
        handset = service.handset(phone)
        handset.dial("*384*237#")
        handset.answer("7")
        for _ in range(3):
            handset.answer(WRONG_PIN)
    office = Office(service, find_office(service.processes.data))
    office.hire(ALICE, BRUNO)
    for login, times in ((ALICE, 3), (BRUNO, 1)):
        for _ in range(times):
            office.refused("audit", "show", login=login, typed="a wrong password of nobody\n")
    for _ in range(10 * WRONG_MAX):
        requests.post(f"{service.base_url}/ussd/a-secret-that-opens-nothing", timeout=60)
    handset = service.handset(MOUSSA)

    def is_kept() -> bool:
        handset.dial("*384*237#")  # whichever process lets somebody in keeps what it refused before
        return bool(service.one("SELECT count(*) FROM security_event WHERE kind = 'secrets tried at a door'"))

    wait_for(is_kept, "the door that was tried to be kept")
    with service.redis() as redis:
        redis.set(Record(MOUSSA).key, b"a record of somebody else's", keepttl=True)
    handset.answer("7")


def as_prometheus_saw_them(before: Figures, after: Figures) -> list[dict[str, str]]:
    """Return the series of promtool's test: as they were for a while, and then as the attack left them."""
    series = []
    for (name, labels), value in after.items():
        written = ", ".join(f'{label}="{said}"' for label, said in sorted(labels))
        quiet = before.get((name, labels), 0.0)
        values = f"{quiet}x{QUIET_MINUTES} {value}x{ATTACKED_MINUTES - QUIET_MINUTES}"
        series.append({"series": f"{name}{{{written}}}", "values": values})
    return series


@pytest.mark.campaign(of="alerts played")
@needs_promtool
def test_an_attack_that_is_played_calls_somebody_and_a_quiet_hour_nobody(service: Service, tmp_path: Path) -> None:
    for phone in (MOUSSA, AWA):
        service.open_wallet(phone)
    events = {kind: ("mbongo_security_events", frozenset({("kind", kind)})) for kind in KINDS}
    before = ask_until(
        service, lambda all_: not any(all_[one] for one in events.values()), "what was told of another test to be over"
    )
    broken = ("mbongo_broken_seals_total", frozenset[tuple[str, str]]())
    attack(service)
    after = ask_until(
        service,
        lambda all_: all_[events["call record changed"]] >= 1 and all_[broken] > before.get(broken, 0.0),
        "figures to tell of it",
    )
    asked = [
        {"eval_time": f"{minutes}m", "alertname": name, "exp_alerts": expected if minutes > QUIET_MINUTES else []}
        for name, expected in fire(FIRED).items()
        for minutes in (QUIET_MINUTES - 2, QUIET_MINUTES + 2)
    ]
    test = {"interval": "1m", "input_series": as_prometheus_saw_them(before, after), "alert_rule_test": asked}
    played = tmp_path / "attack.yml"
    played.write_text(yaml.safe_dump({"rule_files": [str(FILE)], "evaluation_interval": "1m", "tests": [test]}))
    promtool("test", "rules", str(played))


def fire(fired: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, Any]]]:
    """Return each alert as promtool writes it once it fires."""
    return {
        name: [
            {"exp_labels": {**ALERTS[name]["labels"], **labels}, "exp_annotations": ALERTS[name]["annotations"]}
            for labels in series
        ]
        for name, series in fired.items()
    }
