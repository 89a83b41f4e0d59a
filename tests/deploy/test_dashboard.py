"""The dashboard is one that Grafana takes, and each of its figures is one that we tell or record."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.promtool import needs_promtool, promtool
from tests.deploy.test_promises import RECORDED, list_told
from workers.anchor import Anchored

CHECKOUT = Path(__file__).parents[2]
BOARD: dict[str, Any] = json.loads((CHECKOUT / "deploy" / "grafana" / "mbongo.json").read_text("utf-8"))
PANELS: list[dict[str, Any]] = BOARD["panels"]
SHOWN = [panel for panel in PANELS if panel["type"] != "row"]
ASKED = [target["expr"] for panel in SHOWN for target in panel["targets"]]
WIDE = 24  # of Grafana's grid
OF_CHECK = {"mbongo_invariants_broken", "mbongo_checked_timestamp_seconds"}


def test_it_has_what_a_dashboard_must_have() -> None:
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time", "refresh"} <= BOARD.keys()
    [source] = BOARD["templating"]["list"]
    assert (source["name"], source["type"], source["query"]) == ("datasource", "datasource", "prometheus")
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


@pytest.mark.parametrize("panel", SHOWN, ids=[panel["title"] for panel in SHOWN])
def test_a_panel_says_what_it_shows_and_where_from(panel: dict[str, Any]) -> None:
    assert panel["type"] in ("timeseries", "stat")
    assert panel["description"].endswith(".")
    assert panel["datasource"]["uid"] == "${datasource}", "of whoever looks, not of who drew it"
    letters = [target["refId"] for target in panel["targets"]]
    assert letters == sorted(set(letters))
    assert all(target["legendFormat"] for target in panel["targets"])
    assert {"defaults", "overrides"} == panel["fieldConfig"].keys()


def test_no_panel_lies_over_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= WIDE
        taken |= cells


def test_each_figure_is_told_or_recorded() -> None:
    anchored = {metric.name for metric in Anchored.collect(_Idle())}  # type: ignore[arg-type]
    for asked in ASKED:
        named = set(re.findall(r"mbongo[:_][\w:]+", asked))
        assert named, f"{asked} looks at nothing of ours"
        assert named <= list_told() | RECORDED | anchored | OF_CHECK, asked


class _Idle:
    """Stands for a process that has not anchored yet."""

    done_at, last, is_broken = 0.0, None, False


@needs_promtool
def test_prometheus_reads_each_question(tmp_path: Path) -> None:
    rules = [{"record": f"asked:{number}", "expr": asked} for number, asked in enumerate(ASKED)]
    file = tmp_path / "asked.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "asked", "rules": rules}]}))
    promtool("check", "rules", str(file))
