"""Operators' callbacks: kept as they came and answered at once. Unsigned, so never more than a hint to ask."""

from flask import Request
from redis import Redis
from werkzeug.exceptions import NotFound

from wallet import callbacks
from wallet.database import in_transaction
from wallet.use_cases import Wallet
from workers import JOBS, RAIL_JOB, wake


def hear_callback(wallet: Wallet, redis: Redis, request: Request, rail: str) -> None:
    """Keep a callback, POST or PUT, and wake who asks. Raises NotFound for a rail we do not have."""
    if JOBS.get(rail, ("",))[0] != RAIL_JOB:
        raise NotFound
    body = request.get_data()
    in_transaction(wallet.engine, lambda db: callbacks.store(db, rail, body))
    wake(redis, rail)
