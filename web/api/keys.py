"""Find out who calls, by the key in the request's Authorization, as far as it is good here, now and from there."""

import hashlib
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
from web.process import WebProcess

BEARER: Final = re.compile(r"Bearer (sk_(?:live|test)_[A-Za-z0-9]{44})", re.ASCII)


class NoKey(Trouble):
    """A request that says no key, or none that is good."""

    def __init__(self, detail: str) -> None:
        super().__init__("authentication_failed", detail)


def read_said() -> str:
    """Return the key that the current request says. Raises NoKey where it says none."""
    said = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if said is None:
        raise NoKey("Send the header Authorization: Bearer sk_…")
    return said[1]


def name_said(said: str) -> str:
    """Return the name under which requests that say this key are counted, before anybody knows whether it is one."""
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def find(held: WebProcess, said: str) -> ApiKey | None:
    """Return the key that is said, None for none that is good now."""
    return in_one_statement(held.wallet.engine, lambda db: api_keys.find(db, held.wallet.secrets, said))


def slow_down(held: WebProcess) -> None:
    """Count one more wrong key from where the current request comes. Raises Trouble where there were too many."""
    limits.count(held.redis, f"wrong:{neighbourhood(request.remote_addr or '')}", limits.WRONG_A_MINUTE).check()


def check(key: ApiKey | None, *, live: bool) -> ApiKey:
    """Return the key by which the current request comes. Raises Trouble for one that is not good here, or none."""
    if key is None:
        raise NoKey("This key is none, or has ended.")
    if key.live != live:
        kind = "the sandbox" if live else "the live service"
        raise Trouble("authentication_failed", f"This key is one of {kind}.")
    networks = tuple(ipaddress.ip_network(one) for one in key.addresses)
    if networks and not is_within(request.remote_addr or "", networks):
        raise Trouble("permission_denied", "This key may not be used from this address.")
    return key
