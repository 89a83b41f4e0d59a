"""A person in front of /me: their browser without a script, and the phone that hears the code."""

import itertools
import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from tests.web.reading import Read, read_page
from tests.web.texted import list_texted_codes
from tests.world.cast import MOUSSA
from tests.world.world import World

ADDRESSES = itertools.count(1)


@dataclass
class Visitor:
    """Whoever is at the browser; `phone` is whose texts they read."""

    world: World
    browser: FlaskClient
    phone: str = MOUSSA

    def see(self, url: str = "/me") -> Read:
        """Open a page."""
        return read_page(self.browser.get(url))

    def press(self, way: str, at: str = "/me", **typed: str) -> TestResponse:
        """Send the form of a page that leads this way, as a browser without a script does."""
        html = self.see(at).html
        form = re.search(rf'<form[^>]*action="{re.escape(way)}[^"]*">(.*?)</form>', html, re.DOTALL)
        assert form, html
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[1]))
        return self.browser.post(way, data={**hidden, **typed})

    def ask_code(self, number: str = "677000001") -> str:
        """Type a number. Returns where the code is typed."""
        answer = self.press("/me/number", phone=number)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.headers["Location"])

    def list_codes(self) -> list[str]:
        """Return the codes texted to the phone, oldest first."""
        return list_texted_codes(self.world, self.phone)

    def sign_in(self) -> Read:
        """Sign in, and return the page that is seen then."""
        where = self.ask_code()
        answer = self.press("/me/code", where, code=self.list_codes()[-1])
        assert (answer.status_code, answer.headers["Location"]) == (303, "/me"), answer.get_data(as_text=True)
        page = self.see()
        assert page.status == 200
        return page

    def sign_in_at(self, page: Page, url: str, language: str) -> None:
        """Sign in at a browser that runs scripts."""
        page.goto(f"{url}/me?lang={language}")
        page.fill("#phone", "677000001")
        page.click("main button")
        page.fill("#code", self.list_codes()[-1])
        page.click("main button")


@pytest.fixture
def visitor(world: World, browser: FlaskClient) -> Visitor:
    """Give Moussa at a browser, whose address nobody else has: tries are counted by it."""
    browser.environ_base["REMOTE_ADDR"] = f"10.77.{next(ADDRESSES)}.1"
    return Visitor(world, browser)
