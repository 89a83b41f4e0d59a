"""Staff at work in a story: Alice and Bruno, whose commands run on the service's own database."""

import shlex
from typing import Final

import click
from click.testing import CliRunner
from sqlalchemy import create_engine

from local.__main__ import mbongo
from tests.world import hashed
from tests.world.processes import PEPPER
from tests.world.service import Service
from wallet.staff import logins

PASSWORDS: Final = {"alice": "un long mot de passe", "bruno": "another long one, his"}


def run(service: Service, login: str, command: str) -> list[str]:
    """Return what a command says to a login, line by line; `yes` is the answer to all it asks besides the password."""
    hire(service, login)
    given = {
        "MBONGO_DATABASE_URL": service.wallet.engine.url.render_as_string(hide_password=False),
        "MBONGO_MIGRATE_DATABASE_URL": service.owner_url,
        "MBONGO_PIN_PEPPER": PEPPER,
        "COLUMNS": "300",
    }
    typed = f"{PASSWORDS[login]}\ny\n"
    words = shlex.split(command)
    said_who = ["--login", login] if takes_login(words) else []
    result = CliRunner().invoke(mbongo, [*words, *said_who], input=typed, env=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    asked = ("Password of", "Do it?")
    return [line.rstrip() for line in result.output.splitlines() if line.strip() and not line.startswith(asked)]


def takes_login(words: list[str]) -> bool:
    """True when this command asks who one is."""
    found: click.Command = mbongo
    for word in words:
        if isinstance(found, click.Group):
            found = found.get_command(click.Context(found), word) or found
    return any(one.name == "login" for one in found.params)


def hire(service: Service, login: str) -> None:
    """A login that is there already stays as it is."""
    owner = create_engine(service.owner_url.replace("postgresql://", "postgresql+psycopg://"))
    with owner.begin() as db:
        if not logins.is_active(db, login):
            logins.set_password(db, login, hashed.password(PEPPER, PASSWORDS[login]))
    owner.dispose()
