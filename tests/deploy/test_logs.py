"""Logs are handed on by a file that rsyslog itself reads, and of the journal nothing goes but what is ours to tell."""

import re
import subprocess
from pathlib import Path

from tests.deploy.proxies import find_program
from tests.deploy.systemd_units import CHECKOUT, UNITS

FILE = CHECKOUT / "deploy/logs/mbongo.conf"
TOLD = {"timereported", "hostname", "$!_SYSTEMD_UNIT", "syslogseverity-text", "msg"}


def test_rsyslog_reads_the_file(tmp_path: Path) -> None:
    program = find_program("rsyslogd", "rsyslog")
    whole = tmp_path / "rsyslog.conf"
    whole.write_text(f'global(workDirectory="{tmp_path}")\ninclude(file="{FILE}")\n', "utf-8")
    checked = subprocess.run([program, "-N1", "-f", whole], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "error" not in checked.stderr, checked.stderr


def test_of_the_journal_nothing_goes_but_our_line_and_whose_it_is() -> None:
    """A command line and an environment are in the journal too: no secret is in either, and none will ever be sent."""
    written = FILE.read_text("utf-8")
    assert set(re.findall(r'property\(outname="\w+" name="([^"]+)"', written)) == TOLD
    [begins] = re.findall(r'if \$!_SYSTEMD_UNIT startswith "([^"]+)"', written)
    assert all(file.name.startswith(begins) for file in UNITS.glob("*.service"))
    assert 'StreamDriverMode="1"' in written, "over TLS alone"
    assert 'StreamDriverAuthMode="x509/name"' in written
