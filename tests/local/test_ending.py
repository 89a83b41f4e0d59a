"""A process of ours ends with the code, and after the words, with which Python would end it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
OURS = "import sys; from local.ending import end_with; end_with(lambda: {work}); print('it went on')"


def run(code: str, out: int = subprocess.PIPE) -> tuple[int, str, str]:
    """Return the code of a run of Python, what it printed, and the last line of what it said was wrong."""
    ran = subprocess.run(
        [sys.executable, "-E", "-c", code], cwd=CHECKOUT, stdout=out, stderr=subprocess.PIPE, text=True, check=False
    )
    return ran.returncode, ran.stdout, "".join(ran.stderr.splitlines()[-1:])


@pytest.mark.parametrize(
    "work", ["print('done')", "sys.exit()", "sys.exit(7)", "sys.exit('in words')", "1 / 0", "sys.stdout.close()"]
)
def test_it_ends_as_python_would(work: str) -> None:
    assert run(OURS.format(work=work)) == run(f"import sys; {work}")


def test_it_says_so_where_nobody_reads_what_it_printed() -> None:
    for code in (OURS.format(work="print('done')"), "print('done')"):
        read, write = os.pipe()
        os.close(read)
        try:
            assert run(code, write)[0] == 120
        finally:
            os.close(write)
