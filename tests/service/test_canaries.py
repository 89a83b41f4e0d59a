"""No PIN and no one-time code anywhere: whole journeys with canaries, then a search of all that keeps or logs anything.

PIN canaries have six digits and stand nowhere else; a code has four, so one that already stands somewhere by chance
is not used. Codes live in the simulators' memory only, where a person's phone would hold them.
"""

import re
import socket
import subprocess
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import Connection, text

from faults.polling import wait_for
from local.demo_agent import CODE
from local.postgres import SUPERUSER
from local.postgres_binaries import find_binaries
from tests.conftest import Database
from tests.world.cast import AWA, FATOU, MOUSSA, PINS
from tests.world.processes import DATABASE
from tests.world.service import Service
from wallet.core import errors, logs
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings
from wallet.core.values import Pin
from wallet.operations.proofs import PinProof
from wallet.people import identities, people
from workers.queues import JOBS

FIRST, SECOND, AWAS, RESET = "739158", "482607", "286419", "507294"  # PINs in use
WRONG: Final = ("615293", "840271", "950384", "173846", "692718")  # typed where a PIN is asked
ASTRAY: Final = ("528149", "394617", "761852", "849263", "273958", "618394")  # typed where none is
CANARIES: Final = (FIRST, SECOND, AWAS, RESET, *WRONG, *ASTRAY)
PIN_IN: Final = rb"(?<![0-9a-f.])%s(?![0-9a-f])"  # not the middle of a hash, nor a fraction of a second
CODE_IN: Final = rb"(?<![0-9A-Za-z.+-])%s(?![0-9A-Za-z-])"  # not a piece of a time, an id or a longer number
# What must be seen in each place, so that looking there means something.
EVIDENCE: Final = {
    "the database": b"$argon2id$",
    "Valkey": b"ussd.send_recipient",
    "appendonly.aof.1.incr.aof": b"ussd.send_recipient",
    "dump.rdb": b"ussd.send_recipient",
    "RQ's failed jobs": b"OperationalError",
    "serve.log": b"hop failed",
    "worker-inbox.log": b"OperationalError",
}


def test_no_pin_and_no_code_is_kept_or_logged(service: Service) -> None:
    innocent = {number for kept in places(service).values() for number in re.findall(CODE_IN % rb"[0-9]{4}", kept)}
    register_and_change_pin(service)
    type_pins_astray(service)
    codes = send_both_ways(service, innocent)
    codes += take_cash_both_ways(service, innocent)
    forget_a_pin(service)
    codes.append(lose_the_database(service, innocent))
    codes = [code for code in codes if int(code) not in sums_of(service)]
    assert codes, "each is a sum by chance"
    kept_in = places(service)
    for place, evidence in EVIDENCE.items():
        assert evidence in kept_in[place], f"{place} holds no {evidence!r}: is this test looking at all?"
    looked_for = [PIN_IN % pin.encode() for pin in CANARIES] + [CODE_IN % code.encode() for code in codes]
    found = [
        f"{pattern!r} in {place}: …{kept[max(at.start() - 60, 0) : at.end() + 30]!r}…"
        for place, kept in kept_in.items()
        for pattern in looked_for
        if (at := re.search(pattern, kept))
    ]
    assert not found, "\n".join(found)
    service.check()
    assert service.all_alive()


def sums_of(service: Service) -> set[int]:
    """Return what the journeys moved and left: a code of four digits may be one of these sums by chance."""
    sums = text("SELECT abs(amount) FROM entry UNION SELECT balance_after FROM entry UNION SELECT amount FROM usage")
    return {int(one) for one in service.do(lambda db: db.execute(sums).scalars().all())}


# -------------------------------------------------------------------------------------------------- journeys
def call(service: Service, phone: str, *typed: str, code: str = "*384*237#") -> str:
    """Dial and answer; the last screen."""
    handset = service.handset(phone)
    handset.dial(code)
    for one in typed:
        handset.answer(one)
    assert handset.screen.problem is None
    return handset.screen.text


def register_and_change_pin(service: Service) -> None:
    """Both register; Moussa types his PIN differently, wrong, and chooses another."""
    assert "ouvert au nom" in call(service, MOUSSA, "1", "Moussa", "Bello", FIRST, WRONG[0], FIRST, FIRST)
    assert "ouvert au nom" in call(service, AWA, "1", "Awa", "Ngono", AWAS, AWAS)
    service.pay_in(MOUSSA, 20_000)
    assert "incorrect" in call(service, MOUSSA, "6", "1", WRONG[0])
    service.handset(MOUSSA).hang_up()  # the event's `input` holds all that was typed, `lastAppResponse` the screen
    assert "est changé" in call(service, MOUSSA, "6", "7", "3", FIRST, SECOND, SECOND)
    assert "Solde 20 000" in call(service, MOUSSA, "6", "1", WRONG[1], SECOND)
    assert "+20 000" in call(service, MOUSSA, "6", "2", SECOND)
    service.handset(MOUSSA).drop()


