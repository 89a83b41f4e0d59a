"""The cookie of a face, and what every form of it carries so that no page of another's can send one.

It holds chance alone. Signed out it only ties forms to their browser; signing in puts another in its place, of which
the database keeps a digest.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from flask import Response, abort, g, request

from web.process import hold

LETTERS: Final = 32
FIELD: Final = "form"


def is_over_tls() -> bool:
    """True where browsers reach us over TLS."""
    return hold().public_url.startswith("https://")


@dataclass(frozen=True)
class BrowserToken:
    """The cookie of one face, of so many letters, a multiple of four.

    `purpose` begins what its forms sign, so that a form of another face is none of its.
    """

    face: str
    purpose: str = ""
    letters: int = LETTERS

    @property
    def name(self) -> str:
        """Return the cookie's name: over TLS one that no other host, and no plain page, can set."""
        return f"__Host-mbongo-{self.face}" if is_over_tls() else f"mbongo-{self.face}"

    def bring(self) -> str:
        """Return what this request's cookie holds, "" where it brought none of ours."""
        brought = request.cookies.get(self.name, "")
        return brought if len(brought) == self.letters and brought.isascii() else ""

    def read(self) -> str:
        """Return what this request's cookie holds, or what its answer's will: chance, where it brought none of ours."""
        kept: dict[str, str] = g.setdefault("browser_tokens", {})
        if self.face not in kept:
            kept[self.face] = self.bring() or secrets.token_urlsafe(self.letters // 4 * 3)
        return kept[self.face]

    def sign_form(self) -> str:
        """Return what a form of this browser's carries."""
        return hold().wallet.secrets.hex_digest("page form", self.purpose + self.read())

    def check_form(self) -> None:
        """Abort a form that does not come from a page of ours in this browser."""
        sent, token, held = request.form.get(FIELD, ""), self.bring(), hold().wallet.secrets
        mine = bool(token) and sent.isascii() and any(
            hmac.compare_digest(held.hex_digest("page form", self.purpose + token, pepper), sent)
            for pepper in held.ids
        )  # fmt: skip
        if not mine:
            abort(400)

    def keep(self, answer: Response, token: str = "") -> Response:
        """Have the browser keep a token: another from now on where one is given, else that of this request."""
        if token or not self.bring():
            kept = token or self.read()
            answer.set_cookie(self.name, kept, secure=is_over_tls(), httponly=True, samesite="Lax", path="/")
        return answer

    def drop(self, answer: Response) -> Response:
        """Have the browser forget its token."""
        answer.delete_cookie(self.name, secure=is_over_tls(), httponly=True, samesite="Lax", path="/")
        return answer
