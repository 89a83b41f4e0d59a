"""SIM swap answers that come by callback: unsigned, so only one we wait for, under the id it was promised with."""

from flask import Request

from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.people import sims
from wallet.perform import Wallet
from workers.rails.answers import Unreadable
from workers.sim_swaps.africas_talking import read_callback


def hear_sim(wallet: Wallet, request: Request) -> bool:
    """Keep what Africa's Talking says; True when it was asked for, and somebody may wait for it."""
    try:
        request_id, heard = read_callback(request.get_data())
    except Unreadable as wrong:
        log.warning("malformed SIM answer", why=str(wrong))
        return False
    return in_transaction(wallet.engine, lambda db: sims.hear_under(db, request_id, heard))
