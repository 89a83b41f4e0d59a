"""The office's own process, as it answers: each command of staff is done by its very code, as the login that asks.

One request is one command. It says who asks and by which password, which opens a session for as long as the command
takes; what it prints and how it ends goes back. A login with an app types a code of it besides, and its session goes on
until what was shown is agreed to or not: a code is good once. One command at a time, for what it prints is all that
is printed.
"""

import io
import re
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO, Final

from flask import Flask, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cli import envelope
from cli.do_command import CommandEnd, do_command, name_command
from cli.failures import describe
from cli.office import Office
from cli.program import reaching
from cli.sentences import wrap_words
from cli.words import say
from wallet.core.errors import Refused, WalletError
from wallet.core.logs import log
from wallet.perform import Wallet
from wallet.staff import factors, sessions
from wallet.staff.sessions import SessionProof

BYTES_MAX: Final = 300_000_000  # of a file and all around it
SESSION: Final = re.compile("(?:[0-9a-f]{2}){32}")
Line = Annotated[str, Field(max_length=2_000)]


class TypedCommand(BaseModel):
    """A command as it is asked: who, by which password, in which words, and how their terminal is."""

    model_config = ConfigDict(hide_input_in_errors=True)

    login: Line
    password: Line = Field(default="", repr=False)
    code: Line = Field(default="", repr=False)  # of its app
    session: Line = Field(default="", repr=False)  # that goes on, in hexadecimal digits: in the place of both
    words: Annotated[list[Line], Field(max_length=100)]
    agreed: Line = ""
    declined: Line = ""
    data: Line = ""  # the data folder as they typed it, which what is suggested to them leads to
    width: int = Field(default=80, ge=20, le=1_000)
    colour: bool = False
    files: Annotated[list[tuple[Line, Annotated[int, Field(ge=0, le=BYTES_MAX)]]], Field(max_length=9)]


def create_office(wallet: Wallet, public_url: str = "") -> Flask:
    """Return the app that the office's process serves; `public_url` is where browsers find us, "" where they do not."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BYTES_MAX

    def answer_command() -> Response | tuple[str, int]:
        stream = io.BufferedReader(request.stream)  # type: ignore[type-var]  # werkzeug's is a raw one
        folder = TemporaryDirectory(prefix="mbongo-office-")
        try:
            asked = TypedCommand.model_validate(envelope.read_head(stream, envelope.ASKED_BYTES_MAX))
            with reaching(asked.data):
                answer, kept = answer_login(wallet, asked, stream, Path(folder.name), public_url)
            length, pieces = envelope.write(asdict(answer), kept)
        except (envelope.BrokenEnvelopeError, ValidationError) as broken:
            folder.cleanup()
            log.warning("office did not understand", error=type(broken).__name__)
            return "", 400
        response = Response(pieces, headers={"Content-Length": str(length)}, mimetype="application/octet-stream")
        response.call_on_close(folder.cleanup)
        return response

    app.add_url_rule(envelope.PATH, view_func=answer_command, methods=["POST"])
    app.add_url_rule("/healthz", view_func=lambda: "ok\n", endpoint="health")
    return app


def answer_login(
    wallet: Wallet, asked: TypedCommand, stream: BinaryIO, folder: Path, public_url: str = ""
) -> tuple[CommandEnd, dict[str, Path]]:
    """Return what comes of a command, and the files to be kept over there; a wrong password or a failure is said."""
    began, kept, why = time.monotonic(), dict[str, Path](), ""
    try:
        session, answer = enter(wallet, asked), CommandEnd()
        try:
            if must_show_code(wallet, asked, session):
                return CommandEnd(asks_code=True), kept
            files = envelope.read_files(stream, asked.files, folder)
            office = Office(
                wallet, asked.login, session, folder, files, asked.agreed, asked.declined, public_url=public_url
            )
            answer, kept = do_command(office, asked.words, asked.width, colour=asked.colour), office.kept
            answer.session = session.secret.hex() if answer.agree else ""
        finally:
            if not answer.session:
                sessions.close_session(wallet.engine, session)
    except WalletError as refused:
        why = refused.key
        answer = CommandEnd(warned=wrap_words(say(refused.key, **refused.values), asked.width) + "\n", code=1)
    except envelope.BrokenEnvelopeError:
        raise
    except Exception as failed:
        log.error("office failed", login=asked.login, error=type(failed).__name__, exc_info=True)
        answer = CommandEnd(warned=f"Error: {describe(failed)}\n", code=1)
    milliseconds = round(1_000 * (time.monotonic() - began))
    command = name_command(asked.words)
    log.info("office", login=asked.login, command=command, ended=answer.code, refused=why, ms=milliseconds)
    return answer, {typed: path for typed, path in kept.items() if path.exists()}


def enter(wallet: Wallet, asked: TypedCommand) -> SessionProof:
    """Return the session that goes on, or a new one by the password. Raises Refused, Misread or Locked."""
    if not asked.session:
        return sessions.open_session(wallet.engine, wallet.secrets, asked.login, asked.password)
    session = SessionProof(bytes.fromhex(asked.session) if SESSION.fullmatch(asked.session) else b"")
    if sessions.find_login(wallet.engine, session) != asked.login:
        raise Refused("staff.session_over")
    return session


def must_show_code(wallet: Wallet, asked: TypedCommand, session: SessionProof) -> bool:
    """Return True while a code of the login's app is to be typed; one that was is compared. Raises Misread."""
    who = factors.find_at_work(wallet.engine, session)
    if who is None or not who.must_show_code:
        return False
    if asked.code:
        factors.try_code(wallet.engine, wallet.secrets, session, asked.login, asked.code)
    return not asked.code
