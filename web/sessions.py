"""Where calls under way are kept: one record a phone in Redis, its newest session, worked on by one hop at a time.

Losing Redis loses no money: the gateway's growing text rebuilds a session up to its PIN.
"""

import os
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Self

import orjson
from hiredis import pack_command
from redis import Redis
from redis.exceptions import ConnectionError as ConnectionLost

from ussd_menus.call import Session
from ussd_menus.session import RESUME_SECONDS

HOLD_MS: Final = 9_000  # a gateway gives up after 10 s, so no honest hop holds its phone's record longer
PUT_BACK_SECONDS: Final = 8.0  # later than this another hop may hold it, whose record is left alone
WAIT_SECONDS: Final = 8.0
LOOK_AGAIN_SECONDS: Final = 0.01
HOPS_A_MINUTE: Final = 120
NOBODY: Final = "nobody"  # owns a session id that two phones used
SESSION_ID_SECONDS: Final = 86_400  # a gateway may use a session id again the next day

Command = tuple[str | bytes | int, ...]
PACK: Final[Callable[[Command], bytes]] = pack_command  # type: ignore[assignment]  # its stub knows tuples of one only
UNANSWERED: Final = PACK(("CLIENT", "REPLY", "SKIP"))  # before a command whose answer nobody waits for


class TooFast(Exception):
    """More hops than a person can type, or one that never lets the next one in."""


class Line:
    """A thread's own connection, where commands go together: redis-py's pipeline costs more than all the rest of a hop.

    Plain commands, not scripts: starting a script costs Redis more than what it does.
    """

    def __init__(self, redis: Redis) -> None:
        self.connection = redis.connection_pool.make_connection()

    def tell(self, *commands: Command) -> None:
        """Have them done, and never hear whether they were. Raises redis.RedisError when they can't be sent."""
        self._send(b"".join([UNANSWERED + PACK(command) for command in commands]))

    def ask(self, *commands: Command) -> list[Any]:
        """Their answers; asked again when the line proves dead, as it is once Redis was restarted."""
        packed = b"".join([PACK(command) for command in commands])
        try:
            return self._answers(packed, len(commands))
        except ConnectionLost:
            return self._answers(packed, len(commands))

    def _answers(self, packed: bytes, count: int) -> list[Any]:
        self._send(packed)
        try:
            return [self.connection.read_response() for _ in range(count)]
        except BaseException:
            self.connection.disconnect()  # type: ignore[no-untyped-call]  # the answers behind a refusal are nobody's
            raise

    def _send(self, packed: bytes) -> None:
        self.connection.send_packed_command((packed,), check_health=False)  # type: ignore[no-untyped-call]  # the library's


class Held(AbstractContextManager["Held"]):
    """A phone's record while its hop is worked on; `session` is what will be stored."""

    def __init__(self, line: Line, phone: str) -> None:
        self.line, self.key = line, f"ussd:{{{phone}}}"
        self.held, self.hops = f"{self.key}:held", f"{self.key}:hops"
        self.session: Session | None = None
        self.age_seconds, self.changed = 0.0, False

    def keep(self, session: Session) -> None:
        """Store this one when the hop is over."""
        self.session, self.changed = session, True

    def __enter__(self) -> Self:
        """Take it. Raises TooFast, or redis.RedisError.

        Only the first look counts as a hop: one that waits looks a hundred times a second, and is still one hop.
        """
        take: tuple[Command, ...] = (
            ("SET", self.held, os.getpid(), "NX", "PX", HOLD_MS),
            ("GET", self.key),
            ("PTTL", self.key),
        )
        began = self.taken_at = time.monotonic()
        count: tuple[Command, ...] = ("INCR", self.hops), ("EXPIRE", self.hops, 60, "NX")
        mine, stored, expires_ms, hops, _ = self.line.ask(*take, *count)
        while not mine:
            if time.monotonic() > began + WAIT_SECONDS:
                raise TooFast
            time.sleep(LOOK_AGAIN_SECONDS)  # another hop of this phone holds it: Redis has no condition to wait on
            self.taken_at = time.monotonic()
            mine, stored, expires_ms = self.line.ask(*take)
        if hops > HOPS_A_MINUTE:
            self.__exit__()
            raise TooFast
        self.session = orjson.loads(stored) if stored else None
        self.age_seconds = RESUME_SECONDS - expires_ms / 1000
        return self

    def __exit__(self, *_: object) -> None:
        """Put it back. Nobody waits to hear that it was: the next hop of this phone waits until it is."""
        if time.monotonic() > self.taken_at + PUT_BACK_SECONDS:
            return
        let_go: Command = ("DEL", self.held)
        if self.changed:
            self.line.tell(("SET", self.key, orjson.dumps(self.session), "PX", RESUME_SECONDS * 1000), let_go)
        else:
            self.line.tell(let_go)


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
