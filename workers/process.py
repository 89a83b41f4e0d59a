"""A worker process's settings, database and Redis, each made once and only when first needed."""

from functools import cache

from redis import Redis

from wallet.core.database import connect
from wallet.perform import Wallet
from workers import settings
from workers.open_redis import open_redis
from workers.rails import RailClient
from workers.rails.open import open_rails
from workers.sim_swaps.open import SimSwaps, open_sim_swaps

POOL = 4


@cache
def configured() -> settings.ProcessSettings:
    """Return this process's settings."""
    return settings.read("worker")


@cache
def wallet() -> Wallet:
    """Return the wallet on this process's database."""
    known = configured().wallet
    return Wallet(connect(known.database_url("worker"), POOL), known.secrets)


@cache
def rails() -> dict[str, RailClient]:
    """Return the clients of the rails that are configured, by name."""
    return open_rails(configured())


@cache
def sim_swaps() -> SimSwaps:
    """Return the provider of SIM swaps."""
    return open_sim_swaps(configured())


@cache
def redis() -> Redis:
    """Return this process's Redis."""
    return open_redis(configured().wallet.redis_url.get_secret_value())
