"""Our float at a rail, asked of its operator now and then by the rail's own worker, which alone has the keys.

It is asked beside the work and never in it: a slow answer holds up no payment, a failed one counts against nobody.
"""

from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine

from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.payments import floats
from workers.beside import keep_doing
from workers.rails import RailClient, RailError

LOOK_SECONDS: Final = 10.0  # how often it is seen whether it is time to ask


def go_on_asking(engine: Engine, rail_name: str, rail: RailClient) -> None:
    """Ask for our float whenever it is time, from now on until this process ends, in a thread that delays no end."""
    keep_doing(partial(ask_when_due, engine, rail_name, rail), f"our float at {rail_name}", LOOK_SECONDS)


def ask_when_due(engine: Engine, rail_name: str, rail: RailClient) -> bool:
    """Ask an operator for our float, outside any transaction, and note what came of it; False when it is not time."""
    asked_at = in_transaction(engine, lambda db: floats.begin_asking(db, rail_name))
    if asked_at is None:
        return False
    told, silence = None, ""
    try:
        told = rail.read_balance()
    except RailError as failed:
        silence = failed.why
    except Exception as broken:
        log.error("our float not asked", rail=rail_name, error=type(broken).__name__, exc_info=True)
        silence = f"our own fault: {type(broken).__name__}"

    def note(db: Connection) -> None:
        if told is None:
            floats.note_silence(db, rail_name, silence)
        else:
            floats.note_told(db, rail_name, asked_at, told)

    in_transaction(engine, note)
    return True
