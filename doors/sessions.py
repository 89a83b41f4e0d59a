"""Where calls under way are kept: one record a phone in Redis, its newest session, worked on by one hop at a time.

Losing Redis loses no money: the gateway's growing text rebuilds a session up to its PIN.
"""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from redis import Redis
from redis.connection import ConnectionInterface

from ussd_menus.session import RESUME_SECONDS, Session

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


@dataclass
class Held:
    """A phone's record while its hop is worked on; `session` is what will be stored."""

    session: Session | None
    age_seconds: float
    changed: bool = False

    def keep(self, session: Session) -> None:
        """Store this one when the hop is over."""
        self.session, self.changed = session, True


class Sessions:
    """The records of all phones."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis

    @contextmanager
    def held(self, phone: str) -> Iterator[Held]:
        """The record of a phone, for this hop alone. Raises TooFast, or redis.RedisError."""
        connection = self.redis.connection_pool.get_connection()
        try:
            yield from self.held_on(connection, phone)
        finally:
            self.redis.connection_pool.release(connection)

    def held_on(self, connection: ConnectionInterface, phone: str) -> Iterator[Held]:
        """The record of a phone, taken and put back over one connection."""
        token = uuid.uuid4().hex
        keys = [f"ussd:{{{phone}}}", f"ussd:{{{phone}}}:held", f"ussd:{{{phone}}}:hops"]
        give_up = time.monotonic() + WAIT_SECONDS
        while not (taken := run(connection, TAKE, keys, token, LOCK_MS))[0]:
            if time.monotonic() > give_up:
                raise TooFast
            time.sleep(LOOK_AGAIN_SECONDS)  # another hop of this phone holds it: Redis has no condition to wait on
        stored = json.loads(taken[2]) if taken[2] else None
        held = Held(stored, RESUME_SECONDS - taken[3] / 1000)
        try:
            if taken[1] > HOPS_A_MINUTE:
                raise TooFast
            yield held
        finally:
            kept = COMPACT(held.session) if held.changed else ""
            run(connection, PUT, keys[:2], token, RESUME_SECONDS * 1000, kept)

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


def run(connection: ConnectionInterface, script: str, keys: list[str], *arguments: str | int) -> Any:
    """Run a script in one round trip. redis-py's own way to call one costs more than all the rest of a menu hop."""
    connection.send_command("EVAL", script, len(keys), *keys, *arguments)  # type: ignore[no-untyped-call]  # the library's
    return connection.read_response()
