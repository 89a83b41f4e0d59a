"""A business whose programs have keys, in a bench's database, and what they ask over the wire."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from bench.load import Call, Exchange
from bench.stage import Stage
from local.ports import LOOPBACK
from local.postgres import OWNER
from wallet import ledger
from wallet.business import api_keys
from wallet.core.database import connect, in_transaction
from wallet.core.secrets import Secrets

PERSON: Final = text("""INSERT INTO person (id, account_id, name, tier, joined_at)
    VALUES (CAST(:owner AS uuid), :owner_account, 'Brice Kamga', 1, wallet_now())""")
SHOP: Final = text("""INSERT INTO merchant (id, owner_id, name, account_id, since)
    VALUES (CAST(:shop AS uuid), CAST(:owner AS uuid), 'Boulangerie', :shop_account, wallet_now())""")


@contextmanager
def owning(stage: Stage, database: str) -> Iterator[Engine]:
    """Give the database as its owner while the block lasts."""
    engine = connect(stage.postgres.url(database, OWNER), 2)
    yield engine
    engine.dispose()


@dataclass(frozen=True)
class Business:
    """A business by its id, and keys of its programs: each may ask so many times a minute."""

    merchant_id: str
    keys: list[str]

    def ask(self, number: int, method: str, path: str, body: Any = None, ends: bytes = b"}") -> Call:
        """Return a request by one of the keys, in turns, and how its answer ends; a POST has an Idempotency-Key."""
        said = json.dumps(body) if body is not None else ""
        key = self.keys[number % len(self.keys)]
        head = f"{method} /v1{path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nAuthorization: Bearer {key}\r\n"
        head += f"Content-Type: application/json\r\nIdempotency-Key: {uuid.uuid4()}\r\nContent-Length: {len(said)}"
        return [Exchange(f"{head}\r\n\r\n{said}".encode(), ends)]


def open_business(engine: Engine, secrets: Secrets, keys: int) -> Business:
    """Open a shop with its owner, as the database's owner may, and give its programs keys: of trials, as stages are."""
    drawn = [api_keys.draw(live=False) for _ in range(keys)]
    row: dict[str, Any] = {"owner": str(uuid.uuid4()), "shop": str(uuid.uuid4())}

    def write(db: Connection) -> None:
        row["owner_account"] = ledger.open_account(db, f"customer:{row['owner']}", "customer")
        row["shop_account"] = ledger.open_account(db, f"merchant:{row['shop']}", "merchant")
        db.execute(PERSON, row)
        db.execute(SHOP, row)
        for key in drawn:
            digest = api_keys.digest(secrets, key)
            api_keys.add(db, row["shop"], api_keys.name_of(key), digest, secrets.newest)

    in_transaction(engine, write)
    return Business(row["shop"], drawn)
