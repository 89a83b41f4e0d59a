"""The whole service behind PgBouncer in transaction mode, on three connections to PostgreSQL."""

from contextlib import suppress
from dataclasses import dataclass

import requests
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from faults.polling import wait_for
from local.places import ShortLivedFolder
from local.ports import listen
from local.postgres import WORKER, Postgres
from tests.conftest import TEMPLATE
from tests.world.cast import AWA, MOUSSA, PINS
from tests.world.pgbouncer import SERVER_CONNECTIONS, pgbouncer
from tests.world.processes import processes
from tests.world.service import Service
from wallet.core.roles import ROLES

NAME, KNOWN = "mbongo_test_pooled", "mbongo_test_known_to_pgbouncer"
SENDS = 5


@dataclass
class Pooled:
    """A PostgreSQL that the app reaches through PgBouncer; its owner and the superuser do not."""

    postgres: Postgres
    through: str

    def __getattr__(self, name: str) -> object:
        return getattr(self.postgres, name)

    def url(self, database: str, role: str) -> str:
        through = self.through.replace(f"/{KNOWN}?", f"/{database}?").replace(f"//{WORKER}@", f"//{role}@")
        return through if role in ROLES.values() else self.postgres.url(database, role)


def test_people_send_money_and_operators_are_told(postgres: Postgres, data: ShortLivedFolder) -> None:
    postgres.create_database(KNOWN, TEMPLATE)
    urls = [postgres.url(KNOWN, role) for role in ROLES.values()]
    bouncer = pgbouncer(postgres.url(KNOWN, WORKER), others=urls)
    with bouncer as through, listen(None, 0) as outside:
        pooled = Pooled(postgres, through)
        with processes(pooled, TEMPLATE, data.path / "pooled", outside, NAME) as running:  # type: ignore[arg-type]
            service = Service.on(running)  # its database is a new one: PgBouncer looks for it again in a second
            wait_for(lambda: takes_calls(service), "PgBouncer to find the database")
            service.open_wallet(MOUSSA)
            service.open_wallet(AWA)
            service.pay_in(MOUSSA, 20_000)
            moussa = service.handset(MOUSSA)
            for number in range(SENDS):  # more often than a statement is sent before psycopg prepares it
                moussa.dial(f"*384*237*1*{AWA[4:]}*{1_000 + number}#")
                assert moussa.answer(PINS[MOUSSA]).text.startswith("Fait")
            moussa.dial("*384*237*2*1000*1#")
            assert moussa.answer("1").text.startswith("Approuvez")
            service.settle()
            assert requests.get(f"{service.health_url}/readyz", timeout=60).text == "ready\n"
            ours = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY usename
                HAVING starts_with(usename, 'mbongo_') ORDER BY 1 DESC LIMIT 1"""
            assert service.one(ours) <= SERVER_CONNECTIONS
            assert service.one("SELECT handle <> '' FROM payment")
            service.assert_logs_are_quiet()
            service.check()
    postgres.drop_database(KNOWN)


def takes_calls(service: Service) -> bool:
    """True when the service's database answers each role, of which PgBouncer thinks one by one."""
    with suppress(OperationalError):
        return all(service.do(lambda db: db.execute(text("SELECT true")).scalar_one(), kind) for kind in ROLES)
    return False
