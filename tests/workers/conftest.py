"""A worker's own process on a test's database, in front of the simulated gateway."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sqlalchemy import text

from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.world.wallet_under_test import connect_owner
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings
from wallet.messages import notices
from wallet.messages.notices import Number
from workers import process
from workers.settings import ProcessSettings

NOBODY = "http://127.0.0.1:9"


@dataclass
class Outbox:
    """The outbox and the gateway behind it."""

    url: str
    known: Settings

    def fault(self, **faults: dict[str, Any]) -> None:
        requests.put(f"{self.url}/faults", json={"africastalking": faults}, timeout=60).raise_for_status()

    def texts(self, phone: str) -> list[str]:
        return [one["text"] for one in requests.get(f"{self.url}/messages", params={"to": phone}, timeout=60).json()]

    def write(
        self, phone: str, kind: notices.NoticeKind = "receipt", sentence: str = "sms.started", **values: Any
    ) -> None:
        reader = Number(phone, "fr")
        in_transaction(process.wallet().engine, lambda db: notices.tell(db, reader, kind, sentence, **values))

    def rows(self, query: str) -> list[Any]:
        assert self.known.migrate_database_url
        with connect_owner(self.known.migrate_database_url.get_secret_value()).begin() as db:
            return list(db.execute(text(query)))

    def report(self, gateway_id: str, status: str) -> None:
        """Have the gateway report how a text fares, as the web app hears it."""
        engine = connect(self.known.database_url("web"), 1)
        in_transaction(engine, lambda db: notices.note_delivered(db, gateway_id, status, None))
        engine.dispose()

    def states(self) -> list[str]:
        return [row.state for row in self.rows("SELECT state FROM notice ORDER BY written_at")]

    def make_due(self) -> None:
        self.rows("UPDATE notice SET due_at = wallet_now() WHERE state IN ('waiting', 'sending') RETURNING 1")


@pytest.fixture
def outbox(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outbox]:
    wire = Wire(NOBODY, NOBODY)
    with serving(create_app(wire, api_key=settings.at_api_key.get_secret_value())) as url:
        known = settings.model_copy(update={"at_base_url": f"{url}/africastalking/version1"})
        for name in ("configured", "wallet", "redis"):
            getattr(process, name).cache_clear()
        monkeypatch.setattr("workers.settings.read", lambda _: ProcessSettings(known))
        yield Outbox(url, known)
        process.wallet().engine.dispose()
        for name in ("configured", "wallet", "redis"):
            getattr(process, name).cache_clear()
