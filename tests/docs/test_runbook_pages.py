"""Runbooks are led to by alerts, each alert by name; their commands are tried beside those of all other papers."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.cli.test_next_steps import COMMAND, PRINTED
from tests.deploy.promtool import needs_promtool, promtool
from tests.deploy.test_alerts import ALERTS as CALLING
from tests.deploy.test_alerts import FILE as CALLS
from tests.deploy.test_promises import ALERTS as BURNING

FOLDER: Final = Path(__file__).parents[2] / "docs" / "runbooks"
INDEX: Final = FOLDER / "README.md"
LINES_MOST: Final = 120  # what is read at night
ALERTS: Final[dict[str, dict[str, Any]]] = {**CALLING, **BURNING}
# Those that no alert leads to, and why none can.
BY_PEOPLE: Final = {
    "restore.md": "somebody decides that what is there cannot be kept",
    "upgrade.md": "somebody decides to put another version in place",
    "wrong-tariff.md": "no figure knows what a price was meant to be; people tell",
}
HEAD: Final = """# Runbooks: what to do when something is wrong

Begin with `./mbongo status`. An alert names its page (`runbook`); of several the likeliest is first. Each page says
what leads to it, what people notice and are told, the commands in their order, when it is over, and what to write down.
Each `./mbongo` command is taken by the real parser as it stands: what is written in capitals is yours to fill in.
`YOU` asks, `THEM` is another login, which approves.

"""


def list_leading(rule: dict[str, Any]) -> list[str]:
    """Return the runbooks that an alert names."""
    return [Path(one).name for one in rule["annotations"]["runbook"].split(", ")]


def link(page: str) -> str:
    return f"[{page.removesuffix('.md')}]({page})"


def draw_index() -> str:
    """Return the index: each alert with its runbooks, then those that no alert leads to."""
    calls = [
        f"| `{name}` | {rule['labels']['severity']} | {', '.join(map(link, list_leading(rule)))} |"
        for name, rule in sorted(ALERTS.items())
    ]
    told = [f"| {link(page)} | {why} |" for page, why in BY_PEOPLE.items()]
    tables = [["| alert | called | runbook |", "|---|---|---|", *calls],
              ["No alert leads to these:", "", "| runbook | why none |", "|---|---|", *told]]  # fmt: skip
    return HEAD + "\n\n".join("\n".join(table) for table in tables) + "\n"


def list_pages() -> list[str]:
    return sorted(page.name for page in FOLDER.glob("*.md") if page != INDEX)


def test_the_index_is_what_alerts_say(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--tell"):
        INDEX.write_text(draw_index(), encoding="utf-8")
    else:
        assert INDEX.read_text("utf-8") == draw_index(), (
            "./mbongo test tests/docs/test_runbook_pages.py --tell draws it anew"
        )


@pytest.mark.parametrize("name", sorted(ALERTS))
def test_each_alert_names_runbooks_that_exist_and_say_so(name: str) -> None:
    written = ALERTS[name]["annotations"]["runbook"].split(", ")
    assert set(written) <= {f"docs/runbooks/{page}" for page in list_pages()}
    for page in list_leading(ALERTS[name]):
        assert name in read_leading(page), page


def read_leading(page: str) -> set[str]:
    """Return the alerts that a runbook says lead to it, in its second paragraph."""
    return set(re.findall(r"`([A-Z][A-Za-z]+)`", (FOLDER / page).read_text("utf-8").split("\n\n")[1]))


@pytest.mark.parametrize("page", list_pages())
def test_each_runbook_is_led_to_or_says_why_none_can(page: str) -> None:
    led = {name for name, rule in ALERTS.items() if page in list_leading(rule)}
    assert bool(led) != (page in BY_PEOPLE), "an alert leads there, or BY_PEOPLE says why none does"
    assert read_leading(page) == led


@pytest.mark.parametrize("page", list_pages())
def test_a_runbook_is_one_page_and_its_links_lead_somewhere(page: str) -> None:
    text = (FOLDER / page).read_text("utf-8")
    assert text.count("\n") <= LINES_MOST
    for linked in re.findall(r"\b(?:docs/)?[a-z-]+\.md\b", text):
        assert (FOLDER.parents[1] / linked).exists() or (FOLDER / linked).exists(), linked


def test_every_command_of_a_runbook_is_tried_by_the_real_parser() -> None:
    tried = {where.partition(":")[0] for where, _ in PRINTED}
    named = {page for page in list_pages() if COMMAND.search((FOLDER / page).read_text("utf-8"))}
    assert named <= tried
    assert len(named) > 10


# ------------------------------------------------------------------------------------------ alerts that runbooks wanted
WEEK: Final = 7 * 24 * 60
# Of each: its figure, what it is by the minute, at which minutes somebody is called or not, the labels it keeps.
CALLED: Final[dict[str, tuple[str, str, dict[int, bool], dict[str, str]]]] = {
    "SimsSwapped": ("mbongo_sims_swapped", "2x10080 3x100 61x100", {WEEK + 60: False, WEEK + 150: True}, {}),
    "StaffUnmaskMany": ("mbongo_cases_open", "0x10 1x30", {5: False, 20: True}, {"kind": "many_unmasked"}),
    "DayNotAddedUp": ("mbongo_day_behind_seconds", "97000+60x60", {3: False, 40: True}, {"step": "added up"}),
    "MonthsMissing": ("mbongo_months_ahead_seconds", "1213200-60x180", {60: False, 130: True}, {}),
    "DayNotClosed": ("mbongo_day_behind_seconds", "259000+60x60", {4: False, 40: True}, {"step": "closed"}),
}


@pytest.mark.campaign(of="alerts played")
@needs_promtool
def test_alerts_that_lead_to_runbooks_fire_on_what_they_mean(tmp_path: Path) -> None:
    tests = []
    for name, (figure, values, moments, labels) in CALLED.items():
        rule, written = ALERTS[name], ", ".join(f'{label}="{said}"' for label, said in labels.items())
        series = f"{figure}{{{written}}}"
        fired = [{"exp_labels": {**rule["labels"], **labels}, "exp_annotations": rule["annotations"]}]
        asked = [{"eval_time": f"{minute}m", "alertname": name, "exp_alerts": fired if fires else []}
                 for minute, fires in moments.items()]  # fmt: skip
        tests.append(
            {"interval": "1m", "input_series": [{"series": series, "values": values}], "alert_rule_test": asked}
        )
    played = tmp_path / "played.yml"
    played.write_text(yaml.safe_dump({"rule_files": [str(CALLS)], "evaluation_interval": "5m", "tests": tests}))
    promtool("test", "rules", str(played))
