#!/usr/bin/env python3
"""Tell how old the backups are, and whether the log arrives in the repository; to Prometheus too, by a file of figures.

    tell_backups.py [--figures /var/lib/prometheus/node-exporter/mbongo_backups.prom] [--config FILE]

Runs on PostgreSQL's machine as its user, and asks pgBackRest alone: no package, no secret of ours. On a standby it
looks for no log. Ends with 1 where there is no whole backup, or where the log does not arrive.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

# Either alert is on one of them (deploy/prometheus/alerts.yml): a full backup, and the newest of any kind.
BACKUPS = "mbongo_backup_timestamp_seconds"
ARCHIVED = "mbongo_log_archived_timestamp_seconds"
TELLS = {
    BACKUPS: "When the newest whole backup ended, of the full ones and of any",
    ARCHIVED: "When a piece of the log was last seen to arrive in the repository",
}
HOUR = 3600


def main() -> None:
    """Look, say it, and leave it for whoever watches."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, help="node_exporter's file, written whole or not at all")
    parser.add_argument("--config", metavar="FILE", help="pgBackRest's [its own default]")
    parser.add_argument("--stanza", default="mbongo")
    parser.add_argument("--standby", action="store_true", help="of a machine that does not lead: look for no log")
    asked = parser.parse_args()
    config = [f"--config={asked.config}"] if asked.config else []
    words = ["pgbackrest", *config, f"--stanza={asked.stanza}"]
    said = run(*words, "info", "--output=json")
    ended = read_ended(said.stdout) if said.returncode == 0 else {}
    arrives = None if asked.standby else run(*words, "check")
    told = {f'{BACKUPS}{{kind="{kind}"}}': at for kind, at in ended.items()}
    told |= keep_archived(asked.figures, arrives)
    if asked.figures:
        write_figures(asked.figures, told)
    print("\n".join(describe(ended, arrives, time.time())))
    sys.exit(1 if not ended or (arrives and arrives.returncode) else 0)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Return what pgBackRest says, and how it ended."""
    return subprocess.run(words, capture_output=True, text=True, check=False)


def read_ended(said: str) -> dict[str, int]:
    """Return when the newest full backup ended and the newest of any kind, of what `info` says.

    One that pgBackRest found broken pages in is none.
    """
    whole = [one for stanza in json.loads(said) for one in stanza["backup"] if not one.get("error")]
    ended: dict[str, int] = {}
    for kind, found in (("full", [one for one in whole if one["type"] == "full"]), ("any", whole)):
        if found:
            ended[kind] = max(one["timestamp"]["stop"] for one in found)
    return ended


def keep_archived(figures: Path | None, arrives: subprocess.CompletedProcess[str] | None) -> dict[str, float]:
    """Return since when the log is known to arrive: now, or what the file said before. A standby tells nothing."""
    if arrives is None:
        return {}
    if arrives.returncode == 0:
        return {ARCHIVED: time.time()}
    before = figures.read_text("utf-8").splitlines() if figures and figures.exists() else []
    last = [float(line.split()[1]) for line in before if line.startswith(f"{ARCHIVED} ")]
    return {ARCHIVED: last[0]} if last else {}


def write_figures(path: Path, told: dict[str, float]) -> None:
    """Write figures as node_exporter reads them: whole, or as they were before."""
    lines = []
    for name, tells in TELLS.items():
        lines += [f"# HELP {name} {tells}", f"# TYPE {name} gauge"]
        lines += [f"{one} {value:.0f}" for one, value in told.items() if one.startswith(name)]
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_text("\n".join(lines) + "\n", "utf-8")
    aside.chmod(0o644)
    aside.replace(path)


def describe(ended: dict[str, int], arrives: subprocess.CompletedProcess[str] | None, now: float) -> list[str]:
    """Return the lines a person reads of it."""
    names = {"full": "full backup", "any": "newest backup of any kind"}
    lines = [f"{name}: {(now - ended[kind]) / HOUR:.1f} hours old" if kind in ended else f"{name}: NONE"
             for kind, name in names.items()]  # fmt: skip
    if arrives is not None:
        why = (arrives.stdout + arrives.stderr).strip()
        lines.append("the log arrives" if arrives.returncode == 0 else f"the log DOES NOT ARRIVE: {why[-800:]}")
    return lines


if __name__ == "__main__":
    main()
