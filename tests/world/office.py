"""The office: members of staff and their commands, run on a test's database."""

import uuid
from dataclasses import dataclass

import click
from click.testing import CliRunner, Result

from local.__main__ import mbongo
from tests.world.cast import ALICE, BRUNO, PASSWORDS
from tests.world.hashed import PEPPER, make_key
from tests.world.wallet_under_test import WalletUnderTest
from wallet.core.roles import url_variable
from wallet.operations.use_case import Doing, Outcome, UseCase
from wallet.staff import approvals, logins
from wallet.staff.acts import staff_actor
from wallet.staff.approvals import ApprovalRequest
from wallet.staff.approve_request import ApproveRequest
from wallet.staff.sessions import SessionProof, open_session

WIDE = "300"  # columns: no line is broken


@dataclass
class Office:
    """Alice and Bruno at work; each types their own password, and `y` to what is asked after it."""

    world: WalletUnderTest

    def hire(self, *names: str) -> None:
        """Give logins their passwords."""
        with self.world.owner.begin() as db:
            for login in names:
                logins.set_password(db, login, *make_key(PASSWORDS[login]), by="a test")

    def run(self, *arguments: str, login: str = "", typed: str = "") -> Result:
        """Run a command: as a login, if it is given and the command asks who one is; or typing something else."""
        if login and takes_login(arguments):
            arguments = (*arguments, "--login", login)
        owner = self.world.owner.url.set(drivername="postgresql")
        urls = {kind: wallet.engine.url for kind, wallet in self.world.wallets.items()}
        given = {
            **{url_variable(kind): url.render_as_string(hide_password=False) for kind, url in urls.items()},
            "MBONGO_MIGRATE_DATABASE_URL": owner.render_as_string(hide_password=False),
            "MBONGO_PIN_PEPPER": PEPPER,
            "COLUMNS": WIDE,
        }
        answers = typed or (f"{PASSWORDS[login]}\ny\n" if login else "")
        result = CliRunner().invoke(mbongo, arguments, input=answers, env=given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def done(self, *arguments: str, login: str = "", typed: str = "") -> str:
        """Return what a command says that does what it should."""
        result = self.run(*arguments, login=login, typed=typed)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *arguments: str, login: str = "", typed: str = "") -> str:
        """Return what a command says that does not do it."""
        result = self.run(*arguments, login=login, typed=typed)
        assert result.exit_code == 1, result.output
        return result.output

    def settle(self, reference: str, state: str, login: str = ALICE, why: str = "MTN's statement") -> str:
        """Ask for a payment in review to be settled."""
        return self.done("payments", "--settle", reference, "--as", state, "--why", why, login=login)

    def approve(self, subject: str, login: str = BRUNO, command: str = "payments") -> str:
        """Approve what was asked."""
        return self.done(command, "--approve", subject, login=login)

    def conclude(self, case: UseCase, login: str = BRUNO, session: SessionProof | None = None) -> Outcome:
        """Do what a member of staff does, by a session of theirs."""
        key, actor = f"office:{uuid.uuid4()}", staff_actor(login)
        return self.world.wallet_on("office").conclude(case, actor, key, "office", session or self.sign_in(login))

    def sign_in(self, login: str) -> SessionProof:
        """Return a session that a login opened with its password."""
        return open_session(self.world.wallet_on("office").engine, self.world.wallet.secrets, login, PASSWORDS[login])

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
        return Doing(f"office:{uuid.uuid4()}", "K7Q2-93FD", "office", staff_actor(login), {}, secrets)


def takes_login(words: tuple[str, ...]) -> bool:
    """True when this command asks who one is."""
    found: click.Command = mbongo
    for word in words:
        if isinstance(found, click.Group):
            found = found.get_command(click.Context(found), word) or found
    return any(one.name == "login" for one in found.params)
