"""Ways to the pages of a face: their addresses in the language its reader chose, and where a page leads on to."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Response, request

from documents.words import CODES
from web.pages.browser_token import BrowserToken
from web.pages.headers import lead_to

NEXT_LETTERS: Final = 200


@dataclass(frozen=True)
class Ways:
    """The ways below an address, `/business`, of a face whose browsers hold its token."""

    root: str
    token: BrowserToken

    def write_address(self, way: str = "", /, **said: str | list[str]) -> str:
        """Return the address of a page of the face, in the language its reader chose; a list says its name for each."""
        kept = {"lang": request.args["lang"]} if request.args.get("lang") in CODES else {}
        query = urlencode({**{name: value for name, value in said.items() if value}, **kept}, doseq=True)
        return f"{self.root}{way}{'?' if query else ''}{query}"

    def lead_on(self, way: str = "", **said: str) -> Response:
        """Return the way to a page of the face."""
        return self.token.keep(lead_to(self.write_address(way, **said)))

    def read_next(self) -> str:
        """Return the page of ours to go on to, "" for none: nobody is led anywhere else."""
        said = request.values.get("next", "")
        return said.removeprefix(self.root) if self.is_ours(said) and len(said) <= NEXT_LETTERS else ""

    def is_ours(self, address: str) -> bool:
        """True for the address of a page of the face, without anything behind it."""
        return bool(re.fullmatch(rf"{self.root}(/[A-Za-z0-9_-]+)*", address))
