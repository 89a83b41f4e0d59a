"""The address of whoever called: the connection's other end or, where that is a proxy of ours, the one it names."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from workers.doors import Network


def find_address(environ: Mapping[str, Any], proxies: tuple[Network, ...]) -> str:
    """Return the address of whoever called; what nobody of ours wrote into X-Forwarded-For counts for nothing.

    Each proxy appends whom it heard from, so the header is read from its end, for as long as those are ours.
    """
    caller = str(environ.get("REMOTE_ADDR", ""))
    if not is_within(caller, proxies):
        return caller
    for one in reversed(str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        before = one.strip()
        if not is_address(before):
            return caller
        caller = before
        if not is_within(caller, proxies):
            return caller
    return caller


@lru_cache(maxsize=4096)
def is_within(address: str, networks: tuple[Network, ...]) -> bool:
    """True when an address is in one of these networks; an IPv4 address that came over IPv6 is taken as itself."""
    if not networks or not is_address(address):
        return False
    at = ipaddress.ip_address(address)
    at = getattr(at, "ipv4_mapped", None) or at
    return any(at in network for network in networks)


@lru_cache(maxsize=4096)
def neighbourhood(address: str) -> str:
    """Return what one caller can choose among: an IPv4 address, or the 64 bits of an IPv6 one that a line is given."""
    if ":" not in address or not is_address(address):
        return address
    at = ipaddress.IPv6Address(address)
    return str(at.ipv4_mapped or ipaddress.ip_network((int(at) >> 64 << 64, 64)))


def is_address(written: str) -> bool:
    """True for an IP address, and nothing beside it."""
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True
