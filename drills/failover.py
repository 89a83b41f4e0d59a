"""failover: a cluster under load loses its parts one by one; then the books against what was acknowledged.

What is started is what deploy/ ships (cluster.py), on three machines of this one (grounds.py). People call by the real
USSD wire (town.py), operators are the simulators, and gaps are what callers see: the longest time in which nobody
was told that something is done.
"""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from drills.asked import DrillOptions
from drills.booked import judge_books
from drills.cluster import Cluster, find_missing, find_postmaster
from drills.grounds import Place, lay_out
from drills.one_node import HANDS, LOAD_SECONDS, compare
from drills.service import Service, Shape, open_port, prepare, serve_all, wait
from drills.story import Story
from drills.town import Town, draw_town, open_town
from faults.acknowledged import find_gap
from faults.checks import wrongs
from faults.evidence import gather
from faults.polling import Late
from faults.rest import come_to_rest
from faults.run import marks
from faults.stage import DATABASE
from workers.queues import JOBS

SETTLE_SECONDS: Final = 15.0
POSTGRES_GAP, VALKEY_GAP, OTHER_GAP = 20.0, 10.0, 10.0
CUT_SECONDS: Final = 25.0
SEEN_SECONDS: Final = 6.0  # of a full disk, before somebody acts who is looking
WHOLE_SECONDS: Final = 150.0
# Typed as docs/runbooks/database-failover.md and redis-lost.md have them.
LIST: Final = "patronictl -c CONFIG list"
ETCDS: Final = "etcdctl --endpoints=http://ADDRESS:2379 endpoint health --cluster"
SWITCH_OVER: Final = "patronictl -c CONFIG switchover mbongo --leader LEADER --candidate STANDBY --force"
MAKE_ANEW: Final = "patronictl -c CONFIG reinit mbongo MEMBER --force"
SENTINEL: Final = "redis-cli -h ADDRESS -p 26379 -a PASSWORD --no-auth-warning SENTINEL"
WHO_IS_MASTER, CAN_AGREE = f"{SENTINEL} GET-MASTER-ADDR-BY-NAME mbongo", f"{SENTINEL} CKQUORUM mbongo"
FAIL_OVER: Final = f"{SENTINEL} FAILOVER mbongo"
TYPED: Final = {
    "database-failover.md": (LIST, ETCDS, SWITCH_OVER, MAKE_ANEW),
    "redis-lost.md": (WHO_IS_MASTER, CAN_AGREE, FAIL_OVER),
}
WORKER_PAUSE: Final = 0.7


def rehearse(asked: DrillOptions, story: Story) -> None:
    """Play the drill."""
    if missing := find_missing():
        story.judge("the programs", missing, "installed", held=False)
        return
    with tempfile.TemporaryDirectory(prefix="mbongo-drill-", dir="/tmp", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o711)
        (folder / "logs").mkdir()
        with lay_out(folder) as grounds, open_port() as port:
            cluster = Cluster(grounds, folder, f"127.0.0.1:{port}")
            try:
                story.tell("three machines: an etcd, a PostgreSQL under Patroni, a Valkey and its Sentinel on each")
                cluster.start()
                cluster.make_roles()
                cluster.create_database(DATABASE)
                prepare(cluster.database_url)
                story.tell(f"{cluster.leader().name} leads; our tables are made, by HAProxy")
                play(asked, story, cluster)
            except Late as late:
                story.judge("the drill", str(late), "in time", held=False)
            finally:
                cluster.stop()
                if not story.held:
                    keep_logs(folder, story)


def keep_logs(folder: Path, story: Story) -> None:
    """Keep the logs of what did not hold."""
    kept = Path(tempfile.mkdtemp(prefix="mbongo-drill-logs-", dir="/tmp"))
    for path in folder.rglob("*.log"):
        if path.is_file():
            name = "-".join(path.relative_to(folder).parts)
            (kept / name).write_bytes(path.read_bytes())
    story.tell(f"logs are kept in {kept}")


