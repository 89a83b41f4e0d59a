"""restore: the database's machine is lost under load, and restored to a moment by docs/runbooks/restore.md.

What was acknowledged after that moment is lost by design, and named. What operators did of it is not: it is found in
their files and settled, while nothing new is told to them, though no process was stopped.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from drills.asked import DrillOptions
from drills.backups import ARCHIVED, DEBIAN, BackupFailed, Backups, find_check, find_missing
from drills.runbooks import fill_in, read_commands
from drills.service import Service, Shape, prepare, serve_all
from drills.story import Story
from drills.town import draw_town, open_town
from faults.office import APPROVES, ASKS, PASSWORD, Staff
from faults.polling import Late, wait_for
from faults.stage import DATABASE
from local.office_door import OFFICE_URL, find_office, open_office_door
from local.ports import listen, port_of
from local.postgres import Postgres
from local.postgres_binaries import OTHER as POSTGRES_BIN
from local.valkey import Valkey
from simulators.operator_books import COLLECTION
from wallet import ledger
from wallet.core.roles import url_variable
from workers.needs import keep_needed

READ: Final = url_variable("read")
RUNBOOK: Final = "restore.md"
HANDS: Final = 3
LOAD_SECONDS: Final = 4.0
RAILS: Final = ("mtn", "orange")
NOT_TOLD: Final = 3  # payouts that are asked before the moment and told after it, at least
TOLD_FIGURES: Final = 3
REST_SECONDS: Final = 120.0
MINUTES_MAX: Final = 30.0  # reference: RTO
ANCHOR_KEY: Final = "1:a-key-that-the-owner-of-the-database-has-not"
BOOKED: Final = """SELECT reference FROM operation UNION SELECT reference FROM movement
    UNION SELECT reference FROM payment UNION SELECT reference FROM cash_out"""
WAITING: Final = "SELECT count(*) FROM payment WHERE direction = 'pay' AND state = 'created'"
UNDER_WAY: Final = "SELECT count(*) FROM payment WHERE state IN ('submitting', 'pending', 'unknown')"
TOLD_SOON: Final = "SELECT count(*) FROM payment WHERE state IN ('created', 'submitting', 'pending', 'unknown')"
SUSPENSE: Final = "suspense:operator_difference"
STEP: Final = re.compile(r"\./mbongo (payments --settle|reconcile --correct) (\S+)")
ACT: Final = re.compile(r"\bact (\d+) ")
DIFFERENCE: Final = re.compile(r"^(D\d+) ", re.MULTILINE)
NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


def rehearse(asked: DrillOptions, story: Story) -> None:
    """Play the drill."""
    if missing := find_missing():
        story.judge("the programs", missing, "installed", held=False)
        return
    with tempfile.TemporaryDirectory(prefix="mbongo-drill-", dir="/tmp", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o711)
        try:
            with start_all(folder, story) as rehearsal:
                rehearsal.seed, rehearsal.size = asked.seed, asked.size
                rehearsal.play()
        except (Late, BackupFailed) as stopped:
            story.judge("the drill", str(stopped), "to its end", held=False)


@contextmanager
def start_all(folder: Path, story: Story) -> Iterator["Rehearsal"]:
    """Start PostgreSQL with its backups, Valkey, and all of our processes, one of each, with office and anchor."""
    with ExitStack() as stack:
        before = os.environ.get(POSTGRES_BIN)
        os.environ[POSTGRES_BIN] = str(DEBIAN)
        stack.callback(lambda: os.environ.update({POSTGRES_BIN: before}) if before else os.environ.pop(POSTGRES_BIN))
        postgres = Postgres.start(folder)
        stack.callback(postgres.stop)
        backups = Backups.begin(postgres)
        postgres.create_database(DATABASE)
        prepare(postgres.url)
        story.tell("a PostgreSQL archives its log, and has our tables")
        valkey = Valkey.start(folder)
        stack.callback(valkey.stop)
        with listen(None, 0) as doors, listen(None, 0) as health:
            shape = Shape((("127.0.0.1", port_of(doors), port_of(health)),), f"127.0.0.1:{port_of(doors)}", copies=1)
        data = folder / "service"
        service = stack.enter_context(
            serve_all(data, postgres.url, lambda user: valkey.url(user=user), shape, lambda: None)
        )
        shared = data / "anchors"
        shared.mkdir()
        shared.chmod(0o777)
        settings = {
            **service.running.environment, "MBONGO_ANCHOR_KEYS": ANCHOR_KEY,
            "MBONGO_ANCHOR_FILE": str(shared / "anchors.jsonl"), "MBONGO_ANCHOR_SECONDS": "1",
        }  # fmt: skip
        supervisor = service.running.supervisor
        door, pages = stack.enter_context(open_office_door(data)), stack.enter_context(listen(None, 0))
        office = keep_needed(settings, "office")
        supervisor.start("office", "office", environment=office, listeners=(door, pages))
        supervisor.start("anchor", "anchor", environment=keep_needed(settings, "anchor"))
        supervisor.wait_ready()
        story.tell(f"{len(supervisor.processes)} processes of ours run")
        yield Rehearsal(story, backups, service, data, shared / "anchors.jsonl")


@dataclass
class Rehearsal:
    """All that one rehearsal knows; each command of the runbook has its method in HANDLERS."""

    story: Story
    backups: Backups
    service: Service
    data: Path
    anchors: Path
    seed: int = 1
    size: float = 1.0
    moment: str = ""
    destroyed_at: float = 0.0
    paid_at_start: int = 0
    heard_until: float = 0.0  # the last acknowledgement before the moment, by this process's clock
    files: dict[str, Path] = field(default_factory=dict)
    to_settle: list[tuple[str, str]] = field(default_factory=list)
    to_correct: list[str] = field(default_factory=list)
    last_act: int = 0
    first_lost: int = 0

    def play(self) -> None:
        """Play all of it."""
        self.town = draw_town(self.service, self.seed, HANDS, [])
        open_town(self.town)
        Staff.hire(self.service)
        self.live()
        self.lose()
        before = self.town.journal.heard[:]
        for words in read_commands(RUNBOOK):
            self.story.tell(" ".join(words))
            find_handler(words)(self, words)
        self.live_on()
        self.judge(before)
        self.try_restore()

    # ------------------------------------------------------------------------------------ before
    def live(self) -> None:
        """Have people call; back up; choose the moment, with payouts that are asked and not told; and go on."""
        self.measure("full backup", "--type=full")
        self.town.begin(HANDS)
        self.wait(self.size * LOAD_SECONDS)
        self.measure("incremental backup under load", "--type=incr")
        told = self.backups.tell()
        self.story.judge(
            "figures of the backups", ", ".join(sorted(told)), "full, any, the log", len(told) == TOLD_FIGURES
        )
        stopped = [one.running for one in self.service.running.supervisor.processes
                   if one.running and one.name.split()[1:2] and one.name.split()[1] in RAILS]  # fmt: skip
        for process in stopped:
            os.killpg(process.pid, signal.SIGSTOP)
        wait_for(lambda: self.count(WAITING) >= NOT_TOLD, "payouts that wait to be told")
        with self.backups.connect() as db:
            [self.moment] = db.execute("SELECT clock_timestamp()::text").fetchone() or [""]
        self.heard_until = time.monotonic()
        for process in stopped:
            os.killpg(process.pid, signal.SIGCONT)
        self.story.tell(f"the moment that all is restored to: {self.moment}; people go on calling")
        self.wait(self.size * LOAD_SECONDS)
        self.town.end()
        for state in ("on", "off"):
            self.type("operator", "cinetpay", "--maintenance", state, "--why", "after the moment")
        self.backups.wait_archived()
        self.last_act = self.count("SELECT max(number) FROM staff_act")
        wait_for(lambda: f'"number": {self.last_act},' in self.anchors.read_text("utf-8"), "an anchor")

    def lose(self) -> None:
        """Lose the machine."""
        with self.backups.connect() as db:
            _, at = db.execute(ARCHIVED).fetchone() or ("", None)
            [now] = db.execute("SELECT clock_timestamp()").fetchone() or [None]
        assert isinstance(at, datetime)
        assert isinstance(now, datetime)
        self.story.note(
            "the repository's log ends before the loss", f"{(now - at).total_seconds():.1f} s (RPO without standby)"
        )
        self.destroyed_at = time.monotonic()
        self.backups.destroy()
        self.story.tell("kill -9 of PostgreSQL, and its folder is gone; no other process is stopped")

    def measure(self, what: str, *words: str) -> None:
        """Take a backup, and note how long it takes."""
        began = time.monotonic()
        self.backups.run("backup", *words)
        self.story.note(what, f"{time.monotonic() - began:.1f} s")

    # ------------------------------------------------------------------------------------ the runbook's commands
    def look_at_backups(self, words: tuple[str, ...]) -> None:
        """Show what the repository has."""
        self.backups.run(*words[2:])

    def restore(self, words: tuple[str, ...]) -> None:
        """Restore to the moment."""
        began = time.monotonic()
        self.backups.run(*fill_in(words[2:], {"MOMENT": self.moment}))
        self.story.note("restore of the folder", f"{time.monotonic() - began:.1f} s")

    def start_postgres(self, _: tuple[str, ...]) -> None:
        """Start PostgreSQL."""
        self.backups.start()
        self.paid_at_start = self.count_executed()
        self.story.judge("from the loss to a database that takes writes", f"{self.since_loss():.1f} s",
                         f"at most {MINUTES_MAX:.0f} min", self.since_loss() < 60 * MINUTES_MAX)  # fmt: skip

    def ask_restored(self, words: tuple[str, ...]) -> None:
        """Ask what the database knows of it."""
        said = self.backups.ask(words[2], DATABASE)
        self.story.judge("restored to, held, in recovery", said, f"{self.moment}|t|f", said == f"{self.moment}|t|f")

    def check(self, words: tuple[str, ...]) -> None:
        """Check the books."""
        code, said = self.run_program(*words[1:])
        self.story.judge(
            " ".join(words),
            f"ends with {code} {said.splitlines()[-1] if code else ''}".strip(),
            "ends with 0",
            code == 0,
        )

    def verify_all(self, _: tuple[str, ...]) -> None:
        """Compare the trail with all anchors, which are newer than it."""
        kept = self.anchors.with_name("all.jsonl")
        kept.write_bytes(self.anchors.read_bytes())
        code, said = self.run_staff("audit", "verify", "--anchors", str(kept))
        named = ACT.search(said)
        self.first_lost = int(named[1]) if named else 0
        self.story.judge(
            "acts of staff after the moment",
            f"ends with {code}: {last_line(said)}",
            "ends with 1, naming one",
            code == 1,
        )

    def verify_shorter(self, _: tuple[str, ...]) -> None:
        """Compare it with those that it still has; the office and `anchor` go on behind them."""
        lines = [line for line in self.anchors.read_text("utf-8").splitlines() if read_number(line) < self.first_lost]
        self.anchors.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        [anchor] = [one for one in self.service.running.supervisor.processes if one.name == "anchor"]
        if anchor.running:
            anchor.running.kill()
        code, said = self.run_staff("audit", "verify", "--anchors", str(self.anchors))
        self.story.judge("the trail up to the moment", f"ends with {code}: {last_line(said)}", "ends with 0", code == 0)
        self.story.note("acts of staff that are lost", f"{self.first_lost} to {self.last_act}")

    def hold(self, words: tuple[str, ...]) -> None:
        """Say that staff begin; people call meanwhile, and nobody is paid."""
        self.type(*self.of_staff(words))
        self.town.begin(HANDS)
        self.wait(self.size * LOAD_SECONDS / 2)
        self.town.end()
        wait_for(lambda: not self.count(UNDER_WAY), "operators' answers to what they were told before", REST_SECONDS)
        paid = self.count_executed() - self.paid_at_start
        self.story.judge("told to operators while held", str(paid), "0", paid == 0)

    def reconcile(self, words: tuple[str, ...]) -> None:
        """Lay each operator's file beside the books, and read which commands settle what differs."""
        for rail in RAILS:
            self.files[rail] = self.fetch_file(rail)
            values = {"RAIL": rail, "FILE": str(self.files[rail])}
            _, said = self.run_staff(*self.of_staff(words, values))
            for command, name in STEP.findall(said):
                if command.startswith("payments"):
                    self.to_settle.append((name, rail))
                else:
                    self.to_correct.append(name)
        self.story.judge(
            "payouts told after the moment, settled by hand", str(len(self.to_settle)), "some", bool(self.to_settle)
        )
        self.story.judge(
            "payments that operators know and we do not", str(len(self.to_correct)), "some", bool(self.to_correct)
        )

    def settle(self, words: tuple[str, ...]) -> None:
        """Ask that each be settled."""
        for reference, rail in self.to_settle:
            self.type(*self.of_staff(words, {"REFERENCE": reference, "RAIL": rail}))

    def approve_settled(self, words: tuple[str, ...]) -> None:
        """Approve each."""
        for reference, _ in self.to_settle:
            self.type(*self.of_staff(words, {"REFERENCE": reference}), login=APPROVES)

    def correct(self, words: tuple[str, ...]) -> None:
        """Ask for each correction."""
        for name in self.to_correct:
            self.type(*self.of_staff(words, {"DIFFERENCE": name}))

    def approve_corrected(self, words: tuple[str, ...]) -> None:
        """Approve each."""
        for name in self.to_correct:
            self.type(*self.of_staff(words, {"DIFFERENCE": name}), login=APPROVES)

    def look_again(self, words: tuple[str, ...]) -> None:
        """Lay the files beside the books again, and see that nothing is open."""
        for rail, path in self.files.items():
            self.run_staff("reconcile", rail, str(path))
        _, said = self.run_staff(*self.of_staff(words))
        still = sorted(set(DIFFERENCE.findall(said)))
        self.story.judge("differences still open", ", ".join(still) or "none", "none", not still)

    def read_ageing(self, words: tuple[str, ...]) -> None:
        """Read what waits in suspense."""
        said = self.type(*self.of_staff(words))
        found = [" ".join(line.replace("│", " ").split()) for line in said.splitlines() if SUSPENSE in line]
        self.story.judge("suspense shows it", found[0] if found else "nothing", "a line", bool(found))

    def ask_release(self, words: tuple[str, ...]) -> None:
        """Ask that all be let go."""
        self.type(*self.of_staff(words))

    def release(self, words: tuple[str, ...]) -> None:
        """Let go."""
        self.type(*self.of_staff(words), login=APPROVES)
        self.story.note(
            "from the loss to the release of all rails", f"{self.since_loss():.0f} s, all commands typed by a program"
        )

    def back_up(self, words: tuple[str, ...]) -> None:
        """Back up, or look whether the log arrives."""
        self.backups.run(*words[2:])

    # ------------------------------------------------------------------------------------ after
    def live_on(self) -> None:
        """Have people call again, until nothing is under way."""
        self.town.begin(HANDS)
        self.wait(self.size * LOAD_SECONDS / 2)
        self.town.end()
        wait_for(lambda: not self.count(TOLD_SOON), "what waited to be told and paid", REST_SECONDS)

    def judge(self, before: list[tuple[Any, float]]) -> None:
        """Judge what was lost, and that the books and the operators agree about every franc."""
        booked = {row.reference for row in self.service.rows(BOOKED)}
        lost = [(one, at) for one, at in before if one.reference not in booked]
        for one, at in lost:
            self.story.tell(f"  lost by design: {one.attempt.kind} of {one.attempt.amount}, {one.reference}, "
                            f"told {at - self.heard_until:+.1f} s from the moment")  # fmt: skip
        kinds = Counter(one.attempt.kind for one, _ in lost)
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        self.story.judge(
            "acknowledged after the moment, lost and named", f"{len(lost)} of {len(before)}: {told}", "some", bool(lost)
        )
        early = [one.reference for one, at in lost if at < self.heard_until]
        self.story.judge("acknowledged before the moment and lost", ", ".join(early) or "0", "0", not early)
        self.judge_operators()
        wait_for(lambda: self.run_staff("audit", "verify")[0] == 0, "the trail, anchored again", REST_SECONDS)
        self.check(("./mbongo", "check"))
        self.story.judge(
            "screens nobody had an answer to", str(len(self.town.everybody.broken)), "0", not self.town.everybody.broken
        )
        for line in self.town.everybody.broken[:5]:
            self.story.tell(f"  {line}")

    def judge_operators(self) -> None:
        """Judge that no operator paid anything twice, and that our float there is as theirs, to the franc."""
        for rail in RAILS:
            done = self.service.get("journal", operator=rail)
            times = Counter((one["reference"], one["direction"]) for one in done)
            twice = [reference for (reference, _), count in times.items() if count > 1]
            self.story.judge(f"{rail}: done twice", ", ".join(twice) or "0", "0", not twice)
            theirs = sum(one["amount"] if one["direction"] == COLLECTION else -one["amount"] for one in done)
            ours = -self.balance(f"operator_float:{rail}")
            self.story.judge(
                f"{rail}: our float there by our books", str(ours), f"{theirs}, as they say", ours == theirs
            )
            path = self.fetch_file(rail)
            code, said = self.run_staff("reconcile", rail, str(path))
            self.story.judge(f"{rail}: its file at the end", f"ends with {code}", "ends with 0", code == 0)
            if code:
                self.story.tell(said[-600:])

    def try_restore(self) -> None:
        """Restore all of it beside what runs, as the timer does each week."""
        self.backups.wait_archived()
        began, now = time.monotonic(), time.time()
        tried = self.backups.try_restore(DATABASE)
        checked = "its books right" if find_check() else "its books not looked at: that user does not reach our Python"
        self.story.note("a restore beside what runs", f"{time.monotonic() - began:.1f} s, {checked}")
        behind = now - tried.get("mbongo_restored_until_timestamp_seconds", 0.0)
        self.story.judge(
            "it reached", f"{behind:.0f} s before it began", "less than two minutes", behind < REST_SECONDS
        )

    # ------------------------------------------------------------------------------------ hands
    def of_staff(self, words: tuple[str, ...], values: Mapping[str, str] = NOWHERE) -> tuple[str, ...]:
        """Return the words of a staff command with what is filled in, without its login."""
        return fill_in(words[1 : words.index("--login")], {"MOMENT": self.moment, **values})

    def type(self, *words: str, login: str = ASKS) -> str:
        """Type a staff command that must do what it says. Raises Late where it does not."""
        code, said = self.run_staff(*words, login=login)
        if code:
            raise Late(f"./mbongo {' '.join(words)} ended with {code}: {said[-500:]}")
        return said

    def run_staff(self, *words: str, login: str = ASKS) -> tuple[int, str]:
        """Run a staff command by its login and password, as its own process. Returns its code and what it says."""
        return self.run_program(*words, "--login", login, typed=f"{PASSWORD}\ny\n")

    def run_program(self, *words: str, typed: str = "") -> tuple[int, str]:
        """Run `./mbongo`, where the office and the database of reports are known."""
        environment = {
            **os.environ, OFFICE_URL: find_office(self.data), "COLUMNS": "300",
            READ: self.service.running.environment[READ],
        }  # fmt: skip
        done = subprocess.run([sys.executable, "-m", "local", *words], input=typed, env=environment,
                              capture_output=True, text=True, check=False)  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def fetch_file(self, rail: str) -> Path:
        """Return the operator's file, as it writes it now."""
        path = self.data / f"{rail}-{time.monotonic_ns()}.csv"
        path.write_bytes(
            self.service.session.get(f"{self.service.simulator_url}/{rail}/settlement", timeout=10).content
        )
        return path

    def count(self, query: str) -> int:
        """Return a number of the database."""
        return int(self.service.rows(query)[0][0] or 0)

    def balance(self, code: str) -> int:
        """Return what a house account holds."""
        return self.service.read(lambda db: ledger.balance(db, ledger.ours(db, code)))

    def count_executed(self) -> int:
        """Return how much both operators have done so far."""
        return sum(len(self.service.get("journal", operator=rail)) for rail in RAILS)

    def since_loss(self) -> float:
        """Return the seconds since the machine was lost."""
        return time.monotonic() - self.destroyed_at

    def wait(self, seconds: float) -> None:
        """Wait, keeping all up meanwhile."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.service.look()
            time.sleep(0.1)


def last_line(said: str) -> str:
    """Return the last line of what was said, but for the question of the password."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("Password of")]
    return lines[-1] if lines else ""


