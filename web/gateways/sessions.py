"""Sessions of calls: one record a phone in Redis, its newest session, worked on by one hop at a time.

Losing Redis loses no money: the gateway's growing text rebuilds a session up to its PIN. Nor does a Redis that lies:

| key | what it says | a lie there |
|---|---|---|
| `ussd:{phone}` | the session, and when it was stored | is seen: sealed with both and the phone (seals.py); an older record of the same phone tells its age, and what it asked for has one key in the database |
| `ussd:{phone}:busy` | which hop works on the record | lets two hops in at once, or none: what is asked for is done once per key |
| `ussd:{phone}:hops` | hops of this minute | ends calls, or counts no more: tries of a PIN are counted in the database |
| `ussd-session:<id>` | whose session id it is | ends calls, or lets a text begin one: it comes up to its PIN, as after a loss |
| `waking:<queue>` | that its worker was told to look | wakes nobody: money waits, and `/metrics` counts what does |
| `rq:*` | that a worker is to look, and RQ's own books | wakes somebody for nothing, or nobody: a job is compared with its queue's own (workers/work.py) |
| `mbongo:ready` | nothing, is only written | nothing |
"""  # noqa: E501 - a table

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from prometheus_client import Counter
from redis import Redis
from redis.commands.core import Script
from redis.exceptions import NoScriptError, RedisError

from ussd_menus.call import Session
from ussd_menus.session import RESUME_SECONDS, read_session
from wallet.core.secrets import Secrets
from web.gateways.seals import BrokenSeal, seal, unseal

BUSY_MS: Final = 9_000  # a gateway gives up after 10 s, so no honest hop works on its phone's record longer
WAIT_SECONDS: Final = 8.0
LOOK_AGAIN_SECONDS: Final = 0.01
HOPS_A_MINUTE: Final = 120
NOBODY: Final = "nobody"  # owns a session id that two phones used
SESSION_ID_SECONDS: Final = 86_400  # a gateway may use a session id again the next day

BROKEN_SEALS: Final = Counter("mbongo_broken_seals_total", "Calls whose record in Redis was not as we stored it")

