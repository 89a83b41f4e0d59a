"""A call's record as Redis keeps it, made older under our own seal, as nobody but a test can."""

from redis import Redis

from tests.world.hashed import PEPPER
from wallet.core.secrets import Secrets
from web.gateways.seals import seal, unseal
from web.gateways.sessions import Record

KEYS = Secrets.read(PEPPER)


def age_record(redis: Redis, phone: str, seconds: float) -> None:
    """Let this phone's record have been stored so many seconds earlier than it was."""
    key = Record(phone).key
    stored = redis.get(key)
    assert isinstance(stored, bytes)
    stored_at_ms, session = unseal(KEYS, phone, stored)
    redis.set(key, seal(KEYS, phone, stored_at_ms - int(seconds * 1000), session), keepttl=True)
