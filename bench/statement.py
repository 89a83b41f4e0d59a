"""statement: a camt.053 of a hundred thousand lines read, over one of a thousand: lines a second, and peak memory."""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from bench.figures import MeasuredFigure, figure, in_turns
from simulators.bank.booked import BankStatement, Booked
from simulators.bank.write_camt053 import write_camt053
from wallet.banks.rib import Rib

MANY, FEW = 100_000, 1_000
ROUNDS = 3
OURS = Rib.read("10002 00030 02779763150 08")
READ = """
import json, sys, time
from pathlib import Path
from wallet.banks.csv_statement import CsvAccount
from wallet.banks.statement_file import open_statement, read_statement
began = time.perf_counter()
file = open_statement(Path(sys.argv[1]))
lines = sum(1 for _ in read_statement(file, "debit_credit", CsvAccount("", "XAF")))
taken = time.perf_counter() - began
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([lines / taken, int(peak.split()[1]) / 1024]))
"""


def run() -> dict[str, MeasuredFigure]:
    """Measure both figures. A minute, most of it writing the long one."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: write(Path(folder) / name, count) for name, count in (("many", MANY), ("few", FEW))}
        peaks: dict[str, list[float]] = {name: [] for name in paths}

        def read(name: str) -> float:
            speed, peak = read_once(paths[name])
            peaks[name].append(peak)
            return speed

        taken = in_turns({"many": lambda: read("many"), "few": lambda: read("few")}, ROUNDS)
    return {
        "statement": figure(taken, "many", "few", "lines/s"),
        "statement_memory": figure(peaks, "many", "few", "MB"),
    }


def write(path: Path, count: int) -> Path:
    """Write a statement of so many lines; return where."""
    day = date(2026, 3, 10)
    lines = tuple(Booked(day, 1_000 + n, f"FACTURE {n}", "Awa Ngo", OURS.iban, f"BK{n:08}") for n in range(count))
    path.write_bytes(write_camt053(BankStatement(OURS.iban, "XAF", "69", 0, lines)))
    return path


def read_once(path: Path) -> tuple[float, float]:
    """Return how many lines a second a process of its own reads, and its peak memory in MB."""
    ran = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, check=True)
    speed, peak = json.loads(ran.stdout)
    return speed, peak
