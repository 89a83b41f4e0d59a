"""A member in front of /business: their browser without a script."""

import itertools
import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.reading import Read, read_page
from tests.world.members import PASSWORD, Member, Members
from tests.world.shop import Shop
from tests.world.world import World

ADDRESSES = itertools.count(1)


@dataclass
class Visit:
    """Whoever is at the browser."""

    members: Members
    browser: FlaskClient

    def see(self, way: str = "") -> Read:
        """Open a page below /business."""
        return read_page(self.browser.get(f"/business{way}"))

    def press(self, way: str, at: str = "", **typed: str | list[str]) -> TestResponse:
        """Send the form of a page that leads this way, as a browser without a script does."""
        html = self.see(at).html
        forms = re.findall(rf'<form[^>]*action="/business{re.escape(way)}[^"]*"[^>]*>(.*?)</form>', html, re.DOTALL)
        fitting = [one for one in forms if "what" not in typed or f'value="{typed["what"]}"' in one]
        assert fitting, html
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', fitting[0]))
        return self.browser.post(f"/business{way}", data={**hidden, **typed})

    def enter(self, member: Member) -> str:
        """Have the browser hold a member's session; return the way to the shop's pages."""
        self.browser.set_cookie("mbongo-business", member.token)
        return f"/b/{self.members.shop.merchant.id}"

    def sign_in(self, address: str, password: str = PASSWORD) -> TestResponse:
        """Type address and password."""
        return self.press("/in", address=address, password=password)


@pytest.fixture
def members(world: World, shop: Shop) -> Members:
    """Give Brice's shop, whose members are hired as tests need them."""
    return Members(world, shop)


@pytest.fixture
def visit(members: Members, browser: FlaskClient) -> Visit:
    """Give a browser whose address nobody else has: tries are counted by it."""
    browser.environ_base["REMOTE_ADDR"] = f"10.78.{next(ADDRESSES) % 250}.1"
    return Visit(members, browser)
