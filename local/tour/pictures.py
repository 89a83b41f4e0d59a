"""Pictures of pages as Chromium shows them on a phone, where this machine has one; the tour goes on without."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from local.tour.stage import Tour

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
PHONE: Final = "390,1200"  # wide, high
TIMEOUT_SECONDS: Final = 20


def show_in_chromium(tour: Tour, url: str, name: str) -> None:
    """Say where the picture of a page is, or that the tour shows its words instead."""
    picture = take_picture(url, tour.pictures / f"{name}.png") if tour.pictures else None
    said = tour.say("pictured", picture=picture) if picture else tour.say("not_pictured", url=url)
    tour.console.print(said, style="dim", soft_wrap=True, highlight=False)


def take_picture(url: str, path: Path) -> Path | None:
    """Return where Chromium's picture of a page was kept, None where there is no Chromium or it takes none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        argv = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}",
            f"--window-size={PHONE}", f"--screenshot={path}", url,
        ]  # fmt: skip
        try:
            subprocess.run(argv, capture_output=True, timeout=TIMEOUT_SECONDS, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
    return path if path.exists() else None