def type_pins_astray(service: Service) -> None:
    """PINs where none is asked: a name, a menu, a number, an amount, a shortcut, texts, and forms that are wrong."""
    stranger = "+237655000004"
    call(service, stranger, ASTRAY[0], "1", ASTRAY[0])
    call(service, MOUSSA, "00", ASTRAY[1], "1", ASTRAY[1], AWA[4:], ASTRAY[1], ASTRAY[1])
    call(service, MOUSSA, code=f"*384*237*1*{AWA[4:]}*300*{SECOND}#")
    call(service, MOUSSA, code=f"*384*237*{ASTRAY[2]}#")
    call(service, AWA, "6", "7", "3", AWAS, ASTRAY[2], "1234")
    for typed in (
        ASTRAY[3],
        f"mon pin {ASTRAY[3]}",
        f"ENVOI 300 {AWA[4:]} {ASTRAY[3]}",
        f"OUI {ASTRAY[3]}",
        f"SOLDE {ASTRAY[3]}",
    ):
        service.handset(MOUSSA).text(typed)
    service.handset(stranger).text(f"ENVOI {ASTRAY[3]} {AWA[4:]} {ASTRAY[3]}")
    hop = {"sessionId": "astray", "phoneNumber": MOUSSA, "serviceCode": "*384*237#", "text": f"1*{ASTRAY[4]}"}
    wrongs: tuple[Callable[[], requests.Response], ...] = (
        lambda: requests.post(f"{service.ussd_url}?text={ASTRAY[4]}", hop, timeout=60),
        lambda: requests.post(service.ussd_url, {**hop, "text": f"1*{ASTRAY[4]}*" + "9" * 700}, timeout=60),
        lambda: requests.post(service.ussd_url, {**hop, "text": ASTRAY[4] * 4000}, timeout=60),
        lambda: requests.post(service.ussd_url, json=hop, timeout=60),
        lambda: requests.post(service.ussd_url, {**hop, "sessionId": f"a {ASTRAY[4]}"}, timeout=60),
        lambda: requests.post(service.sms_url, {"from": MOUSSA, "id": ASTRAY[4] + "é", "text": ASTRAY[4]}, timeout=60),
        lambda: requests.post(service.sms_url, {"from": MOUSSA, "id": "no-text", "body": ASTRAY[4]}, timeout=60),
        lambda: requests.post(service.ussd_events_url, {"sessionId": "x", "input": ASTRAY[4]}, timeout=60),
        lambda: requests.post(service.ussd_url + "x", hop, timeout=60),
        lambda: requests.get(f"{service.base_url}/{ASTRAY[4]}", timeout=60),
    )
    for wrong in wrongs:
        assert wrong().status_code < 500
    bad_request_line(service, ASTRAY[5])


def bad_request_line(service: Service, canary: str) -> None:
    """A request gunicorn itself refuses, and may quote."""
    address = urlsplit(service.ussd_url)
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=60) as line:
        line.sendall(f"POST {address.path}?text={canary} HTTP/9.9\r\nX: {canary}\r\n\r\n".encode())
        assert b"400" in line.recv(200)


def send_both_ways(service: Service, innocent: set[bytes]) -> list[str]:
    """A send by USSD, by SMS, a wrong code, a question dropped; the codes texted."""
    call(service, MOUSSA, "00")
    assert "Fait" in call(service, MOUSSA, "1", AWA[4:], "300", WRONG[2], SECOND)
    service.handset(MOUSSA).repeat()
    codes = [ask_by_sms(service, innocent) for _ in range(2)]
    wrong = next(one for one in ("0173", "0284") if one not in codes and one.encode() not in innocent)
    for answer in (f"OUI {wrong}", f"oui {codes[1][:2]} {codes[1][2:]}", f"OUI {codes[1]}"):
        service.handset(MOUSSA).text(answer)
        service.settle()
    codes.append(ask_by_sms(service, innocent))
    service.handset(MOUSSA).text(f"NON {codes[2]}")
    service.settle()
    assert service.balance(AWA) == 700
    return [*codes, wrong]


def ask_by_sms(service: Service, innocent: set[bytes], words: str = f"ENVOI 400 {AWA[4:]}", phone: str = MOUSSA) -> str:
    """A question's code; asked again while it stands somewhere by chance."""
    while True:
        service.settle()
        service.messages(phone)
        service.handset(phone).text(words)
        service.settle()
        code = re.search(r"OUI ([0-9]{4}) \(", service.messages(phone)[-1])
        assert code
        if code[1].encode() not in innocent:
            return code[1]


