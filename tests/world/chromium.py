"""Debian's Chromium, in which tests see pages: the one without windows where it is, for half of the CPU."""

from pathlib import Path
from typing import Final

CHROMIUM: Final = next(
    filter(Path.exists, map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))), Path("/usr/bin/chromium")
)
PATIENCE_MS: Final = 300_000  # a page that never comes is a failure; one that comes late, on a busy machine, is none
