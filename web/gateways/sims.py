"""SIM swap answers that come by callback: unsigned, so only one we wait for, under the id it was promised with."""

from flask import request

from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.people import sims
from web.process import process
from workers.rails.answers import Unreadable
from workers.sim_swaps.africas_talking import read_callback
from workers.waking import wake


def keep_sim_news() -> str:
    """Keep what Africa's Talking says of a SIM, if it was asked for, and wake who may wait for it."""
    try:
        request_id, heard = read_callback(request.get_data())
    except Unreadable as wrong:
        log.warning("malformed SIM answer", why=str(wrong))
        return ""
    if in_transaction(process().wallet.engine, lambda db: sims.hear_callback(db, request_id, heard)):
        wake(process().redis, "sims")
    return ""
