"""The user that Mbongo's own processes run as where `up` is root's: one who owns nothing, not even the servers' files.

PostgreSQL and Valkey run as `nobody`; our processes as `daemon`, which every Linux has, reach them by their sockets
alone. It must be able to read the code: where a checkout, or the Python it runs on, lies under a closed folder as
/root, they stay root's, and `up` says so.
"""

import ctypes
import importlib.util
import os
import pwd
import signal
import sys
import sysconfig
from pathlib import Path
from typing import Final

from local.children import is_root, prepare_death_signal
from local.places import GUEST, is_reachable
from wallet.core.private_memory import keep_private

CHECKOUT: Final = Path(__file__).parents[1]
PR_SET_NO_NEW_PRIVS: Final = 38  # linux/prctl.h


def choose_user() -> str:
    """Return whom the processes run as: "" for whoever we are, because we are not root, or nobody else could be."""
    return GUEST if is_root() and not find_obstacle() else ""


def find_obstacle() -> str:
    """Return what another user could not read of what a process needs; "" where there is nothing."""
    flask = importlib.util.find_spec("flask")
    needed = [
        *(CHECKOUT / name for name in ("local/__main__.py", "wallet/__init__.py", "workers/work.py", "wsgi.py")),
        Path(sysconfig.get_path("stdlib")) / "os.py",
        Path(sys.executable).resolve(),
        *([Path(flask.origin)] if flask and flask.origin else []),
    ]
    return next((str(path) for path in needed if not is_reachable(path, GUEST)), "")


def become(user: str) -> None:
    """Be this user from now on, for good; still end with whoever started us."""
    parent, them = os.getppid(), pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(them.pw_gid)
    os.setuid(them.pw_uid)
    ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    keep_private()
    prepare_death_signal(parent, signal.SIGTERM)()  # changing user cleared it
