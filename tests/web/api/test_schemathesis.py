"""Requests drawn from the papers by schemathesis, valid and not: what is answered is what is written.

Every run tries a slice; `./mbongo test tests/web/api/test_schemathesis.py --times 20` is a campaign of some minutes, in
which each bound of the papers is tried too.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.web.api.test_others import make_all
from tests.world import examples
from tests.world.program import Program

CHECKOUT: Final = Path(__file__).parents[3]
# No row holds U+0000; what is too long in one of many lines may be too long as a whole (413). Which amounts a link's
# bounds leave, which lines an invoice adds up of, which one of two a request is of, that a price rises to no less, or
# which numbers are a phone's, no schema says.
CONFIG: Final = """
generation.allow-x00 = false
[auth.openapi.key]
bearer = "{key}"
[phases.coverage]
unexpected-methods = ["PUT", "OPTIONS"]
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
[[operations]]
include-name = [
  "POST /links", "POST /requests", "POST /invoices", "POST /invoices/{{invoice}}", "POST /invoices/{{invoice}}/void",
  "POST /plans", "POST /customers", "POST /customers/{{customer}}"
]
checks.positive_data_acceptance.enabled = false
"""


def test_what_is_answered_is_what_is_written(program: Program, url: str, tmp_path: Path) -> None:
    make_all(program)  # ids that lists tell
    (tmp_path / "schemathesis.toml").write_text(CONFIG.format(key=program.key))
    hooks = {"SCHEMATHESIS_HOOKS": "tests.web.api.schemathesis_hooks", "PYTHONPATH": str(CHECKOUT)}
    phases = "fuzzing,stateful" if examples.TIMES == 1 else "coverage,fuzzing,stateful"
    command = [
        Path(sys.executable).with_name("schemathesis"), "run", f"{url}/openapi.json", "--url", url, "--phases", phases,
        "--seed", str(examples.TIMES), "--max-examples", str(5 * examples.TIMES), "--continue-on-failure", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | hooks, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
