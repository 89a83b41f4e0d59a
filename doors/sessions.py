"""Where calls under way are kept: one record a phone in Redis, its newest session, worked on by one hop at a time.

Losing Redis loses no money: the gateway's growing text rebuilds a session up to its PIN.
"""

import itertools
import json
import os
import threading
import time
from contextlib import AbstractContextManager
from typing import Any, Final, Self

from redis import Redis
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import ResponseError

from ussd_menus.call import Session
from ussd_menus.session import RESUME_SECONDS
from wallet.logs import log

LOCK_MS: Final = 9_000  # a gateway gives up after 10 s, so no honest hop holds it longer
WAIT_SECONDS: Final = 8.0
LOOK_AGAIN_SECONDS: Final = 0.01
COMPACT: Final = json.JSONEncoder(separators=(",", ":")).encode
HOPS_A_MINUTE: Final = 120
NOBODY: Final = "nobody"  # owns a session id that two phones used
SESSION_ID_SECONDS: Final = 86_400  # a gateway may use a session id again the next day

# One round trip to take a phone's record, one to put it back: they are most of what a menu hop costs.
# Only a hop that gets the record counts: one that waits looks a hundred times a second, and is still one hop.
TAKE: Final = """
if not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {0} end
local hops = redis.call('INCR', KEYS[3])
if hops == 1 then redis.call('EXPIRE', KEYS[3], 60) end
return {1, hops, redis.call('GET', KEYS[1]) or '', redis.call('PTTL', KEYS[1])}
"""
PUT: Final = """
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
if ARGV[3] ~= '' then redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2]) end
return 1
"""


class TooFast(Exception):
    """More hops than a person can type, or one that never lets the next one in."""


class Line:
    """A thread's own connection. redis-py's pool and its way to call a script cost more than all the rest of a hop."""

    def __init__(self, redis: Redis) -> None:
        self.connection, self.unread = redis.connection_pool.make_connection(), 0
        self.name, self.turns = os.urandom(8).hex(), itertools.count()

    def tell(self, script: str, keys: list[str], *arguments: str | int) -> None:
        """Have a script run; its answer is read before the next one's. Raises redis.RedisError."""
        self.connection.send_command("EVAL", script, len(keys), *keys, *arguments)  # type: ignore[no-untyped-call]  # the library's
        self.unread += 1

    def ask(self, script: str, keys: list[str], *arguments: str | int) -> Any:
        """What a script answers; asked again when the line proves dead, as it is once Redis was restarted."""
        try:
            return self._answer(script, keys, *arguments)
        except ConnectionLost:
            return self._answer(script, keys, *arguments)

    def _answer(self, script: str, keys: list[str], *arguments: str | int) -> Any:
        try:
            self.tell(script, keys, *arguments)
            while self.unread > 1:
                self._read_told()
            return self.connection.read_response()
        finally:
            self.unread = 0

    def _read_told(self) -> None:
        self.unread -= 1
        try:
            self.connection.read_response()
        except ResponseError as refused:  # a full Redis: the gateway's text rebuilds what was not kept
            log.error("session not kept", error=str(refused)[:80])


class Held(AbstractContextManager["Held"]):
    """A phone's record while its hop is worked on; `session` is what will be stored."""

    def __init__(self, line: Line, phone: str) -> None:
        self.line, self.phone = line, phone
        self.token = f"{line.name}:{next(line.turns)}"
        self.session: Session | None = None
        self.age_seconds, self.changed = 0.0, False

    def keep(self, session: Session) -> None:
        """Store this one when the hop is over."""
        self.session, self.changed = session, True

    def __enter__(self) -> Self:
        """Take it. Raises TooFast, or redis.RedisError."""
        key = f"ussd:{{{self.phone}}}"
        self.keys = [key, f"{key}:held", f"{key}:hops"]
        give_up = 0.0
        while not (taken := self.line.ask(TAKE, self.keys, self.token, LOCK_MS))[0]:
            give_up = give_up or time.monotonic() + WAIT_SECONDS
            if time.monotonic() > give_up:
                raise TooFast
            time.sleep(LOOK_AGAIN_SECONDS)  # another hop of this phone holds it: Redis has no condition to wait on
        _, hops, stored, expires_ms = taken
        if hops > HOPS_A_MINUTE:
            self.__exit__()
            raise TooFast
        self.session = json.loads(stored) if stored else None
        self.age_seconds = RESUME_SECONDS - expires_ms / 1000
        return self

    def __exit__(self, *_: object) -> None:
        """Put it back. Nobody waits to hear that it was: the next hop of this phone waits until it is."""
        kept = COMPACT(self.session) if self.changed else ""
        self.line.tell(PUT, self.keys[:2], self.token, RESUME_SECONDS * 1000, kept)


class Sessions:
    """The records of all phones."""

    def __init__(self, redis: Redis) -> None:
        self.redis, self.lines = redis, threading.local()

    def held(self, phone: str) -> Held:
        """The record of a phone, for this hop alone."""
        line = getattr(self.lines, "mine", None)
        if line is None:
            line = self.lines.mine = Line(self.redis)
        return Held(line, phone)

    def owner(self, session_id: str, phone: str) -> str:
        """The phone a session id belongs to: this one, if nobody had it in the last day."""
        key = f"ussd-session:{session_id}"
        if self.redis.set(key, phone, nx=True, ex=SESSION_ID_SECONDS):
            return ""
        return str(self.redis.get(key) or "")

    def kill(self, session_id: str, phone: str) -> None:
        """End the call this phone is in: its id is nobody's from now on, or its text would bring it back."""
        self.redis.set(f"ussd-session:{session_id}", NOBODY, ex=SESSION_ID_SECONDS)
        self.redis.delete(f"ussd:{{{phone}}}")
