"""The web app's process: what wsgi.py opens once, and a view gets by `process()`."""

from dataclasses import dataclass
from functools import cached_property

from flask import current_app
from redis import Redis

from wallet.perform import Wallet
from web.gateways.sessions import Sessions
from workers.open_redis import open_redis

NAME = "mbongo"


@dataclass(frozen=True)
class Process:
    """The wallet, Redis for waking workers, where calls are kept, and what doors must know."""

    wallet: Wallet
    redis: Redis
    sessions_url: str
    service_code: str
    short_number: str
    public_url: str
    private_hosts: frozenset[str]  # that endpoints may be on all the same

    @cached_property
    def sessions(self) -> Sessions:
        """Return the calls under way; opened when first needed, since a Cluster's client connects at once."""
        return Sessions(open_redis(self.sessions_url), self.wallet.secrets)


def process() -> Process:
    """Return what the process of the current request holds."""
    held: Process = current_app.extensions[NAME]
    return held
