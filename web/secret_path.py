"""The secret in a gateway's path: all that tells the gateway from a stranger, since no callback is signed."""

import hmac
from collections.abc import Callable
from functools import wraps

from flask import abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import Counter

from wallet.core.logs import log

WRONG_SECRETS = Counter("mbongo_wrong_secrets_total", "Callbacks that came by a path whose secret is not ours")


class SecretPath:
    """The secrets that may stand in a path: one, or two while they are rotated."""

    def __init__(self, secrets: str) -> None:
        self.expected = [secret.encode() for secret in secrets.split(",")]

    def match(self, given: str) -> bool:
        """Whether it is one of them, compared in constant time, all of them whichever matches first."""
        written = given.encode()
        return any([hmac.compare_digest(written, one) for one in self.expected])  # noqa: C419 - never stops early

    def guard(self, view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        """A view behind the secret: 404 before anything else is looked at."""

        @wraps(view)
        def behind(secret: str, **named: str) -> ResponseReturnValue:
            if not self.match(secret):
                WRONG_SECRETS.inc()
                log.warning("wrong secret", address=request.remote_addr)
                abort(404)
            return view(**named)

        return behind
