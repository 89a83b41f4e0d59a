"""`staff` and `operator`: who may act, and the switch that stops new payments with an operator."""

from pathlib import Path

import click
from sqlalchemy import Connection

from cli.staff_session import desk, owners_engine
from wallet.core.database import in_transaction
from wallet.core.errors import DeniedError
from wallet.payments import operators
from wallet.staff import audit, logins


def add(data: Path, login: str) -> None:
    """Ask twice for a password and make the login; one that exists gets the new password and is unlocked."""
    with owners_engine(data) as (engine, secrets):
        password = click.prompt(f"Password for {login}", hide_input=True, confirmation_prompt=True)
        password_hash = logins.hash_password(secrets, login, password)
        with engine.begin() as db:
            logins.set_password(db, login, password_hash)
        click.echo(f"{login} can act now.")


def end(data: Path, login: str) -> None:
    """This login acts no more."""
    with owners_engine(data) as (engine, _), engine.begin() as db:
        logins.end(db, login)
        click.echo(f"{login} can no longer act.")


def switch(data: Path, rail: str, login: str, why: str, *, on: bool) -> None:
    """The maintenance switch of an operator: one login is enough, and it is kept who turned it."""

    def turn(db: Connection) -> str:
        before = {one.rail: one.health for one in operators.all_of(db)}
        if rail not in before:
            raise DeniedError(f"There is no operator {rail}: {', '.join(before)}.")
        operators.set_maintenance(db, rail, on)
        after = next(one.health for one in operators.all_of(db) if one.rail == rail)
        audit.note(db, "maintenance", rail, {"health": before[rail]}, {"health": after}, why, login)
        return after

    with desk(data) as at:
        at.identify(login)
        click.echo(f"{rail} is {in_transaction(at.engine, turn)}.")
