"""Judgement of the books by what was acknowledged: nothing that somebody was told is lost, nothing is there twice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Attempt:
    """Something that somebody began; no other attempt of its kind is of that amount."""

    kind: str
    amount: int


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


def find_gap(times: Iterable[float], since: float, until: float) -> float:
    """Return the longest time without an acknowledgement, of what overlaps this span; the whole where there is none.

    It begins with the last one before the span, if there is one, since that is when somebody last could.
    """
    ordered = sorted(times)
    before = [at for at in ordered if at <= since]
    inside = [at for at in ordered if since < at <= until]
    moments = [before[-1] if before else since, *inside, until]
    return max(later - earlier for earlier, later in pairwise(moments))
