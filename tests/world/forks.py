"""A run of many files, spread over forks of the one process that has read them: `--forks N`.

Workers of pytest-xdist read all tests each for themselves, fifteen seconds of CPU apiece, and four of them leave two
cores waiting for a fifth of the time. Forks cost nothing to begin, so there may be more; whatever is started for a
whole run (PostgreSQL, Valkey, processes) each fork starts when a test asks for it. A file's tests stay together; one
marked `apart`, with all its cases, may go to another fork than the rest of a long file; those of all files that are
marked `together("menus")` go to one, which makes once what they all look at. A test marked `alone` measures what a busy
machine would falsify: it is run when all the others are over.
"""

import mmap
import os
import random
import sys
import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Final, NoReturn

import pytest

Files = Sequence[Sequence[pytest.Item]]
APART, TOGETHER, ALONE = "apart", "together", "alone"
OVER: Final = "over"  # what a fork says last


@dataclass
class Fork:
    """One process that runs tests, as its parent sees it."""

    pid: int
    heard: Connection
    given: list[int | None] = field(default_factory=list)  # files, of which the last two may be under way


@dataclass(eq=False)  # a plugin is looked up by what it is, not by what it holds
class Reporter:
    """Tells the parent what became of each test, in a fork."""

    config: pytest.Config
    parent: Connection

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.parent.send(self.config.hook.pytest_report_to_serializable(config=self.config, report=report))

    def ask(self) -> int | None:
        """Return the file that is next, or None when there is none left."""
        self.parent.send(None)
        number: int | None = self.parent.recv()
        return number


class Spread:
    """Runs a session's tests in forks, as a plugin."""

    def __init__(self, forks: int) -> None:
        self.forks = forks

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run everything that was collected; leave it to pytest where there is nothing to spread."""
        files, option = group(session.items), session.config.option
        if session.testsfailed or option.collectonly or option.usepdb or len(files) < 2:
            return None
        alone = [file for file in files if file[0].get_closest_marker(ALONE)]
        stop = mmap.mmap(-1, 1)
        spread(session, [file for file in files if file not in alone], self.forks, stop)
        if alone and not stop[0]:
            spread(session, alone, 1, stop)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        return True


def spread(session: pytest.Session, files: Files, many: int, stop: mmap.mmap) -> None:
    """Run files in so many forks, and wait for their end."""
    forks, base = list[Fork](), session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    try:
        for number in range(min(many, len(files))):
            heard, told = Pipe()
            pid = os.fork()
            if not pid:
                for one in forks:
                    one.heard.close()
                heard.close()
                session.config._tmp_path_factory._basetemp = base / f"fork{number}"  # type: ignore[attr-defined]
                (base / f"fork{number}").mkdir(mode=0o700, exist_ok=True)
                run_and_end(session, files, told, stop)
            told.close()
            forks.append(Fork(pid, heard))
        listen(session, files, forks, stop)
    except BaseException:
        stop[0] = 1
        raise
    finally:
        for one in forks:
            one.heard.close()
        ended = [os.waitpid(one.pid, 0)[1] for one in forks]
    session.testsfailed += any(ended) and not session.testsfailed  # it has said why


def group(items: Sequence[pytest.Item]) -> Files:
    """Return the tests of each file, of those that go together, or of each by itself, as they come first."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_itself = item.get_closest_marker(APART) or item.get_closest_marker(ALONE)
        together = item.get_closest_marker(TOGETHER)
        name = together.args[0] if together else item.nodeid.partition("[" if by_itself else "::")[0]
        files.setdefault(name, []).append(item)
    return [*files.values()]


def listen(session: pytest.Session, files: Files, forks: Sequence[Fork], stop: mmap.mmap) -> None:
    """Hand files out and pass on what is told of tests, until every fork has ended."""
    left, living = deque(range(len(files))), {one.heard: one for one in forks}
    while living:
        for heard in wait([*living]):
            fork = living[heard]  # type: ignore[index]
            try:
                told = fork.heard.recv()
            except (EOFError, ConnectionResetError):
                told = OVER
                if not stop[0]:
                    under_way = next((one for one in reversed(fork.given) if one is not None), 0)
                    tell(session, report_death(files[under_way][0]))
            if told == OVER:
                del living[fork.heard]
                continue
            if told is None:
                number = left.popleft() if left and not stop[0] else None
                fork.given.append(number)
                fork.heard.send(number)
            else:
                tell(session, session.config.hook.pytest_report_from_serializable(config=session.config, data=told))
            stop[0] = stop[0] or bool(session.shouldfail or session.shouldstop)
    for number in () if stop[0] else left:  # every fork has died
        tell(session, report_death(files[number][0]))


def tell(session: pytest.Session, report: pytest.TestReport) -> None:
    """Pass on what became of a test, as if it had been run here."""
    session.config.hook.pytest_runtest_logreport(report=report)
    if report.when == "teardown":
        session.config.hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)


def report_death(item: pytest.Item) -> pytest.TestReport:
    """Return that the process ended which ran a file."""
    died = f"The process that ran {item.nodeid.partition('::')[0]}, or the file before it, ended in the middle."
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", died, "call")


def run_and_end(session: pytest.Session, files: Files, parent: Connection, stop: mmap.mmap) -> NoReturn:
    """Run the files that the parent hands out, in this fork, and end it."""
    code = 1
    try:
        reporter = Reporter(session.config, parent)
        become_silent(session.config, reporter)
        try:
            run(session, files, reporter, stop)
        finally:
            session._setupstate.teardown_exact(None)
        parent.send(OVER)
        code = 0
    except (KeyboardInterrupt, EOFError, ConnectionError):
        pass  # the whole run is over: the parent says so
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def run(session: pytest.Session, files: Files, reporter: Reporter, stop: mmap.mmap) -> None:
    """Run files; which is next is asked before the last test of one, so that what both need stays."""
    number = reporter.ask()
    while number is not None:
        items, following = files[number], None
        for place, item in enumerate(items):
            if place + 1 < len(items):
                after: pytest.Item | None = items[place + 1]
            else:
                following = reporter.ask()
                after = None if following is None else files[following][0]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if stop[0]:
                return
        number = following


def become_silent(config: pytest.Config, reporter: Reporter) -> None:
    """Print nothing in a fork, and capture what its tests print into files of its own."""
    random.seed()
    plugins: Any = config.pluginmanager
    plugins.unregister(name="terminalreporter")
    plugins.register(reporter)
    capture = plugins.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture()
