"""The lines of `status`: how each part that people pay by is, in plain words, and what to do where it is not well.

A part's rule is a row of a table; the numbers are those by which alerts call somebody (deploy/prometheus/alerts.yml).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cli.program import as_typed
from wallet.payments.operators import Operator
from wallet.payments.rails import RAILS

DUE_MOST_SECONDS: Final = 60.0  # that anything which is due may wait for whoever does it
LATE_MOST_SECONDS: Final = 300.0  # that a payment may wait for its worker
SEEN_MOST_SECONDS: Final = 60.0  # since a process told that it runs; each tells every ten
FAILING_MOST: Final = 20  # texts that the gateway refused to take once
NONE_TAKEN_LEAST: Final = 2  # texts that it refused, where it took no other that waits: one may be a phone's own
# What else waits, and for how long it may.
OTHERS: Final = {
    "bills": ("mbongo_bill_searches_oldest_seconds", DUE_MOST_SECONDS),
    "webhooks": ("mbongo_webhooks_oldest_seconds", DUE_MOST_SECONDS),
    "e-mails": ("mbongo_mails_oldest_seconds", 10 * DUE_MOST_SECONDS),
}
WELL, PAUSED, TROUBLE, STOPPED = "ok", "--", "!!", "NO"
READY: Final = ("ready", "degraded", "down")  # how an answer of /readyz begins

# Why nothing new is told to an operator, where that is ours to end.
CLOSED: Final = {
    "maintenance": (PAUSED, "in maintenance, by us"),
    "held": (TROUBLE, "held with all others, as after a restore"),
}

Gauge = Mapping[tuple[str, ...], float]


@dataclass(frozen=True)
class Seen:
    """Holds what was seen: the answer of /readyz ("" for none), the gauges (none: no database), operators.

    `takes_writes` is what the database that was asked says of itself; it may be a replica.
    """

    ready: str
    gauges: Mapping[str, Gauge] = field(default_factory=dict)
    operators: tuple[Operator, ...] = ()
    takes_writes: bool = False
    approvals: int = 0

    def one(self, name: str) -> float:
        """Return a gauge that has no labels; 0 where nothing was told of it."""
        return next(iter(self.gauges.get(name, {}).values()), 0.0)

    def of(self, name: str, label: str) -> float:
        """Return a gauge's value of a label; 0 where nothing was told of it."""
        return self.gauges.get(name, {}).get((label,), 0.0)


@dataclass(frozen=True)
class StatusLine:
    """Says how one part is: well, paused by us, in trouble, or stopped, so that nobody can pay; `do`: the next step."""

    part: str
    state: str
    said: str
    do: str = ""


def list_lines(seen: Seen) -> list[StatusLine]:
    """Return the line of every part, in the order in which a call comes by them."""
    lines = [say_calls(seen), say_database(seen), say_valkey(seen)]
    if seen.gauges:
        lines += [say_tick(seen), say_texts_in(seen), say_texts_out(seen), *say_rails(seen), *say_processes(seen)]
        lines += [say_others(seen), say_people(seen)]
    return lines


def say_verdict(lines: list[StatusLine]) -> str:
    """Return the one sentence that matters: whether people can pay now."""
    stopped, trouble, paused = (", ".join(line.part for line in lines if line.state == state)
                                for state in (STOPPED, TROUBLE, PAUSED))  # fmt: skip
    if stopped:
        return f"People CANNOT pay now. It stands at: {stopped}."
    if trouble:
        return f"People can pay, but not all is well: {trouble}."
    return f"People can pay. In maintenance, by us: {paused}." if paused else "People can pay."


def say_calls(seen: Seen) -> StatusLine:
    if seen.ready.startswith(READY):
        return StatusLine("calls and pages", WELL, "answered")
    if seen.ready:
        return StatusLine(
            "calls and pages", STOPPED, "who answers is not `serve`", "Name its health address: --health URL"
        )
    # Without a database `serve` says nothing in time: that is mended first.
    next_step = "Start `serve`, or name its health address: --health URL" if seen.gauges else ""
    return StatusLine("calls and pages", STOPPED, "nobody answers", next_step)


