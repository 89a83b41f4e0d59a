"""Promises are judged as written: their rules by the real promtool, on hours that are played."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

import wsgi  # noqa: F401 - with it, every figure that is counted
from tests.deploy.promtool import needs_promtool, promtool
from wallet.payments.rails import list_phone_rails
from web.gateways.seen_hop import BUCKETS, OUTCOMES
from web.gauge_table import GAUGES

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus"
FILE = FOLDER / "slo.yml"
RULES: list[dict[str, Any]] = [rule for group in yaml.safe_load(FILE.read_text())["groups"] for rule in group["rules"]]
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
PROMISES = [rule["labels"]["slo"] for rule in RULES if rule.get("record") == "mbongo:slo_budget:ratio"]
ALERTS = {rule["alert"]: rule for rule in RULES if "alert" in rule}


def list_told() -> set[str]:
    """Return every figure that `serve` tells, by the name that is asked for."""
    counted = {sample.name for metric in REGISTRY.collect() for sample in metric.samples}
    made = {f"{metric.name}_{part}" for metric in REGISTRY.collect() for part in ("total", "bucket", "count", "sum")}
    return {*GAUGES, "mbongo_security_events", *counted, *made}


@needs_promtool
@pytest.mark.parametrize("words", [("check", "rules", str(FILE)), ("check", "config", str(FOLDER / "prometheus.yml"))])
def test_prometheus_reads_what_it_is_given(words: tuple[str, ...]) -> None:
    promtool(*words)


def test_each_promise_has_a_budget_and_tells_of_its_bad_and_all() -> None:
    assert len(PROMISES) == len(set(PROMISES)) == 6
    for record in ("mbongo:slo_bad:now", "mbongo:slo_all:now"):
        assert [rule["labels"]["slo"] for rule in RULES if rule.get("record") == record] == PROMISES


def test_what_a_promise_looks_at_is_told() -> None:
    told, labels = (
        list_told() | RECORDED,
        {"outcome": {*OUTCOMES, "late", "in_time"}, "le": {str(float(one)) for one in BUCKETS}},
    )
    for rule in RULES:
        named = {*re.findall(r"mbongo[:_][\w:]+", rule["expr"])}
        assert named <= told, f"{named - told} is told by nobody"
        for label, value in re.findall(r'(\w+)="([^"]+)"', rule["expr"]):
            assert value in labels[label]
        for rails in re.findall(r'rail=~"([^"]+)"', rule["expr"]):
            assert set(rails.split("|")) == {rail.name for rail in list_phone_rails()}


def hops(failed: str, minutes: int) -> list[dict[str, str]]:
    """Return the series of hops: a thousand a minute that are answered at once, and those that fail, at once too."""
    told = {'outcome="failed"': failed, 'outcome="asked"': f"0+1000x{minutes}"}
    counts = [{"series": f"mbongo_hop_seconds_count{{{which}}}", "values": values} for which, values in told.items()]
    return counts + [
        {"series": f'mbongo_hop_seconds_bucket{{{which}, le="{le}"}}', "values": values}
        for which, values in told.items()
        for le in ("0.5", "2.0")
    ]


def fires(name: str, *promises: str) -> list[dict[str, Any]]:
    return [{"exp_labels": {**ALERTS[name]["labels"], "slo": slo}, "exp_annotations": ALERTS[name]["annotations"]}
            for slo in promises]  # fmt: skip


# Hops of a minute: failed of a thousand, through how many minutes; then which promise burns fast, which slowly.
HOURS: dict[str, tuple[str, int, bool, bool]] = {
    "a thousandth fails, as the budget bears": ("0+1x400", 400, False, False),
    "two of a hundred fail for two hours": ("0+20x120", 120, True, True),
    "four of a thousand fail for seven hours": ("0+4x420", 420, False, True),
    "two of a hundred failed for two hours, and an hour ago no more": ("0+20x120 2400x70", 190, False, True),
    "nine of a hundred failed for a minute": ("0x100 0+90x1 90x98", 200, False, False),
}


@pytest.mark.campaign(of="alerts played")
@needs_promtool
@pytest.mark.parametrize("hour", HOURS)
def test_a_promise_that_burns_calls_somebody_and_one_that_holds_nobody(hour: str, tmp_path: Path) -> None:
    failed, minutes, fast, slowly = HOURS[hour]
    played = {
        "interval": "1m",
        "input_series": hops(failed, minutes),
        "alert_rule_test": [
            {"eval_time": f"{minutes}m", "alertname": name, "exp_alerts": fires(name, "hops answered") if burns else []}
            for name, burns in {"PromiseBurnsFast": fast, "PromiseBurnsSlowly": slowly}.items()
        ],
    }
    file = tmp_path / "hour.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(FILE)], "evaluation_interval": "1m", "tests": [played]}))
    promtool("test", "rules", str(file))


@pytest.mark.campaign(of="alerts played")
@needs_promtool
def test_an_operator_that_ends_payments_late_and_texts_that_wait_burn_their_promises(tmp_path: Path) -> None:
    series = [
        {"series": 'mbongo_payments_ended{rail="mtn", outcome="late", instance="a"}', "values": "30x180"},
        {"series": 'mbongo_payments_ended{rail="mtn", outcome="late", instance="b"}', "values": "30x180"},
        {"series": 'mbongo_payments_ended{rail="mtn", outcome="in_time", instance="a"}', "values": "70x180"},
        {"series": 'mbongo_payments_ended{rail="paypal", outcome="late", instance="a"}', "values": "999x180"},
        {"series": 'mbongo_notices_oldest_seconds{instance="a"}', "values": "200x180"},
        {"series": 'mbongo_webhooks_oldest_seconds{instance="a"}', "values": "3x180"},
    ]
    late, texts = "operators end payments within five minutes", "texts leave within 30 seconds"
    ratio = [{"expr": f'mbongo:slo_errors:ratio_1h{{slo="{slo}"}}', "eval_time": "3h",
              "exp_samples": [{"labels": f'mbongo:slo_errors:ratio_1h{{slo="{slo}"}}', "value": value}]}
             for slo, value in ((late, 0.3), (texts, 1), ("webhooks are tried within ten seconds", 0))]  # fmt: skip
    asked = [{"eval_time": "3h", "alertname": "PromiseBurnsFast", "exp_alerts": fires("PromiseBurnsFast", late, texts)}]
    played = {"interval": "1m", "input_series": series, "promql_expr_test": ratio, "alert_rule_test": asked}
    file = tmp_path / "late.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(FILE)], "evaluation_interval": "1m", "tests": [played]}))
    promtool("test", "rules", str(file))
