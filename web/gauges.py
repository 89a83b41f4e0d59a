"""The gauges of what waits and what went wrong, read from the database when asked for: no worker has to push them."""

from collections.abc import Iterator
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, text

from wallet.core import security_events
from web.build import measure_build
from web.gauge_table import GAUGES, Gauge

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
        """Yield each gauge, and which build tells them."""
        yield measure_build()
        asked = GAUGES | {EVENTS: Gauge("Security events of the last day", "", ("kind",))}
        for name, gauge in asked.items():
            family = GaugeMetricFamily(name, gauge.tells, labels=gauge.labels)
            for labels, value in self._read[name]:
                family.add_metric(labels, value)
            yield family
