"""Which build runs: its commit, where that can be known, the newest migration it knows, and its Python."""

import platform
import re
from functools import cache
from pathlib import Path
from typing import Final

from prometheus_client.core import GaugeMetricFamily

CHECKOUT: Final = Path(__file__).parents[1]
COMMIT: Final = re.compile(r"[0-9a-f]{7,40}")
SHOWN: Final = 12  # letters of a commit
UNKNOWN: Final = "unknown"


@cache
def describe_build() -> dict[str, str]:
    """Return the labels of mbongo_build_info, found out once."""
    newest = max(path.stem for path in (CHECKOUT / "wallet/migrations/versions").glob("[0-9]*.py"))
    return {"commit": find_commit(CHECKOUT), "migration": newest, "python": platform.python_version()}


def find_commit(checkout: Path) -> str:
    """Return the commit of a checkout, or that an image was made of; "unknown" where neither is told."""
    made_of = (checkout / "web/commit.txt").read_text("utf-8").strip()
    if COMMIT.fullmatch(made_of):
        return made_of[:SHOWN]
    try:
        head = (checkout / ".git/HEAD").read_text("utf-8").strip()
        if head.startswith("ref: "):
            head = _read_ref(checkout / ".git", head.removeprefix("ref: "))
    except OSError:  # no git here, or a folder of work whose git is elsewhere
        return UNKNOWN
    return head[:SHOWN] if COMMIT.fullmatch(head) else UNKNOWN


def _read_ref(git: Path, ref: str) -> str:
    if (git / ref).exists():
        return (git / ref).read_text("utf-8").strip()
    packed = re.search(rf"^([0-9a-f]+) {re.escape(ref)}$", (git / "packed-refs").read_text("utf-8"), re.MULTILINE)
    return packed[1] if packed else ""


def measure_build() -> GaugeMetricFamily:
    """Return the gauge that is 1, and says by its labels what runs."""
    labels = describe_build()
    family = GaugeMetricFamily("mbongo_build_info", "Which build of Mbongo runs", labels=[*labels])
    family.add_metric([*labels.values()], 1)
    return family
