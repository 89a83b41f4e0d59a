#!/usr/bin/env python3
"""Try whether the backups can be restored: all of it, into an empty folder, with the log up to its end, and checked.

    try_restore.py FOLDER [--figures /var/lib/prometheus/node-exporter/mbongo_restored.prom] [--config FILE]

Runs as PostgreSQL's user on a machine with the repository, the same PostgreSQL and a checkout of Mbongo, best another
one than the leader's. FOLDER must not be there; it is taken away again. What is restored answers nobody but us, by a
socket in that folder, and archives nothing. Ends with what `./mbongo check` ended with; figures are written on 0 alone.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

TRIED, UNTIL = "mbongo_restore_tried_timestamp_seconds", "mbongo_restored_until_timestamp_seconds"
TELLS = {
    TRIED: "When a backup was last restored whole, and its books found right",
    UNTIL: "The last moment that was in what was restored",
}
# Alone, on a socket: whoever reaches the folder is PostgreSQL's user. A hot standby would ask for the leader's sizes.
SETTINGS = """listen_addresses = ''
unix_socket_directories = '{folder}'
hba_file = '{folder}/pg_hba.conf'
archive_mode = off
hot_standby = off
max_wal_senders = 0
shared_buffers = 64MB
autovacuum = off
"""
RECOVERY_SECONDS = 6 * 3600
REJECTS = 1  # how pg_isready ends where PostgreSQL runs, and lets nobody in yet
# Written each second that anybody asks /readyz, and every ten seconds by every process.
ASKED_AT = """SELECT extract(epoch FROM greatest(
    (SELECT max(asked_at) FROM readiness), (SELECT max(last_at) FROM key_held)))"""


def main() -> None:
    """Restore, start, check, say it, and take it away again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--figures", type=Path, help="node_exporter's file, written whole or not at all")
    parser.add_argument("--config", metavar="FILE", help="pgBackRest's [its own default]")
    parser.add_argument("--stanza", default="mbongo")
    parser.add_argument("--database", default="mbongo")
    parser.add_argument("--as", dest="role", default="postgres", help="a superuser of it [postgres]")
    parser.add_argument("--bin", type=Path, default=Path("/usr/lib/postgresql/15/bin"), help="PostgreSQL's programs")
    parser.add_argument("--mbongo", default="/opt/mbongo/mbongo", help="the command whose `check` is asked")
    asked = parser.parse_args()
    asked.folder.mkdir(mode=0o700)
    try:
        sys.exit(try_restore(asked))
    finally:
        shutil.rmtree(asked.folder, ignore_errors=True)


def try_restore(asked: argparse.Namespace) -> int:
    """Return what `check` ends with on what was restored."""
    folder = asked.folder.resolve()
    cluster = folder / "cluster"
    cluster.mkdir(mode=0o700)
    config = [f"--config={asked.config}"] if asked.config else []
    began = time.monotonic()
    subprocess.run(["pgbackrest", *config, f"--stanza={asked.stanza}", f"--pg1-path={cluster}", "restore"], check=True)
    (folder / "pg_hba.conf").write_text("local all all trust\n", "utf-8")
    (folder / "postgresql.conf").write_text(SETTINGS.format(folder=folder), "utf-8")
    control = [asked.bin / "pg_ctl", f"--pgdata={cluster}", "-w", f"--timeout={RECOVERY_SECONDS}"]
    options = f"-c config_file={folder}/postgresql.conf"
    subprocess.run([*control, f"--options={options}", "start"], check=True)
    try:
        url = f"postgresql://{asked.role}@/{asked.database}?host={folder}"
        wait_recovered([str(asked.bin / "pg_isready"), "--quiet", f"--dbname={url}"])
        until = float(subprocess.check_output([asked.bin / "psql", "-AtXc", ASKED_AT, url], text=True))
        environment = {**os.environ, "MBONGO_READ_DATABASE_URL": url}
        code = subprocess.run([*shlex.split(asked.mbongo), "check"], env=environment, check=False).returncode
    finally:
        subprocess.run([*control, "--mode=immediate", "stop"], check=False)
    print(f"Restored and checked in {time.monotonic() - began:.0f} s.")
    if code == 0 and asked.figures:
        write_figures(asked.figures, {TRIED: time.time(), UNTIL: until})
    return code


def wait_recovered(is_ready: list[str]) -> None:
    """Wait until it has read the log to its end, and lets us in; pg_ctl waits for no more than a start."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while code := subprocess.run(is_ready, check=False).returncode:
        if code != REJECTS or time.monotonic() > deadline:
            sys.exit("PostgreSQL does not end its recovery: what it says is above")
        time.sleep(1)


def write_figures(path: Path, told: dict[str, float]) -> None:
    """Write figures as node_exporter reads them: whole, or as they were before."""
    lines = [
        line
        for name, value in told.items()
        for line in (f"# HELP {name} {TELLS[name]}", f"# TYPE {name} gauge", f"{name} {value:.0f}")
    ]
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_text("\n".join(lines) + "\n", "utf-8")
    aside.chmod(0o644)
    aside.replace(path)


if __name__ == "__main__":
    main()
