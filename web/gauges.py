"""The gauges of what waits and what went wrong, read from the database when asked for: no worker has to push them.

A gauge is a question whose rows are its labels, then its value. None names a phone or a person.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, text

from wallet.core import security_events

# How a text ends that is not known to have been sent (wallet/messages/notices.py).
ENDS: Final = {
    "refused": "the gateway refused for their reader",
    "expired": "no try sent in their life",
    "uncertain": "may have left, and are not sent again",
}
UNSENT: Final = "SELECT count(*) FROM notice WHERE state = '{state}' AND written_at > wallet_now() - interval '1 day'"
UNDER_WAY: Final = "FROM operator o LEFT JOIN payment p ON p.rail = o.rail AND p.due_at IS NOT NULL GROUP BY o.rail"
RAIL: Final = ("rail",)


class Gauge(NamedTuple):
    """A gauge: its help, the question whose rows are its labels' values and then its own, and its labels."""

    tells: str
    query: str
    labels: tuple[str, ...] = ()


GAUGES: Final = {
    "mbongo_notices_waiting": Gauge(
        "Texts not yet handed to the gateway",
        "SELECT count(*) FROM notice WHERE state IN ('waiting', 'sending')",
    ),
    "mbongo_notices_oldest_seconds": Gauge(
        "Age of the oldest text that is due",
        """SELECT COALESCE(extract(epoch FROM
        wallet_now() - min(due_at)), 0) FROM notice WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()""",
    ),
    "mbongo_notices_failing": Gauge(
        "Texts that wait after a try that failed",
        "SELECT count(*) FROM notice WHERE state = 'waiting' AND tries > 0",
    ),
    **{
        f"mbongo_notices_{state}": Gauge(f"Texts of the last day that {end}", UNSENT.format(state=state))
        for state, end in ENDS.items()
    },
    "mbongo_texts_waiting": Gauge(
        "Incoming texts not yet answered",
        "SELECT count(*) FROM text_in WHERE state = 'waiting'",
    ),
    "mbongo_texts_oldest_seconds": Gauge(
        "Age of the oldest incoming text whose turn has come",
        """SELECT COALESCE(extract(epoch FROM wallet_now() - min(turn_at)), 0) FROM text_in
        WHERE state = 'waiting' AND turn_at <= wallet_now()""",
    ),
    "mbongo_texts_ended": Gauge(
        "Texts heard in the last hour, by the command they were read as and what came of it",
        """SELECT COALESCE(command, ''), COALESCE(outcome, state), count(*) FROM text_in
        WHERE heard_at > wallet_now() - interval '1 hour' AND state <> 'waiting' GROUP BY 1, 2""",
        ("command", "outcome"),
    ),
    "mbongo_texts_answer_seconds": Gauge(
        "Within how many seconds 95 of 100 texts of the last hour were answered",
        """SELECT COALESCE(percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - heard_at)), 0)
        FROM text_in WHERE heard_at > wallet_now() - interval '1 hour' AND answered_at IS NOT NULL""",
    ),
    "mbongo_payments_under_way": Gauge(
        "Payments that a worker still asks or tells an operator about", f"SELECT o.rail, count(p.id) {UNDER_WAY}", RAIL
    ),
    "mbongo_payments_unknown": Gauge(
        "Payments whose end an operator does not tell",
        f"SELECT o.rail, count(p.id) FILTER (WHERE p.state = 'unknown') {UNDER_WAY}",
        RAIL,
    ),
    "mbongo_payments_late_seconds": Gauge(
        "For how long the payment that waits most has waited for a worker",
        f"SELECT o.rail, COALESCE(greatest(extract(epoch FROM wallet_now() - min(p.due_at)), 0), 0) {UNDER_WAY}",  # noqa: S608 - a constant
        RAIL,
    ),
    "mbongo_operator_down": Gauge(
        "1 while an operator gives no answer of any use, and is told nothing new",
        "SELECT rail, COALESCE(down_until > wallet_now(), false)::int FROM operator",
        RAIL,
    ),
    "mbongo_cases_open": Gauge(
        "Cases that wait for a person",
        "SELECT kind, count(*) FROM case_file WHERE state = 'open' GROUP BY 1",
        ("kind",),
    ),
    "mbongo_accruals_due": Gauge("Entries not yet rolled up", "SELECT count(*) FROM accrual_due"),
}
EVENTS: Final = "mbongo_security_events"
Values = list[tuple[tuple[str, ...], float]]


def read_gauges(db: Connection) -> dict[str, Values]:
    """Return what each gauge says now: its labels' values, and its own, for each that it has."""
    found = {name: _read(db, gauge) for name, gauge in GAUGES.items()}
    return found | {EVENTS: [((kind,), float(count)) for kind, count in security_events.count_lately(db).items()]}


def _read(db: Connection, gauge: Gauge) -> Values:
    return [(tuple(map(str, labels)), float(value)) for *labels, value in db.execute(text(gauge.query))]


class Gauges(Collector):
    """The gauges as they were read: what waits, and the security events of the last day by their kind."""

    def __init__(self, read: dict[str, Values]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        """Yield each gauge."""
        asked = GAUGES | {EVENTS: Gauge("Security events of the last day", "", ("kind",))}
        for name, gauge in asked.items():
            family = GaugeMetricFamily(name, gauge.tells, labels=gauge.labels)
            for labels, value in self._read[name]:
                family.add_metric(labels, value)
            yield family
