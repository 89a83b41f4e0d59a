"""Hashing in few threads, whoever asks: what argon2 needs is held a few times, not once for each who asks."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from faults.quick_hash import hash_quickly
from tests.world.hashed import PEPPER
from wallet.core import hashes
from wallet.core.hashes import AT_ONCE, NOBODY
from wallet.core.secrets import Secrets

SECRETS = Secrets.read(PEPPER)
ASKING = 16


def test_sixteen_who_ask_at_once_are_hashed_in_a_few_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    asking, hashing = threading.Barrier(ASKING), set[int]()
    real = hashes.hash_secret_raw

    def noted(*asked: object) -> bytes:
        hashing.add(threading.get_ident())
        found: bytes = real(*asked)  # type: ignore[arg-type]
        return found

    def ask(number: int) -> bool:
        asking.wait(60)
        stored = hash_quickly(SECRETS, "pin", NOBODY, f"{number:04}")
        return hashes.match(SECRETS, "pin", NOBODY, stored, f"{number:04}")

    monkeypatch.setattr(hashes, "hash_secret_raw", noted)
    with ThreadPoolExecutor(ASKING) as people:
        assert all(people.map(ask, range(ASKING)))
    assert 1 <= len(hashing) <= AT_ONCE
    assert threading.get_ident() not in hashing


def test_a_process_that_was_forked_hashes_in_threads_of_its_own() -> None:
    stored = hash_quickly(SECRETS, "pin", NOBODY, "4826")  # so that there are threads that the child will not have
    child = os.fork()
    if child == 0:
        signal.alarm(60)  # rather than wait for threads that are not there
        os._exit(0 if hashes.match(SECRETS, "pin", NOBODY, stored, "4826") else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