# KEYS: busy, record, hops. ARGV: this hop, for how many ms it may work, 1 when it is to be counted.
# Returns 1 when the record is this hop's now, the record, and the hops of this minute.
# redis-py repeats what a lost connection did not answer: a hop that finds its own mark has taken the record already.
# The mark is set last: what cannot be read or counted is not taken.
TAKE: Final = """
local hops = 0
if ARGV[3] == '1' then
  hops = redis.call('INCR', KEYS[3])
  if hops == 1 then redis.call('EXPIRE', KEYS[3], 60) end
end
local record = redis.call('GET', KEYS[2])
local holder = redis.call('SET', KEYS[1], ARGV[1], 'NX', 'GET', 'PX', ARGV[2])
local taken = not holder or holder == ARGV[1]
return {taken and 1 or 0, taken and record, hops}
"""
# KEYS: busy, record. ARGV: this hop, the record or "" to leave it as it is, in how many ms it ends.
# Does nothing when the record is not this hop's any more.
PUT_BACK: Final = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return end
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
redis.call('DEL', KEYS[1])
"""


class TooFast(Exception):
    """More hops than a person can type, or one that never lets the next one in."""


@dataclass
class Record:
    """A phone's record while a hop works on it: the session as it was stored, and for how long it has lain there.

    `is_broken` when something lay there that we did not store so.
    """

    phone: str
    session: Session | None = None
    age_seconds: float = 0.0
    is_broken: bool = False
    changed: bool = False
    hop: str = field(default_factory=lambda: secrets.token_hex(8))

    def __post_init__(self) -> None:
        """Name the record's own key, that of the hop that works on it, and that of the hops of a minute.

        The number between braces puts all keys of a phone in one hash slot.
        """
        self.key = f"ussd:{{{self.phone}}}"
        self.busy, self.hops = f"{self.key}:busy", f"{self.key}:hops"

    def read(self, secrets: Secrets, stored: bytes) -> None:
        """Read what Redis gave back; a session older than it may live is lost, however long Redis kept it."""
        try:
            stored_at_ms, session = unseal(secrets, self.phone, stored)
        except BrokenSeal:
            self.is_broken = True
            BROKEN_SEALS.inc()
            return
        self.age_seconds = max(0.0, time.time() - stored_at_ms / 1000)  # machines' clocks differ a little
        self.session = read_session(session) if self.age_seconds <= RESUME_SECONDS else None

    def keep(self, session: Session) -> None:
        """Store this session when the hop is over."""
        self.session, self.changed = session, True


class Sessions:
    """The records of all phones."""

    def __init__(self, redis: Redis, secrets: Secrets) -> None:
        self.redis, self.secrets = redis, secrets
        self.threads = threading.local()
        self.take_script, self.put_back_script = redis.register_script(TAKE), redis.register_script(PUT_BACK)

    @property
    def own(self) -> Redis:
        """Return this thread's client, on one connection kept for it: taking one from a pool costs a sixth of a hop.

        A Cluster's client is every thread's: it knows by itself which node a key is at.
        """
        if not hasattr(self.threads, "own"):
            self.threads.own = self.redis.client() if isinstance(self.redis, Redis) else self.redis
        own: Redis = self.threads.own
        return own

    def run(self, script: Script, keys: tuple[str, ...], values: tuple[str | bytes | int, ...]) -> Any:
        """Run a script and return what it says. Raises redis.RedisError; the thread's connection is then given up.

        It is called by its digest, as `script()` does after a good deal else; that one loads it into a server that has
        not heard of it. A connection that is kept goes back to the server it had; a new one asks Sentinel who the
        master is by now.
        """
        own = self.own
        try:
            try:
                return own.evalsha(script.sha, len(keys), *keys, *values)
            except NoScriptError:
                return script(keys, values, own)
        except RedisError:
            self.threads.__dict__.pop("own", None)
            if own is not self.redis:
                own.close()
            raise

    @contextmanager
    def record(self, phone: str) -> Iterator[Record]:
        """Take a phone's record for this hop alone, and store what it kept. Raises TooFast, or redis.RedisError."""
        record = Record(phone)
        self.take(record)
        try:
            yield record
        finally:
            self.put_back(record)

    def take(self, record: Record) -> None:
        """Take the record, waiting while another hop works on it. Raises TooFast.

        Only the first look counts as a hop: one that waits looks a hundred times a second, and is still one hop.
        """
        began = time.monotonic()
        taken, hops = self.look(record, count=True)
        while not taken:
            if time.monotonic() > began + WAIT_SECONDS:
                raise TooFast
            time.sleep(LOOK_AGAIN_SECONDS)  # Redis has no condition to wait on
            taken, _ = self.look(record, count=False)
        if hops > HOPS_A_MINUTE:
            self.put_back(record)
            raise TooFast

    def look(self, record: Record, *, count: bool) -> tuple[bool, int]:
        """Read the record; True when it is this hop's now. Then the hops of this minute, when this one is counted."""
        keys, values = (record.busy, record.key, record.hops), (record.hop, BUSY_MS, int(count))
        taken, stored, hops = self.run(self.take_script, keys, values)
        if stored:
            record.read(self.secrets, stored)
        return bool(taken), hops

    def put_back(self, record: Record) -> None:
        """Store what was kept, and let the next hop of this phone in; do nothing when that one came in meanwhile."""
        session = orjson.dumps(record.session) if record.changed else b""
        kept = session and seal(self.secrets, record.phone, int(time.time() * 1000), session)
        self.run(self.put_back_script, (record.busy, record.key), (record.hop, kept, RESUME_SECONDS * 1000))

    def owner(self, session_id: str, phone: str) -> str:
        """Return the phone a session id belongs to; "" when nobody had it in the last day: it is this phone's now."""
        key = f"ussd-session:{session_id}"
        owner: Any = self.redis.set(key, phone, nx=True, ex=SESSION_ID_SECONDS, get=True)
        return owner.decode() if owner else ""

    def kill(self, session_id: str, phone: str) -> None:
        """End the call this phone is in: its id is nobody's from now on, or its text would bring it back."""
        self.redis.set(f"ussd-session:{session_id}", NOBODY, ex=SESSION_ID_SECONDS)
        self.redis.delete(Record(phone).key)