def read_number(anchor: str) -> int:
    """Return the act that an anchor's line names."""
    found = re.search(r'"number": (\d+)', anchor)
    return int(found[1]) if found else 0


Handler = Callable[[Rehearsal, tuple[str, ...]], None]
HANDLERS: Final[dict[str, Handler]] = {
    "pgbackrest --stanza=mbongo info": Rehearsal.look_at_backups,
    "pgbackrest --stanza=mbongo restore": Rehearsal.restore,
    "systemctl start postgresql": Rehearsal.start_postgres,
    "psql -c": Rehearsal.ask_restored,
    "./mbongo check": Rehearsal.check,
    "./mbongo audit verify --anchors ANCHORS": Rehearsal.verify_all,
    "./mbongo audit verify --anchors SHORTER": Rehearsal.verify_shorter,
    "./mbongo operator --hold": Rehearsal.hold,
    "./mbongo reconcile RAIL FILE": Rehearsal.reconcile,
    "./mbongo payments --settle": Rehearsal.settle,
    "./mbongo payments --approve": Rehearsal.approve_settled,
    "./mbongo reconcile --correct": Rehearsal.correct,
    "./mbongo reconcile --approve": Rehearsal.approve_corrected,
    "./mbongo reconcile --login": Rehearsal.look_again,
    "./mbongo books ageing": Rehearsal.read_ageing,
    "./mbongo operator --release": Rehearsal.ask_release,
    "./mbongo operator --approve": Rehearsal.release,
    "pgbackrest --stanza=mbongo backup": Rehearsal.back_up,
    "pgbackrest --stanza=mbongo check": Rehearsal.back_up,
}


def find_handler(words: tuple[str, ...]) -> Handler:
    """Return what does a command of the runbook. Raises KeyError for one that the drill does not know."""
    typed = " ".join(words)
    [found] = [name for name in HANDLERS if typed.startswith(name)] or [typed]
    return HANDLERS[found]
