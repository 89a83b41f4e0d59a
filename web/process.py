"""Keep what a process with pages opens once, for its views: `process()` gives it in the web app, `hold()` in any."""

from dataclasses import dataclass
from functools import cached_property

from flask import current_app
from redis import Redis

from wallet.perform import Wallet
from web.gateways.sessions import Sessions
from workers.open_redis import open_redis

NAME = "mbongo"


@dataclass(frozen=True, kw_only=True)
class Held:
    """The wallet, and where browsers find us, "" for on this machine: all that the office's pages need."""

    wallet: Wallet
    public_url: str


@dataclass(frozen=True, kw_only=True)
class WebProcess(Held):
    """The web app's own besides: Redis for waking workers, where calls are kept, and what doors must know."""

    redis: Redis
    sessions_url: str
    service_code: str
    short_number: str
    private_hosts: frozenset[str]  # that endpoints may be on all the same
    sandbox: bool  # its keys are for trials

    @cached_property
    def sessions(self) -> Sessions:
        """Return the calls under way; opened when first needed, since a Cluster's client connects at once."""
        return Sessions(open_redis(self.sessions_url), self.wallet.secrets)


def process() -> WebProcess:
    """Return what the web app's process holds, of the current request."""
    held: WebProcess = current_app.extensions[NAME]
    return held


def hold() -> Held:
    """Return what the process of the current request holds, be it the office's."""
    held: Held = current_app.extensions[NAME]
    return held
