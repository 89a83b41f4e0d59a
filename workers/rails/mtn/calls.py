"""Calls to MTN MoMo: addresses, headers and tokens. Each product has its own subscription key, user and token.

The sandbox wants X-Target-Environment on every call; the platform of 2026 wants it on the token call as well.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from workers.rails.http import Answer, Wire
from workers.rails.tokens import Tokens, with_token

Product = Literal["collection", "disbursement"]
TOKEN_REFUSED: Final = 401


@dataclass(frozen=True)
class Credentials:
    """The keys of one product."""

    subscription_key: str = field(repr=False)
    api_user: str
    api_key: str = field(repr=False)


class MtnCalls:
    """Signed calls to one MTN environment, or to the address an older payment was made at."""

    def __init__(
        self,
        wire: Wire,
        base_url: str,
        environment: str,
        credentials: Mapping[Product, Credentials],
        callback_url: str = "",
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.callback_header = {"X-Callback-Url": callback_url} if callback_url else {}
        self._wire, self._environment, self._credentials = wire, environment, credentials
        self._tokens = Tokens(self._ask_token)

    def call(
        self,
        method: Literal["GET", "POST"],
        product: Product,
        path: str,
        base_url: str = "",
        headers: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Make one call, with one new token if the first is refused. Raises RailError."""
        at = base_url or self.base_url

        def once(token: str) -> Answer:
            signed = {"Authorization": f"Bearer {token}", **self._common(product), **(headers or {})}
            return self._wire.call(method, f"{at}/{product}/{path}", signed, json=body)

        return with_token(self._tokens.of((at, product)), once, lambda answer: answer.http == TOKEN_REFUSED)

    def _common(self, product: Product) -> dict[str, str]:
        return {
            "Ocp-Apim-Subscription-Key": self._credentials[product].subscription_key,
            "X-Target-Environment": self._environment,
        }

    def _ask_token(self, key: tuple[str, Product]) -> Answer:
        base_url, product = key
        opens = self._credentials[product]
        basic = base64.b64encode(f"{opens.api_user}:{opens.api_key}".encode()).decode()
        # No body: MTN answers 400 to a token call that has one.
        return self._wire.call(
            "POST", f"{base_url}/{product}/token/", {"Authorization": f"Basic {basic}", **self._common(product)}
        )
