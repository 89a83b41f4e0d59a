"""Tokens that end, and threads that all want one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from faults.polling import LONGEST_WAIT_SECONDS
from workers.rails import RailError
from workers.rails.http import Answer
from workers.rails.tokens import AccessToken


class TokenEndpoint:
    """An operator's token endpoint, and a clock, both in the test's hand."""

    def __init__(self, life: str = "3600", http: int = 200) -> None:
        self.life, self.http, self.given, self.time = life, http, 0, 1000.0
        self.open = threading.Event()
        self.open.set()

    def fetch(self) -> Answer:
        self.given += 1
        assert self.open.wait(LONGEST_WAIT_SECONDS)
        body = f'{{"access_token": "token-{self.given}", "expires_in": {self.life}}}'
        return Answer(self.http, body.encode(), "")

    def token(self) -> AccessToken:
        return AccessToken(self.fetch, lambda: self.time)


@pytest.mark.parametrize(
    ("life", "lives_seconds"), [("3600", 3540), ("300", 270), ('"300"', 270), ("10", 9), ("null", 54), ("1e400", 54)]
)
def test_a_token_is_renewed_before_it_ends(life: str, lives_seconds: float) -> None:
    endpoint = TokenEndpoint(life)
    token = endpoint.token()
    assert token.current() == "token-1"
    endpoint.time += lives_seconds - 0.5
    assert token.current() == "token-1"
    endpoint.time += 1
    assert token.current() == "token-2"


def test_a_token_that_is_over_at_once_serves_the_call_it_was_got_for() -> None:
    endpoint = TokenEndpoint("0")
    token = endpoint.token()
    assert [token.current(), token.current()] == ["token-1", "token-2"]


def test_a_refused_token_is_dropped_unless_somebody_already_has_another() -> None:
    token = TokenEndpoint().token()
    token.refused(token.current())
    assert token.current() == "token-2"
    token.refused("token-1")
    assert token.current() == "token-2"


@pytest.mark.parametrize("http", [200, 500])
def test_twenty_threads_fetch_it_once_and_share_a_failure(http: int) -> None:
    endpoint = TokenEndpoint(http=http)
    endpoint.open.clear()
    token = endpoint.token()
    waiting = threading.Barrier(21)

    def want() -> str:
        waiting.wait()
        try:
            return token.current()
        except RailError as error:
            return error.why

    with ThreadPoolExecutor(20) as threads:
        wanted = [threads.submit(want) for _ in range(20)]
        waiting.wait()
        while endpoint.given == 0:
            threading.Event().wait(0.01)
        endpoint.open.set()
        got = {one.result() for one in wanted}
    if http == 200:
        assert (got, endpoint.given) == ({"token-1"}, 1)
    else:
        assert got == {"busy: HTTP 500 (token)"}
        assert endpoint.given < 20


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[1]", b"<html>", b'{"access_token": ""}', b'{"access_token": "a\\r\\nb"}']
)
def test_what_is_no_token_says_so(body: bytes) -> None:
    with pytest.raises(RailError) as caught:
        AccessToken(lambda: Answer(200, body, "")).current()
    assert caught.value.ran == "no"