def play(asked: DrillOptions, story: Story, cluster: Cluster) -> None:
    """Start our processes, compare the cluster with one node, lose its parts, and judge the books."""
    webs = tuple((host, 8384, 8386) for host in cluster.grounds.webs)
    shape = Shape(webs, cluster.wire, copies=2)
    data = cluster.folder / "service"
    with serve_all(data, cluster.database_url, cluster.redis_url, shape, cluster.look) as service:
        began = {one.name for one in service.running.supervisor.processes}
        story.tell(f"{len(began)} processes of ours run: two serve, two of each worker, two ticks, and the simulators")
        told: list[tuple[str, str]] = []
        town = draw_town(service, asked.seed, HANDS, told)
        since = marks(service)
        open_town(town)
        compare(asked, story, cluster, town)
        losses = Losses(asked, story, cluster, service, town)
        town.begin(HANDS)
        losses.lose_all()
        town.end()
        story.tell("nobody calls any more; what is under way comes to its end")
        wait(service, SETTLE_SECONDS)
        service.session.delete(f"{service.simulator_url}/pending", timeout=10)  # ends of prompts long answered
        come_to_rest(service, town.timeline, set())
        phones = {person.phone for person in town.people}
        found = gather(service, phones, since, told, losses.taken_away)
        judge_books(story, town, wrongs(service, found))
        judge_restarts(story, losses)


