"""Access to Orange: a gateway's bearer token, and X-AUTH-TOKEN for the merchant behind it.

Reconstructed from public clients: Orange publishes no specification. The gateway gives the same token again while
it lives, and says how long it still does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask import Response, request

from simulators.answers import as_json
from simulators.client_tokens import ClientTokens, read_basic, read_client
from simulators.operator_line import gateway_fault
from simulators.operators import Timings

FAULTS_SAID: Final = {
    400: (900800, "Bad Request", "The request is not well formed"),
    401: (900901, "Invalid Credentials", "Access failure: make sure you have given the correct credentials"),
    403: (900908, "Resource forbidden", "User is not authorized to access the resource"),
    404: (900906, "No matching resource found in the API for the given request", "Check the address"),
    429: (900802, "Message throttled out", "You have exceeded your quota"),
    503: (101503, "Error connecting to the back end", "Runtime error"),
}


@dataclass
class Access:
    """The tokens given out, and the merchant each call must name."""

    timings: Timings
    tokens: ClientTokens = field(default_factory=ClientTokens)

    def token(self) -> Response:
        """Answer `POST /token`: the client's bearer token, the same one while it lives."""
        basic = read_client()
        if basic is None:
            return as_json({"error": "invalid_client", "error_description": "Client Authentication failed."}, 401)
        if request.form.get("grant_type") != "client_credentials":
            return as_json({"error": "unsupported_grant_type", "error_description": "Unsupported grant type"}, 400)
        token, left = self.tokens.give(":".join(basic), self.timings.token_seconds)
        scope = "am_application_scope default"
        return as_json({"access_token": token, "scope": scope, "token_type": "Bearer", "expires_in": left})

    def forget(self) -> None:
        """Expire every token now."""
        self.tokens.forget()

    def refusal(self) -> Response | None:
        """Return a 401 for a call without a living token, or that names no merchant; None lets it through."""
        if not self.tokens.accepts(request.headers.get("Authorization", "")):
            return error(401)
        if read_basic(f"Basic {request.headers.get('X-AUTH-TOKEN', '')}") is None:
            return error(401)
        return None


def error(status: int) -> Response:
    """Return an HTTP error in the words of the gateway in front of Orange."""
    code, message, description = FAULTS_SAID.get(status, (900900, "Unclassified failure", "Internal error"))
    return gateway_fault(status, message, code, description)
