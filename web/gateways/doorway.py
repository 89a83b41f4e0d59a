"""The doorway in front of the web app: nobody gets further but by a door's very path, from where it is open to, with
its secret. What stands open (`opens`) asks for a proof of its own, further in.

The path is compared as it came, before anything decodes, merges or shortens it; the app behind is told the way without
the secret, which so stands in none of its logs.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from prometheus_client import Counter
from pydantic import SecretStr
from werkzeug.wsgi import ClosingIterator

from wallet.core.logs import log
from web.gateways.addresses import find_address, is_within
from web.gateways.door_uses import DoorUses
from web.gateways.knocks import WRONG_MAX, Knocks
from web.gateways.tried_doors import TriedDoors
from workers.doors import SECRET, Lock, Network

REFUSED: Final = Counter("mbongo_refused_at_door", "Requests refused before anything in them was read", ["door", "why"])
OLDER: Final = Counter("mbongo_older_secret", "Requests let in by a door's older secret", ["door"])
WHYS: Final = ("secret", "address")
NOT_FOUND, WAIT = "404 Not Found", "429 Too Many Requests"
CLOSES: Final = "mbongo.closes"  # in the environment: the server keeps no line with whoever was refused
OPENED_BY: Final = "mbongo.opened_by"  # in the environment: the door's secret that was said; its text shows no letter
OPEN_PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)+")  # nothing that could be decoded, merged or shortened
LOGGED_MAX: Final = 3  # refusals of an address in a minute; the figures count all of them

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Admitted:
    """A door that opened: the way in as the app behind knows it, and which of the door's secrets was said."""

    lock: Lock
    inside: str
    secret: int


class Doorway:
    """A WSGI app that asks for the door's secret before the one behind it sees anything."""

    def __init__(
        self,
        app: App,
        locks: Mapping[str, Lock],
        proxies: tuple[Network, ...],
        uses: DoorUses,
        tried: TriedDoors,
        opens: tuple[str, ...] = (),
    ) -> None:
        self.opens = opens
        self.app, self.proxies, self.uses, self.knocks, self.tried = app, proxies, uses, Knocks(), tried
        ways = [(lock, way) for lock in locks.values() for way in lock.door.ways]
        self.locks = [lock for lock, _ in ways]
        self.insides = [find_inside(way) for _, way in ways]
        for door in locks:  # there from the start: an increase from nothing is none to Prometheus
            OLDER.labels(door)
            for why in WHYS:
                REFUSED.labels(door, why)
        self.pattern = re.compile("|".join(re.escape(way).replace(SECRET, "([^/]*)") for _, way in ways))

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer 404 to whom no door opens, 429 to who goes on guessing, and let the app answer the others."""
        address = find_address(environ, self.proxies)
        if opened := self.find_open(environ.get("RAW_URI", "")):
            environ["PATH_INFO"], environ["REMOTE_ADDR"], environ["SCRIPT_NAME"] = opened, address, ""
            return self.app(environ, start_response)
        judged = self.judge(environ.get("RAW_URI", ""), address)
        if isinstance(judged, str):
            environ[CLOSES] = True
            start_response(judged, [("Content-Length", "0")])
            return [b""]
        environ["PATH_INFO"], environ["SCRIPT_NAME"], environ["REMOTE_ADDR"] = judged.inside, "", address
        environ["RAW_URI"] = environ["REQUEST_URI"] = judged.inside
        environ[OPENED_BY] = SecretStr(judged.lock.secrets[judged.secret])
        answer = self.app(environ, start_response)
        door, secret = judged.lock.door.name, judged.secret
        if secret:
            OLDER.labels(door).inc()
        keep = self.uses.note(door, judged.lock.secrets[secret], newest=secret == 0), self.tried.find_due()
        return ClosingIterator(answer, filter(None, keep)) if any(keep) else answer

    def turn_away(self, uri: str, peer: str) -> str:
        """Return the status for a request that can be refused before it is even parsed; "" for any other.

        What comes by a proxy of ours is another's, whom its headers name: that is looked at once they are read.
        """
        if is_within(peer, self.proxies) or self.find_open(uri):
            return ""
        judged = self.judge(uri, peer)
        return judged if isinstance(judged, str) else ""

    def find_open(self, uri: str) -> str:
        """Return the path that the app is told where there is no door, whose view asks for a proof of its own.

        It is the path as it came; or, where something in it would be decoded, one that leads nowhere, so that whoever
        asks is answered in the way of those pages. "" where there is a door.
        """
        path = uri.partition("?")[0]
        if not path.startswith(self.opens):  # most do not
            return ""
        begun = next((one for one in self.opens if path == one or (one.endswith("/") and path.startswith(one))), "")
        return begun and (path if OPEN_PATH.fullmatch(path) else f"{begun}-")

    def judge(self, uri: str, address: str) -> "Admitted | str":
        """Return the way in that a request came by with its secret, or the status of its refusal, which is counted."""
        came = self.pattern.fullmatch(uri.partition("?")[0])
        if came is None or came.lastindex is None:
            REFUSED.labels("", "no such way").inc()
            return NOT_FOUND
        number = came.lastindex - 1
        lock = self.locks[number]
        if lock.networks and not is_within(address, lock.networks):
            return self.refuse(lock.door.name, "address", address)
        secret = find_secret(came[came.lastindex], lock.secrets)
        if secret is None:
            return self.refuse(lock.door.name, "secret", address)
        return Admitted(lock, self.insides[number], secret)

    def refuse(self, door: str, why: str, address: str) -> str:
        """Count a refusal, log the first ones of an address, and return the status that answers it."""
        REFUSED.labels(door, why).inc()
        count = self.knocks.count(address)
        if count <= LOGGED_MAX or count == WRONG_MAX:
            log.warning(f"wrong {why}", door=door, address=address, lately=count)
        if count == WRONG_MAX:
            self.tried.note(door, address)
        return NOT_FOUND if count <= WRONG_MAX else WAIT


def find_inside(way: str) -> str:
    """Return a way in as the app behind knows it: without the secret."""
    return way.replace(f"/{SECRET}", "")


def find_secret(given: str, ours: tuple[str, ...]) -> int | None:
    """Return which of ours it is, None for none; takes as long whichever it is, or if it is none."""
    written = given.encode()
    equal = [hmac.compare_digest(written, one.encode()) for one in ours]
    return equal.index(True) if True in equal else None
