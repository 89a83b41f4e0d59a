"""Two passwords of a role while it is turned: whichever the database takes."""

from typing import Any

import psycopg
import pytest

from wallet.core.passwords import read_url, try_each
from wallet.core.prepared import PreparedConnection

WRONG = psycopg.OperationalError('FATAL:  password authentication failed for user "mbongo_web"')
TWO = "postgresql://mbongo_web:new,old@/mbongo?host=/tmp"


class Server:
    """A server that takes one password."""

    def __init__(self, right: str) -> None:
        self.right, self.asked = right, list[str]()

    def connect(self, **given: Any) -> str:
        self.asked.append(given["password"])
        if given["password"] != self.right:
            raise WRONG
        return f"connected by {self.right}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server("old")
    monkeypatch.setattr(PreparedConnection, "connect", made.connect)
    return made


def test_an_address_with_two_passwords_is_one_address() -> None:
    address, both = read_url(TWO)
    assert (address.password, both) == ("new", ["new", "old"])
    assert read_url("postgresql:///mbongo")[1] == []


def test_the_second_is_tried_where_the_first_is_refused_and_is_first_from_then_on(server: Server) -> None:
    connect = try_each(["new", "old"])
    assert [connect(password="new") for _ in range(3)] == ["connected by old"] * 3  # type: ignore[comparison-overlap]
    assert server.asked == ["new", "old", "old", "old"]
    server.right = "new"  # ALTER ROLE
    assert connect(password="new") == "connected by new"  # type: ignore[comparison-overlap]
    assert server.asked[4:] == ["old", "new"]


def test_where_none_is_right_it_is_refused(server: Server) -> None:
    server.right = "another"
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        try_each(["new", "old"])(password="new")


def test_a_database_that_is_away_is_asked_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_away(**given: Any) -> None:
        server.asked.append(given["password"])
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(PreparedConnection, "connect", is_away)
    with pytest.raises(psycopg.OperationalError, match="connection refused"):
        try_each(["new", "old"])(password="new")
    assert server.asked == ["new"]
