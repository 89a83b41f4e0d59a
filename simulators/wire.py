"""Addresses of the service's callbacks, and posting forms to them as the outside world does.

Addresses hold a secret in their path: no error, log line or repr of ours may show one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import requests

GATEWAY_TIMEOUT_SECONDS: Final = (3.05, 10.0)  # Africa's Talking gives an application 10 s to answer a hop

# Mobile network codes (MCC 624) by the first digits; the sandbox says 99999 for whatever it cannot tell.
NETWORK_CODES: Final = {
    "62401": re.compile(r"\+2376(5[0-4]|7|8[0-3])"),  # MTN
    "62402": re.compile(r"\+2376(4[0-2]|5[5-9]|8[6-9]|9)"),  # Orange
    "62403": re.compile(r"\+23762"),  # Camtel
    "62404": re.compile(r"\+2376(6|8[45])"),  # Nexttel
}


@dataclass(frozen=True)
class Wire:
    """The service as the gateway knows it: its callback addresses, its USSD code, the number texts go to."""

    ussd_url: str = field(repr=False)
    sms_url: str = field(repr=False)
    ussd_events_url: str | None = field(default=None, repr=False)
    delivery_url: str | None = field(default=None, repr=False)
    service_code: str = "*384*237#"
    short_code: str = "8237"

    @property
    def sims_url(self) -> str:
        """Address at which answers about SIM cards are called back, as one would tell Insights' dashboard."""
        return self.sms_url.replace("/sms/", "/sims/")


class Unreachable(Exception):
    """No HTTP answer from the service; the message says why, without the address."""


def post(url: str, form: dict[str, str]) -> requests.Response:
    """Post a form as a gateway does: one connection each, no proxy, ten seconds. Raises Unreachable."""
    try:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of this machine must not stand between two local processes
            return session.post(url, data=form, timeout=GATEWAY_TIMEOUT_SECONDS, allow_redirects=False)
    except requests.Timeout:
        problem = "no answer in 10 seconds"
    except requests.RequestException:
        problem = "no answer, the service cannot be reached"
    raise Unreachable(problem)  # outside the handler: the first exception's text holds the address


def network_code(phone: str) -> str:
    """Return the MCC and MNC a gateway would name for this number, 99999 when it cannot tell."""
    return next((code for code, prefix in NETWORK_CODES.items() if prefix.match(phone)), "99999")


def gateway_time(seconds_from_now: float = 0) -> str:
    """Return the time now, or that much later, in UTC, as Africa's Talking writes it in callbacks."""
    return (datetime.now(UTC) + timedelta(seconds=seconds_from_now)).strftime("%Y-%m-%d %H:%M:%S")