def take_cash_both_ways(service: Service, innocent: set[bytes]) -> list[str]:
    """Cash at Fatou's: seven digits on a screen and in texts, typed right, wrong, astray and by text; what was read."""
    closing = call(service, MOUSSA, "3", "2", CODE, "500", SECOND)
    service.settle()
    shown = cash_code(closing)
    assert cash_code(service.messages(MOUSSA)[-1]) == shown
    assert cash_code(call(service, MOUSSA, "3", "1", SECOND)) == shown
    assert "différent de la demande" in call(service, FATOU, "7", "2", other_code(shown), "500")
    assert "différent de la demande" in call(service, FATOU, "7", "2", shown, "400")
    call(service, FATOU, shown, "7", shown, "1", shown)
    call(service, FATOU, code=f"*384*237*{shown}#")
    for typed in (shown, f"REMISE {shown}", f"le code {shown} 500", f"PAYER {shown}", f"OUI {shown}"):
        service.handset(FATOU).text(typed)
    service.settle()
    call(service, FATOU, "7", "2", shown)
    lose_while(service, "cash_out", lambda: service.handset(FATOU).answer("500"))
    assert service.handset(FATOU).screen.text.startswith("Service interrompu"), service.handset(FATOU).screen
    assert "Remettez 500" in call(service, FATOU, "00", "7", "2", shown, "500", PINS[FATOU])
    asked = ask_by_sms(service, innocent, f"RETRAIT 600 AGENT {CODE}")
    service.handset(MOUSSA).text(f"OUI {asked}")
    service.settle()
    texted = cash_code(service.messages(MOUSSA)[-1])
    service.handset(FATOU).text(f"REMISE {other_code(texted)} 600")
    agreed = ask_by_sms(service, innocent, f"remise {texted[:3]} {texted[3:]} 600", FATOU)
    service.handset(FATOU).text(f"OUI {agreed}")
    service.settle()
    return [shown, texted, asked, agreed, other_code(shown), other_code(texted)]


def cash_code(said: str) -> str:
    """The seven digits a customer reads."""
    found = re.search(r"Code ([0-9]{7})\b", said)
    assert found, said
    return found[1]


def other_code(code: str) -> str:
    """A wrong one that leads to the same withdrawal."""
    return code[:2] + f"{(int(code[2:]) + 1) % 10**5:05d}"


def forget_a_pin(service: Service) -> None:
    """Fatou sees Awa's ID; Awa chooses another PIN on her own phone, after typing it differently."""

    def see(db: Connection) -> None:
        person = people.find_by_phone(db, AWA)
        assert person
        identities.note_document(db, person.id, "cni", "AB123457", person.name, "fatou")

    service.do_as_owner(see)
    assert "choisit son PIN" in call(service, FATOU, "7", "7", "1", AWA[4:], "AB123457", PINS[FATOU])
    service.settle()
    assert "Nouveau PIN" in call(service, AWA, "00", "1", RESET, WRONG[4], RESET, RESET)
    assert "Solde 700" in call(service, AWA, "6", "1", RESET)


def lose_the_database(service: Service, innocent: set[bytes]) -> str:
    """The database goes in the middle of a hop that holds a PIN, and of a job that holds a code; which code."""
    call(service, MOUSSA, "00")
    for typed in ("1", AWA[4:], "500"):
        service.handset(MOUSSA).answer(typed)
    lose_while(service, "person", lambda: service.handset(MOUSSA).answer(SECOND))
    assert service.handset(MOUSSA).screen.text.startswith("Service interrompu"), service.handset(MOUSSA).screen
    code = ask_by_sms(service, innocent)
    lose_while(service, "ask", lambda: service.handset(MOUSSA).text(f"OUI {code}"), until=lambda: failed_jobs(service))
    service.settle()
    assert service.balance(AWA) == 1100, "answered once the database was back"
    return code


def lose_while(
    service: Service, table: str, action: Callable[[], object], until: Callable[[], object] = lambda: True
) -> None:
    """Let an action wait for a lock, then cut every connection and allow none until what follows from it is there."""
    elsewhere = service.processes.postgres.url("postgres", SUPERUSER)
    waiting = f"SELECT 1 FROM pg_stat_activity WHERE datname = '{DATABASE}' AND wait_event_type = 'Lock'"
    holder = psycopg.connect(service.superuser_url)
    holder.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    thread = Thread(target=action)
    thread.start()
    with psycopg.connect(elsewhere, autocommit=True) as admin:
        wait_for(lambda: admin.execute(waiting).fetchone(), f"somebody to wait for {table}")
        try:
            admin.execute(f"ALTER DATABASE {DATABASE} ALLOW_CONNECTIONS false")
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [DATABASE])
            thread.join()
            wait_for(until, "what follows from a lost database")
        finally:
            admin.execute(f"ALTER DATABASE {DATABASE} ALLOW_CONNECTIONS true")
    holder.close()


