"""Staff settle a payment by what its operator said of it: a worker alone, who hears operators, writes their words."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.world import World
from wallet.core.roles import ProcessKind

FORGED = text("""INSERT INTO payment_step (payment_id, at, state, why, raw)
    SELECT id, wallet_now(), :state, :why, :raw FROM payment""")
SUCCESS = '{"status": "SUCCESSFUL"}'


@pytest.mark.parametrize(
    ("process", "state", "why", "raw"),
    [
        ("web", "review", "operator says succeeded", SUCCESS),
        ("web", "created", "asked for", SUCCESS),
        ("web", "created", "operator says succeeded", ""),
        ("web", "review", "by hand: the operator's file says so", ""),
        ("office", "review", "operator says succeeded", SUCCESS),
        ("office", "succeeded", "by hand: as they say", SUCCESS),
        ("worker", "succeeded", "by hand: the operator's file says so", ""),
    ],
)
def test_a_process_writes_its_own_words_alone(
    world: World, process: ProcessKind, state: str, why: str, raw: str
) -> None:
    world.recharge(5_000)
    world.work("pending")
    refusal = "change payment_step, which a login does" if process == "office" else "write what an operator says"

    def forge(db: Connection) -> None:
        db.execute(FORGED, {"state": state, "why": why, "raw": raw})

    with pytest.raises(DBAPIError, match=f"mbongo_{process} may not {refusal}"):
        world.do(forge, process)
