"""The way into the office of a data folder: a socket for this machine's user alone, that a link there leads to."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from cli.program import as_typed
from local.places import ShortLivedFolder
from local.ports import BACKLOG
from local.servers import is_given, read_setting

LINK: Final = "office.sock"
OFFICE_URL: Final = "MBONGO_OFFICE_URL"


@contextmanager
def open_office_door(data: Path) -> Iterator[socket.socket]:
    """Give the listening socket, for the block; it lies in a short-lived folder, for a socket's path must be short."""
    folder, link = ShortLivedFolder(), data / LINK
    listener = socket.socket(socket.AF_UNIX)
    try:
        place = folder.path / LINK
        before = os.umask(0o177)
        try:
            listener.bind(str(place))
        finally:
            os.umask(before)
        listener.listen(BACKLOG)
        link.unlink(missing_ok=True)  # of a start that was killed
        link.symlink_to(place)
        yield listener
        link.unlink(missing_ok=True)
    finally:
        listener.close()
        folder.remove()


def find_office(data: Path) -> str:
    """Return where the office is: as the caller's setting says, or on this data folder. Raises ClickException."""
    if is_given(OFFICE_URL):
        return read_setting(OFFICE_URL)
    link = data / LINK
    if not link.is_socket():
        raise click.ClickException(
            f"Nothing runs on {data}, so its office is closed. In another terminal: {as_typed('./mbongo up')}, or set"
            f" {OFFICE_URL}"
        )
    return f"unix:{link.resolve()}"
