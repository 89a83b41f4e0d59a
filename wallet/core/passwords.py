"""Two passwords of one database role while it is turned: `postgresql://role:new,old@host/base` connects by either."""

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

from wallet.core.prepared import PreparedConnection

REFUSED = "authentication failed"  # PostgreSQL and PgBouncer say so in every way of asking: password, SASL


def read_url(written: str) -> tuple[URL, list[str]]:
    """Return an address with its first password, and all of its passwords; none where it has none."""
    url = make_url(written).set(drivername="postgresql+psycopg")
    passwords = [one for one in str(url.password or "").split(",") if one]
    return (url.set(password=passwords[0]) if passwords else url), passwords


def try_each(passwords: list[str]) -> Callable[..., psycopg.Connection]:
    """Return a connect that goes on to the next password where one is refused, and begins with the last right."""
    order = [*passwords]

    def connect(*arguments: Any, **given: Any) -> psycopg.Connection:
        *others, last = order or [str(given.get("password") or "")]
        for password in others:
            try:
                made = PreparedConnection.connect(*arguments, **given | {"password": password})
            except psycopg.OperationalError as refused:
                if REFUSED not in str(refused):
                    raise
            else:
                return made
        made = PreparedConnection.connect(*arguments, **given | {"password": last})
        order.sort(key=lambda one: one != last)
        return made

    return connect