# -------------------------------------------------------------------------------------------------- where to look
def places(service: Service) -> dict[str, bytes]:
    """Everything that is kept or logged, without the numbers that count lines, lengths and processes."""
    found = {path.name: path.read_bytes() for folder in service.processes.log_folders for path in folder.glob("*.log")}
    argv = [str(find_binaries() / "pg_dump"), service.superuser_url]
    found["the database"] = subprocess.run(argv, capture_output=True, check=True, timeout=60).stdout
    with service.redis() as client:
        found["Valkey"] = b"\n".join(
            b"%s: %s" % (key, value) for key in client.scan_iter() for value in held(client, key)
        )
        client.config_set("rdbcompression", "no")
        client.save()
    files = [path for path in service.valkey.home.rglob("*") if path.is_file() and path.name != "valkey.conf"]
    found |= {path.name: path.read_bytes() for path in files}
    found["RQ's failed jobs"] = "\n".join(failed_jobs(service)).encode()
    return {name: re.sub(rb"\[[0-9]+\]|line [0-9]+|[$*][0-9]+\r\n", b"", kept) for name, kept in found.items()}


def held(client: Any, key: bytes) -> Iterator[bytes]:  # redis-py types every answer as all it could ever be
    """Return what a key holds, of whatever type, unpacked where RQ packed it."""
    reads: dict[bytes, Callable[[], Any]] = {
        b"string": lambda: [client.get(key)],
        b"hash": lambda: [part for pair in client.hgetall(key).items() for part in pair],
        b"list": lambda: client.lrange(key, 0, -1),
        b"set": lambda: client.smembers(key),
        b"zset": lambda: client.zrange(key, 0, -1),
        b"stream": lambda: [part for _, row in client.xrange(key) for pair in row.items() for part in pair],
        b"none": list,  # it has expired since it was listed
    }
    for value in reads[client.type(key)]():
        yield value
        with suppress(zlib.error):
            yield zlib.decompress(value)


STATES: Final = ("started", "finished", "failed", "deferred", "scheduled", "canceled")


def failed_jobs(service: Service) -> list[str]:
    """Return what RQ keeps of every job, finished, failed or waiting: description, arguments, trace."""
    with service.redis() as client:
        told = []
        for name in JOBS:
            queue = Queue(name, connection=client, serializer=JSONSerializer)
            registries = [getattr(queue, f"{state}_job_registry") for state in STATES]
            for registry in registries:
                for job in map(queue.fetch_job, registry.get_job_ids()):
                    if job is not None:
                        result = job.latest_result()
                        told.append(
                            f"{job.description} {job.args} {job.kwargs} {job.meta} {result and result.exc_string}"
                        )
        return told


# -------------------------------------------------------------------------------------------------- in one process
def test_no_error_quotes_what_was_typed(database: Database, settings: Settings) -> None:
    """Every error of ours, and of the database, as a log or a job would keep it."""
    engine = connect(settings.database_url("worker"))
    broken = text("INSERT INTO pin (person_id, hash, past) VALUES (:pin, :pin, ARRAY[:pin])")

    def clash() -> None:
        in_transaction(engine, lambda db: db.execute(broken, {"pin": FIRST}))

    def misread() -> None:
        raise errors.Misread("error.weak_pin", typed=FIRST)

    def locked() -> None:
        raise errors.Locked("refusal.pin_locked", pin=Pin(FIRST))

    for fail in (clash, misread, locked):
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, it must not tell
            fail()
        kept = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(caught.value)
        assert FIRST not in kept.replace(f'"{FIRST}"', ""), kept
    engine.dispose()


@pytest.mark.parametrize("value", [Pin(FIRST), PinProof(Pin(FIRST)), [Pin(FIRST)], {"pin": Pin(FIRST)}])
def test_nothing_that_holds_a_pin_shows_it(value: object) -> None:
    assert FIRST not in repr(value)
    assert FIRST not in f"{value!r}"


def test_a_log_line_masks_what_only_might_be_a_pin() -> None:
    line = logs.redact(
        None, "info", {"event": f"typed {FIRST}", "pin": FIRST, "why": f"got {FIRST[:4]}", "Text": FIRST}
    )
    assert not re.search(rf"{FIRST}|{FIRST[:4]}", str(line)), line
