"""The wire to one operator: one pooled session, every wait bounded, and no secret left in what is kept or raised.

A request carries a merchant's PIN and tokens, and the errors of requests carry the request: they are read, never
chained. What the operator said is scrubbed before anybody sees it, since operators echo what they were sent.
"""

import re
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookiejar import DefaultCookiePolicy
from json import dumps as json_text
from pathlib import Path
from typing import Any, Final, Literal

import requests
import urllib3

from wallet.core.traces import step
from workers.public_hosts import KnownHost, PublicHosts
from workers.rails import RailError
from workers.timely_answers import TimelyHosts

USER_AGENT: Final = "Mbongo/0.1"  # MTN's new platform answers HTML 403 to anything saying python-requests
CONNECT_SECONDS: Final = 3.05
READ_SECONDS: Final = 20.0
ANSWER_BYTES_MAX: Final = 65_536
RAW_LETTERS_MAX: Final = 2_000
SHORT_SECRET: Final = 8  # a PIN: masked only where it stands alone, or it would eat into every longer number
SECRET_HEADERS: Final = ("Authorization", "X-AUTH-TOKEN", "Ocp-Apim-Subscription-Key", "X-Callback-Url")
MASK: Final = "****"
# What may be secret though we never knew it: a token just issued, or somebody's PIN.
LOOKS_SECRET: Final = (
    (re.compile(r'("(?:access_token|refresh_token|pin|password|apiKey)"\s*:\s*)("[^"]*"|-?[0-9]+)'), rf'\1"{MASK}"'),
    (re.compile(r"\beyJ[\w.-]{16,}"), MASK),
)
CERTAINLY_NOT_SENT: Final = (
    urllib3.exceptions.NewConnectionError,  # refused, unreachable, or a name nobody knows
    urllib3.exceptions.ConnectTimeoutError,
)
MISWRITTEN: Final = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
)


@dataclass(frozen=True)
class Answer:
    """One answer of an operator: HTTP status, body as it came, and the same as text without secrets, cut."""

    http: int
    body: bytes = field(repr=False)
    raw: str


class Wire:
    """One operator's connections, shared by every thread of a process (never across a fork)."""

    def __init__(
        self,
        secrets: Iterable[str],
        *,
        ca_bundle: Path | None = None,
        read_seconds: float = READ_SECONDS,
        connections: int = 32,
        known_hosts: Iterable[str] | None = None,
    ) -> None:
        """Open nothing yet. With `known_hosts`, all others must be public and are reached over TLS alone."""
        self._secret = _any_of(frozenset(secrets) - {""})
        self._timeout_seconds = (CONNECT_SECONDS, read_seconds)
        self._session = open_session(ca_bundle, connections, known_hosts)

    def __repr__(self) -> str:
        return "Wire()"

    def call(
        self,
        method: Literal["GET", "POST", "DELETE"],
        url: str,
        headers: Mapping[str, str],
        *,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make one request, never repeated, never redirected. Raises RailError: "no" if nothing can have left us."""
        try:
            with (
                step("call", method=method) as seen,
                self._session.request(
                    method,
                    url,
                    headers=dict(headers),
                    json=json,
                    data=form,
                    timeout=self._timeout_seconds,
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                seen.say(status=str(response.status_code))
                body = _read(response)
                return Answer(response.status_code, body, self._scrub(body, headers))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            lost = _lost(error)
        raise lost  # here, so that the error that holds the request is not even its context

    def _scrub(self, body: bytes, headers: Mapping[str, str]) -> str:
        text = body.decode("utf-8", "replace").replace("\0", "�")
        sent = frozenset(word for name in SECRET_HEADERS for word in headers.get(name, "").split())
        for pattern, instead in ((self._secret, MASK), (_any_of(sent - {"Basic", "Bearer"}), MASK), *LOOKS_SECRET):
            text = pattern.sub(instead, text)
        return text[:RAW_LETTERS_MAX]


@lru_cache(maxsize=64)
def _any_of(secrets: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of any of these, however JSON may write it; the longest first, as one may hold another."""
    ways = {way for secret in secrets for way in (secret, json_text(secret)[1:-1], secret.replace("/", "\\/"))}
    return re.compile(
        "|".join(
            rf"(?<![0-9A-Za-z]){re.escape(way)}(?![0-9A-Za-z])" if len(way) < SHORT_SECRET else re.escape(way)
            for way in sorted(ways, key=len, reverse=True)
        )
        or r"(?!)"  # nothing to find
    )


def open_session(
    ca_bundle: Path | None = None, connections: int = 32, known_hosts: Iterable[str] | None = None
) -> requests.Session:
    """Return connections that nothing of this machine changes: no proxy, no ~/.netrc, no cookie is kept.

    With `known_hosts`, all others must be public and are reached over TLS alone.
    """
    session = requests.Session()
    session.trust_env = False  # a ~/.netrc would replace our Authorization, a variable our certificates
    session.verify = str(ca_bundle) if ca_bundle else True
    session.headers = requests.structures.CaseInsensitiveDict(
        {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
    )
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    others = TimelyHosts if known_hosts is None else PublicHosts
    for scheme in ("http://", "https://"):
        session.mount(scheme, others(pool_connections=8, pool_maxsize=connections))
        for host in known_hosts or ():
            for known in (f"{scheme}{host}:", f"{scheme}{host}/"):
                session.mount(known, KnownHost(host, pool_connections=8, pool_maxsize=connections))
    return session


class _TooMuch(ValueError):
    """An answer longer than any answer of an operator."""


def _read(response: requests.Response) -> bytes:
    """Return the whole body."""
    body = bytearray()
    while piece := response.raw.read1(ANSWER_BYTES_MAX, decode_content=True):
        body += piece
        if len(body) > ANSWER_BYTES_MAX:
            raise _TooMuch
    return bytes(body)


def _lost(error: Exception) -> RailError:
    """Return the error of a broken call, by type only: the words of these errors hold addresses and headers."""
    if isinstance(error, MISWRITTEN):
        return RailError(f"configuration: {type(error).__name__}", ran="no")
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, urllib3.exceptions.MaxRetryError) else None
    if isinstance(reason, CERTAINLY_NOT_SENT) or _distrusted(reason):
        return RailError(f"unreachable: {type(reason).__name__}", ran="no")
    return RailError(f"no answer: {type(error).__name__.lstrip('_')}", ran="unknown")


def _distrusted(reason: Exception | None) -> bool:
    """True when their certificate was refused, which ends the handshake before any byte of ours.

    Other SSL errors may come after the request was read, like a server that dies without saying goodbye.
    """
    return isinstance(reason, urllib3.exceptions.SSLError) and any(
        isinstance(inner, ssl.SSLCertVerificationError) for inner in reason.args
    )
