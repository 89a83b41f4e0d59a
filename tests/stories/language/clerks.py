"""Staff at work in a story: Alice and Bruno, whose commands run on the service's own database."""

import shlex

from local.office_door import find_office
from tests.world.office import Office
from tests.world.service import Service
from wallet.staff import logins


def run(service: Service, login: str, command: str) -> list[str]:
    """Return what a command says to a login, line by line; `yes` is the answer to all it asks besides the password."""
    office = Office(service, find_office(service.processes.data))
    if not service.do(lambda db: logins.is_active(db, login), "office"):  # who is there already stays as they are
        office.hire(login)
    said = office.run(*shlex.split(command), login=login).output
    asked = ("Password of", "Do it?")
    return [line.rstrip() for line in said.splitlines() if line.strip() and not line.startswith(asked)]
