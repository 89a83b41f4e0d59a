"""Traces: what came in and what was done for it, in all processes, in steps that a collector gathers as spans.

Off until a process says where steps go (`begin`): then `step` gives what does nothing, and no step is made.

A trace needs no column: its id is a hash of the id that rows have anyway. What a request became is known by its
operation's reference, so a worker that tells an operator or texts somebody hours later (`after`) finds the same trace.
What became nothing has a trace by the id of its call, text or mail (`of`). Steps are told when the outermost ends,
since only then it is known what came of it.

Nothing typed, no phone, no address and no words of an error are in a step: what one may say is the closed table SAID,
and what does not read as its form says is masked.
"""

import re
import secrets
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar, Token
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType, TracebackType
from typing import Any, Final, Literal, NamedTuple, Self, TypedDict, Unpack

from wallet.core.logs import DIGITS

Name = Literal["request", "operation", "text heard", "job", "operator", "call", "text", "mail", "webhook"]
SIDES: Final[Mapping[Name, str]] = {"request": "server", "text heard": "consumer", "call": "client"}  # else: internal
WORD: Final = re.compile(r"[A-Za-z][A-Za-z_. -]{0,60}")
ID: Final = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
REFERENCE: Final = re.compile("[2-9A-Z]{4}-[2-9A-Z]{4}")
PHONE: Final = re.compile("2376[0-9]{8}|(?<![0-9A-Za-z])6[0-9]{8}(?![0-9A-Za-z])")  # in an id that a gateway made
# All that a step may say, and how it reads.
SAID: Final[Mapping[str, re.Pattern[str]]] = {
    "way": re.compile(r"[/A-Za-z_.<>:-]{1,120}|/v1/[/A-Za-z0-9_.<>:-]{1,120}"),  # as routes are written, never as asked
    "method": re.compile("[A-Z]{3,7}"),
    "status": re.compile("[0-9]{3}"),
    "session": ID,
    "request": ID,
    "text": ID,
    "operation": REFERENCE,
    "payment": re.compile("[0-9a-f-]{36}"),
    "kind": WORD,
    "channel": WORD,
    "queue": WORD,
    "rail": WORD,
    "screen": WORD,
    "command": WORD,
    "was": WORD,
    "outcome": WORD,
    "error": re.compile("[A-Za-z_]{1,60}"),  # its class alone
}
TRACE_BYTES: Final = 16
SPAN_BYTES: Final = 8
CALLERS: Final = re.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")  # www.w3.org/TR/trace-context


class StepFacts(TypedDict, total=False):
    """All that a step may say, each by its name in SAID."""

    way: str
    method: str
    status: str
    session: str
    request: str
    text: str
    operation: str
    payment: str
    kind: str
    channel: str
    queue: str
    rail: str
    screen: str
    command: str
    was: str
    outcome: str
    error: str


class StepPlace(NamedTuple):
    """A step's place: its trace, and itself in it."""

    trace: int
    span: int


@dataclass(frozen=True, slots=True)
class Span:
    """A step that is over, as it is told; moments in nanoseconds."""

    name: str
    side: str
    place: StepPlace
    parent: StepPlace | None
    began: int
    ended: int
    said: Mapping[str, str]
    links: tuple[StepPlace, ...]


Tell = Callable[[Span], None]


@dataclass(frozen=True)
class Exporting:
    """Way in which a process tells its steps, and the share of traces: of each all steps in all processes, or none."""

    tell: Tell
    share: float = 1.0

    def is_kept(self, trace: int) -> bool:
        """True for a trace that is told."""
        return trace % 2**64 < self.share * 2**64


class TracingState:
    """State of this process: how it tells, None while traces are off, and the job it is at."""

    telling: Exporting | None = None
    job: "Traced | None" = None


_kept: Final = TracingState()
_open: Final[ContextVar["Traced | None"]] = ContextVar("step", default=None)


def begin(tell: Tell, share: float = 1.0) -> None:
    """Tell this process's steps from now on."""
    _kept.telling = Exporting(tell, share)


def end() -> None:
    """Tell no steps any more."""
    _kept.telling = None


def find_place(id_: str) -> StepPlace:
    """Return the trace of an id, and in it the step that all that follows hangs on."""
    made = sha256(f"trace {id_}".encode()).digest()
    return StepPlace(int.from_bytes(made[:TRACE_BYTES]), int.from_bytes(made[TRACE_BYTES : TRACE_BYTES + SPAN_BYTES]))


class Untraced:
    """A step while traces are off: there is one, and it does nothing."""

    __slots__ = ()
    headers: Final[Mapping[str, str]] = MappingProxyType({})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""

    def say(self, **_: Unpack[StepFacts]) -> None:
        """Do nothing."""


