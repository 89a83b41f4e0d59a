"""Folders of the embedded servers: sockets in short-lived ones, files where `nobody` can reach them.

PostgreSQL refuses root, so when we are root it runs as `nobody`. What `nobody` cannot reach (a checkout under
/root) lives in /var/lib/mbongo instead; the data folder then holds a symbolic link to it.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import tempfile
import time
from pathlib import Path

from local.children import is_root

SHORT = Path("/tmp")  # noqa: S108 - a unix socket's path holds 107 bytes; our folders in it are 0700
MEMORY = Path("/dev/shm")  # noqa: S108 - as above
ROOM_BYTES = 4 * 2**30  # far more than any test's servers fill
PREFIX = "mbongo-run-"
GUEST = "daemon"  # whom our processes run as when we are root (unprivileged.py): sockets are for its group
ROOT_HOME = Path("/var/lib/mbongo")
SETTLING_SECONDS = 60  # a folder younger than this may not have its lock yet


def make_data_folder(path: Path) -> Path:
    """Make the data folder. Others may pass through it (`nobody` must), not list it."""
    if not path.exists():
        path.mkdir(parents=True)
        path.chmod(0o711)
    return path.resolve()


def is_reachable(path: Path, user: str = "nobody") -> bool:
    """True when a user can read this file or enter this folder; always true when we are not root."""
    if not is_root():
        return True
    path = path.resolve()
    wanted = stat.S_IXOTH if path.is_dir() else stat.S_IROTH
    return all(_grants(parent, stat.S_IXOTH, user) for parent in path.parents) and _grants(path, wanted, user)


def _grants(path: Path, wanted: int, user: str) -> bool:
    """True when a user has this right (one of stat's S_I?OTH), as owner or as anyone; False where there is none."""
    at = path.stat()
    with contextlib.suppress(KeyError):
        return bool(at.st_mode & (wanted << 6 if at.st_uid == pwd.getpwnam(user).pw_uid else wanted))
    return False


def give_to_nobody(path: Path) -> None:
    if is_root():
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def let_guest_pass(path: Path) -> None:
    """Let our own processes through a folder of `nobody`'s, to the socket in it, and nobody else."""
    with contextlib.suppress(KeyError):
        if is_root():
            os.chown(path, -1, pwd.getpwnam(GUEST).pw_gid)
            path.chmod(0o710)


def copy_for_nobody(program: Path) -> Path:
    """Return a program where `nobody` can run it: itself, or a copy in /var/lib/mbongo."""
    if is_reachable(program):
        return program
    copied = ROOT_HOME / f"{program.name}-{hashlib.sha256(program.read_bytes()).hexdigest()[:12]}"
    if not copied.exists():
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=ROOT_HOME)
        os.close(descriptor)
        shutil.copyfile(program, aside)
        os.chmod(aside, 0o755)  # noqa: S103 - a program, for everyone to run
        os.replace(aside, copied)
    return copied


def make_server_home(data: Path, name: str) -> Path:
    """Return the folder of a server's own files: `data/name`, or a place in /var/lib/mbongo that it links to."""
    link = data / name
    if not link.exists():
        if is_reachable(data):
            link.mkdir(mode=0o700)
        else:
            ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
            link.unlink(missing_ok=True)  # a link whose target is gone
            link.symlink_to(tempfile.mkdtemp(prefix=f"{name}-", dir=ROOT_HOME))
        give_to_nobody(link.resolve())
    return link.resolve()


def choose_throwaway_place() -> Path:
    """Return where a test's servers keep their files: memory, if there is plenty of it.

    A new database is 500 files: 0.03 s of CPU there, 0.3 s on a well-used ext4.
    """
    try:
        room = os.statvfs(MEMORY)
    except OSError:
        return SHORT
    return MEMORY if room.f_bavail * room.f_frsize >= ROOM_BYTES and os.access(MEMORY, os.W_OK) else SHORT


class ShortLivedFolder:
    """A private folder, locked while we live: a later start sweeps what a killed one left."""

    def __init__(self, where: Path = SHORT) -> None:
        sweep()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=where))
        self._made_by = os.getpid()
        self._lock = self._take()

    def _take(self) -> int:
        give_to_nobody(self.path)
        let_guest_pass(self.path)
        lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def make_again(self) -> None:
        """Make the same path once more, for a server that starts again. Raises FileExistsError if taken."""
        if not self._lock:
            self.path.mkdir(mode=0o700)
            self._lock = self._take()

    def remove(self) -> None:
        """Remove it; a fork of the process that made it, whose lock lives on there, leaves it as it is."""
        if self._lock and self._made_by == os.getpid():
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = 0


def sweep() -> None:
    """Remove folders whose owner was killed before it could."""
    for path in (*SHORT.glob(f"{PREFIX}*"), *MEMORY.glob(f"{PREFIX}*")):
        with contextlib.suppress(OSError):  # another user's, or gone meanwhile: not ours to remove
            if time.time() - path.stat().st_mtime < SETTLING_SECONDS:
                continue
            lock = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(lock)
