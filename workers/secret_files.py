"""Files that secrets are given by: each is for the user of its process alone."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from workers.needs import list_secrets


def name_readable(environment: Mapping[str, str]) -> list[str]:
    """Return a line for each secret's file that every user of this machine may read; one that is not there says so."""
    files = {f"{name}_FILE": environment.get(f"{name}_FILE", "") for name in sorted(list_secrets())}
    return [f"{variable}: {path} is open to every user of this machine: chmod o= {path}"
            for variable, path in files.items() if path and _is_open(Path(path))]  # fmt: skip


def _is_open(file: Path) -> bool:
    """Return whether whoever is neither its owner nor of its group may read a file."""
    return file.is_file() and os.access(file, os.R_OK) and bool(file.stat().st_mode & stat.S_IROTH)
