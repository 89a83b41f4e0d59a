"""`staff`: the logins that may act, and the role of each, which says what it may.

Making and ending a login is for the database's owner, where its address is known; two of staff change its role.
"""

from pathlib import Path

import click

from cli.approve import approve as approve_asked
from cli.machine import open_as_owner
from cli.office import Office, pass_office
from cli.office_command import OfficeGroup
from cli.options import approve_option, asked_why_option, data_option, require_all, require_one
from cli.os_user import name_user
from cli.passwords import ask_secret
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.core import clock
from wallet.staff import logins
from wallet.staff.actions.set_role import SetRole
from wallet.staff.permissions import ROLES


@click.group(cls=OfficeGroup)
def staff() -> None:
    """Make and end the logins that may act on payments and operators."""


@staff.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every login: its role, since when it may act, until when it might, who made it, and whether it is locked."""
    found = office.read(logins.list_logins)
    rows = ((one.login, one.role, clock.written(one.since), clock.written(one.until) if one.until else "",
             one.made_by, "locked" if one.is_locked else "") for one in found)  # fmt: skip
    print_table(
        ("login", "role", "since", "until", "made by", "lock"),
        rows,
        as_typed("There is no login. To make one: ./mbongo staff add --help"),
    )


@staff.command(cls=click.Command)
@click.argument("login")
@click.option("--role", type=click.Choice(ROLES), help="What a new login may do: docs/staff.md.")
@data_option
def add(login: str, role: str | None, data: Path) -> None:
    """Make a login, or set its password anew, which lifts its lock; as the database's owner, here."""
    with open_as_owner(data) as (engine, secrets):
        with engine.connect() as db:
            logins.choose_role(db, login, role or "")
        password = ask_secret(f"Password for {login}", twice=True)
        recipe, key = logins.make_key(secrets, login, password)
        with engine.begin() as db:
            logins.set_password(db, login, recipe, key, name_user(), role or "")
        tell(say("staff.login_set", login=login))


@staff.command(cls=click.Command)
@click.argument("login")
@data_option
def end(login: str, data: Path) -> None:
    """End the login of somebody who has left; as the database's owner, here."""
    with open_as_owner(data) as (engine, _), engine.begin() as db:
        logins.end_login(db, login, name_user())
        tell(say("staff.login_ended", login=login))


@staff.command("role")
@click.argument("whose", metavar="LOGIN")
@click.argument("new", metavar=f"[{'|'.join(ROLES)}]", type=click.Choice(ROLES), required=False)
@asked_why_option
@approve_option
@pass_office
def change_role(office: Office, whose: str, new: str | None, why: str, approve: bool) -> None:
    """Ask that a login be given another role, or approve that; docs/staff.md says what each may do."""
    require_one(ROLE=new, approve=approve)
    if approve:
        approve_asked(office, whose, SetRole.kind)
        return
    require_all(why=why)
    office.do(SetRole(whose, str(new), why=why))
