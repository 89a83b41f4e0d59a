"""Child processes that never outlive us: the kernel signals each the moment its parent dies, even by kill -9.

The kernel watches the *thread* that started the child, so start children from the main thread. Mbongo's own processes
are not started here but forked (nursery.py). Linux only: other kernels have no such signal and no /proc.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

PR_SET_PDEATHSIG = 1  # linux/prctl.h
POLL_SECONDS = 0.01
LOG_BYTES_MAX = 20_000_000
OVERWRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class NotStartedError(RuntimeError):
    """A process that ended, or stayed mute, before it was ready; says what its log said last."""


class Running(Protocol):
    """A process of ours, as Popen shows one; forked.py's are seen so too."""

    pid: int
    returncode: int | None

    @property
    def args(self) -> Any: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, sig: int) -> None: ...


def is_root() -> bool:
    return os.geteuid() == 0


def spawn(
    argv: Sequence[str | Path],
    *,
    log: IO[bytes] | int,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: int = subprocess.DEVNULL,
    as_nobody: bool = False,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program in its own process group; it gets death_signal if we die. `as_nobody` is for root."""
    nobody = pwd.getpwnam("nobody") if as_nobody and is_root() else None
    return subprocess.Popen(
        [str(word) for word in argv],
        stdin=stdin,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=None if env is None else dict(env),
        cwd="/" if nobody else cwd,
        process_group=0,
        user=nobody.pw_uid if nobody else None,
        group=nobody.pw_gid if nobody else None,
        extra_groups=[] if nobody else None,
        # Runs after the user is dropped, which matters: changing user clears the death signal.
        preexec_fn=prepare_death_signal(os.getpid(), death_signal),  # noqa: PLW1509 - one libc call, no Python lock taken
    )


def prepare_death_signal(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    """Make what a fresh child of `parent` must call to get death_signal when the parent dies."""
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return ask_kernel


def stop(process: Running, how: signal.Signals, *, wait_seconds: float = 15) -> None:
    """Ask to end, wait, then insist on the whole process group."""
    if process.poll() is None:
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(wait_seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_orphan(pid_file: Path, program: str, how: signal.Signals, *, wait_seconds: float = 30) -> None:
    """End the server that a killed launcher left on these files, if its pid file names one.

    A pid that another program has taken since is left alone and forgotten; a dead one is left for the server to judge
    (PostgreSQL reads there which shared memory to look at before it trusts that nobody else is on its files).
    """
    try:
        pid = int(pid_file.read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return
    deadline = time.monotonic() + wait_seconds
    asked = False
    while (running := _read_program(pid)) and program in running:
        if not asked or time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL if asked else how)
            asked = True
        time.sleep(POLL_SECONDS)
    if running is not None:
        pid_file.unlink(missing_ok=True)


def _read_program(pid: int) -> str | None:
    """Return the command line a process runs; "" for a zombie, None where there is no process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None


def open_log(path: Path) -> IO[bytes]:
    """Append to a log that is its owner's alone."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    written = open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")  # noqa: SIM115 - the caller's
    os.fchmod(written.fileno(), 0o600)  # one of an older version
    return written


def rotate_logs(folder: Path) -> None:
    """Set aside as `.old` what a log that grew past LOG_BYTES_MAX holds; whoever writes goes on in the same file.

    Children append (O_APPEND), so that what they write next begins the emptied file; a line written in the instant
    between the copy and the cut is lost.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size > LOG_BYTES_MAX:
            old = log.with_suffix(".old")
            with log.open("rb") as full, open(os.open(old, OVERWRITE, 0o600), "wb") as aside:
                shutil.copyfileobj(full, aside)
            os.truncate(log, 0)


def read_tail(log: Path) -> str:
    """Return the last lines of a log, for an error message."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    except FileNotFoundError:
        return "(no log)"
