"""Taking guards out one at a time, in copies of the checkout: is it noticed, by what, and how fast?"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from tests.mutants.table import Mutant

CHECKOUT: Final = Path(__file__).parents[2]
LEFT_OUT: Final = shutil.ignore_patterns(".*", "node_modules")
SECONDS_MAX: Final = 300
NOTICED: Final = 1  # pytest: tests were run, and some failed
NOTICED_BY: Final = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """End of a mutant: `by` is the test that noticed, "" when none did; `why`, where its tests did not run."""

    mutant: Mutant
    by: str
    seconds: float
    why: str = ""

    @property
    def survived(self) -> bool:
        """True when no test noticed."""
        return not self.by

    def __str__(self) -> str:
        told = f"killed by {self.by}" if self.by else f"SURVIVED {self.why}".rstrip()
        return f"{self.mutant.name} ({self.mutant.file}): {told}, {self.seconds:.0f} s"


def judge(mutants: Sequence[Mutant], at_once: int = 1) -> Iterator[Verdict]:
    """Yield what becomes of each, `at_once` at a time, each in a copy of the checkout."""
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(at_once) as threads:
        for number in range(at_once):
            copies.put(Path(shutil.copytree(CHECKOUT, Path(place) / str(number), ignore=LEFT_OUT)))

        def judge_next(mutant: Mutant) -> Verdict:
            copy = copies.get()
            try:
                return judge_one(copy, mutant)
            finally:
                copies.put(copy)

        yield from threads.map(judge_next, mutants)


def judge_one(copy: Path, mutant: Mutant) -> Verdict:
    """Take one guard out of a copy, run its tests until one fails, and put it back."""
    began = time.monotonic()
    with without(copy, mutant):
        code, said = run_tests(copy, *mutant.tests)
    seconds, by = time.monotonic() - began, NOTICED_BY.search(said)
    if code == NOTICED and by:
        return Verdict(mutant, by[1], seconds)
    return Verdict(mutant, "", seconds, "" if code == 0 else f"pytest {code}: {said[-300:]}")


@contextmanager
def without(copy: Path, mutant: Mutant) -> Iterator[None]:
    """Leave the guard out of the copy for the block."""
    file = copy / mutant.file
    whole = file.read_text("utf-8")
    if whole.count(mutant.guard) != 1:
        raise ValueError(f"{mutant.name}: its guard stands {whole.count(mutant.guard)} times in {mutant.file}")
    file.write_text(whole.replace(mutant.guard, mutant.gone), "utf-8")
    try:
        yield
    finally:
        file.write_text(whole, "utf-8")


def run_tests(copy: Path, *tests: str) -> tuple[int, str]:
    """Run a copy's tests until one fails. Returns pytest's code and what it said; a test that hangs has noticed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # two versions of a file in one second would be one to it
    argv = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", "--tb=no", *tests]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(argv, cwd=copy, env=environment, stdout=said, stderr=said, start_new_session=True)
        try:
            code = process.wait(SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
            return NOTICED, f"FAILED after-{SECONDS_MAX}-s"
        said.seek(0)
        return code, said.read()
