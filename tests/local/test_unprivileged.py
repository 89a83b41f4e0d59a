"""Root: refused by what listens or works, and dropped by what starts them where another user could read the code."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.stage import environment_of
from local import places, unprivileged
from local.children import is_root
from local.places import GUEST, is_reachable
from tests.local.living import family
from tests.world.processes import Processes
from wallet.core.settings import Settings

CHECKOUT = Path(__file__).parents[2]
DEBIANS_PYTHON = "/usr/bin/python3"  # anybody can run it, whichever Python the tests run on
only_root = pytest.mark.skipif(not is_root(), reason="not root here: nothing to drop was tried")


@only_root
@pytest.mark.parametrize("command", [("serve", "--port", "1"), ("worker", "inbox"), ("tick",)])
def test_root_is_refused(settings: Settings, command: tuple[str, ...]) -> None:
    known = settings.model_copy(update={"run_as_root": False})
    environment = {"PATH": os.environ["PATH"], **environment_of(known)}
    argv = [sys.executable, "-m", "local", *command]
    refused = subprocess.run(argv, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "do not run as root" in refused.stderr
    assert "MBONGO_RUN_AS_ROOT" in refused.stderr


@only_root
def test_a_closed_folder_keeps_us_root_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    (closed / "wallet").mkdir(parents=True)
    (closed / "wallet" / "__init__.py").write_text("")
    closed.chmod(0o700)
    monkeypatch.setattr(unprivileged, "CHECKOUT", closed)
    for name in ("local/__main__.py", "workers/work.py", "wsgi.py"):
        (closed / name).parent.mkdir(exist_ok=True)
        (closed / name).write_text("")
    assert unprivileged.find_obstacle().startswith(str(closed))
    assert unprivileged.choose_user() == ""


@only_root
def test_what_it_drops_to_is_for_good_and_reaches_no_servers_files(tmp_path: Path) -> None:
    """Tried with a Python that anybody can run, on a copy of the few files it needs."""
    if not is_reachable(Path(DEBIANS_PYTHON), GUEST):
        pytest.skip(f"no Python here that {GUEST} could run")
    code = Path("/tmp") / f"mbongo-run-unprivileged-{os.getpid()}"
    for name in ("local/children.py", "local/places.py", "local/unprivileged.py", "wallet/core/private_memory.py"):
        (code / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, code / name)
    server = tmp_path / "of-a-server"
    server.mkdir(mode=0o700)
    places.give_to_nobody(server)
    script = f"""
import os, pathlib
from local.unprivileged import become
become({GUEST!r})
print(os.getresuid(), os.getresgid(), os.getgroups())
for forbidden in (lambda: os.setuid(0), lambda: os.listdir({str(server)!r}), lambda: open("/proc/self/mem")):
    try:
        forbidden()
        print("done")
    except PermissionError:
        print("refused")
"""
    try:
        ran = subprocess.run(
            [DEBIANS_PYTHON, "-c", script], cwd=code, capture_output=True, text=True, check=False, env={}
        )
    finally:
        shutil.rmtree(code)
    them = pwd.getpwnam(GUEST)
    ids = ((them.pw_uid,) * 3, (them.pw_gid,) * 3, [])
    assert ran.stdout.splitlines()[:3] == [" ".join(map(str, ids)), "refused", "refused"], ran.stderr


@only_root
def test_what_up_starts_is_nobodys_or_says_why_not(service_processes: Processes) -> None:
    """The servers as `nobody`; ours as a user of their own, or as root where it could not read the code."""
    ours = {uid_of(pid) for one in service_processes.running.supervisor.processes if one.running
            for pid in (one.running.pid, *family(one.running.pid))}  # fmt: skip
    assert ours == {pwd.getpwnam(GUEST).pw_uid if not unprivileged.find_obstacle() else 0}
    allowed = service_processes.running.environment.get("MBONGO_RUN_AS_ROOT")
    assert allowed == ("true" if unprivileged.find_obstacle() else None)
    valkey = service_processes.valkey.process
    assert valkey
    assert uid_of(valkey.pid) == pwd.getpwnam("nobody").pw_uid


def uid_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("Uid:\t")[1].split("\t")[0])
