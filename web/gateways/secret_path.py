"""The secret in a gateway's path: all that tells the gateway from a stranger, since no callback is signed."""

import hmac
from collections.abc import Callable
from functools import wraps

from flask import abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import Counter

from wallet.core.logs import log
from web.process import process

WRONG_SECRETS = Counter("mbongo_wrong_secrets_total", "Callbacks that came by a path whose secret is not ours")


def behind_secret(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Guard a view: 404 for a path without the secret, before anything else is looked at."""

    @wraps(view)
    def guarded(secret: str, **named: str) -> ResponseReturnValue:
        if not is_ours(secret, process().gateway_secrets):
            WRONG_SECRETS.inc()
            log.warning("wrong secret", address=request.remote_addr)
            abort(404)
        return view(**named)

    return guarded


def is_ours(given: str, expected: tuple[bytes, ...]) -> bool:
    """True when it is one of ours (two while they are rotated); takes as long whichever it is, or if it is none."""
    written = given.encode()
    return any([hmac.compare_digest(written, one) for one in expected])  # noqa: C419 - never stops early
