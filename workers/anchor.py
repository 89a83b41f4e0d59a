"""The process that anchors the trail of staff's acts (`mbongo anchor`): computes the chain, signs its head, sends it.

It reads the database as reports do and holds no secret but its key, so that the owner of the database cannot sign for
it. The office holds the key too, to compare: whoever is both could sign anew. Where the chain is not what it signed
before it signs nothing, and says so.
"""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import requests
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from wallet.core.database import connect_unbounded
from wallet.core.logs import log
from wallet.core.settings import read_class
from wallet.staff import anchors, audit
from wallet.staff.anchors import Anchor
from wallet.staff.audit import Chain
from workers.anchor_settings import AnchorSettings
from workers.beside import stop_when_told
from workers.starting import start

AGAIN_SECONDS: Final = 30.0  # after a failure
TIMEOUTS_SECONDS: Final = (5, 10)  # to connect, to be answered
ACCEPTED: Final = 2  # hundred and some; whoever leads elsewhere has taken nothing
OWNER_WRITES: Final = 0o640  # the office's group compares


class Anchored(Collector):
    """The anchors of one process: signs, sends and keeps them, and tells whoever watches how that goes."""

    def __init__(self, engine: Engine, settings: AnchorSettings) -> None:
        assert settings.keys
        self.engine, self.settings, self.keys = engine, settings, settings.keys
        self.last = read_last(settings.anchor_file)
        self.done_at, self.is_broken = 0.0, False

    def anchor(self) -> Anchor | None:
        """Sign the head of the trail and send it; None, and nothing sent, where the trail is not as it was signed.

        Raises SQLAlchemyError, OSError or requests.RequestException; then the same is done again later.
        """
        found = self.verify()
        self.is_broken = bool(found.broken)
        if found.broken:
            log.error("audit trail broken", problem=found.broken, values=found.values, acts=found.length)
            return None
        signed = anchors.sign(self.keys, found, self.last.signature if self.last else "")
        self.send(signed.line)
        self.last, self.done_at = signed, time.time()
        log.info("anchored", **vars(signed))
        return signed

    def verify(self) -> Chain:
        """Return the chain as it is, compared with what was signed last."""
        known = anchors.list_heads([self.last] if self.last else [])
        with self.engine.connect() as db:
            return audit.verify(db, known)

    def send(self, line: str) -> None:
        """Post a line and keep it, wherever that is wanted. Raises OSError or requests.RequestException."""
        if url := self.settings.anchor_url:
            headers = {"Content-Type": "application/json"}
            answer = requests.post(
                url, data=line.encode(), headers=headers, timeout=TIMEOUTS_SECONDS, allow_redirects=False
            )
            if answer.status_code // 100 != ACCEPTED:
                raise requests.HTTPError(f"{answer.status_code} is no receipt")
        if path := self.settings.anchor_file:
            keep(path, line)

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of whoever watches."""
        at, number = self.done_at, self.last.number if self.last else 0
        yield GaugeMetricFamily("mbongo_anchored_timestamp_seconds", "When the trail was anchored last", value=at)
        yield GaugeMetricFamily("mbongo_anchored_act", "The last act of the trail that an anchor covers", value=number)
        broken = int(self.is_broken)
        yield GaugeMetricFamily("mbongo_trail_broken", "1 where the trail is not as it was signed", value=broken)


def read_last(path: Path | None) -> Anchor | None:
    """Return the last anchor of a file; None where there is none."""
    if path is None or not path.exists():
        return None
    read = map(anchors.read_anchor, path.read_text("utf-8").splitlines())
    return next((one for one in reversed([*read]) if one), None)


def keep(path: Path, line: str) -> None:
    """Add a line to a file, on the disk when this returns. Raises OSError."""
    with open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_WRITES), "a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def run(stop: threading.Event, anchored: Anchored) -> None:
    """Anchor until told to stop; what fails is done again."""
    while not stop.is_set():
        done, pause = None, anchored.settings.anchor_seconds
        try:
            done = anchored.anchor()
        except (SQLAlchemyError, OSError) as failed:  # requests' own are OSErrors
            log.error("not anchored", error=type(failed).__name__)
        stop.wait(pause if done else min(pause, AGAIN_SECONDS))


def main(figures_port: int) -> None:
    """Run the process until SIGTERM. Stops at once, naming them, if settings are missing."""
    start("anchor")
    settings = read_class(AnchorSettings)
    settings.say_aloud()
    anchored = Anchored(connect_unbounded(settings.database_url("read")), settings)
    if figures_port:
        registry = CollectorRegistry()
        registry.register(anchored)
        start_http_server(figures_port, "127.0.0.1", registry)
    log.info("anchor begins", does="signs the trail of staff's acts", every_seconds=settings.anchor_seconds)
    run(stop_when_told(), anchored)