def say_database(seen: Seen) -> StatusLine:
    if not seen.gauges and seen.ready.startswith(("ready", "degraded")):
        said = "takes writes from `serve`; we could not read it, nor say more"
        return StatusLine("database", TROUBLE, said, "Look at MBONGO_READ_DATABASE_URL, and at who may read")
    if not seen.gauges:
        next_step = "Look whether PostgreSQL runs, and at MBONGO_READ_DATABASE_URL"
        return StatusLine("database", STOPPED, "does not answer", next_step)
    if seen.ready.startswith("down") or not (seen.ready or seen.takes_writes):
        next_step = "Is PostgreSQL's disk full, or is it a replica now? Its log says so"
        return StatusLine("database", STOPPED, "answers, and takes no writes", next_step)
    return StatusLine("database", WELL, "takes writes")


def say_valkey(seen: Seen) -> StatusLine:
    if seen.ready.startswith("degraded"):
        next_step = "Look whether Valkey runs, and at its memory"
        return StatusLine("Valkey", STOPPED, "takes no writes: calls wait, money is safe", next_step)
    if not seen.ready.startswith("ready"):
        return StatusLine("Valkey", TROUBLE, "not known while `serve` does not say")
    return StatusLine("Valkey", WELL, "takes writes")


def say_tick(seen: Seen) -> StatusLine:
    since = seen.gauges.get("mbongo_process_seen_seconds", {}).get(("tick",))
    if since is None or since > SEEN_MOST_SECONDS:
        said = "not seen in a week" if since is None else f"seen last {say_seconds(since)} ago"
        return StatusLine("tick", TROUBLE, f"{said}: what is due waits", as_typed("Start it: ./mbongo tick"))
    return StatusLine("tick", WELL, f"runs, seen {say_seconds(since)} ago")


def say_texts_in(seen: Seen) -> StatusLine:
    waiting, oldest = seen.one("mbongo_texts_waiting"), seen.one("mbongo_texts_oldest_seconds")
    said = f"{waiting:.0f} wait for an answer{_say_oldest(oldest)}"
    return _judge_due("texts from people", said, oldest, as_typed("Does it run? See its log: ./mbongo worker inbox"))


def say_texts_out(seen: Seen) -> StatusLine:
    waiting, oldest = seen.one("mbongo_notices_waiting"), seen.one("mbongo_notices_oldest_seconds")
    failing, lost = (
        seen.one("mbongo_notices_failing"),
        seen.one("mbongo_notices_refused") + seen.one("mbongo_notices_expired"),
    )
    said = f"{waiting:.0f} wait{_say_oldest(oldest)}; {failing:.0f} refused by the gateway; {lost:.0f} lost today"
    none_taken = failing >= NONE_TAKEN_LEAST and failing >= waiting
    if failing > FAILING_MOST or none_taken or (failing and oldest > DUE_MOST_SECONDS):
        return StatusLine("texts to people", TROUBLE, said, "Look at our account at the gateway: is there credit?")
    return _judge_due("texts to people", said, oldest, as_typed("Does it run? See its log: ./mbongo worker notices"))


def say_rails(seen: Seen) -> Iterator[StatusLine]:
    """Yield a line for each operator whose worker ran this week or is waited for, and one for those not in use."""
    in_use = [
        one for one in seen.operators
        if (f"worker {one.rail}",) in seen.gauges["mbongo_process_seen_seconds"]
        or seen.of("mbongo_payments_under_way", one.rail) + seen.of("mbongo_payments_unknown", one.rail)
    ]  # fmt: skip
    for one in in_use:
        yield say_rail(seen, one)
    if unused := [one.rail for one in seen.operators if one not in in_use]:
        yield StatusLine("not in use here", WELL, ", ".join(unused))


