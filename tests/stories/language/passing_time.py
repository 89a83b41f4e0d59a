"""Time that passes in a story, and Valkey's memory that is lost."""

from datetime import timedelta
from typing import Final

from tests.stories.language.telling import Telling, Verbs
from wallet.core import clock
from wallet.prices import tariff_book


def time_passes(telling: Telling, count: str, unit: str) -> None:
    telling.service.pass_time(**{unit if unit.endswith("s") else unit + "s": int(count)})


def nears_midnight(telling: Telling) -> None:
    """Let half a minute be left of the day in Douala."""
    now = telling.service.do(clock.now).astimezone(clock.DOUALA)
    midnight = tariff_book.to_midnight(now.date() + timedelta(days=1))
    telling.service.pass_time(seconds=(midnight - now).total_seconds() - 30)


def valkey_is_flushed(telling: Telling) -> None:
    with telling.service.redis() as client:
        client.flushall()


VERBS: Final[Verbs] = {
    r"time passes: (?P<count>[0-9]+) (?P<unit>second|minute|hour|day)s?": time_passes,
    r"valkey is flushed": valkey_is_flushed,
    r"it is half a minute to midnight": nears_midnight,
}
