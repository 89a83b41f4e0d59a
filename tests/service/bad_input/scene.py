"""The people bad inputs meet: Moussa with money, Awa without, Fatou the agent, Brice and his shop that sends a bill."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from typing import Any, Final

import psycopg
import requests
from requests.adapters import HTTPAdapter
from sqlalchemy import Connection

from local.postgres import OWNER
from tests.service.bad_input.gateway import Gateway
from tests.world.cast import AWA, BRICE, MOUSSA
from tests.world.processes import Processes
from tests.world.service import Service
from tests.world.wallet_under_test import WalletUnderTest, connect_owner, connect_wallets
from wallet.business import bills, merchants
from wallet.business.bills import Due
from wallet.core.roles import ROLES
from wallet.requests.ask_payment import AskPayment, find_payer
from wallet.sending.send_money import find_recipient

SCENE: Final = "mbongo_test_scene"
CREDIT: Final = 20_000  # Moussa's
BILLER: Final = "ENEO"  # Brice's
REQUESTED: Final = 700  # what Moussa asks of Awa

HOSTS: Final = cycle(range(1, 255))


class ComesFrom(HTTPAdapter):
    """Sends all requests from one address of this machine's own."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *size: Any, **more: Any) -> None:
        """Make the pool, each of whose lines begins at the address."""
        super().init_poolmanager(*size, source_address=(self.address, 0), **more)  # type: ignore[no-untyped-call]


def set_scene(processes: Processes) -> None:
    """Make a database to copy; everybody has been told all, and Moussa has seen Awa's name."""
    postgres = processes.postgres
    postgres.create_database(SCENE, processes.template)
    wallets = connect_wallets({kind: postgres.url(SCENE, role) for kind, role in ROLES.items()}, 2)
    world = WalletUnderTest(wallets["worker"], connect_owner(postgres.url(SCENE, OWNER)), wallets)
    for phone in (MOUSSA, AWA, BRICE):
        world.open_wallet(phone)
    world.pay_in(MOUSSA, CREDIT)
    moussa = world.actor(MOUSSA)
    world.do(lambda db: find_recipient(db, moussa.id, AWA))
    world.see_id(BRICE)
    shop = world.open_shop(BRICE)

    def send_a_bill(db: Connection) -> None:
        merchants.set_biller(db, shop.id, BILLER, "")
        bills.learn(db, shop.id, [Due("FACT118", "FACT118", 1_550)])

    world.do(send_a_bill)
    asking = world.do(lambda db: replace(find_payer(db, moussa.id, AWA), amount=REQUESTED))
    world.perform(moussa, AskPayment(asking), "asks")
    world.change("UPDATE notice SET state = 'sent', gateway_id = id::text")
    for wallet in wallets.values():
        wallet.engine.dispose()


@contextmanager
def gateway_to(processes: Processes) -> Iterator[Gateway]:
    """Put the scene on the running service, nobody in a call. Yields a gateway in front of it.

    Each comes from an address of its own: whoever knocked with wrong secrets before is turned away for a minute.
    """
    service = Service.on(replace(processes, template=SCENE))
    with requests.Session() as wire, psycopg.connect(service.superuser_url, autocommit=True) as db:
        wire.trust_env = False
        wire.mount("http://", ComesFrom(f"127.0.2.{next(HOSTS)}"))
        yield Gateway(service, wire, db)
