"""The way to Redis or Valkey: one client a process, which finds its server again by itself after a failover.

A server, or an address that a failover moves:   redis://… rediss://… unix://…
Sentinel, which says who the master is:          redis+sentinel://:password@host:port,host:port/service
A Cluster, any of whose nodes will do to begin:  redis+cluster://:password@host:port,host:port
The last two also as rediss+…. Options of redis-py may follow, as `?db=1`; `?sentinel_password=…` is Sentinel's own.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from redis import Redis, RedisCluster
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.cluster import ClusterNode
from redis.connection import parse_url
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import ReadOnlyError
from redis.exceptions import TimeoutError as TookTooLong
from redis.retry import Retry
from redis.sentinel import Sentinel

USUAL_PORT: Final = {"sentinel": 26379, "cluster": 6379}

# A gateway gives up on a hop after 10 s: whatever happens to Redis, all tries of a command end within half of that.
TIMEOUTS: Final = {"socket_timeout": 1.0, "socket_connect_timeout": 0.5}
# Nobody is told which client this is: two commands fewer a connection, which no user of ours may give.
UNNAMED: Final = {"driver_info": None}
TRIES: Final = 3
# A master that became a replica goes on answering, and refuses what is written (ReadOnlyError): like a lost connection
# it is closed, and opened anew to whoever stands behind the address by then.
AGAIN_AFTER: Final = (ConnectionLost, TookTooLong, ReadOnlyError)
RETRY: Final = Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.2), TRIES - 1, AGAIN_AFTER)
# A Sentinel that says nothing is not asked again, but the next: redis-py's own retries took ten seconds over one whose
# machine was cut off (drill failover).
ASK_THE_NEXT: Final = Retry(NoBackoff(), 0)


def open_redis(url: str) -> Redis:
    """Return a client for the server, Sentinel or Cluster of this URL. Only a Cluster's connects at once.

    A Cluster's client has the same commands, for keys of one hash slot at a time; RQ cannot work with it.
    Raises ValueError for a URL it cannot read.
    """
    scheme, _, kind = urlsplit(url).scheme.partition("+")
    if not kind:
        return Redis.from_url(url, retry=RETRY, **TIMEOUTS, **UNNAMED)
    if scheme not in ("redis", "rediss") or kind not in USUAL_PORT:
        raise ValueError("not a URL of Redis, of Sentinel or of a Cluster")
    addresses, options = read_several(url, USUAL_PORT[kind])
    options |= {"ssl": scheme == "rediss", "retry": RETRY, **TIMEOUTS, **UNNAMED}
    if kind == "cluster":
        nodes = [ClusterNode(host, port) for host, port in addresses]
        return RedisCluster(startup_nodes=nodes, **options)  # type: ignore[return-value]  # of no common class
    own = {name: options.pop(name) for name in [*options] if name.startswith("sentinel_")}
    own = {name.removeprefix("sentinel_"): value for name, value in own.items()}
    service = urlsplit(url).path.strip("/")
    asking = {**TIMEOUTS, **UNNAMED, "retry": ASK_THE_NEXT, **own}
    master: Redis = Sentinel(addresses, sentinel_kwargs=asking, **options).master_for(service)
    return master


def read_several(url: str, usual_port: int) -> tuple[list[tuple[str, int]], dict[str, Any]]:
    """Return the hosts and ports of a URL that names several, and its user, password and options."""
    parts = urlsplit(url)
    who, at, hosts = parts.netloc.rpartition("@")
    places = [urlsplit(f"//{one}") for one in hosts.split(",")]
    addresses = [(place.hostname or "", place.port or usual_port) for place in places]
    if not all(host for host, _ in addresses):
        raise ValueError("a host is missing")
    return addresses, parse_url(f"redis://{who}{at}?{parts.query}")
