"""Disruptions of the machine while people live: each kind is a method of that name."""

import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
import requests
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from faults.plan import Disruption
from faults.stage import DATABASE, Stage
from faults.timeline import Timeline
from local.postgres import SUPERUSER
from workers.queues import JOBS

STORM: Final = 20


@dataclass
class Disruptions:
    """All disruptions of one run, and how often each came."""

    stage: Stage
    timeline: Timeline
    struck: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)

    def strike(self, disruption: Disruption) -> None:
        """Do one disruption now."""
        self.timeline.note("DISRUPTION", f"{disruption.kind} {disruption.of} {disruption.seconds or ''}")
        self.struck[f"{disruption.kind} {disruption.of.partition('@')[2] or disruption.of}".strip()] += 1
        getattr(self, disruption.kind)(disruption)

    def flush(self, _: Disruption) -> None:
        """Empty Valkey."""
        self.stage.flush()

    def stop_valkey(self, disruption: Disruption) -> None:
        """Stop Valkey in order, and start it again after a while."""
        self.stage.valkey.stop()
        time.sleep(disruption.seconds)
        self.bring_valkey_back()

    def kill_valkey(self, _: Disruption) -> None:
        """Kill Valkey with kill -9, which may forget its last second."""
        self.stage.valkey.kill()
        self.bring_valkey_back()

    def bring_valkey_back(self) -> None:
        """Start Valkey again, and free phones that wait for a hop whose end Valkey has not heard."""
        self.stage.valkey.start_again()
        self.stage.forgot_at = time.time()
        with suppress(RedisError):
            for busy in self.stage.redis.scan_iter("ussd:*:busy"):
                self.stage.redis.delete(busy)

    def kill(self, disruption: Disruption) -> None:
        """Kill one of our processes with kill -9, wherever it is."""
        self.killed[disruption.of] += 1
        self.stage.kill(disruption.of)

    def point(self, disruption: Disruption) -> None:
        """Make a process die at a named point, the next time it comes there."""
        process, _, point = disruption.of.partition("@")
        self.killed[process] += 1
        self.stage.arm(process, point)

    def cut(self, _: Disruption) -> None:
        """Cut every connection to the database, in the middle of whatever it does."""
        with psycopg.connect(self.stage.postgres.url("postgres", SUPERUSER), autocommit=True) as db:
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [DATABASE])

    def jump(self, disruption: Disruption) -> None:
        """Move the wallet's clock on in the middle of it all."""
        self.stage.pass_time(disruption.seconds)

    def wake(self, disruption: Disruption) -> None:
        """Wake the same queue many times at once."""
        for _ in range(STORM):
            Queue(disruption.of, connection=self.stage.redis, serializer=JSONSerializer).enqueue(
                *JOBS[disruption.of], result_ttl=0
            )

    def forge(self, disruption: Disruption) -> None:
        """Claim success for every payment there is, as a stranger who knows the address, and send garbage."""
        names = self.stage.rows("SELECT handle, reference, amount FROM payment WHERE rail = :rail", rail=disruption.of)
        claims: list[dict[str, Any]] = [
            {"externalId": row.reference, "status": "SUCCESSFUL", "amount": str(row.amount), "payToken": row.handle}
            for row in names
        ]
        for body in (*(json.dumps(claim).encode() for claim in claims), b'{"status": "SUCC', b"\x00\xff", b""):
            with suppress(requests.RequestException):  # the web app may just have been killed
                requests.put(self.stage.callback_url(disruption.of), data=body, timeout=5)
