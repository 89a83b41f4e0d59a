"""Every line of README.md and of docs/ that can be tried is tried."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from cli.menus import draw_lines
from cli.options import USUAL_DATA
from local.ports import USUAL
from local.settings_page import HEAD, draw_tables
from tests.stories.language.play import difference, play
from tests.stories.language.telling import Telling
from tests.world.service import Service
from wallet.core.settings import PREFIX
from wallet.payments.rails import RAILS
from workers.doors import DOORS
from workers.listed_settings import list_groups, list_known
from workers.needs import CLASSES, list_variables
from workers.queues import JOBS
from wsgi import WAYS_IN

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text("utf-8")
LINES_MAX = 250
MENUS = CHECKOUT / "docs" / "menus.md"
SETTINGS = CHECKOUT / "docs" / "settings.md"
PRODUCTION = (CHECKOUT / "docs" / "production.md").read_text("utf-8")
PAGES = "\n".join([README, *(page.read_text("utf-8") for page in sorted((CHECKOUT / "docs").rglob("*.md")))])


def blocks(language: str, page: str = README) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_the_conversation_is_what_happens(told_service: Service) -> None:
    [story] = blocks("story")
    told = play(story, Telling(told_service))
    if told != story:
        pytest.fail("\n" + difference(story, told, "README.md"), pytrace=False)
    told_service.check()


def test_the_menu_it_shows_is_the_menu(request: pytest.FixtureRequest) -> None:
    [shown], file = blocks("python"), (CHECKOUT / "ussd_menus" / "send_money.py").read_text("utf-8")
    menu = file[file.index("def send_money") :]
    if request.config.getoption("--tell"):
        (CHECKOUT / "README.md").write_text(README.replace(shown, menu), encoding="utf-8")
    else:
        assert shown == menu, "./mbongo test tests/docs/test_readme.py --tell shows it anew"


@pytest.mark.together("menus")
def test_the_machine_that_is_drawn_is_the_machine(request: pytest.FixtureRequest) -> None:
    page = MENUS.read_text("utf-8")
    [drawn], now = blocks("mermaid", page), "".join(f"{line}\n" for line in draw_lines())
    if request.config.getoption("--tell"):
        MENUS.write_text(page.replace(drawn, now), encoding="utf-8")
    else:
        assert drawn == now, "./mbongo test tests/docs/test_readme.py --tell draws it anew"


def test_where_it_says_things_are_they_are(service: Service) -> None:
    assert f"Everything lies in `{USUAL_DATA.name}`" in README
    assert USUAL_DATA.parent == CHECKOUT
    assert "127.0.0.1" not in README, "another user's service may hold that port"
    assert f"port {USUAL + 1}, or any free one" in README
    addresses = {"/phone/", *re.findall(r"SIMULATOR_URL(/[a-z/]+)", README)}
    assert addresses == {"/phone/", "/mtn/settlement"}
    found = {path: requests.get(service.simulator_url + path, timeout=60) for path in addresses}
    assert {answer.status_code for answer in found.values()} == {200}
    assert found["/mtn/settlement"].text.startswith("operator_id,our_reference,")


def test_it_is_a_front_door() -> None:
    assert README.count("\n") <= LINES_MAX, "long matter belongs in docs/"


def test_it_names_every_folder_and_no_other() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in tracked.splitlines() if "/" in line and not line.startswith(".")}
    named = set(re.findall(r"^\| `([a-z_]+)/` \|", README, re.MULTILINE))
    assert named == folders


def test_every_command_it_names_exists() -> None:
    named = set(re.findall(r"\./mbongo ([a-z]+)", PAGES))
    shown = subprocess.run(
        [sys.executable, "-m", "local", "--help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    assert named >= {"demo", "test"}
    assert named <= set(re.findall(r"^  ([a-z]+) ", shown, re.MULTILINE))


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([a-z_]+(?:/[a-z_]+)*\.[a-z]+)`", PAGES))))
def test_every_file_it_names_exists(path: str) -> None:
    assert (CHECKOUT / path).exists() or list(CHECKOUT.glob(f"*/{path}")), path


def test_the_settings_page_that_is_drawn_is_what_the_settings_say(request: pytest.FixtureRequest) -> None:
    title = HEAD.partition("\n")[0]
    above, _, shown = SETTINGS.read_text("utf-8").partition(title)
    if request.config.getoption("--tell"):
        SETTINGS.write_text(above + draw_tables(), encoding="utf-8")
    else:
        assert f"{title}{shown}" == draw_tables(), "./mbongo test tests/docs/test_readme.py --tell draws it anew"


def test_every_setting_says_what_it_means() -> None:
    listed = [one for group in list_groups() for one in group.settings]
    assert [one.variable for one in listed if len(one.meaning) < 5] == []
    assert len(listed) == len({one.variable for one in listed}), "each once"
    assert {one.variable for one in listed} == set().union(*map(list_variables, CLASSES))


@pytest.mark.parametrize("page", [README, PRODUCTION], ids=["README.md", "production.md"])
def test_a_page_names_no_setting_that_there_is_not(page: str) -> None:
    assert set(re.findall(rf"`({PREFIX}[A-Z_]+)`", page)) <= list_known()


def test_every_variable_that_any_code_reads_is_known() -> None:
    read = {
        name
        for folder in ("local", "cli", "workers", "web", "wallet", "simulators", "bench", "faults")
        for file in (CHECKOUT / folder).rglob("*.py")
        for name in re.findall(rf'"({PREFIX}[A-Z_]*[A-Z])"', file.read_text("utf-8"))
    }
    assert read <= list_known()


@pytest.mark.parametrize("page", [README, PRODUCTION], ids=["README.md", "production.md"])
def test_a_page_on_production_names_every_queue_and_no_other(page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith("| `./mbongo worker")]
    named = {name for row in rows for name in re.findall(r"`(?:\./mbongo worker )?([a-zA-Z]+)`", row)}
    assert named - RAILS.keys() == {*(JOBS.keys() - RAILS.keys()), "RAIL"}


def test_production_names_every_address_that_has_a_secret() -> None:
    assert set(re.findall(r"(/[a-z/<>]*<secret>[a-z/]*)`", PRODUCTION)) == WAYS_IN.keys()


def test_each_way_in_is_a_doors_and_leads_somewhere() -> None:
    ways = {re.sub(r"^/rails/[a-z]+/", "/rails/<rail>/", way) for door in DOORS.values() for way in door.ways}
    assert ways == WAYS_IN.keys()
