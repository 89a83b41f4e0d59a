"""Names who runs a command on this machine, as the machine knows them: what they type or set is not believed."""

import os
import pwd
from pathlib import Path
from typing import Final

NOBODY_SIGNED_IN: Final = 2**32 - 1  # audit(7): of processes that no login began
SIGNED_IN_AS: Final = Path("/proc/self/loginuid")  # kept by the kernel through su and sudo


def name_user() -> str:
    """Return `root@host`, and who signed in, where that is somebody else: `root@host, signed in as carine`."""
    user = _name(os.getuid())
    try:
        signed_in = int(SIGNED_IN_AS.read_text())
    except (OSError, ValueError):
        signed_in = NOBODY_SIGNED_IN
    other = "" if signed_in in (NOBODY_SIGNED_IN, os.getuid()) else f", signed in as {_name(signed_in)}"
    return f"{user}@{os.uname().nodename}{other}"


def _name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
