"""Units of deploy/systemd as a machine would read them: a file, and the drop-ins that hold for it."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

CHECKOUT: Final = Path(__file__).parents[2]
SYSTEMD: Final = CHECKOUT / "deploy/systemd"
UNITS: Final = SYSTEMD / "system"
INSTALLED: Final = "/opt/mbongo"  # where the units have the checkout
EVERY: Final = "mbongo-.service.d"
# Scripts of PostgreSQL's machine, which has no checkout, as deploy/README.md installs them.
SCRIPTS: Final = {
    "/usr/local/sbin/mbongo-tell-backups": CHECKOUT / "deploy/pgbackrest/tell_backups.py",
    "/usr/local/sbin/mbongo-try-restore": CHECKOUT / "deploy/pgbackrest/try_restore.py",
}
ANALYZE: Final = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(not ANALYZE, reason="no systemd-analyze here: Debian's package systemd has it")


@dataclass(frozen=True)
class Unit:
    """A unit by its name, with every line of its file and drop-ins in the order they are read."""

    name: str
    lines: list[tuple[str, str]] = field(repr=False)

    def all(self, key: str) -> list[str]:
        """Return every value of a key."""
        return [value for name, value in self.lines if name == key]

    def last(self, key: str) -> str:
        """Return the value of a key that counts, "" where it has none."""
        return ["", *self.all(key)][-1]

    @property
    def words(self) -> list[str]:
        """Return the words behind ./mbongo that it starts."""
        return self.last("ExecStart").partition(f"{INSTALLED}/mbongo ")[2].partition(" <")[0].split()

    @property
    def stop_seconds(self) -> int:
        """Return how long it may take to stop."""
        return int(self.last("TimeoutStopSec"))

    def secrets(self) -> dict[str, str]:
        """Return the file of each secret that it is handed, by the name it is handed under."""
        return dict(one.split(":", 1) for one in self.all("LoadCredential"))


def read_unit(name: str) -> Unit:
    """Return a unit of ours; of a template, one instance, as `mbongo-worker@mtn.service`."""
    before, at, instance = name.removesuffix(".service").partition("@")
    folders = [EVERY, f"{name}.d"] if name.endswith(".service") else []
    files = [UNITS / (f"{before}@.service" if at else name)]
    found = [file for folder in folders for file in (UNITS / folder).glob("*.conf")]
    files += sorted(found, key=lambda file: file.name)  # whichever folder each is in
    read = [line for file in files for line in file.read_text("utf-8").splitlines()]
    pairs = [line.replace("%i", instance).split("=", 1) for line in read if "=" in line and not line.startswith("#")]
    return Unit(name, [(key, value) for key, value in pairs])


def install_units(folder: Path, source: Path = UNITS) -> dict[str, str]:
    """Put our units into a folder, as if this checkout were installed. Returns systemd's variable that leads there."""
    shutil.copytree(source, folder)
    for file in folder.rglob("*.*"):
        if file.is_file():
            told = file.read_text("utf-8")
            for installed, here in SCRIPTS.items():
                told = told.replace(installed, str(here))
            file.write_text(told.replace(INSTALLED, str(CHECKOUT)), "utf-8")
    return {"SYSTEMD_UNIT_PATH": f"{folder}:"}


def analyze(source: Path, folder: Path, *words: str) -> tuple[int, str]:
    """Return how systemd-analyze judges units of this source, put into a folder, and what it says."""
    environment = dict(os.environ) | install_units(folder, source)
    done = subprocess.run([str(ANALYZE), *words], env=environment, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)  # fmt: skip
    return done.returncode, done.stdout + done.stderr
