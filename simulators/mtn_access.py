"""Access to MTN: the headers, keys and tokens of every call, checked as MTN does.

Each product (collection, disbursement) has its own subscription key and its own tokens. Any key and any API user
is taken, as in a sandbox, but a token serves only the product and the key it was got with, and until it expires.
"""

from __future__ import annotations

import base64
import json
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Response, request

from simulators.answers import as_json
from simulators.client_tokens import read_client
from simulators.operators import Timings

ENVIRONMENTS: Final = {"sandbox": "EUR", "mtncameroon": "XAF"}
REFERENCE: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
MESSAGES: Final = {
    "RESOURCE_ALREADY_EXIST": "Duplicated reference id. Creation of resource failed.",
    "RESOURCE_NOT_FOUND": "Requested resource was not found.",
    "NOT_ALLOWED_TARGET_ENVIRONMENT": "Access to target environment is forbidden.",
    "INVALID_CALLBACK_URL_HOST": "Callback URL with different host name than configured for API user",
    "INVALID_CURRENCY": "Currency not supported.",
    "INTERNAL_PROCESSING_ERROR": "An internal error occurred while processing.",
    "SERVICE_UNAVAILABLE": "Service temporarily unavailable, try again later.",
    "NOT_ENOUGH_FUNDS": "The payer does not have enough funds.",
    "APPROVAL_REJECTED": "Approval rejected.",
    "PAYER_NOT_FOUND": "Payer does not exist.",
    "PAYEE_NOT_FOUND": "Payee does not exist.",
}
FORBIDDEN: Final = (
    "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>"
)


@dataclass(frozen=True)
class Grant:
    """The product, key and user one token is good for, and when it expires."""

    product: str
    key: str
    user: str
    expires: float


@dataclass
class User:
    """An API user made by provisioning; its key is shown once."""

    callback_host: str
    api_key: str | None = None


@dataclass
class Access:
    """The tokens and API users given out."""

    timings: Timings
    users: dict[str, User] = field(default_factory=dict)
    _tokens: dict[str, Grant] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def token(self, product: str, *, names_environment: bool = False) -> Response:
        """Answer `POST /<product>/token/`: a bearer token for a Basic user and key, with an empty body.

        MTN's file wants no X-Target-Environment here; its new platform does (`names_environment`).
        """
        key = subscription_key()
        if key is None:
            return no_key()
        basic = read_client()
        user = self.users.get(basic[0]) if basic else None
        if basic is None or (user is not None and user.api_key != basic[1]):
            return as_json({"error": "login_failed"}, 401)
        if names_environment and request.headers.get("X-Target-Environment") not in ENVIRONMENTS:
            return as_json({"error": "Invalid or missing X-Target-Environment header"}, 400)
        if request.get_data():
            return empty(400)
        life_seconds = self.timings.token_seconds
        token = jwt({"clientId": basic[0], "product": product, "jti": str(uuid.uuid4())})
        now = time.time()
        with self._lock:
            if len(self._tokens) > 10_000:
                self._tokens = {name: grant for name, grant in self._tokens.items() if grant.expires > now}
            self._tokens[token] = Grant(product, key, basic[0], now + life_seconds)
        expires_in = max(int(life_seconds), 1)
        return as_json({"access_token": token, "token_type": "access_token", "expires_in": expires_in})

    def forget(self) -> None:
        """Expire every token now."""
        with self._lock:
            self._tokens = {}

    def grant(self, product: str) -> Grant | Response:
        """Return the grant behind a product call, or the refusal: 401, 400 without a body, or 500 with a code."""
        key = subscription_key()
        if key is None:
            return no_key()
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        grant = self._tokens.get(token)
        if scheme != "Bearer" or grant is None or grant.product != product or grant.key != key:
            return as_json({"error": "invalid_token"}, 401)
        if grant.expires <= time.time():
            return as_json({"error": "token_expired"}, 401)
        environment = request.headers.get("X-Target-Environment")
        if environment is None:
            return empty(400)
        return grant if environment in ENVIRONMENTS else refusal("NOT_ALLOWED_TARGET_ENVIRONMENT")


def subscription_key() -> str | None:
    """Return the product's key, from its header or the query, or None."""
    return request.headers.get("Ocp-Apim-Subscription-Key") or request.args.get("subscription-key") or None


def no_key() -> Response:
    """Return the 401 of the gateway in front of MTN."""
    message = "Access denied due to missing subscription key. Make sure to include it when making requests to an API."
    return as_json({"statusCode": 401, "message": message}, 401)


def jwt(claims: dict[str, Any]) -> str:
    """Return a token that looks like a JWT and is signed by nobody."""
    parts = [json.dumps(part).encode() for part in ({"typ": "JWT", "alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (*parts, b"unsigned"))


def empty(status: int) -> Response:
    """Return an answer without a body, as most of MTN's 202 and 400 are."""
    answer = Response(b"", status)
    del answer.headers["Content-Type"]
    return answer


def refusal(code: str, status: int = 500) -> Response:
    """Return an error with one of MTN's codes; most come as HTTP 500, whatever they mean."""
    return as_json({"code": code, "message": MESSAGES.get(code, code.replace("_", " ").capitalize())}, status)


def error(status: int) -> Response:
    """Return an HTTP error in the words of MTN, or of the gateway in front of it."""
    words: dict[int, dict[str, Any]] = {
        401: {"error": "token_expired"},
        403: {"code": "FORBIDDEN", "message": "FORBIDDEN IP"},
        404: {"code": "RESOURCE_NOT_FOUND", "message": MESSAGES["RESOURCE_NOT_FOUND"]},
        409: {"code": "RESOURCE_ALREADY_EXIST", "message": MESSAGES["RESOURCE_ALREADY_EXIST"]},
        429: {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 10 seconds."},
        503: {"code": "SERVICE_UNAVAILABLE", "message": MESSAGES["SERVICE_UNAVAILABLE"]},
    }
    return as_json(words.get(status, {"code": "INTERNAL_PROCESSING_ERROR", "message": "internal"}), status)
