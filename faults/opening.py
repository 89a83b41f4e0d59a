"""Opening of a run: wallets with money, and an agent with float, all in one transaction."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import psycopg
from sqlalchemy import Connection

from faults.plan import AGENT_CODE, DrawnPerson
from faults.stage import DATABASE, Stage
from local.demo_agent import FLOAT, appoint
from local.postgres import OWNER
from local.trial_kinds import lend
from wallet import ledger
from wallet.core.database import connect_briefly, in_transaction
from wallet.people import people, pins

OPENING: Final = 200_000
TIER: Final = 1  # what is drawn stays under its ceilings: a run is about faults, not about refusals


def open_wallets(stage: Stage, everybody: Sequence[DrawnPerson], amount: int = OPENING) -> None:
    """Open a wallet with this much for all but strangers, under one PIN (its hash is made once for all)."""
    owners = [person for person in everybody if person.role != "stranger"]

    def open_all(db: Connection) -> None:
        for person in owners:
            opened = people.register(db, person.phone, person.name, person.language)
            people.set_first_pin(db, opened.id, pins.bind(stage.wallets["web"].secrets, opened.id, stage.pin_hash))
            ledger.post_one(db, lend(db, opened.account_id, amount))

    stage.do(open_all, "web")
    with connect_briefly(stage.postgres.url(DATABASE, OWNER)) as owner:
        for person in owners:
            if person.role == "agent":
                agent = in_transaction(owner, partial(appoint, phone=person.phone, code=AGENT_CODE))
                stage.do(partial(_lend_float, account=agent.float_id), "office")
    with psycopg.connect(stage.postgres.url(DATABASE, OWNER)) as db:
        db.execute("UPDATE person SET tier = %s", [TIER])


def _lend_float(db: Connection, account: int) -> None:
    ledger.post_one(db, lend(db, account, FLOAT))
