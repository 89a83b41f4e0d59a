"""What a worker process holds: its settings, its database, its Redis, made once and only when first needed."""

from functools import cache

from redis import Redis

from wallet import settings
from wallet.database import connect
from wallet.rails import Rail
from wallet.rails import rails as open_rails
from wallet.secrets import Secrets
from wallet.use_cases import Wallet
from workers.sim_swaps import SimSwaps, open_sim_swaps

POOL = 4


@cache
def configured() -> settings.Settings:
    """This process's settings."""
    return settings.read()


@cache
def wallet() -> Wallet:
    """The wallet on this process's database."""
    known = configured()
    return Wallet(
        connect(known.database_url.get_secret_value(), POOL),
        Secrets.read(known.pin_pepper.get_secret_value()),
    )


@cache
def rails() -> dict[str, Rail]:
    """The operators' rails that are configured, by name."""
    return open_rails(configured())


@cache
def sim_swaps() -> SimSwaps:
    """Who can tell of SIM swaps."""
    return open_sim_swaps(configured())


@cache
def redis() -> Redis:
    """This process's Redis."""
    return Redis.from_url(configured().redis_url.get_secret_value())
