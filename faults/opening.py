"""Opening of a run: wallets with money, and an agent with float, all in one transaction."""

from collections.abc import Sequence
from typing import Final

import psycopg
from sqlalchemy import Connection

from faults.plan import AGENT_CODE, DrawnPerson
from faults.stage import DATABASE, Stage
from local.demo_agent import appoint
from local.postgres import OWNER
from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.people import people

OPENING: Final = 200_000
TIER: Final = 2  # what is drawn stays under its ceilings: a run is about faults, not about refusals


def open_wallets(stage: Stage, everybody: Sequence[DrawnPerson], amount: int = OPENING) -> None:
    """Open a wallet with this much for all but strangers, under one PIN (its hash is made once for all)."""
    owners = [person for person in everybody if person.role != "stranger"]

    def open_all(db: Connection) -> None:
        cash = ledger.open_account(db, "cash:faults", "cash")
        for person in owners:
            opened = people.register(db, person.phone, person.name, person.language, stage.pin_hash)
            entries = (Entry(cash, -amount), Entry(opened.account_id, amount))
            ledger.post(db, [Transfer(f"run:{person.phone}", "take_cash_in", entries)])
            if person.role == "agent":
                appoint(db, person.phone, AGENT_CODE)

    stage.read(open_all)
    with psycopg.connect(stage.postgres.url(DATABASE, OWNER)) as db:
        db.execute("UPDATE person SET tier = %s", [TIER])