class Traced:
    """A step under way: entered, and left when it is over. One within another is a part of it, unless it has an id."""

    __slots__ = ("after", "began", "clock", "ended", "links", "name", "of", "outer", "parts", "said", "span", "token")

    def __init__(self, name: Name, of: str, after: str, said: StepFacts) -> None:
        self.name: Name = name
        self.of, self.after, self.said = of, after, dict[str, object](said)
        self.parts = list[Traced]()
        self.links = list[StepPlace]()
        self.span = int.from_bytes(secrets.token_bytes(SPAN_BYTES))
        self.outer: Traced | None = None
        self.token: Token[Traced | None] | None = None
        self.began = self.clock = self.ended = 0

    def __enter__(self) -> Self:
        within = None if self.name == "request" else _open.get()
        if self.of or self.after:
            if around := within or _kept.job:
                self.links.append(around.place)
        else:
            self.outer = within
        if self.outer is None and not self.after and not self.of:
            self.of = secrets.token_hex(TRACE_BYTES)
        if self.name == "job":
            _kept.job = self
        self.token = _open.set(self)
        self.began, self.clock = time.time_ns(), time.perf_counter_ns()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.ended = self.began + time.perf_counter_ns() - self.clock
        if kind:
            self.said["error"] = kind.__name__
        if self.token:
            _open.reset(self.token)
        if self.name == "job":
            _kept.job = None
        if self.outer:
            if self.name == "operation":  # a transaction that was tried again did it once
                self.outer.parts = [part for part in self.outer.parts if part.span != self.span]
            self.outer.parts.append(self)
        elif (telling := _kept.telling) and telling.is_kept(self.place.trace):
            self._tell(telling.tell, self.place.trace, self._find_parent())

    def say(self, **said: Unpack[StepFacts]) -> None:
        """Say more of it."""
        self.said.update(said)

    @property
    def outermost(self) -> "Traced":
        """Return the step that this one is a part of."""
        return self.outer.outermost if self.outer else self

    @property
    def place(self) -> StepPlace:
        """Return where it stands, as far as is known what it became."""
        outermost = self.outermost
        return StepPlace(find_place(outermost.after or outermost.of).trace, self.span)

    @property
    def headers(self) -> dict[str, str]:
        """Return W3C's header for whoever is asked within this step, and may hang their own steps on it."""
        trace, span = self.place
        return {"traceparent": f"00-{trace:032x}-{span:016x}-01"}

    def _find_parent(self) -> StepPlace | None:
        """Return the step of another process that it follows; none where it is in this one, a part of this."""
        known = find_place(self.after) if self.after else None
        return None if known is None or self._holds(known.span) else known

    def _holds(self, span: int) -> bool:
        return self.span == span or any(part._holds(span) for part in self.parts)

    def _tell(self, tell: Tell, trace: int, parent: StepPlace | None) -> None:
        place = StepPlace(trace, self.span)
        side = SIDES.get(self.name, "internal")
        tell(Span(self.name, side, place, parent, self.began, self.ended, keep_said(self.said), tuple(self.links)))
        for part in self.parts:
            part._tell(tell, trace, place)


def keep_said(said: Mapping[str, object]) -> dict[str, str]:
    """Return the facts of a step that may be told: those SAID names, masked where they do not read as it says."""
    kept = {}
    for name, form in SAID.items():
        if written := str(said.get(name) or ""):
            fits = form.fullmatch(written) and not (form is ID and (DIGITS.search(written) or PHONE.search(written)))
            kept[name] = written if fits else "****"
    return kept


UNTRACED: Final = Untraced()


def step(name: Name, *, of: str = "", after: str = "", **said: Unpack[StepFacts]) -> Traced | Untraced:
    """Return a step to enter: of the trace of what came in (`of`), or `after` an operation; else a part of another."""
    return Traced(name, of, after, said) if _kept.telling else UNTRACED


def step_operation(reference: str, kind: str, channel: str) -> Traced | Untraced:
    """Return the step of an operation, which all that is done for it later hangs on.

    Whatever is under way becomes a part of its trace; what had become another operation is linked.
    """
    if not _kept.telling or not reference:
        return UNTRACED
    made = Traced("operation", "", "", {"operation": reference, "kind": kind, "channel": channel})
    made.span = find_place(reference).span
    outermost = within.outermost if (within := _open.get()) else None
    if outermost and not outermost.after and outermost.name != "job":
        outermost.links.append(find_place(outermost.of))
        outermost.after = reference
    elif not outermost or outermost.after != reference:
        made.after = reference
    return made


def say(*, of: str = "", caller: str = "", **said: Unpack[StepFacts]) -> None:
    """Say more of what came in: whose it is, and the caller's own trace (`traceparent`), to which ours is linked."""
    if _kept.telling and (within := _open.get()):
        outermost = within.outermost
        outermost.of = of or outermost.of
        if came := CALLERS.fullmatch(caller):
            outermost.links.append(StepPlace(int(came[1], 16), int(came[2], 16)))
        outermost.say(**said)


def find_after(values: Mapping[str, Any]) -> str:
    """Return the operation that a row's values name by its reference, while traces are on; "" for none."""
    named = str(values.get("reference", "")) if _kept.telling else ""
    return named if REFERENCE.fullmatch(named) else ""


def link(id_: str) -> None:
    """Link what is under way to the trace of what it leaves behind: of an object that is told of later."""
    if _kept.telling and (within := _open.get()):
        within.links.append(find_place(id_))
