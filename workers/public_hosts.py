"""Connections to addresses that others gave us, as billers' are: over TLS, to hosts of the open internet alone.

The address that was looked at is the one that is connected to, so that a name cannot lead elsewhere a moment later.
Hosts that a setting names are ours to reach as they are: on this machine, or in a network of our own.
"""

import socket
from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError

from workers.timely_answers import TimelyConnection, TimelyHosts

# IPv6 that a gateway on the way turns into IPv4, of a private network too: NAT64 (RFC 6052, RFC 8215), 6to4, Teredo,
# and IPv4 written as IPv6.
TRANSLATED: Final = tuple(
    map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0/96", "::/96"))
)


class PlainConnection(HTTPConnection):
    """A connection without TLS: never made."""

    def _new_conn(self) -> socket.socket:
        raise NewConnectionError(self, "an address without TLS")


class PublicConnection(TimelyConnection):
    """A connection to a host that every one of whose addresses is public."""

    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        try:
            found = socket.getaddrinfo(name, self.port, type=socket.SOCK_STREAM)
        except socket.gaierror as unknown:
            raise NameResolutionError(self.host, self, unknown) from unknown
        addresses = [str(one[4][0]) for one in found]
        if not addresses or not all(map(is_public, addresses)):
            raise NewConnectionError(self, "an address of a private network")
        self._dns_host = addresses[0]  # the name in the certificate is still compared with the name we were given
        try:
            return super()._new_conn()
        finally:
            self._dns_host = name


class PlainPool(HTTPConnectionPool):
    """Connections to one host without TLS: none."""

    ConnectionCls = PlainConnection


class PublicPool(HTTPSConnectionPool):
    """Connections to one public host."""

    ConnectionCls = PublicConnection


class PublicHosts(TimelyHosts):
    """An adapter for a requests.Session, which then reaches public hosts over TLS alone."""

    pools: Mapping[str, type[HTTPConnectionPool]] = {"http": PlainPool, "https": PublicPool}


class KnownHost(TimelyHosts):
    """An adapter for one host that is ours to reach as it is, and no other whose address only begins so."""

    def __init__(self, host: str, **more: Any) -> None:
        """Reach this host alone."""
        self.host = host.lower()
        super().__init__(**more)

    def send(self, request: requests.PreparedRequest, *given: Any, **more: Any) -> requests.Response:
        """Send a request. Raises InvalidURL for one to another host."""
        if urlsplit(request.url or "").hostname != self.host:
            raise requests.exceptions.InvalidURL
        return super().send(request, *given, **more)


def is_public(address: str) -> bool:
    """True for an address of the open internet: neither this machine's, nor a private network's, nor a group's."""
    read = ip_address(address.partition("%")[0])
    if isinstance(read, IPv6Address) and any(read in network for network in TRANSLATED):
        return False
    return read.is_global and not read.is_multicast
