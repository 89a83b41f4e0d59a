"""A member of staff before the office's pages."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from tests.web.reading import Read, read_page
from tests.world.apps import show_code
from tests.world.cast import password_of
from tests.world.office import Office

AGREES = re.compile(r'<form(?:(?!</form>).)*name="agreed".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
FORM = re.compile(r'name="form" value="([^"]*)"')


def read_secret(page: Read) -> str:
    """Return the letters of an app's secret on a page."""
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page.html)
    assert found, page.text
    return found[1].replace(" ", "")


@dataclass
class Desk:
    """One login and their browser, their app's `secret` and `first_code`; `seen` is the page before them."""

    office: Office
    browser: FlaskClient
    login: str
    secret: str = ""
    first_code: str = ""
    seen: Read | None = None

    def __post_init__(self) -> None:
        self.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    def open(self, way: str = "", **query: Any) -> Read:
        """Open a page, going where it leads."""
        return self._see(self.browser.get(f"/office{way}", query_string=query, follow_redirects=True))

    def send(self, way: str, *, files: dict[str, Any] | None = None, **fields: Any) -> Read:
        """Send a form of the page before them, going where it leads."""
        said = {"form": self.form, **fields, **(files or {})}
        kind = "multipart/form-data" if files else None
        return self._see(self.browser.post(f"/office{way}", data=said, content_type=kind, follow_redirects=True))

    def _see(self, answer: Any) -> Read:
        self.seen = read_page(answer)
        return self.seen

    @property
    def form(self) -> str:
        """Return what a form of the page before them carries."""
        found = FORM.search(self.seen.html if self.seen else "")
        return unescape(found[1]) if found else ""

    def hidden(self, name: str) -> str:
        """Return a hidden field of the page before them."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.seen.html if self.seen else "")
        assert found, self.seen
        return unescape(found[1])

    def sign_in(self) -> Read:
        """Sign in with the password."""
        self.open()
        return self.send("/in", login=self.login, password=password_of(self.login))

    def add_app(self) -> Read:
        """Add an app, and type its first code."""
        self.secret = read_secret(self.send("/app"))
        self.first_code = self.code()
        return self.send("/code", code=self.first_code)

    def code(self, steps: int = 0) -> str:
        """Return what their app shows, or will show so many half minutes later."""
        return show_code(self.office.world, self.secret, steps)

    def use(self, command: str, **fields: Any) -> Read:
        """Open a command's form, and send it with these fields."""
        way = f"/do/{command.replace(' ', '/')}"
        self.open(way)
        return self.send(way, **fields)

    def agree(self, command: str, **fields: Any) -> Read:
        """Agree to what is shown, as the page's own form says it."""
        found = AGREES.search(self.seen.html if self.seen else "")
        assert found, self.seen
        kept = dict[str, list[str]]()
        for name, value in HIDDEN.findall(found[0]):
            kept.setdefault(name, []).append(unescape(value))
        kept.pop("form")
        return self.send(f"/do/{command.replace(' ', '/')}", **{**kept, **fields})
