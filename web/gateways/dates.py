"""When a text was sent, as gateways write it: ISO 8601 in any of its forms, or seconds or milliseconds since 1970."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

EPOCH: Final = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?|[0-9]{12,13}")
MILLISECONDS_FROM: Final = 1e11  # as seconds, the year 5138
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def read_sent_at(written: str) -> datetime | None:
    """Return when a text was sent; None where nothing is said of it.

    A date without an offset is UTC, as Africa's Talking writes it. One that cannot be read is taken for long ago: money
    that such a text asks for may have been asked for yesterday.
    """
    said = written.strip().upper()
    if not said:
        return None
    with suppress(ValueError, OverflowError):
        if said.isascii() and EPOCH.fullmatch(said):
            number = float(said)
            return datetime.fromtimestamp(number / 1000 if number > MILLISECONDS_FROM else number, UTC)
        when = datetime.fromisoformat(said) if said.isascii() else LONG_AGO
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    return LONG_AGO
