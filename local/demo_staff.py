"""The demo's staff: logins hired for one act, with a password that nobody keeps, which leave again."""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine

from wallet.core.database import connect_briefly, in_transaction
from wallet.operations.use_case import Outcome, UseCase
from wallet.perform import Wallet
from wallet.staff import logins
from wallet.staff.acts import staff_actor
from wallet.staff.sessions import SessionProof, open_session

BY = "the demo"


@dataclass(frozen=True)
class Hired:
    """A login at work, and the office that does its acts."""

    office: Wallet
    login: str
    session: SessionProof

    def perform(self, case: UseCase) -> Outcome:
        """Do what this login does, or ask for it, or approve it."""
        actor = in_transaction(self.office.engine, lambda db: staff_actor(db, self.login))
        return self.office.perform(case, actor, f"office:{uuid.uuid4()}", "office", self.session)


@contextmanager
def hire(office: Wallet, owner_url: str, role: str, *names: str) -> Iterator[list[Hired]]:
    """Give logins of these names, in this role, for as long as it lasts; `owner_url` is the database's owner's."""
    with connect_briefly(owner_url) as owner:
        yield [_hire(office, owner, name, role) for name in names]
        for name in names:
            in_transaction(owner, partial(logins.end_login, login=name, by=BY))


def _hire(office: Wallet, owner: Engine, login: str, role: str) -> Hired:
    password = secrets.token_urlsafe(30)
    key = logins.make_key(office.secrets, login, password)
    in_transaction(owner, lambda db: logins.set_password(db, login, *key, by=BY, role=role))
    return Hired(office, login, open_session(office.engine, office.secrets, login, password))
