"""The office under gunicorn, on a socket of this machine, its pages on a port: a process does one thing at a time."""

import os
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from gunicorn.workers.sync import SyncWorker

from local.places import ShortLivedFolder
from local.serve import Web
from sms_templates import use_numbers
from wallet.core.database import connect
from wallet.core.replica import follow
from wallet.core.settings import WalletSettings, read_class
from wallet.perform import Wallet
from workers.held_keys import tell_held_keys
from workers.starting import start

PROCESSES: Final = 2  # what a command prints is all that its process prints; a file of a million lines takes minutes
SILENCE_SECONDS: Final = 10  # whoever stops half way must not keep a process
GROUP_MAY_ENTER: Final = 0o660  # whoever comes in still needs a password


class OfficeWorker(SyncWorker):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn's worker of one request at a time, which waits only so long for the next piece of it."""

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE_SECONDS, 0))
        super().handle(listener, client, addr)


class OfficeServer(Web):
    """gunicorn, told to do one command at a time in each process, for as long as it takes."""

    def load_config(self) -> None:
        super().load_config()
        for name, value in {"worker_class": OfficeWorker, "timeout": 0, "umask": 0o077}.items():
            self.cfg.set(name, value)
        self.cfg.set("child_exit", lambda _server, _worker: None)
        self.cfg.set("when_ready", _let_group_in)

    def load(self) -> Callable[..., Any]:
        return open_office()


def _let_group_in(server: Any) -> None:
    """Let the group of this process in as well, where the socket is our own making."""
    if not server.systemd:
        for listener in server.LISTENERS:
            if listener.sock.family == socket.AF_UNIX:
                os.chmod(listener.sock.getsockname(), GROUP_MAY_ENTER)


def open_office() -> Callable[..., Any]:
    """Return the app on the wallet of this process's settings."""
    from cli.office_service import create_office  # noqa: PLC0415 - once in each worker: its pools are its own
    from web.office.routes import add_pages  # noqa: PLC0415

    known = read_class(WalletSettings)
    use_numbers(known.service_code, known.at_sender_id)
    engine = connect(known.database_url("office"), pool_size=2)
    follow(engine, known.database_url("office"), known.replica)
    tell_held_keys(engine, "office")
    wallet = Wallet(engine, known.secrets)
    app = create_office(wallet, known.public_url)
    add_pages(app, wallet, known.public_url)
    return app


def serve_office(path: Path, pages: str = "") -> None:
    """Serve until SIGTERM, the pages at an address (`host:port`, "" for nowhere).

    Stops at once, naming them, if settings are missing.
    """
    start("office")
    read_class(WalletSettings).say_aloud()
    files = ShortLivedFolder()  # what is sent and made lies in it; a later start sweeps what a killed office left
    os.environ["TMPDIR"] = str(files.path)
    try:
        OfficeServer((f"unix:{path.resolve()}", *filter(None, [pages])), PROCESSES).run()
    finally:
        files.remove()