# ------------------------------------------------------------------------------------ one node
# ------------------------------------------------------------------------------------ losses
@dataclass
class Losses:
    """All that is lost, one after another; `taken_away` counts losses after which a text may have left twice."""

    asked: DrillOptions
    story: Story
    cluster: Cluster
    service: Service
    town: Town
    killed: list[str] = field(default_factory=list)
    taken_away: int = 0

    def lose_all(self) -> None:
        """Lose each in turn, and wait until all is whole again."""
        self.lose("nothing", lambda: None, OTHER_GAP)
        self.lose("kill -9 of PostgreSQL's leader", self.kill_leader, POSTGRES_GAP)
        self.lose("kill -9 of Valkey's master", self.kill_master, VALKEY_GAP)
        self.lose("kill -9 of a serve, its processes with it", self.kill_web, OTHER_GAP)
        self.lose("kill -9 of one of each worker, and a tick", self.kill_workers, OTHER_GAP)
        self.lose("kill -9 of the leader's etcd", self.kill_etcd, OTHER_GAP)
        self.lose("PostgreSQL's leader is changed by hand", self.switch_over, POSTGRES_GAP)
        self.lose("Valkey's master is changed by hand", self.fail_over, VALKEY_GAP)
        self.lose("a standby is made anew by hand", self.make_anew, POSTGRES_GAP)
        self.lose("the network of the leader's machine is cut", self.cut_leader, POSTGRES_GAP)
        if self.cluster.grounds.is_whole:
            self.lose("the disk of the leader is full", self.fill_disk, POSTGRES_GAP)
        else:
            self.story.tell(f"the disk is NOT filled: {self.cluster.grounds.why_not}")

    def lose(self, what: str, blow: Callable[[], object], gap_max: float) -> None:
        """Strike, wait until all is whole and some more, and judge the longest time in which nothing was done."""
        self.story.tell(f"{what}")
        self.taken_away += 1
        struck = time.monotonic()
        blow()
        wait(self.service, LOAD_SECONDS * self.asked.size)
        try:
            self.cluster.wait(self.is_whole, f"all to be whole after: {what}", WHOLE_SECONDS)
        except Late as late:
            self.story.judge(f"whole again after {what}", str(late), f"within {WHOLE_SECONDS:.0f} s", held=False)
        whole = time.monotonic() - struck
        wait(self.service, LOAD_SECONDS * self.asked.size / 2)
        gap = find_gap(self.town.journal.times, struck, time.monotonic())
        self.story.tell(f"  nothing was done for {gap:.1f} s at most; whole {whole:.0f} s after")
        self.story.judge(what, f"{gap:.1f} s without anything done", f"at most {gap_max:.0f} s", gap <= gap_max)

    def is_whole(self) -> bool:
        """True when everything of ours is alive, and the cluster is whole."""
        self.service.look()
        return self.service.all_alive() and self.cluster.is_whole() and self.cluster.find_master() is not None

    def kill_leader(self) -> None:
        """Kill the leader's PostgreSQL, all of it."""
        leader = self.cluster.leader()
        if pid := find_postmaster(leader):
            os.kill(pid, 9)
        self.story.tell(f"  it was on {leader.name}")

    def kill_master(self) -> None:
        """Kill Valkey's master."""
        master: Place = self.cluster.wait(self.cluster.find_master, "a master")
        self.killed.append(f"valkey {master.name}")
        self.cluster.keeper.kill(f"valkey {master.name}")
        self.story.tell(f"  it was on {master.name}")

    def kill_ours(self, name: str) -> None:
        """Kill one of our processes, and what it forked."""
        [process] = [one for one in self.service.running.supervisor.processes if one.name == name]
        self.killed.append(name)
        if process.running:
            os.killpg(process.running.pid, 9)

    def kill_web(self) -> None:
        """Kill a serve."""
        self.kill_ours("serve 1")

    def kill_workers(self) -> None:
        """Kill one of each worker, one after another, and a tick."""
        for number, queue in enumerate(JOBS):
            self.kill_ours(f"worker {queue} {1 + number % 2}")
            wait(self.service, WORKER_PAUSE)
        self.kill_ours("tick 1")

    def kill_etcd(self) -> None:
        """Kill the etcd beside the leader."""
        name = f"etcd {self.cluster.leader().name}"
        self.killed.append(name)
        self.cluster.keeper.kill(name)

    def switch_over(self) -> None:
        """Let the synchronous standby lead, as the runbook says."""
        leader = self.cluster.leader().name
        standby = self.cluster.wait(self.cluster.find_synchronous, "a synchronous standby")
        self.type_in(SWITCH_OVER, LEADER=leader, STANDBY=standby)
        self.type_in(LIST)
        self.type_in(ETCDS)

    def fail_over(self) -> None:
        """Let another Valkey be the master, as the runbook says."""
        for command in (WHO_IS_MASTER, CAN_AGREE, FAIL_OVER):
            self.type_in(command)

    def make_anew(self) -> None:
        """Make the standby anew that is not the synchronous one, as the runbook says."""
        [member] = [name for name, one in self.cluster.members().items() if one["role"] == "replica"]
        self.type_in(MAKE_ANEW, MEMBER=member)

    def type_in(self, command: str, **values: str) -> None:
        """Type a command of a runbook, and tell what it says."""
        self.story.tell(f"  $ {command}")
        for line in self.cluster.type_in(command, **values).strip().splitlines():
            self.story.tell(f"    {line}")

    def cut_leader(self) -> None:
        """Cut the leader's machine off, and put its cable back once another leads."""
        leader = self.cluster.leader()
        if not self.cluster.grounds.is_whole:
            self.story.tell(f"  NOT cut: {self.cluster.grounds.why_not}; its processes are stopped instead")
            self.stand_in(leader)
            return
        leader.cut()
        wait(self.service, CUT_SECONDS)
        leader.mend()
        self.story.tell(f"  the cable of {leader.name} is back after {CUT_SECONDS:.0f} s")

    def stand_in(self, leader: Place) -> None:
        """Stop (SIGSTOP) the leader's Patroni and PostgreSQL for as long as a cable would be away."""
        patroni = self.cluster.keeper.get(f"patroni {leader.name}").running
        postmaster = find_postmaster(leader)
        assert patroni
        assert postmaster
        pids = [patroni.pid, postmaster, *children_of(postmaster)]
        for number in (19, 18):
            for pid in pids:
                if Path(f"/proc/{pid}").exists():
                    os.kill(pid, number)
            if number == 19:
                wait(self.service, CUT_SECONDS)

    def fill_disk(self) -> None:
        """Fill the leader's disk; once people are told "not available", do what the runbook says; free it later."""
        leader = self.cluster.leader()
        leader.fill_disk()
        self.story.tell(f"  {leader.free_bytes} bytes are free on {leader.name}")
        wait(self.service, SEEN_SECONDS)
        if self.cluster.find_leader() is leader:
            self.story.tell("  Patroni sees nothing wrong with it: whoever is called hands over")
            self.switch_over()
        wait(self.service, CUT_SECONDS - SEEN_SECONDS)
        now = self.cluster.find_leader()
        self.story.tell(f"  {now.name if now else 'nobody'} leads; the disk of {leader.name} is freed")
        leader.free_disk()


def children_of(pid: int) -> list[int]:
    """Return the processes that one has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def judge_restarts(story: Story, losses: Losses) -> None:
    """Judge that nothing ended but what was killed; what was killed was started again by no hand."""
    programs = losses.cluster.keeper.programs
    again = {one.name: one.starts - 1 for one in programs if one.starts > 1} | losses.service.restarts
    strange = sorted(name for name in again if name not in losses.killed)
    story.note(
        "started again by a supervisor, as systemd's Restart=always",
        f"{sum(again.values())} of {len(losses.killed)} killed",
    )
    story.judge("ended without being killed", ", ".join(strange) or "nothing", "nothing", not strange)
