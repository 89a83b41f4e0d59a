"""Two members of staff, and what a test does with their commands."""

import uuid
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import text

from local.__main__ import mbongo
from tests.world import hashed
from tests.world.scripted_rail import Counter
from tests.world.town import PEPPER, Town
from wallet.core.database import in_transaction
from wallet.operations.use_case import Doing, Outcome, UseCase
from wallet.staff import approvals, logins
from wallet.staff.acts import staff_actor
from wallet.staff.approvals import ApprovalRequest

ALICE, BRUNO = "alice", "bruno"
PASSWORD = {ALICE: "un long mot de passe", BRUNO: "another long one, his"}


def doing(town: Town, login: str = BRUNO) -> Doing:
    """An act being done by a login whose password was right."""
    return Doing(f"office:{uuid.uuid4()}", "K7Q2-93FD", "office", staff_actor(login), {}, town.wallet.secrets)


@dataclass
class Office:
    """Alice and Bruno, with the counter where payments are made."""

    counter: Counter

    def hire(self, *names: str) -> None:
        for login in names:
            with self.counter.town.owner.begin() as db:
                logins.set_password(db, login, hashed.password(PEPPER, PASSWORD[login]))

    def run(self, *arguments: str, typed: str = "") -> Result:
        result = CliRunner().invoke(mbongo, arguments, input=typed, env={"COLUMNS": "200"})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def done(self, *arguments: str, typed: str = "") -> str:
        result = self.run(*arguments, typed=typed)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *arguments: str, typed: str = "") -> str:
        result = self.run(*arguments, typed=typed)
        assert result.exit_code == 1, result.output
        return result.output

    def settle(self, reference: str, state: str, login: str = ALICE, why: str = "MTN's statement") -> str:
        asked = ("payments", "--settle", reference, "--as", state, "--why", why, "--login", login)
        return self.done(*asked, typed=f"{PASSWORD[login]}\n")

    def approve(self, subject: str, login: str = BRUNO, command: str = "payments") -> str:
        return self.done(command, "--approve", subject, "--login", login, typed=f"{PASSWORD[login]}\ny\n")

    def conclude(self, case: UseCase, login: str = BRUNO) -> Outcome:
        """What a member of staff does whose password was right."""
        return self.counter.town.wallet.conclude(case, staff_actor(login), f"office:{uuid.uuid4()}", "office")

    def newest(self, subject: str) -> ApprovalRequest:
        return in_transaction(self.counter.town.engine, lambda db: approvals.get_newest(db, subject))

    def rows(self, query: str, **values: Any) -> list[Any]:
        return in_transaction(self.counter.town.engine, lambda db: list(db.execute(text(query), values).all()))

    @property
    def reference(self) -> str:
        return str(self.counter.town.one("SELECT reference FROM payment"))
