"""Debian's promtool, where it is installed: rules and hours that are played, judged by Prometheus itself."""

import shutil
import subprocess
from typing import Final

import pytest

PROMTOOL: Final = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(not PROMTOOL, reason="no promtool here: Debian's package prometheus has it")


def promtool(*words: str) -> None:
    """Run promtool with these words; its failure is the test's."""
    ran = subprocess.run([str(PROMTOOL), *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
