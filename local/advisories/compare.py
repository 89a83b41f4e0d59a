"""Comparing the locks with the advisories we ship, which are OSV's records cut short (ossf.github.io/osv-schema).

The first of them were written down from memory of public CVEs, without the records at hand: `--refresh` replaces them
by the records themselves, and nobody should rest on these alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name
from packaging.version import Version

CHECKOUT: Final = Path(__file__).parents[2]
KNOWN: Final = Path(__file__).with_name("known.json")
LOCKS: Final = ("requirements.lock", "requirements-traces.lock", "requirements-test.lock")
PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Hit:
    """A version of ours that an advisory names; `fixed` is "" where no version is."""

    package: str
    version: str
    id: str
    summary: str
    fixed: str


@dataclass(frozen=True)
class KnownAdvisories:
    """The advisories we ship, and the day up to which they are known."""

    known_at: date
    advisories: tuple[dict[str, Any], ...]

    @classmethod
    def read(cls, file: Path = KNOWN) -> "KnownAdvisories":
        """Return what a file holds."""
        held = json.loads(file.read_text("utf-8"))
        return cls(date.fromisoformat(held["known_at"]), tuple(held["advisories"]))

    def write(self, file: Path = KNOWN) -> None:
        """Write the file, an advisory a line, so that what a renewal brought can be read."""
        lines = ",\n".join(f"  {json.dumps(one)}" for one in sorted(self.advisories, key=lambda one: str(one["id"])))
        file.write_text(f'{{"known_at": "{self.known_at}", "advisories": [\n{lines}\n]}}\n', "utf-8")


def read_locks(checkout: Path = CHECKOUT) -> dict[str, str]:
    """Return the version of each package that any lock names."""
    written = "\n".join((checkout / lock).read_text("utf-8") for lock in LOCKS)
    return {canonicalize_name(name): version for name, version in PINNED.findall(written)}


def find_hits(versions: Mapping[str, str], known: KnownAdvisories) -> list[Hit]:
    """Return what is known of these versions."""
    return [
        Hit(package, versions[package], str(one["id"]), str(one.get("summary", "")), fixed)
        for one in known.advisories
        for package, fixed in _touched(one, versions)
    ]


def _touched(advisory: Mapping[str, Any], versions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for affected in advisory.get("affected", ()):
        package = canonicalize_name(affected["package"]["name"])
        version = versions.get(package) if affected["package"]["ecosystem"] == "PyPI" else None
        if version is None:
            continue
        spans = [span for ranged in affected.get("ranges", ()) for span in read_spans(ranged)]
        inside = [fixed for since, fixed, last in spans if is_inside(version, since, fixed, last)]
        if inside or version in affected.get("versions", ()):
            yield package, next(iter(inside), "")


def read_spans(ranged: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield introduced, fixed and last affected of each span of versions; "" for what is not said."""
    if ranged["type"] not in ("ECOSYSTEM", "SEMVER"):
        return
    since = ""
    for event in ranged["events"]:
        if "introduced" in event:
            since = event["introduced"]
        if "fixed" in event or "last_affected" in event:
            yield since, event.get("fixed", ""), event.get("last_affected", "")
            since = ""
    if since:
        yield since, "", ""


def is_inside(version: str, since: str, fixed: str, last: str) -> bool:
    """True for a version of a span; its end is not inside, its last affected is. Raises InvalidVersion."""
    ours = Version(version)
    return ours >= Version(since) and (not fixed or ours < Version(fixed)) and (not last or ours <= Version(last))
