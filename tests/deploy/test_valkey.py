"""The shipped configuration of one Valkey, run by a real one: its users alone, and nothing forgotten to make room."""

import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from local import children
from local.places import ShortLivedFolder, give_to_nobody
from local.valkey import find_program
from local.waiting import wait_until
from tests.deploy.systemd_units import CHECKOUT
from workers.redis_users import USERS, write_acl

ONCE = Retry(NoBackoff(), 0)  # who is refused once is refused
PASSWORD = "a-password-of-every-user-of-this-test"


@pytest.fixture
def socket() -> Iterator[str]:
    """A Valkey on the shipped file; where it lies and listens is this test's."""
    place = ShortLivedFolder()
    folder = place.path
    shipped = (CHECKOUT / "deploy/valkey/valkey.conf").read_text("utf-8")
    here = shipped.replace("/var/lib/valkey", str(folder)).replace("/etc/valkey/", f"{folder}/")
    own = f"\nport 0\nunixsocket {folder}/socket\nunixsocketperm 777\n"
    (folder / "valkey.conf").write_text(here + own, "utf-8")
    (folder / "users.acl").write_text(write_acl(dict.fromkeys(USERS, PASSWORD)), "utf-8")
    for file in (folder, *folder.iterdir()):
        give_to_nobody(file)
    with (folder / "log").open("wb") as log:
        process = children.spawn([find_program(), folder / "valkey.conf"], log=log, cwd=folder, as_nobody=True)
    try:
        wait_until(lambda: answers(f"{folder}/socket"), process, folder / "log")
        yield f"{folder}/socket"
    finally:
        children.stop(process, signal.SIGTERM)
        place.remove()


def answers(socket: str) -> bool:
    with suppress(redis.ConnectionError), open_as("tick", socket) as client:
        return bool(client.ping())
    return False


def open_as(user: str, socket: str) -> redis.Redis:
    return redis.Redis(unix_socket_path=socket, username=user, password=PASSWORD, retry=ONCE)


def test_its_users_come_in_and_nobody_else(socket: str) -> None:
    for user in USERS:
        with open_as(user, socket) as client:
            assert client.ping()
            with pytest.raises(redis.exceptions.NoPermissionError):
                client.config_get()
    for stranger in (redis.Redis(unix_socket_path=socket, retry=ONCE), open_as("default", socket)):
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_it_forgets_nothing_to_make_room() -> None:
    lines = (CHECKOUT / "deploy/valkey/valkey.conf").read_text("utf-8").splitlines()
    assert {"maxmemory-policy noeviction", "appendonly yes"} <= set(lines)
    assert [line for line in lines if line.startswith("bind ")] == ["bind 127.0.0.1"], "other machines come by TLS"
