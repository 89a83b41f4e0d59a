"""Have the office do a command: words, files and a login with its password go there, what it says comes back."""

import http.client
import socket
import ssl
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click

from cli import envelope
from cli.machine import MachineOffice
from cli.office_command import FILES, KEPT, WORDS
from cli.passwords import ask_secret
from cli.program import as_typed, typed_folder
from cli.sentences import tell
from cli.tables import count_columns
from cli.words import say
from wallet.core.errors import Refused
from wallet.staff.logins import check_login

CONNECT_SECONDS, ANSWER_SECONDS = 10, 900  # a file of a million lines is minutes of work


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket of this machine."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        """Connect. Raises OSError."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(CONNECT_SECONDS)
        self.sock.connect(self._path)


@dataclass(frozen=True)
class OfficeAddress:
    """The way to the office at an address: `open` makes a connection, which nothing has been sent on."""

    url: str
    open: Callable[[], http.client.HTTPConnection]


def choose_way(url: str) -> OfficeAddress:
    """Return the way to `unix:/path` or `https://host`. Raises ClickException for anything else, as for plain HTTP."""
    address = urlsplit(url)
    if address.scheme == "unix":
        path = str(Path(address.path).resolve())  # a link may be longer than a socket's name can be
        return OfficeAddress(url, lambda: UnixConnection(path))
    if address.scheme == "https" and (host := address.hostname):
        context = ssl.create_default_context()
        connection = partial(http.client.HTTPSConnection, timeout=CONNECT_SECONDS, context=context)
        return OfficeAddress(url, lambda: connection(host, address.port))
    raise click.ClickException("MBONGO_OFFICE_URL is unix:/path/of/office.sock, or https://host")


def ask_office(ctx: click.Context, login: str, data: Path) -> int:
    """Have the office do the command of this context. Returns its exit code; what is shown is agreed to here."""
    machine: MachineOffice = ctx.obj
    way = choose_way(machine.find_office(data))
    login = login or click.prompt("Login", err=True)
    try:
        check_login(login)
    except Refused as wrong:
        tell(say(wrong.key, **wrong.values), err=True)
        return 1
    asked = {
        "login": login,
        "password": ask_secret(f"Password of {login}"),
        "words": ctx.meta[WORDS],
        "width": count_columns(),
        "data": typed_folder(),
        "colour": sys.stdout.isatty(),
    }
    files: Mapping[str, Path] = ctx.meta.get(FILES, {})
    kept: set[str] = ctx.meta.get(KEPT, set())
    answer = send(way, asked, files, kept)
    if answer["asks_code"]:
        asked["code"] = ask_secret(f"Code of {login}'s app")
        answer = send(way, asked, files, kept)
    if answer["agree"]:
        said = "agreed" if agrees() else "declined"
        gone_on = {name: value for name, value in asked.items() if name not in ("password", "code")}
        answer = send(way, gone_on | {said: answer["agree"], "session": answer["session"]}, files, kept)
    return int(answer["code"])


def agrees() -> bool:
    """Return True for who says yes to what is shown; who goes away without an answer says no."""
    try:
        return click.confirm("Do it?")
    except click.Abort:
        click.echo(err=True)
        return False


def keep_files(answered: BinaryIO, sizes: list[tuple[str, int]], kept: set[str]) -> None:
    """Keep the files of an answer, each where it was typed, and none that was not."""
    with tempfile.TemporaryDirectory() as folder:
        for typed, found in envelope.read_files(answered, sizes, Path(folder)).items():
            if typed in kept:
                envelope.replace_privately(Path(typed), found)


def send(way: OfficeAddress, asked: Mapping[str, Any], files: Mapping[str, Path], kept: set[str]) -> dict[str, Any]:
    """Send what is asked, and print what the office says; return that. Raises ClickException where it is away."""
    connection = way.open()
    length, pieces = envelope.write(asked, files)
    try:
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        connection.request("POST", envelope.PATH, pieces, {"Content-Length": str(length)})
        answered = connection.getresponse()
        if answered.status != http.client.OK:
            raise click.ClickException(f"The office did not take it: {answered.status} {answered.reason}")
        answer = envelope.read_head(answered, envelope.SAID_BYTES_MAX)
        click.echo(answer["said"], nl=False)
        click.echo(answer["warned"], nl=False, err=True)
        if answer["files"]:
            keep_files(answered, answer["files"], kept)
    except (OSError, http.client.HTTPException, envelope.BrokenEnvelopeError) as away:
        why = getattr(away, "strerror", None) or str(away) or type(away).__name__
        runs = as_typed("It runs with ./mbongo up, or by itself: ./mbongo office")
        raise click.ClickException(f"The office does not answer at {way.url}: {why}. {runs}") from None
    finally:
        connection.close()
    return answer
