"""The house rules, as tests: lint, format, types, who may import whom. A failure shows the tool's own words."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
TOOLS = {
    "lint": ["-m", "ruff", "check", ".", "mbongo"],
    "format": ["-m", "ruff", "format", "--check", ".", "mbongo"],
    "types": ["-m", "mypy", "--no-error-summary"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
}
PRODUCT = ("wallet", "ussd_menus", "sms_templates", "documents", "workers", "web", "cli")
NEVER_IN_PRODUCTION = {"simulators", "local", "bench", "faults", "drills", "load"}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_has_nothing_to_say(tool: str) -> None:
    argv = [sys.executable, *TOOLS[tool]]
    ran = subprocess.run(argv, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.fail(f"{ran.stdout}{ran.stderr}", pytrace=False)


def test_the_web_app_knows_nothing_of_this_machine() -> None:
    """wsgi.py is a module, which import-linter cannot watch."""
    tree = ast.parse((CHECKOUT / "wsgi.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] + [getattr(node, "module", None) or ""])
    }
    assert not imported & NEVER_IN_PRODUCTION


def test_the_launcher_parses_on_an_old_python() -> None:
    """Python 3.8 must get as far as saying that it is too old."""
    ast.parse((CHECKOUT / "mbongo").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_a_class_name_is_used_once() -> None:
    """In the product; of the rails each calls what its operator has as the others do theirs."""
    named = Counter(
        node.name
        for folder in PRODUCT
        for path in (CHECKOUT / folder).rglob("*.py")
        if "rails" not in path.parts[:-2]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert not [name for name, times in named.items() if times > 1]


def test_a_test_files_name_is_used_once() -> None:
    """Folders of tests are no packages: pytest reads one file of a name, and stops before any test at the second."""
    named = Counter(path.name for path in (CHECKOUT / "tests").rglob("test_*.py") if "recipes" not in path.parts)
    assert not [name for name, times in named.items() if times > 1]


def test_the_product_takes_no_advisory_lock() -> None:
    """Any role may take one and keep it, which stops whoever waits: rows and tables are locked, as grants allow."""
    sources = [
        path
        for folder in (*PRODUCT, "local")
        for path in (CHECKOUT / folder).rglob("*")
        if path.suffix in {".py", ".sql"}
    ]
    assert not [path for path in sources if re.search(r"pg_(try_)?advisory", path.read_text("utf-8"))]
