"""Find out who calls, by the key in the request's Authorization, as far as it is good here, now and from there."""

import ipaddress
import re
from typing import Final

from flask import request

from wallet.business import api_keys
from wallet.business.api_keys import ApiKey
from wallet.core.database import in_one_statement
from web.api import limits
from web.api.problems import Trouble
from web.gateways.addresses import is_within, neighbourhood
from web.process import Process

BEARER: Final = re.compile(r"Bearer (sk_(?:live|test)_[A-Za-z0-9]{44})", re.ASCII)
SAY_KEY: Final = "Send the header Authorization: Bearer sk_…"


def authenticate(held: Process, *, live: bool) -> ApiKey:
    """Return the key of the current request. Raises Trouble for none that is good here; guessing is slowed down."""
    said = BEARER.fullmatch(request.headers.get("Authorization", ""))
    engine, secrets = held.wallet.engine, held.wallet.secrets
    key = in_one_statement(engine, lambda db: api_keys.find(db, secrets, said[1])) if said else None
    if key is None:
        limits.count(held.redis, f"wrong:{neighbourhood(request.remote_addr or '')}", limits.WRONG_A_MINUTE).check()
        raise Trouble("authentication_failed", SAY_KEY if said is None else "This key is none, or has ended.")
    if key.live != live:
        kind = "the sandbox" if live else "the live service"
        raise Trouble("authentication_failed", f"This key is one of {kind}.")
    networks = tuple(ipaddress.ip_network(one) for one in key.addresses)
    if networks and not is_within(request.remote_addr or "", networks):
        raise Trouble("permission_denied", "This key may not be used from this address.")
    return key
