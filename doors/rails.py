"""Operators' callbacks: kept as they came and answered at once. Unsigned, so never more than a hint to ask."""

import time
from typing import Final

from flask import Request
from redis import Redis
from werkzeug.exceptions import NotFound

from wallet import callbacks
from wallet.database import in_one_statement
from wallet.use_cases import Wallet
from workers import JOBS, RAIL_JOB, wake

WAKE_EVERY_SECONDS: Final = 0.05  # of a thousand callbacks a second, twenty wake somebody; the tick finds the last ones


class RailDoor:
    """Hears every operator's callbacks."""

    def __init__(self, wallet: Wallet, redis: Redis) -> None:
        self.wallet, self.redis = wallet, redis
        self.woken: dict[str, float] = {}

    def hear(self, request: Request, rail: str) -> None:
        """Keep a callback, POST or PUT, and wake who asks. Raises NotFound for a rail we do not have."""
        if JOBS.get(rail, ("",))[0] != RAIL_JOB:
            raise NotFound
        body = request.get_data()
        in_one_statement(self.wallet.engine, lambda db: callbacks.store(db, rail, body))
        now = time.monotonic()
        if now - self.woken.get(rail, -WAKE_EVERY_SECONDS) >= WAKE_EVERY_SECONDS:
            self.woken[rail] = now
            wake(self.redis, rail)
