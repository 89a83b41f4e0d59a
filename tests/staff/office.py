"""Two members of staff, and what a test does with their commands."""

from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import text

from local.__main__ import mbongo
from tests import hashed
from tests.payments.scripted_rail import Counter
from tests.wallet.town import PEPPER
from wallet.core.database import in_transaction
from wallet.staff import logins

ALICE, BRUNO = "alice", "bruno"
PASSWORD = {ALICE: "un long mot de passe", BRUNO: "another long one, his"}


@dataclass
class Office:
    """Alice and Bruno, with the counter where payments are made."""

    counter: Counter

    def hire(self, *names: str) -> None:
        for login in names:
            with self.counter.town.owner.begin() as db:
                logins.set_password(db, login, hashed.password(PEPPER, login, PASSWORD[login]))

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

    def rows(self, query: str, **values: Any) -> list[Any]:
        return in_transaction(self.counter.town.engine, lambda db: list(db.execute(text(query), values).all()))

    @property
    def reference(self) -> str:
        return str(self.counter.town.one("SELECT reference FROM payment"))
