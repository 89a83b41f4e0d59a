"""The papers as a page: all of them, in either language, without a script, and light; nobody stumbles over it."""

import re

import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import Look
from tests.world.program import Program
from wallet.business.events import KINDS
from web.api.problems import CODES
from web.api.routes import ROUTES

MOST_BYTES = 200_000


def read(program: Program, way: str = "?lang=en") -> str:
    answer = program.call("GET", f"/docs{way}", Authorization="")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    return answer.get_data(as_text=True)


def test_it_shows_every_route_object_event_and_problem_without_a_key(program: Program) -> None:
    page, papers = read(program), program.get("/openapi.json", Authorization="")
    assert {route.name for route in ROUTES} <= set(re.findall(r'<section id="(\w+)"', page))
    schemas = papers["components"]["schemas"]
    lists = {name for name, one in schemas.items() if set(one["properties"]) == {"data", "has_more"}}
    assert set(schemas) - lists <= set(re.findall(r'<section id="(\w+)"', page))
    assert all(f"<code>{one}</code>" in page for one in (*KINDS, *CODES))
    assert all(f"<code>{route.permission}</code>" in page for route in ROUTES)


def test_every_link_in_it_leads_somewhere(program: Program) -> None:
    page = read(program)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))
    [sheet] = re.findall(r'href="(/v1/docs/-/[^"]+)"', page)
    assert program.call("GET", sheet.removeprefix("/v1"), Authorization="").mimetype == "text/css"
    assert program.call("GET", "/docs/-/other.css", Authorization="").status_code == 404


def test_it_runs_no_script_is_light_and_is_the_same_whoever_asks(program: Program) -> None:
    answer = program.call("GET", "/docs?lang=fr&x=%22%3E%3Cscript%3E", Authorization="")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    page = answer.get_data(as_text=True)
    assert "<script" not in page
    assert "x=" not in page.partition("</header>")[0]
    assert len(answer.data) < MOST_BYTES
    assert "L'API" in page.replace("&#39;", "'")


@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (360, "en"), (1100, "en")])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    program: Program, chromium: BrowserContext, url: str, width: int, language: str, look: Look
) -> None:
    page = chromium.new_page()
    page.goto(f"{url}/docs?lang={language}")
    look(page, width)
    page.close()
