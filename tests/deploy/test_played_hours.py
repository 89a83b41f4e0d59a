"""Alerts on what stops of itself are fired by an hour that is played, and by nothing of an hour that goes well."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from local.check import write_figures
from tests.deploy.promtool import needs_promtool, promtool
from tests.deploy.test_promises import FOLDER
from wallet.ledger.check import Violation

FILE = FOLDER / "alerts.yml"
ALERTS = {rule["alert"]: rule for group in yaml.safe_load(FILE.read_text())["groups"] for rule in group["rules"]}
UNDER_WAY = 'mbongo_payments_under_way{rail="mtn", instance="a"}'
OLDEST = "mbongo_webhooks_oldest_seconds"
# What is told each minute of two hours: where it goes well, where it does not, and which labels an alert has then.
HOURS: dict[str, tuple[dict[str, str], dict[str, str], dict[str, str]]] = {
    "CallbacksStopped": (
        {'mbongo_callbacks_total{rail="mtn"}': "0+5x120", UNDER_WAY: "30x120"},
        {'mbongo_callbacks_total{rail="mtn"}': "7x120", UNDER_WAY: "30x120"},
        {"rail": "mtn"},
    ),
    "ProcessGone": (
        {'mbongo_process_seen_seconds{process="tick"}': "9x120"},
        {'mbongo_process_seen_seconds{process="tick"}': "9x60 60+60x60"},
        {"process": "tick"},
    ),
    "FloatRunsOut": (
        {'mbongo_float_francs{rail="mtn"}': "9000000+1000x120"},
        {'mbongo_float_francs{rail="mtn"}': "9000000-30000x120"},
        {"rail": "mtn"},
    ),
    "BooksBroken": ({"mbongo_invariants_broken": "0x120"}, {"mbongo_invariants_broken": "0x100 1x20"}, {}),
    "NotReconciled": (
        {'mbongo_reconciled_seconds{rail="mtn"}': "3600+60x120"},
        {'mbongo_reconciled_seconds{rail="mtn"}': "129000+60x120"},
        {"rail": "mtn"},
    ),
    "WebhooksWait": ({OLDEST: "2x120"}, {OLDEST: "2x60 60+60x60"}, {}),
}  # fmt: skip


@pytest.mark.campaign(of="alerts played")
@needs_promtool
def test_each_is_fired_by_its_hour_and_by_no_other(tmp_path: Path) -> None:
    played = [
        play(alert, told, write(alert, labels) if called else [])
        for alert, (well, badly, labels) in HOURS.items()
        for called, told in ((False, well), (True, badly))
    ]
    file = tmp_path / "hours.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(FILE)], "evaluation_interval": "1m", "tests": played}))
    promtool("test", "rules", str(file))


def play(alert: str, told: dict[str, str], expected: list[dict[str, Any]]) -> dict[str, Any]:
    """Return promtool's test of an hour: which alerts of this name there are at its end."""
    series = [{"series": name, "values": values} for name, values in told.items()]
    asked = {"eval_time": "2h", "alertname": alert, "exp_alerts": expected}
    return {"interval": "1m", "input_series": series, "alert_rule_test": [asked]}


def write(alert: str, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return an alert as promtool writes it once it fires."""
    return [{"exp_labels": {**ALERTS[alert]["labels"], **labels}, "exp_annotations": ALERTS[alert]["annotations"]}]


@pytest.mark.parametrize(("broken", "told"), [((), 0), (("a", "a", "b"), 2)])
def test_what_check_found_is_told_as_how_many_invariants_do_not_hold(
    broken: tuple[str, ...], told: int, tmp_path: Path
) -> None:
    path = tmp_path / "mbongo.prom"
    write_figures([Violation(invariant, "cash", "of a test") for invariant in broken], path)
    assert f"\nmbongo_invariants_broken {told}.0\n" in f"\n{path.read_text()}"
    assert [file.name for file in tmp_path.iterdir()] == ["mbongo.prom"], "whole, or as it was before"
