"""Operators' callbacks: kept as they came and answered at once. Unsigned, so never more than a hint to ask."""

import time
from functools import partial
from typing import Final

from redis import Redis
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import NotFound, ServiceUnavailable

from wallet.core.database import in_one_statement
from wallet.core.logs import log
from wallet.payments import callbacks
from wallet.payments.rails import RAILS
from wallet.perform import Wallet
from web.forms import Form
from web.said import Said
from workers.waking import wake

WAKE_EVERY_SECONDS: Final = 0.05  # of a thousand callbacks a second, twenty wake somebody; the tick finds the last ones


class RailDoor:
    """Hears every operator's callbacks."""

    def __init__(self, wallet: Wallet, redis: Redis) -> None:
        self.wallet, self.redis = wallet, redis
        self.woken: dict[str, float] = {}

    def answer(self, request: Form, rail: str) -> Said:
        """Keep a callback, POST or PUT; nothing is said, and who asks is woken. Raises NotFound for no rail of ours.

        Raises ServiceUnavailable when it could not be kept: operators call again.
        """
        if rail not in RAILS:
            raise NotFound
        body = request.get_data()
        try:
            in_one_statement(self.wallet.engine, lambda db: callbacks.store(db, rail, body))
        except DBAPIError as away:
            log.error("callback not kept", rail=rail, error=type(away).__name__)
            raise ServiceUnavailable from None
        return Said("", partial(self.wake, rail))

    def wake(self, rail: str) -> None:
        """Tell its worker to ask, if nobody just did."""
        now = time.monotonic()
        if now - self.woken.get(rail, -WAKE_EVERY_SECONDS) >= WAKE_EVERY_SECONDS:
            self.woken[rail] = now
            wake(self.redis, rail)
