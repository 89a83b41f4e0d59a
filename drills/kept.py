"""Programs that are started again whenever they end: the part of systemd's `Restart=always` that a drill needs."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from drills.grounds import Place
from local import children

AGAIN_SECONDS: Final = 1.0  # RestartSec=
AS_NOBODY: Final = (
    "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--no-new-privs", "--pdeathsig=TERM", "--",
)  # fmt: skip


@dataclass
class KeptProgram:
    """One program, on one machine; `starts` counts how often it was started."""

    name: str
    argv: tuple[str, ...]
    log: Path
    place: Place
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    again_seconds: float = AGAIN_SECONDS
    running: "subprocess.Popen[bytes] | None" = None
    starts: int = 0
    ended_at: float | None = None

    def start(self) -> None:
        """Start it, as nobody, on its machine."""
        self.starts, self.ended_at = self.starts + 1, None
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": "/", **self.environment}
        enters = bool(self.place.enter)
        argv = [*self.place.enter, *(AS_NOBODY if enters else ()), *self.argv]
        with children.open_log(self.log) as log:
            self.running = children.spawn(argv, log=log, env=environment, as_nobody=not enters)


@dataclass
class Keeper:
    """All programs that are kept. Its thread's end is theirs, so it is the main one's."""

    programs: list[KeptProgram] = field(default_factory=list)

    def keep(self, program: KeptProgram) -> None:
        """Start a program, and keep it from now on."""
        self.programs.append(program)
        program.start()

    def look(self) -> None:
        """Start again what ended long enough ago."""
        for one in self.programs:
            if one.running and one.running.poll() is None:
                continue
            if one.ended_at is None:
                one.ended_at = time.monotonic()
            if time.monotonic() >= one.ended_at + one.again_seconds:
                one.start()

    def get(self, name: str) -> KeptProgram:
        """Return the program of a name."""
        [found] = [one for one in self.programs if one.name == name]
        return found

    def kill(self, name: str) -> None:
        """kill -9."""
        if (running := self.get(name).running) and running.poll() is None:
            running.kill()
            running.wait()

    def stop(self, *names: str) -> None:
        """End programs and keep them no more; all of them, the newest first, where none is named."""
        wanted: Sequence[KeptProgram] = [one for one in reversed(self.programs) if not names or one.name in names]
        self.programs = [one for one in self.programs if one not in wanted]
        for one in wanted:
            if one.running and one.running.poll() is None:
                with suppress(ProcessLookupError):
                    one.running.send_signal(signal.SIGTERM)
        for one in wanted:
            if one.running:
                children.stop(one.running, signal.SIGTERM)
