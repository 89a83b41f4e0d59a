"""Debian's Chromium, in which tests see pages."""

from pathlib import Path
from typing import Final

CHROMIUM: Final = Path("/usr/bin/chromium")
PATIENCE_MS: Final = 300_000  # a page that never comes is a failure; one that comes late, on a busy machine, is none
