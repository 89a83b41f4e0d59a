"""Addresses that staff gave: asked at public hosts over TLS alone, whatever their names lead to."""

import socket
from typing import Any

import pytest

from simulators.serve import serving
from tests.simulators.tiny_service import HeardRequests, tiny_service
from wallet.core.encrypted import may_be_asked
from workers.public_hosts import is_public
from workers.rails import RailError
from workers.rails.http import Wire


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.3.4", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.5", "ff02::1", "::",
        "::ffff:169.254.169.254", "64:ff9b::a00:5", "64:ff9b:1::a00:5", "2002:a00:5::1", "fd00:ec2::254", "::10.0.0.5",
        "100.100.100.200", "192.0.0.170", "198.18.0.1", "240.0.0.1", "2001:0:0:1::1",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "196.202.1.1", "2001:4860:4860::8888"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://bills.eneo.example/due", True),
        ("https://8.8.8.8/due", True),
        ("http://127.0.0.1:8385/billers/ENEO", True),
        ("http://bills.eneo.example/due", False),
        ("https://10.0.0.5/due", False),
        ("https://169.254.169.254/latest", False),
        ("https://[fc00::1]/due", False),
        ("https://redis/due", False),
        ("https://127.1/due", False),
        ("https://0x7f.1/due", False),
        ("https:///due", False),
    ],
)
def test_what_staff_may_set(url: str, *, taken: bool) -> None:
    assert may_be_asked(url) is taken


@pytest.mark.parametrize("leads_to", ["127.0.0.1", "10.0.0.5"])
def test_a_public_name_that_leads_to_a_private_address_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, leads_to: str
) -> None:
    """Neither is one of several addresses, the others of which are public."""

    def look_up(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("8.8.8.8", leads_to)]

    def connect(*_: Any, **__: Any) -> socket.socket:
        raise AssertionError("nobody connects")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(RailError) as refused:
        Wire((), known_hosts=()).call("GET", "https://bills.eneo.example/due", {})
    assert refused.value.ran == "no"


def test_a_host_of_ours_is_asked_and_another_name_of_it_is_not() -> None:
    with serving(tiny_service(HeardRequests())) as url:
        wire = Wire((), known_hosts=["127.0.0.1"])
        assert wire.call("GET", f"{url}/nowhere", {}).http == 404
        beside = url.replace("127.0.0.1", "127.0.0.1:x@localhost")
        for other in (url.replace("127.0.0.1", "localhost"), url.replace("127.0.0.1", "127.0.0.2"), beside):
            with pytest.raises(RailError):
                wire.call("GET", other, {})
