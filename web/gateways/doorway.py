"""The doorway in front of the web app: nobody gets further but by a door's very path, from where it is open to, with
its secret.

The path is compared as it came, before anything decodes, merges or shortens it; the app behind is told the way without
the secret, which so stands in none of its logs.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from prometheus_client import Counter
from werkzeug.wsgi import ClosingIterator

from wallet.core.logs import log
from web.gateways.addresses import find_address, is_within
from web.gateways.door_uses import DoorUses
from web.gateways.knocks import WRONG_MAX, Knocks
from workers.doors import SECRET, Lock, Network

REFUSED: Final = Counter("mbongo_refused_at_door", "Requests refused before anything in them was read", ["door", "why"])
OLDER: Final = Counter("mbongo_older_secret", "Requests let in by a door's older secret", ["door"])
NOT_FOUND, WAIT = "404 Not Found", "429 Too Many Requests"
CLOSES: Final = "mbongo.closes"  # in the environment: the server keeps no line with whoever was refused
LOGGED_MAX: Final = 3  # wrong secrets of an address in a minute; the figures count all of them

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Doorway:
    """A WSGI app that asks for the door's secret before the one behind it sees anything."""

    def __init__(self, app: App, locks: Mapping[str, Lock], proxies: tuple[Network, ...], uses: DoorUses) -> None:
        self.app, self.proxies, self.uses, self.knocks = app, proxies, uses, Knocks()
        ways = [(lock, way) for lock in locks.values() for way in lock.door.ways]
        self.locks = [lock for lock, _ in ways]
        self.insides = [find_inside(way) for _, way in ways]
        self.pattern = re.compile("|".join(re.escape(way).replace(SECRET, "([^/]*)") for _, way in ways))

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer 404 to whom no door opens, 429 to who goes on guessing, and let the app answer the others."""
        came = self.pattern.fullmatch(environ.get("RAW_URI", "").partition("?")[0])
        if came is None or came.lastindex is None:
            return refuse(environ, start_response, NOT_FOUND, "", "no such way")
        number = came.lastindex - 1
        lock, address = self.locks[number], find_address(environ, self.proxies)
        if lock.networks and not is_within(address, lock.networks):
            log.warning("not from here", door=lock.door.name, address=address)
            return refuse(environ, start_response, NOT_FOUND, lock.door.name, "address")
        secret = find_secret(came[came.lastindex], lock.secrets)
        if secret is None:
            status = self.judge_wrong(lock.door.name, address)
            return refuse(environ, start_response, status, lock.door.name, "secret")
        environ["PATH_INFO"], environ["SCRIPT_NAME"], environ["REMOTE_ADDR"] = self.insides[number], "", address
        for name in ("RAW_URI", "REQUEST_URI"):
            environ[name] = self.insides[number]
        answer = self.app(environ, start_response)
        if secret:
            OLDER.labels(lock.door.name).inc()
        keep = self.uses.note(lock.door.name, lock.secrets[secret], newest=secret == 0)
        return ClosingIterator(answer, keep) if keep else answer

    def judge_wrong(self, door: str, address: str) -> str:
        """Count a wrong secret, log the first ones of an address, and return the status that answers it."""
        count = self.knocks.count_wrong(address)
        if count <= LOGGED_MAX or count == WRONG_MAX:
            log.warning("wrong secret", door=door, address=address, lately=count)
        return NOT_FOUND if count <= WRONG_MAX else WAIT


def find_inside(way: str) -> str:
    """Return a way in as the app behind knows it: without the secret."""
    return way.replace(f"/{SECRET}", "")


def find_secret(given: str, ours: tuple[str, ...]) -> int | None:
    """Return which of ours it is, None for none; takes as long whichever it is, or if it is none."""
    written = given.encode()
    equal = [hmac.compare_digest(written, one.encode()) for one in ours]
    return equal.index(True) if True in equal else None


def refuse(environ: Environ, start_response: Callable[..., Any], status: str, door: str, why: str) -> list[bytes]:
    """Answer with nothing, and nothing of what was asked; whoever comes by no door is not kept on the line."""
    REFUSED.labels(door, why).inc()
    environ[CLOSES] = True
    start_response(status, [("Content-Length", "0")])
    return [b""]
