"""Access tokens that end: one fetched at a time however many threads wait, renewed before its end or once refused."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from workers.rails import RailError
from workers.rails.answers import Unreadable, read_object, read_word
from workers.rails.http import Answer

MARGIN_SECONDS: Final = 60.0  # renewed this long before its end, or at nine tenths of a shorter life
LIFE_SECONDS_MAX: Final = 86_400.0


class AccessToken:
    """One token shared by threads. `fetch` asks the operator for a new one and gives the answer to that."""

    def __init__(self, fetch: Callable[[], Answer], now: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._now = fetch, now
        self._lock = threading.Lock()
        self._held = "", 0.0  # the token, and until when: one tuple, since it is read without the lock
        self._tries = 0
        self._failure: RailError | None = None

    def __repr__(self) -> str:
        return "AccessToken(****)"

    def current(self) -> str:
        """Return a token that still lives. Raises RailError(ran="no"): without one, nothing was asked.

        Threads that waited for a try that failed share its failure, instead of each waiting for its own.
        """
        tries = self._tries
        if living := self._living():
            return living
        with self._lock:
            if living := self._living():
                return living
            if self._failure and self._tries != tries:
                raise RailError(self._failure.why, ran="no", raw=self._failure.raw)
            self._tries += 1
            return self._renew()

    def refused(self, value: str) -> None:
        """Drop a token the operator no longer takes: the next to ask fetches another, unless one already has."""
        with self._lock:
            if self._held[0] == value:
                self._held = "", 0.0

    def _living(self) -> str:
        value, until = self._held
        return value if self._now() < until else ""

    def _renew(self) -> str:
        self._held, self._failure = ("", 0.0), None
        try:
            value, life_seconds = _read(self._fetch())
        except RailError as error:
            self._failure = RailError(f"{error.why} (token)", ran="no", raw=error.raw)
            raise self._failure from None
        self._held = value, self._now() + life_seconds - min(MARGIN_SECONDS, life_seconds / 10)
        return value


def _read(answer: Answer) -> tuple[str, float]:
    """Return the token and the seconds it still lives."""
    if answer.http != 200:
        raise RailError(
            f"{'configuration' if answer.http < 500 else 'busy'}: HTTP {answer.http}", ran="no", raw=answer.raw
        )
    try:
        said = read_object(answer.body)
    except Unreadable as wrong:
        raise RailError(f"unreadable: {wrong}", ran="no", raw=answer.raw) from None
    value, life = said.get("access_token"), read_word(said.get("expires_in"))
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or " " in value or not value:
        raise RailError("unreadable: no token", ran="no", raw=answer.raw)
    return value, min(float(life), LIFE_SECONDS_MAX) if life.isascii() and life.isdigit() else MARGIN_SECONDS


class Tokens:
    """The tokens of one rail, one for each address and product it is asked of."""

    def __init__(self, fetch: Callable[[Any], Answer]) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._tokens: dict[Any, AccessToken] = {}

    def of(self, key: Any) -> AccessToken:
        """Return the token of one key, made at first need."""
        with self._lock:
            if key not in self._tokens:
                self._tokens[key] = AccessToken(lambda: self._fetch(key))
            return self._tokens[key]


def with_token(token: AccessToken, call: Callable[[str], Answer], refused: Callable[[Answer], bool]) -> Answer:
    """Return the answer to a call; where the token was refused, the call again, once, with a new one.

    A call refused for its token did nothing, so repeating it is no second payment.
    """
    value = token.current()
    answer = call(value)
    if not refused(answer):
        return answer
    token.refused(value)
    return call(token.current())
