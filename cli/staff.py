"""`staff`: the logins that may act. Making and ending one is for the database's owner, where its address is known."""

from pathlib import Path

import click

from cli.machine import open_as_owner
from cli.office import Office, pass_office
from cli.office_command import OfficeGroup
from cli.options import data_option
from cli.os_user import name_user
from cli.tables import print_table
from cli.words import say
from wallet.core import clock
from wallet.staff import logins


@click.group(cls=OfficeGroup)
def staff() -> None:
    """Make and end the logins that may act on payments and operators."""


@staff.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every login: since when it may act, until when it might, who made it, and whether it is locked."""
    found = office.read(logins.list_logins)
    rows = ((one.login, clock.written(one.since), clock.written(one.until) if one.until else "",
             one.made_by, "locked" if one.is_locked else "") for one in found)  # fmt: skip
    print_table(
        ("login", "since", "until", "made by", "lock"), rows, "There is no login. To make one: ./mbongo staff add LOGIN"
    )


@staff.command(cls=click.Command)
@click.argument("login")
@data_option
def add(login: str, data: Path) -> None:
    """Make a login, or set its password anew, which lifts its lock; as the database's owner, here."""
    with open_as_owner(data) as (engine, secrets):
        logins.check_login(login)
        password = click.prompt(f"Password for {login}", hide_input=True, confirmation_prompt=True)
        recipe, key = logins.make_key(secrets, login, password)
        with engine.begin() as db:
            logins.set_password(db, login, recipe, key, name_user())
        click.echo(say("staff.login_set", login=login))


@staff.command(cls=click.Command)
@click.argument("login")
@data_option
def end(login: str, data: Path) -> None:
    """End the login of somebody who has left; as the database's owner, here."""
    with open_as_owner(data) as (engine, _), engine.begin() as db:
        logins.end_login(db, login, name_user())
        click.echo(say("staff.login_ended", login=login))
