"""The office: members of staff and their commands, run on a test's database."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
from click.testing import CliRunner, Result
from sqlalchemy import Connection
from structlog.testing import capture_logs
from werkzeug.serving import WSGIRequestHandler, make_server

from cli.office_command import OfficeCommand
from cli.office_service import create_office
from local.__main__ import mbongo
from local.places import ShortLivedFolder
from tests.world.cast import ALICE, BRUNO, password_of
from tests.world.hashed import PEPPER, make_key
from tests.world.wallet_under_test import WalletUnderTest
from wallet.core.roles import url_variable
from wallet.operations.actor import Actor
from wallet.operations.use_case import Doing, Outcome, UseCase
from wallet.perform import Wallet
from wallet.staff import approvals, audit, logins
from wallet.staff.acts import staff_actor
from wallet.staff.approvals import ApprovalRequest
from wallet.staff.approve_request import ApproveRequest
from wallet.staff.sessions import SessionProof, open_session
from wallet.staff.wallets import find_wallet

WIDE = "300"  # columns: no line is broken


@dataclass
class Office:
    """Alice and Bruno at work; each types their own password, and `y` to what is asked after it.

    `url` is where the office answers that does their commands.
    """

    world: WalletUnderTest
    url: str = ""

    def hire(self, *names: str, role: str = "administrator") -> None:
        """Give logins their passwords, and new ones this role."""
        with self.world.owner.begin() as db:
            for login in names:
                had = logins.find_role(db, login)
                key = make_key(login, password_of(login))
                logins.set_password(db, login, *key, by="a test", role=had or role)

    def run(self, *arguments: str, login: str = ALICE, typed: str = "") -> Result:
        """Run a command: as a login, where the office does it and no other is said; or typing something else."""
        words, given = list(arguments), self.as_owner()
        if is_of_office(arguments):
            given = {"MBONGO_OFFICE_URL": self.url, **dict.fromkeys(given)}  # neither a database nor a pepper
            if "--login" in words:
                login = words[words.index("--login") + 1]
            elif login:
                words += ["--login", login]
        answers = typed or f"{password_of(login)}\ny\n"
        result = CliRunner().invoke(mbongo, words, input=answers, env={**given, "COLUMNS": WIDE})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def as_owner(self) -> dict[str, str]:
        """Return the settings of whoever owns the database."""
        owner = self.world.owner.url.set(drivername="postgresql")
        urls = {kind: wallet.engine.url for kind, wallet in self.world.wallets.items()}
        return {
            **{url_variable(kind): url.render_as_string(hide_password=False) for kind, url in urls.items()},
            "MBONGO_MIGRATE_DATABASE_URL": owner.render_as_string(hide_password=False),
            "MBONGO_PIN_PEPPER": PEPPER,
        }

    def done(self, *arguments: str, login: str = ALICE, typed: str = "") -> str:
        """Return what a command says that does what it should."""
        result = self.run(*arguments, login=login, typed=typed)
        assert result.exit_code == 0, result.output
        return without_password(result.output)

    def refused(self, *arguments: str, login: str = ALICE, typed: str = "") -> str:
        """Return what a command says that does not do it."""
        result = self.run(*arguments, login=login, typed=typed)
        assert result.exit_code == 1, result.output
        return without_password(result.output)

    def settle(self, reference: str, state: str, login: str = ALICE, why: str = "MTN's statement") -> str:
        """Ask for a payment in review to be settled."""
        return self.done("payments", "--settle", reference, "--as", state, "--why", why, login=login)

    def approve(self, subject: str, login: str = BRUNO, command: str = "payments") -> str:
        """Approve what was asked."""
        return self.done(command, "--approve", subject, login=login)

    def conclude(self, case: UseCase, login: str = BRUNO, session: SessionProof | None = None) -> Outcome:
        """Do what a member of staff does, by a session of theirs."""
        key, actor = f"office:{uuid.uuid4()}", self.actor(login)
        return self.world.wallet_on("office").conclude(case, actor, key, "office", session or self.sign_in(login))

    def actor(self, login: str) -> Actor:
        """Return a login as the actor it is."""
        return self.world.do(lambda db: staff_actor(db, login), "office")

    def sign_in(self, login: str) -> SessionProof:
        """Return a session that a login opened with its password."""
        return open_session(self.world.wallet_on("office").engine, self.world.wallet.secrets, login, password_of(login))

    def approval_of(self, subject: str) -> ApproveRequest:
        """Return the approval of what was asked last about something, as it is shown now."""
        request = self.newest(subject)
        return ApproveRequest(request.id, request.content_hash)

    def newest(self, subject: str) -> ApprovalRequest:
        """Return what was asked last about something."""
        return self.world.do(lambda db: approvals.get_newest(db, subject), "office")

    def doing(self, login: str = BRUNO) -> Doing:
        """Return an act that is being done by a login whose password was right."""
        secrets = self.world.wallet.secrets
        return Doing(f"office:{uuid.uuid4()}", "K7Q2-93FD", "office", self.actor(login), {}, secrets)


def name_person(world: WalletUnderTest, phone: str) -> str:
    """Return the id of who a number reaches, as staff type it."""
    return world.do(lambda db: find_wallet(db, phone).public_id, "office")


def note_alone(
    db: Connection, session: bytes, kind: str, subject: str, after: dict[str, Any] | None = None, why: str = "tonight"
) -> None:
    """Begin an act that one login does alone, and note it, with nothing done between."""
    audit.begin(db, session, kind)
    audit.note(db, session, kind, subject, {}, after or {}, why)


def without_password(output: str) -> str:
    """Return what a command said after its login's password was typed, which a terminal shows elsewhere."""
    return output.partition("\n")[2] if output.startswith("Password of ") else output


PUBLIC_URL = "https://mbongo.example"


def is_of_office(words: tuple[str, ...]) -> bool:
    """True for a command that the office does."""
    found: click.Command = mbongo
    for word in words:
        if isinstance(found, click.Group):
            found = found.get_command(click.Context(found), word) or found
    return isinstance(found, OfficeCommand)


@contextmanager
def open_office(wallet: Wallet) -> Iterator[str]:
    """Give the address of an office on a wallet, which a thread of this process keeps, for the block."""
    folder = ShortLivedFolder()
    url = f"unix://{folder.path}/office.sock"
    server = make_server(url, 0, create_office(wallet, PUBLIC_URL), request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        with capture_logs():
            yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        folder.remove()


class Silent(WSGIRequestHandler):
    """werkzeug's handler, which says nothing of each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""
