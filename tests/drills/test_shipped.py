"""Files of deploy/ for a cluster, filled as the drill fills them, are read by the programs that they are for."""

import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Final

import pytest
from redis import Redis
from redis.exceptions import RedisError

from drills.cluster import Cluster
from drills.failover import TYPED
from drills.grounds import Grounds, Place
from drills.shipped import DEPLOY, PLACE, fill
from faults.polling import wait_for
from local import children
from local.valkey import find_program
from workers.redis_users import USERS

RUNBOOKS: Final = DEPLOY.parent / "docs" / "runbooks"
FILES: Final = ("etcd/etcd.yml", "patroni/patroni.yml", "sentinel/valkey.conf", "sentinel/sentinel.conf")


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    """A cluster that is not started."""
    tmp_path.chmod(0o755)
    places = tuple(Place(name, f"127.66.0.{number}", tmp_path / name) for number, name in enumerate(("a", "b", "c"), 1))
    for place in places:
        place.disk.mkdir(parents=True)
    return Cluster(Grounds(places, "127.0.0.0/8"), tmp_path, "127.0.0.1:0")


def need(program: str, package: str) -> str:
    """Return a program's path, or skip, naming its package."""
    found = shutil.which(program, path="/usr/sbin:/usr/bin:/usr/local/bin")
    if not found:
        pytest.skip(f"{program} is not installed (apt install {package}): deploy/ is not tried on it")
    return found


@pytest.mark.parametrize("name", FILES)
def test_each_place_is_filled(cluster: Cluster, name: str) -> None:
    for place in cluster.places:
        assert not PLACE.search(fill(name, cluster.values(place)))


def test_a_place_without_a_value_is_an_error(cluster: Cluster) -> None:
    with pytest.raises(KeyError):
        fill("etcd/etcd.yml", {})


def test_haproxy_reads_the_way_to_postgresql() -> None:
    haproxy = need("haproxy", "haproxy")
    file = str(DEPLOY / "haproxy" / "postgresql.cfg")
    ran = subprocess.run([haproxy, "-c", "-f", file], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr


def test_patroni_reads_its_file(cluster: Cluster) -> None:
    """Patroni takes all of its file; that it finds no etcd, which it tries too, is let pass."""
    patroni = need("patroni", "patroni")
    path = cluster.write(cluster.places[0], "patroni.yml", "patroni/patroni.yml")
    argv = ["/usr/bin/python3", patroni, "--validate-config", str(path)]
    ran = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if line.strip()]
    # pg_hba stands once, where it may be changed later; its checker wants it where it is read at the first start alone.
    expected = re.compile(r"etcd\.hosts\.\d .* is not reachable'$|bootstrap\.pg_hba +is not defined")
    assert not [line for line in said if not expected.match(line)]


def test_what_is_acknowledged_is_on_two_machines_and_no_leader_is_waited_for() -> None:
    written = (DEPLOY / "patroni" / "patroni.yml").read_text("utf-8")
    for setting in ("synchronous_mode: true", "synchronous_mode_strict: true", "primary_start_timeout: 0"):
        assert re.search(rf"^ *{setting}$", written, re.MULTILINE), setting
    ttl, loop, retry = (int(re.findall(rf"^ *{name}: (\d+)$", written, re.MULTILINE)[0])
                        for name in ("ttl", "loop_wait", "retry_timeout"))  # fmt: skip
    assert ttl >= loop + 2 * retry


@pytest.mark.parametrize("runbook", TYPED)
def test_what_the_drill_types_is_what_the_runbook_says(runbook: str) -> None:
    lines = (RUNBOOKS / runbook).read_text("utf-8").splitlines()
    assert not [command for command in TYPED[runbook] if command not in lines]


def test_a_sentinel_and_a_valkey_take_their_files(cluster: Cluster) -> None:
    """Each starts on its file, but at no port; Valkey lets each user in."""
    place = cluster.places[0]
    cluster.write_valkey(place)
    conf = place.folder / "valkey" / "valkey.conf"
    conf.write_text(conf.read_text().replace("port 6379", "port 0") + f"unixsocket {place.folder}/valkey/socket\n")
    with children.open_log(cluster.folder / "valkey.log") as log:
        valkey = children.spawn([find_program(), conf], log=log)
    try:

        def lets_in(user: str) -> bool:
            try:
                path, password = f"{place.folder}/valkey/socket", cluster.passwords[user]
                with Redis(unix_socket_path=path, username=user, password=password) as one:
                    return bool(one.ping())
            except RedisError:
                return False

        for user in ("default", *USERS, "replica", "sentinel"):
            wait_for(lambda: lets_in(user), f"{user} to be let in")  # noqa: B023
    finally:
        children.stop(valkey, signal.SIGKILL)
    sentinel = cluster.write(place, "sentinel/sentinel.conf", "sentinel/sentinel.conf")
    sentinel.write_text(sentinel.read_text().replace("port 26379", "port 0"))
    with children.open_log(cluster.folder / "sentinel.log") as log:
        watching = children.spawn([find_program(), sentinel, "--sentinel"], log=log)
    try:
        wait_for(
            lambda: "Running mode=sentinel" in (cluster.folder / "sentinel.log").read_text(), "it to have read its file"
        )
    finally:
        children.stop(watching, signal.SIGKILL)
