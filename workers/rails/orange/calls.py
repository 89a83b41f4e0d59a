"""Calls to Orange Money's merchant API, behind a WSO2 gateway: addresses, headers and tokens.

Their certificate evidently ends in no public root (public clients turn the check off): a CA bundle is a setting here,
turning it off is not.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from workers.rails.answers import Unreadable, read_object, read_part, read_word
from workers.rails.http import Answer, Wire
from workers.rails.tokens import Tokens, with_token

API: Final = "omcoreapis/1.0.2"
TOKEN_FAULTS: Final = frozenset({"900901", "900903", "900904"})  # invalid, expired, inactive


@dataclass(frozen=True)
class Credentials:
    """The keys of the gateway (consumer key and secret) and of the API behind it (user and password)."""

    consumer_key: str
    consumer_secret: str = field(repr=False)
    api_user: str
    api_password: str = field(repr=False)


class OrangeCalls:
    """Signed calls to Orange Money, or to the address an older payment was made at."""

    def __init__(self, wire: Wire, base_url: str, credentials: Credentials) -> None:
        self.base_url = base_url.rstrip("/")
        self._wire, self._credentials = wire, credentials
        self._tokens = Tokens(self._ask_token)

    def call(
        self, method: Literal["GET", "POST"], path: str, base_url: str = "", body: Mapping[str, Any] | None = None
    ) -> Answer:
        """Make one call, with one new token if the first is refused. Raises RailError."""
        at = base_url or self.base_url
        opens = self._credentials

        def once(token: str) -> Answer:
            signed = {"Authorization": f"Bearer {token}", "X-AUTH-TOKEN": _base64(opens.api_user, opens.api_password)}
            return self._wire.call(method, f"{at}/{API}/{path}", signed, json=body)

        return with_token(self._tokens.of(at), once, _token_refused)

    def _ask_token(self, base_url: str) -> Answer:
        basic = _base64(self._credentials.consumer_key, self._credentials.consumer_secret)
        return self._wire.call(
            "POST", f"{base_url}/token", {"Authorization": f"Basic {basic}"}, form={"grant_type": "client_credentials"}
        )


def fault_code(answer: Answer) -> str:
    """Return the code of a gateway's fault, whatever its HTTP status; "unnamed" without one, "" for no fault."""
    try:
        said = read_object(answer.body)
    except Unreadable:
        return ""
    return (read_word(read_part(said, "fault").get("code")) or "unnamed") if "fault" in said else ""


def _token_refused(answer: Answer) -> bool:
    return answer.http == 401 or fault_code(answer) in TOKEN_FAULTS


def _base64(name: str, secret: str) -> str:
    return base64.b64encode(f"{name}:{secret}".encode()).decode()
