"""Calls to PayPal: each with a token, each POST under a PayPal-Request-Id, by which a repeated one is done once."""

import base64
from collections.abc import Mapping
from typing import Any, Final, Literal

from workers.rails import RailError
from workers.rails.answers import Unreadable, read_object, read_part, read_word
from workers.rails.http import Answer, Wire
from workers.rails.paypal.words import NOT_FOUND, NOTHING_RAN
from workers.rails.tokens import Tokens, with_token

TOKEN_REFUSED: Final = 401
DONE: Final = (200, 201)


class PaypalRefusalError(RailError):
    """A refusal in PayPal's words: `issue` is the first it names, "" where it names none."""

    def __init__(self, why: str, issue: str, *, raw: str) -> None:
        super().__init__(why, ran="no", raw=raw)
        self.issue = issue


class NotThereError(RailError):
    """PayPal knows no such order, capture or refund."""


class PaypalCalls:
    """Signed calls to PayPal, or to the address an older payment was made at."""

    def __init__(self, wire: Wire, base_url: str, client_id: str, client_secret: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._wire = wire
        self._basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._tokens = Tokens(self._ask_token)

    def get(self, path: str, base_url: str = "") -> dict[str, Any]:
        """Return what is there. Raises RailError, NotThereError for what PayPal does not know."""
        return self._call("GET", path, base_url, {}, None)

    def post(self, path: str, base_url: str, request_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was made, or was made before under this id. Raises RailError, PaypalRefusalError."""
        told = {"PayPal-Request-Id": request_id, "Prefer": "return=representation"}
        return self._call("POST", path, base_url, told, body)

    def _call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        base_url: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        at = base_url or self.base_url

        def once(token: str) -> Answer:
            signed = {"Authorization": f"Bearer {token}", **headers}
            return self._wire.call(method, f"{at}/{path}", signed, json=body)

        answer = with_token(self._tokens.of(at), once, lambda answer: answer.http == TOKEN_REFUSED)
        try:
            said = read_object(answer.body)
        except Unreadable as wrong:
            raise RailError(f"unreadable: HTTP {answer.http}, {wrong}", ran="unknown") from None
        if answer.http in DONE and said.get("id"):
            return said
        raise _refusal(answer, said)

    def _ask_token(self, base_url: str) -> Answer:
        signed = {"Authorization": f"Basic {self._basic}"}
        form = {"grant_type": "client_credentials"}
        return self._wire.call("POST", f"{base_url}/v1/oauth2/token", signed, form=form)


def _refusal(answer: Answer, said: dict[str, Any]) -> RailError:
    """Return the error of an answer that did not go well: what names itself as a refusal did nothing."""
    name, details = read_word(said.get("name")), said.get("details")
    first = details[0] if isinstance(details, list) and details else None
    issue = read_word(read_part({"first": first}, "first").get("issue"))
    if answer.http == 404 and name == NOT_FOUND:
        return NotThereError(f"refused: HTTP 404 {name}", ran="no", raw=answer.raw)
    why = NOTHING_RAN.get(answer.http) if name else None
    what = f"{why or 'unexpected'}: HTTP {answer.http} {issue or name}".strip()
    return PaypalRefusalError(what, issue, raw=answer.raw) if why else RailError(what, ran="unknown")
