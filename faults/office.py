"""Staff of a run: two logins that type commands, which the real office does, and which it may die of."""

import http.client
import io
import secrets
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cli import envelope
from cli.ask_office import choose_way
from faults.quick_hash import hash_quickly
from faults.stage import DATABASE, Stage
from local.office_door import find_office
from local.postgres import OWNER
from wallet.core.database import connect_briefly, in_transaction
from wallet.core.hashes import derive
from wallet.staff import logins

ASKS, APPROVES = "alice", "bruno"
PASSWORD: Final = secrets.token_urlsafe(24)  # of both
ANSWER_SECONDS: Final = 40


class Away(OSError):
    """The office gives no answer: it died, and what was asked may have been done."""


@dataclass(frozen=True)
class OfficeAnswer:
    """One answer of the office: how a command ended, in which words, and the file that came with it."""

    code: int
    words: str
    kept: bytes = b""


@dataclass
class Staff:
    """Both logins of one stage's office."""

    stage: Stage

    @classmethod
    def hire(cls, stage: Stage) -> "Staff":
        """Give both their passwords."""
        held = stage.wallets["office"].secrets
        with connect_briefly(stage.postgres.url(DATABASE, OWNER)) as owner:
            for login in (ASKS, APPROVES):
                recipe = hash_quickly(held, "password", login, PASSWORD).rpartition("$")[0]
                key = derive(held, "password", login, recipe, PASSWORD)
                in_transaction(
                    owner,
                    lambda db, of=login, recipe=recipe, key=key: logins.set_password(  # type: ignore[misc]
                        db, of, recipe, key, by="a run", role="administrator"
                    ),
                )
        return cls(stage)

    def type(self, login: str, *words: str, files: dict[str, Path] | None = None) -> OfficeAnswer:
        """Have a login type a command, and agree to what it is shown. Raises Away."""
        asked = {"login": login, "password": PASSWORD, "words": words, "width": 200, "data": ""}
        answer, said = self._send(asked, files or {})
        if agree := answer["agree"]:
            answer, said = self._send({**asked, "agreed": agree}, files or {})
        return said

    def _send(self, asked: dict[str, object], files: dict[str, Path]) -> tuple[dict[str, str], OfficeAnswer]:
        connection = choose_way(find_office(self.stage.logs.parent)).open()
        length, pieces = envelope.write(asked, files)
        try:
            connection.connect()
            connection.sock.settimeout(ANSWER_SECONDS)
            connection.request("POST", envelope.PATH, pieces, {"Content-Length": str(length)})
            answered = io.BufferedReader(connection.getresponse())
            answer = envelope.read_head(answered, envelope.SAID_BYTES_MAX)
            with TemporaryDirectory() as folder:
                kept = envelope.read_files(answered, answer["files"], Path(folder))
                content = b"".join(path.read_bytes() for path in kept.values())
        except (OSError, http.client.HTTPException, envelope.BrokenEnvelopeError) as away:
            raise Away(f"{type(away).__name__} {away}") from None
        finally:
            connection.close()
        return answer, OfficeAnswer(int(answer["code"]), answer["said"] + answer["warned"], content)
