"""The secret in a gateway's path: all that tells the gateway from a stranger, since no callback is signed."""

import hmac
from collections.abc import Callable
from functools import wraps

from flask import abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import Counter

from wallet.logs import log

WRONG_SECRETS = Counter("mbongo_wrong_secrets_total", "Callbacks that came by a path whose secret is not ours")


def guarded(secrets: list[str], view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """A view behind the secret: 404 before anything else is looked at, compared in constant time."""
    expected = [secret.encode() for secret in secrets]

    @wraps(view)
    def behind(secret: str, **named: str) -> ResponseReturnValue:
        given = secret.encode()
        matching = [hmac.compare_digest(given, one) for one in expected]  # all of them, whichever matches first
        if not any(matching):
            WRONG_SECRETS.inc()
            log.warning("wrong secret", address=request.remote_addr)
            abort(404)
        return view(**named)

    return behind
