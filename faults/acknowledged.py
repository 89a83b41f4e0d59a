"""Judgement of the books by what was acknowledged: nothing that somebody was told is lost, nothing is there twice."""

import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Protocol

from faults.people import REFERENCE

KNOWN: Final = "SELECT reference, coalesce(refused, false) AS refused FROM operation"
REFERENCES: Final = """SELECT reference FROM operation UNION SELECT reference FROM movement
    UNION SELECT reference FROM payment UNION SELECT reference FROM cash_out"""


@dataclass(frozen=True)
class Attempt:
    """Something that somebody began; nobody, or nobody else's where it is known whose, is of its kind and amount."""

    kind: str
    amount: int
    whose: str = ""


@dataclass(frozen=True)
class Acknowledged:
    """An attempt whose closing screen said that it is done, under a reference."""

    attempt: Attempt
    reference: str


@dataclass(frozen=True)
class Booked:
    """An attempt's money as the books have it."""

    attempt: Attempt
    reference: str


@dataclass
class Journal:
    """All that was tried, and the references that closing screens told, each with its time; for many threads."""

    attempts: list[Attempt] = field(default_factory=list)
    heard: list[tuple[Acknowledged, float]] = field(default_factory=list)
    held: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, attempt: Attempt) -> None:
        """Note that somebody begins something."""
        with self.held:
            self.attempts.append(attempt)

    def hear(self, attempt: Attempt, screen: str) -> None:
        """Note a closing screen of it."""
        self.note_told(attempt, *REFERENCE.findall(screen))

    def note_told(self, attempt: Attempt, *references: str) -> None:
        """Note that it was told to be done, under these references."""
        with self.held:
            self.heard += [(Acknowledged(attempt, one), time.monotonic()) for one in references]

    @property
    def times(self) -> list[float]:
        """Return when each was heard."""
        with self.held:
            return [at for _, at in self.heard]


class Books(Protocol):
    """Reader of the books, and of the outside world."""

    def rows(self, query: str, **values: Any) -> list[Any]: ...

    def get(self, path: str, **asked: Any) -> Any: ...


@dataclass(frozen=True)
class Judgement:
    """Everything the books and the acknowledgements disagree about, a sentence each."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


def judge(
    attempts: Iterable[Attempt], acknowledged: Iterable[Acknowledged], booked: Sequence[Booked], texted: Iterable[str],
    known: set[str],
) -> Judgement:  # fmt: skip
    """Compare what was tried and told with the books; `texted` are references in texts that arrived, `known` our own.

    An attempt that nobody was told the end of may be in the books or not, but once.
    """
    tried, by_reference = set(attempts), {one.reference: one.attempt for one in booked}
    lost = [
        f"{one.attempt.kind} of {one.attempt.amount} was told as {one.reference}, and is not in the books"
        for one in acknowledged
        if by_reference.get(one.reference) != one.attempt
    ]
    lost += [f"a text named {reference}, which nobody knows" for reference in sorted(set(texted) - known)]
    times = Counter(one.attempt for one in booked)
    doubled = [f"{one.kind} of {one.amount} is in the books {count} times" for one, count in times.items() if count > 1]
    unasked = [f"{one.kind} of {one.amount} is in the books, and nobody asked" for one in times if one not in tried]
    return Judgement(tuple(lost), tuple(doubled), tuple(unasked))


def compare_books(
    books: Books, journal: Journal, booked: Sequence[Booked], kinds: Collection[str], texts_before: int = 0
) -> Judgement:
    """Compare what was told with what is booked: of these kinds, but for what the closing screen refused.

    Texts up to number `texts_before` are of what was before.
    """
    refused = {row.reference for row in books.rows(KNOWN) if row.refused}
    heard = [one for one, _ in journal.heard]
    told = [one for one in heard if one.attempt.kind in kinds and one.reference not in refused]
    texted = {one for text in books.get("messages", since=texts_before) for one in REFERENCE.findall(text["text"])}
    return judge(journal.attempts, told, booked, texted, {row.reference for row in books.rows(REFERENCES)})


def find_gap(times: Iterable[float], since: float, until: float) -> float:
    """Return the longest time without an acknowledgement, of what overlaps this span; the whole where there is none.

    It begins with the last one before the span, if there is one, since that is when somebody last could.
    """
    ordered = sorted(times)
    before = [at for at in ordered if at <= since]
    inside = [at for at in ordered if since < at <= until]
    moments = [before[-1] if before else since, *inside, until]
    return max(later - earlier for earlier, later in pairwise(moments))
