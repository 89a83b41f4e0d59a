"""A Valkey behind an address that a failover moves, under a worker and a tick that go on by themselves."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, text

from faults.polling import stretch, wait_for
from local.waiting import wait_until
from tests.local.test_alone import command
from tests.workers.redis_servers import Address, Server, valkey
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings
from wallet.messages import notices
from wallet.messages.notices import Number

pytestmark = pytest.mark.campaign(of="starts")

RECOVERED_SECONDS: Final = 5.0
TRIED: Final = text("SELECT count(*) FROM notice WHERE tries > 0")
PHONE: Final = Number("+237677000001", "fr")


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = connect(settings.database_url("worker"), 2)
    yield engine
    engine.dispose()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    with valkey(tmp_path / "first") as first, valkey(tmp_path / "second") as second:
        yield first, second


def test_workers_and_tick_follow_an_address_that_moves(
    settings: Settings, engine: Engine, tmp_path: Path, two: tuple[Server, Server]
) -> None:
    first, second = two
    address = Address(tmp_path / "address")
    address.lead_to(first)
    here = settings.model_copy(update={"redis_url": SecretStr(address.url)})

    def tell() -> None:
        in_transaction(engine, lambda db: notices.tell(db, PHONE, "receipt", "sms.help"))

    def tried() -> int:
        return int(in_transaction(engine, lambda db: db.execute(TRIED).scalar_one()))

    log = tmp_path / "logs"
    with command(here, log / "worker.log", "worker", "notices") as worker, command(here, log / "tick.log", "tick"):
        tell()
        wait_until(lambda: tried() == 1, worker, log / "worker.log")
        for old, new, expected in ((first, second, 2), (second, first, 3)):
            with new.client() as client:
                client.execute_command("REPLICAOF NO ONE")
            old.become_replica(new.port)
            address.lead_to(new)
            began = time.monotonic()
            tell()
            wait_for(lambda: tried() == expected, "the text told after the failover to be tried")  # noqa: B023
            assert time.monotonic() - began < stretch(RECOVERED_SECONDS)
    print((log / "worker.log").read_text()[-3000:], (log / "tick.log").read_text()[-3000:])
