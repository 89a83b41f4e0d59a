"""What is done to the machine while people live: each kind of blow is a method of that name."""

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

from faults.plan import Blow
from faults.stage import DATABASE, Stage
from faults.told import Timeline
from local.postgres import SUPERUSER
from workers import JOBS

STORM: Final = 20


@dataclass
class Blows:
    """All that fall in one run, and how often each did."""

    stage: Stage
    timeline: Timeline
    struck: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)

    def strike(self, blow: Blow) -> None:
        """Do it now."""
        self.timeline.note("BLOW", f"{blow.kind} {blow.of} {blow.seconds or ''}")
        self.struck[f"{blow.kind} {blow.of.partition('@')[2] or blow.of}".strip()] += 1
        getattr(self, blow.kind)(blow)

    def flush(self, _: Blow) -> None:
        """Valkey forgets everything."""
        self.stage.flush()

    def stop_valkey(self, blow: Blow) -> None:
        """Valkey ends in order, and comes back after a while."""
        self.stage.valkey.stop()
        time.sleep(blow.seconds)
        self.bring_valkey_back()

    def kill_valkey(self, _: Blow) -> None:
        """kill -9 of Valkey, which may forget its last second."""
        self.stage.valkey.kill()
        self.bring_valkey_back()

    def bring_valkey_back(self) -> None:
        """It runs again, and no phone waits for a hop whose end Valkey has not heard."""
        self.stage.valkey.start_again()
        self.stage.forgot_at = time.time()
        with suppress(RedisError):
            for held in self.stage.redis.scan_iter("ussd:*:held"):
                self.stage.redis.delete(held)

    def kill(self, blow: Blow) -> None:
        """kill -9 of one of our processes, wherever it is."""
        self.killed[blow.of] += 1
        self.stage.kill(blow.of)

    def point(self, blow: Blow) -> None:
        """A process dies at a named point, the next time it comes there."""
        process, _, point = blow.of.partition("@")
        self.killed[process] += 1
        self.stage.arm(process, point)

    def cut(self, _: Blow) -> None:
        """Every connection to the database is lost, in the middle of whatever it does."""
        with psycopg.connect(self.stage.postgres.url("postgres", SUPERUSER), autocommit=True) as db:
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [DATABASE])

    def jump(self, blow: Blow) -> None:
        """The wallet's clock jumps in the middle of it all."""
        self.stage.pass_time(blow.seconds)

    def wake(self, blow: Blow) -> None:
        """A storm of wakes: many jobs for the same queue."""
        for _ in range(STORM):
            Queue(blow.of, connection=self.stage.redis, serializer=JSONSerializer).enqueue(*JOBS[blow.of], result_ttl=0)

    def forge(self, blow: Blow) -> None:
        """A stranger who knows the address claims success for every payment there is, and sends garbage."""
        names = self.stage.rows("SELECT handle, reference, amount FROM payment WHERE rail = :rail", rail=blow.of)
        claims: list[dict[str, Any]] = [
            {"externalId": row.reference, "status": "SUCCESSFUL", "amount": str(row.amount), "payToken": row.handle}
            for row in names
        ]
        for body in (*(json.dumps(claim).encode() for claim in claims), b'{"status": "SUCC', b"\x00\xff", b""):
            with suppress(requests.RequestException):  # the web app may just have been killed
                requests.put(self.stage.callback_url(blow.of), data=body, timeout=5)
