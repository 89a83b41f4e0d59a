"""`./mbongo status` beside what runs: it says that people can pay, and where it stands when they cannot."""

import os

from click.testing import CliRunner

from local.__main__ import mbongo
from tests.world.service import Service

SEEN = """INSERT INTO key_held (process, host, key, tag, place, first_at, last_at)
    VALUES (:process, 'of a test', 'k', 't', 0, wallet_now(), wallet_now())"""


def status(service: Service, health: str = "") -> tuple[int, str]:
    """Return how the command ends and what it prints, given what reads alone."""
    given = {name: None for name in os.environ if name.startswith("MBONGO_")}
    addresses = {"MBONGO_READ_DATABASE_URL": service.database_url}
    words = ["status", "--health", health or service.health_url]
    asked = CliRunner().invoke(mbongo, words, env=given | addresses)
    return asked.exit_code, asked.output


def test_people_can_pay_until_something_stands(service: Service) -> None:
    for process in service.processes.running.supervisor.processes:  # as each tells by itself every ten seconds
        service.change(SEEN, process=process.name)
    code, well = status(service)
    assert (code, well.partition("\n")[0]) == (0, "People can pay. In maintenance, by us: BTCPay."), well
    assert " ok  MTN MoMo" in well
    assert len(well.splitlines()) <= 24
    service.change("UPDATE operator SET down_until = wallet_now() + interval '1 hour' WHERE rail = 'mtn'")
    code, without = status(service)
    assert (code, without.partition("\n")[0]) == (1, "People can pay, but not all is well: MTN MoMo.")
    code, unanswered = status(service, "http://127.0.0.1:9")
    assert code == 1
    assert unanswered.startswith("People CANNOT pay now. It stands at: calls and pages.")
