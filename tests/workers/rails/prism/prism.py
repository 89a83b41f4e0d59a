"""Prism, Stoplight's server of OpenAPI files: installed beside this file from its lock, run as `proxy` or as `mock`.

`proxy --errors` stands between our client and the simulator, and answers 500 for whatever breaks the specification.
"""

import fcntl
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from faults.polling import wait_for
from local.children import spawn
from local.waiting import wait_until

HERE: Final = Path(__file__).parent
SPECIFICATION: Final = HERE.parent / "specs" / "mtn-momo-openapi.json"
PRISM: Final = HERE / "node_modules" / ".bin" / "prism"
INSTALL: Final = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
INSTALL_SECONDS: Final = 300
LISTENS: Final = re.compile(r"Prism is listening on (\S+)\n")
BROKEN: Final = "stoplight.io/prism/errors#"  # a connection the simulator cut on purpose is told otherwise
OURS: Final = "is-the-log-written"  # a path no specification has
FORWARDED: Final = "> Forwarding"
numbers = count(1)


@cache
def why_not() -> str:
    """Installs it, once; why that cannot be, where npm is missing or cannot reach its registry, or ""."""
    with (HERE / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two pytest workers must not install at once
        if PRISM.exists():
            return ""
        if not shutil.which("npm"):
            return "Prism needs npm (Debian: apt install npm), which is not installed here: MTN was not checked"
        try:
            subprocess.run(INSTALL, cwd=HERE, capture_output=True, text=True, check=True, timeout=INSTALL_SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
            said = str(failed.stderr or failed).strip().splitlines()
            return f"npm could not install Prism here, MTN was not checked: {said[-1] if said else failed}"
        return ""


@dataclass
class Prism:
    """A running Prism: its address, and what it has had to say."""

    url: str
    log: Path
    calls: "count[int]" = field(default_factory=lambda: count(1))

    def so_far(self) -> tuple[list[str], int]:
        """Return what was broken, and how many calls went through it."""
        lines = self._lines()
        return [line for line in lines if BROKEN in line], sum(FORWARDED in line for line in lines)

    def violations(self) -> list[str]:
        """Return what was broken so far."""
        return self.so_far()[0]

    def forwarded(self) -> int:
        """Count the calls that went through it."""
        return self.so_far()[1]

    def _lines(self) -> list[str]:
        """The whole log: it is written some time after the answers, so a call of our own is waited for in it."""
        last = f"/{OURS}-{next(self.calls)} "
        requests.get(self.url + last.strip(), timeout=60)
        wait_for(lambda: any(last in line and BROKEN in line for line in self._written()), "Prism's log")
        return [line for line in self._written() if f"/{OURS}-" not in line]

    def _written(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines()


@contextmanager
def prism(folder: Path, *arguments: str) -> Iterator[Prism]:
    """`prism proxy --errors SPEC UPSTREAM` or `prism mock SPEC`, while the block lasts; skips, saying why not."""
    if why := why_not():
        pytest.skip(why)
    written = folder / f"prism-{next(numbers)}.log"
    with written.open("wb") as log:
        process = spawn([PRISM, *arguments, "--port", "0", "--host", "127.0.0.1"], log=log)
        try:
            wait_until(lambda: LISTENS.search(written.read_text("utf-8")) is not None, process, written)
            [url] = LISTENS.findall(written.read_text("utf-8"))
            yield Prism(url, written)
        finally:
            process.terminate()
            process.wait()


def proxy(folder: Path, upstream: str) -> Any:
    """MTN's specification between a client and an MTN."""
    return prism(folder, "proxy", "--errors", str(SPECIFICATION), upstream)


def mock(folder: Path) -> Any:
    """An MTN made from the specification alone, its texts filled with what real ones are like."""
    text = SPECIFICATION.read_text("utf-8")
    spec = json.loads(text)
    for schema in spec["components"]["schemas"].values():
        for name, said in schema.get("properties", {}).items():
            if name in LIKE_REAL:
                said["example"] = LIKE_REAL[name]
    filled = folder / "mtn-with-examples.json"
    filled.write_text(json.dumps(spec), "utf-8")
    return prism(folder, "mock", str(filled))


LIKE_REAL: Final = {
    "amount": "10000",
    "availableBalance": "123456",
    "currency": "XAF",
    "externalId": "K7Q2-93FD",
    "partyId": "237677000001",
    "given_name": "Moussa",
    "access_token": "a-token-of-mtn",
    "expires_in": 3600,
}