def say_rail(seen: Seen, operator: Operator) -> StatusLine:
    """Return how an operator is, and the payments with it."""
    rail, title = operator.rail, RAILS[operator.rail].title
    under_way, unknown = seen.of("mbongo_payments_under_way", rail), seen.of("mbongo_payments_unknown", rail)
    late = seen.of("mbongo_payments_late_seconds", rail)
    if not operator.is_open:
        state, said = CLOSED.get(operator.health, (TROUBLE, "DOWN: gives no answer of any use"))
        return StatusLine(
            title,
            state,
            f"{said}; {under_way:.0f} payments wait",
            as_typed(f"See ./mbongo operator {rail} --login YOU"),
        )
    if late > LATE_MOST_SECONDS:
        return StatusLine(title, TROUBLE, f"a payment waits for its worker for {say_seconds(late)}",
                          as_typed(f"Does it run? See its log: ./mbongo worker {rail}"))  # fmt: skip
    gone = seen.gauges["mbongo_process_seen_seconds"].get((f"worker {rail}",), 0.0)
    if gone > SEEN_MOST_SECONDS:
        return StatusLine(title, TROUBLE, f"its worker is gone, {say_seconds(gone)}; {under_way:.0f} payments wait",
                          as_typed(f"Start it: ./mbongo worker {rail}"))  # fmt: skip
    if unknown:
        return StatusLine(title, TROUBLE, f"{unknown:.0f} payments whose end it does not tell",
                          as_typed("Ask the operator; then ./mbongo payments --login YOU"))  # fmt: skip
    return StatusLine(title, WELL, f"works; {under_way:.0f} payments under way")


def say_processes(seen: Seen) -> Iterator[StatusLine]:
    """Yield how the other processes are, those seen within a week: whoever was taken away is not missed for ever."""
    told = {
        process: since for (process,), since in seen.gauges["mbongo_process_seen_seconds"].items() if process != "tick"
    }
    gone = sorted((process, since) for process, since in told.items() if since > SEEN_MOST_SECONDS)
    if gone:
        named = ", ".join(f"{name} ({say_seconds(since)})" for name, since in gone)
        yield StatusLine(
            "processes", TROUBLE, f"gone: {named}", as_typed("Start each again, as ./mbongo worker notices")
        )
    elif told:
        yield StatusLine("processes", WELL, f"all {len(told)} run")
    else:
        yield StatusLine(
            "processes", TROUBLE, "none was seen in a week", as_typed("Start them, as ./mbongo worker notices")
        )


def say_others(seen: Seen) -> StatusLine:
    """Return how what is nobody's payment waits: e-mails, events of businesses, bills."""
    if late := [name for name, (gauge, most) in OTHERS.items() if seen.one(gauge) > most]:
        return StatusLine(
            "other queues", TROUBLE, f"wait for too long: {', '.join(late)}", "Look at their workers' logs"
        )
    return StatusLine("other queues", WELL, f"{', '.join(OTHERS)} go out")


def say_people(seen: Seen) -> StatusLine:
    """Return what waits for a person; it is never a trouble of payments."""
    cases = sum(seen.gauges["mbongo_cases_open"].values())
    differ = sum(seen.gauges["mbongo_discrepancies_open"].values())
    return StatusLine("for staff", WELL, f"{seen.approvals} to approve, {cases:.0f} cases, {differ:.0f} discrepancies")


def say_seconds(seconds: float) -> str:
    """Return a time as people say it, in its largest unit."""
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _say_oldest(oldest: float) -> str:
    return f", the oldest for {say_seconds(oldest)}" if oldest > 1 else ""


def _judge_due(part: str, said: str, oldest: float, do: str) -> StatusLine:
    late = oldest > DUE_MOST_SECONDS
    return StatusLine(part, TROUBLE if late else WELL, said, do if late else "")
