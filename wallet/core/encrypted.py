"""Addresses that leave this machine only under TLS, to a server that proved its name: PostgreSQL, Redis, billers."""

from contextlib import suppress
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

HERE: Final = frozenset({"", "localhost", "127.0.0.1", "::1"})
VERIFIED: Final = "verify-full"  # libpq's sslmode: the certificate is checked, and the name in it
# Options of redis-py about a server's certificate, each with its one value that looks at all of it.
CAREFUL: Final = {"ssl_cert_reqs": "required", "ssl_check_hostname": "true"}


def is_database_safe(url: str) -> bool:
    """True for an address of PostgreSQL on this machine, or one that says sslmode=verify-full."""
    parts, given = urlsplit(url), parse_qs(urlsplit(url).query)
    asked = [one for name in ("host", "hostaddr") for one in given.get(name, ())]
    named = [*hosts_of(parts.netloc), *(bare(host) for one in asked for host in one.split(","))]
    named += given.get("service", ())  # of a file that may lead anywhere
    return all(is_here(host) for host in named) or {*given.get("sslmode", ())} == {VERIFIED}


def is_redis_safe(url: str) -> bool:
    """True for an address of Redis, Sentinel or a Cluster on this machine, or one under TLS that is verified."""
    parts, given = urlsplit(url), parse_qs(urlsplit(url).query)
    if parts.scheme == "unix" or all(is_here(host) for host in hosts_of(parts.netloc)):
        return True
    careless = any(value.lower() != careful for name, careful in CAREFUL.items() for value in given.get(name, ()))
    return parts.scheme.partition("+")[0] == "rediss" and not careless


def may_be_asked(url: str) -> bool:
    """True for https:// to what may be a public host, and for this machine, asked only where a setting says so.

    A name may still lead to a private network: whoever connects looks at the address it leads to.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_here(host):
        return bool(host)
    with suppress(ValueError):
        return parts.scheme == "https" and ip_address(host).is_global
    return parts.scheme == "https" and "." in host and not host.rpartition(".")[2].isdigit()


def hosts_of(netloc: str) -> list[str]:
    """Return the hosts of `user:password@host:port,host:port`, without their ports."""
    return [bare(one) for one in netloc.rpartition("@")[2].split(",")]


def bare(host: str) -> str:
    """Return a host without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return unquote(host.partition(":")[0])


def is_here(host: str) -> bool:
    """True for this machine: its own names, and the folder of a socket."""
    return host.lower() in HERE or host.startswith(("/", "@"))
