"""Payments that wait for their confirmation: told to the operators' simulator, paid there, and pending with us."""

import itertools
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import requests
from redis import Redis
from sqlalchemy import Connection, Engine, text

from bench.calls import phone_of, register
from bench.load import Call, Exchange, play
from bench.stage import Stage
from local.ports import LOOPBACK
from local.postgres import OWNER
from local.servers import rails_at
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings
from workers.open_redis import open_redis
from workers.payments import IN_FLIGHT
from workers.rails.http import USER_AGENT
from workers.waking import wake

PEOPLE: Final = 200
AMOUNT: Final = 100
KEY: Final = "a-key-of-the-bench"
ENVIRONMENT: Final = "mtncameroon"
SIMULATE: Final = ("local", "simulate", "--ussd-url", "http://nobody", "--sms-url", "http://nobody")
NO_PIN: Final = "nobody types it"
LOOK_SECONDS: Final = 0.05
PATIENCE_SECONDS: Final = 180.0
references = itertools.count(1)

WAIT: Final = text("""
    INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, asked_by, party_kind, party,
        amount, state, handle, base_url, due_at, created_at, changed_at, submitted_at)
    SELECT gen_random_uuid(), 'add_money', asked.reference, :rail, 'collect', 'ussd', phone.person_id,
        phone.person_id, 'phone', phone.number,
        :amount, 'pending', asked.handle, :base_url, wallet_now(), wallet_now(), wallet_now(), wallet_now()
    FROM unnest(CAST(:references AS text[]), CAST(:handles AS text[]), CAST(:phones AS text[]))
        AS asked(reference, handle, phone) JOIN phone ON phone.number = asked.phone""")
LEFT: Final = text("SELECT count(*) FROM payment WHERE rail = :rail AND state = 'pending'")
TOOK: Final = text("""SELECT extract(epoch FROM max(changed_at) - CAST(:began AS timestamptz))::float
    FROM payment WHERE rail = :rail AND state = 'succeeded'""")


@dataclass(frozen=True)
class PendingCollection:
    """One collection, as the operator and we know it."""

    reference: str
    handle: str
    phone: str


@dataclass
class PendingTown:
    """A database with people, the operators' simulator on a port, and an MTN token for whoever reads there."""

    settings: Settings
    rails: dict[str, str]
    engine: Engine
    redis: Redis
    port: int

    def put(self, path: str, wanted: Any) -> None:
        """Tell the simulators something."""
        requests.put(f"http://{LOOPBACK}:{self.port}/{path}", json=wanted, timeout=10).raise_for_status()

    def token(self) -> str:
        """Return a token for MTN's collections."""
        answer = requests.post(
            f"http://{LOOPBACK}:{self.port}/mtn/collection/token/",
            auth=(KEY, KEY),
            headers={"User-Agent": USER_AGENT, "Ocp-Apim-Subscription-Key": KEY, "X-Target-Environment": ENVIRONMENT},
            timeout=10,
        )
        return str(answer.json()["access_token"])

    def have_paid(self, payments: int) -> list[PendingCollection]:
        """Ask MTN for so many collections, each approved at once, and return them."""
        self.put("customers", {"everybody": {"approve": 1, "delay_seconds": 0}})
        self.put("faults", {})
        asked = [
            PendingCollection(f"BNCH-{next(references)}", str(uuid.uuid4()), phone_of(number % PEOPLE))
            for number in range(payments)
        ]
        token = self.token()
        play(self.port, [asking(token, one) for one in asked], IN_FLIGHT)
        return asked

    def let_wait(self, rail: str, asked: list[PendingCollection]) -> None:
        """Make these collections pending with us too, and due."""
        row = {
            "rail": rail,
            "amount": AMOUNT,
            "base_url": f"http://{LOOPBACK}:{self.port}/{rail}",
            "references": [one.reference for one in asked],
            "handles": [one.handle for one in asked],
            "phones": [one.phone for one in asked],
        }
        self.change(WAIT, row)

    def confirmed_per_second(self, rail: str, payments: int) -> float:
        """Wake the rail's worker and wait until all are confirmed. Returns payments a second."""
        began = in_transaction(self.engine, lambda db: db.execute(text("SELECT wallet_now()")).scalar_one())
        wake(self.redis, rail)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while in_transaction(self.engine, lambda db: db.execute(LEFT, {"rail": rail}).scalar_one()):
            assert time.monotonic() < deadline, f"{rail}: not confirmed after {PATIENCE_SECONDS} s"
            time.sleep(LOOK_SECONDS)
        seconds = in_transaction(self.engine, lambda db: db.execute(TOOK, {"rail": rail, "began": began}).scalar_one())
        return payments / float(seconds)

    def change(self, statement: Any, row: dict[str, Any]) -> None:
        """Execute one statement."""

        def write(db: Connection) -> None:
            db.execute(statement, row)

        in_transaction(self.engine, write)


def asking(token: str, one: PendingCollection) -> Call:
    """Return a request to pay, on MTN's wire."""
    party = {"partyIdType": "MSISDN", "partyId": one.phone.removeprefix("+")}
    body = json.dumps({
        "amount": str(AMOUNT), "currency": "XAF", "externalId": one.reference, "payer": party, "payerMessage": "bench",
        "payeeNote": "bench",
    })  # fmt: skip
    head = f"POST /mtn/collection/v1_0/requesttopay HTTP/1.1\r\nX-Reference-Id: {one.handle}\r\n{signed(token)}"
    request = f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    return [Exchange(request.encode(), b"\r\n\r\n")]


def reading(token: str, one: PendingCollection) -> Call:
    """Return a read of its status, on MTN's wire."""
    head = f"GET /mtn/collection/v1_0/requesttopay/{one.handle} HTTP/1.1\r\n{signed(token)}"
    return [Exchange(f"{head}\r\n".encode(), b"}")]


def signed(token: str) -> str:
    """Return the headers MTN wants on every call."""
    return (
        f"Host: {LOOPBACK}\r\nUser-Agent: {USER_AGENT}\r\nAuthorization: Bearer {token}\r\n"
        f"Ocp-Apim-Subscription-Key: {KEY}\r\nX-Target-Environment: {ENVIRONMENT}\r\n"
    )


@contextmanager
def town(stage: Stage, database: str) -> Iterator[PendingTown]:
    """Set up the town while the block lasts; its rails lead to the simulated operators."""
    stage.make_database(database)
    with stage.running(stage.settings(database), *SIMULATE, ready="healthz") as simulators:
        port = simulators.port
        settings = stage.settings(database)
        web, engine = connect(settings.database_url("web"), 1), connect(stage.postgres.url(database, OWNER), 4)
        in_transaction(web, lambda db: register(db, range(PEOPLE), NO_PIN))
        web.dispose()
        with open_redis(settings.redis_url.get_secret_value()) as redis:
            yield PendingTown(settings, rails_at(f"http://{LOOPBACK}:{port}", KEY), engine, redis, port)
        engine.dispose()


@contextmanager
def worker(stage: Stage, there: PendingTown, queue: str) -> Iterator[Path]:
    """Run `./mbongo worker QUEUE` while the block lasts. Yields its folder in /proc."""
    log = stage.data / "logs" / f"worker-{queue}.log"
    with stage.process(there.settings, log, "local", "worker", queue, rails=there.rails) as process:
        yield Path(f"/proc/{process.pid}")
