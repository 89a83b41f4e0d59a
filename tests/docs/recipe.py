"""Following a recipe of README's in a copy of the checkout, and counting the files it makes and edits."""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
FILES = CHECKOUT / "tests" / "docs" / "recipes"  # what a recipe makes, a folder a recipe
MENUS, SETTINGS = Path("docs") / "menus.md", Path("docs") / "settings.md"
README = (CHECKOUT / "README.md").read_text("utf-8")
# But what Python has compiled: its files keep their times. One that is being written goes under another name.
LEFT_OUT = shutil.ignore_patterns(".*", "node_modules", "*.pyc.*")
MYPY = ("mypy", "--no-error-summary")
READ = ".mypy_cache"  # what mypy keeps of what it read
LOCKED_SECONDS = 60  # at most, while the checkout's own types are checked
EACH_LANGUAGE = re.compile(r"^(sms_templates/(reading/words/)?)[a-z]+\.toml$")  # counts once, however many there are
LINES_MAX = 6
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """Give a copy of the checkout, removed afterwards."""
    yield Path(shutil.copytree(CHECKOUT, tmp_path / "copy", ignore=LEFT_OUT))
    shutil.rmtree(tmp_path)


def text_of(recipe: str) -> str:
    """Return a recipe as README writes it."""
    found = re.search(rf"^\*\*{re.escape(recipe)}\*\*.*?\n\n", README, re.DOTALL | re.MULTILINE)
    assert found, f"README has no recipe of {recipe}"
    assert found[0].strip().count("\n") < LINES_MAX, f"{recipe}: a recipe is read in {LINES_MAX} lines at most"
    return found[0]


def follow(copy: Path, recipe: str, do: Callable[[Path], None]) -> None:
    """Follow a recipe in the copy; what it makes and edits must be as many files as README says."""
    before = _digests(copy)
    do(copy)
    after = _digests(copy)
    touched = sorted({EACH_LANGUAGE.sub(r"\1*.toml", path) for path in after if after[path] != before.get(path)})
    assert re.search(rf"\b{COUNTS[len(touched)]} files?\b", text_of(recipe)), (recipe, touched)


def make(copy: Path, folder: str) -> None:
    """Put the files that a recipe makes into the copy."""
    shutil.copytree(FILES / folder, copy, dirs_exist_ok=True, ignore=LEFT_OUT)


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Put words in place of others, each once."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, f"{path.name} has no {old!r} any more: the recipe has changed"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def run(copy: Path, *arguments: str) -> str:
    """Run Python in the copy. Returns what it printed; its failure is the test's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-2000:]
    return ran.stdout


def run_tests(copy: Path, *tests: str) -> None:
    """Run tests of the copy's own."""
    run(copy, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests)


def run_tools(copy: Path) -> None:
    """Sort and format what was edited, as one does, then run the copy's linter and types: both leave recipes out."""
    copy_read(copy)
    sort = ("ruff", "check", "--select", "I", "--fix", ".")
    for tool in (sort, ("ruff", "format", "."), ("ruff", "check", "."), MYPY):
        run(copy, "-m", *tool)


def copy_read(copy: Path) -> None:
    """Give the copy's mypy what that of the checkout has read: what is as it was is not read again.

    One cache for both fails now and then: another pytest worker checks the checkout's types meanwhile, and mypy
    ends with a trace where SQLite says that a file is locked.
    """
    for kept in (CHECKOUT / READ).rglob("*.db"):
        ours = copy / kept.relative_to(CHECKOUT)
        ours.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(kept, LOCKED_SECONDS)) as theirs, closing(sqlite3.connect(ours)) as made:
            theirs.backup(made)


def draw_later(copy: Path, *pages: Path) -> None:
    """Count the drawing of the menus, or of these pages, as edited; `draw` draws what all recipes add at once."""
    for page in pages or (MENUS,):
        path = copy / page
        path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")


def draw(copy: Path) -> None:
    """Draw the menus, and the page of settings, anew."""
    path = copy / MENUS
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n", encoding="utf-8")
    run_tests(copy, "tests/docs/test_readme.py", "-k", "drawn", "--tell")


def list_languages(copy: Path) -> list[str]:
    """Return the codes of the copy's languages."""
    return sorted(path.stem for path in (copy / "sms_templates").glob("*.toml"))


def _digests(copy: Path) -> dict[str, str]:
    files = (path for path in copy.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(copy).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
