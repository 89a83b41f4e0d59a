"""Staff at the office's own socket, as it runs: a whole settlement by two logins who hold no address and no secret."""

import json
import os
import pty
import re
import select
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faults.polling import wait_for
from local.office_door import find_office
from tests.world.cast import ALICE, BRUNO, MOUSSA, PASSWORDS
from tests.world.office import Office
from tests.world.service import Service

CHECKOUT = Path(__file__).parents[2]
WAIT_SECONDS = 60


@pytest.fixture
def office(service: Service) -> Office:
    """Alice and Bruno, whose commands the running office does."""
    made = Office(service, find_office(service.processes.data))
    made.hire(ALICE, BRUNO)
    return made


def type_command(office: Office, *words: str, answers: tuple[str, ...]) -> tuple[int, str]:
    """Type a command at a terminal whose environment leads to the office and nowhere else; then the answers."""
    near, far = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "MBONGO_OFFICE_URL": office.url, "COLUMNS": "200"}
    command = [sys.executable, "-m", "local", *words]
    typed = subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdin=far, stdout=far, stderr=far, start_new_session=True
    )
    os.close(far)
    said, left, deadline = "", list(answers), time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if not select.select([near], [], [], 1)[0]:
            continue
        try:
            said += os.read(near, 10_000).decode()
        except OSError:  # the other end is closed: it has ended
            break
        if left and re.search(r"(: |\]: )$", said):
            os.write(near, f"{left.pop(0)}\n".encode())
            said += "\n"
    os.close(near)
    return typed.wait(WAIT_SECONDS), said


def payment_in_review(service: Service) -> str:
    """Return the reference of a recharge of Moussa's that nobody can tell the end of."""
    service.open_wallet(MOUSSA)
    service.change(
        """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party, amount,
          state, created_at, changed_at) SELECT gen_random_uuid(), 'add_money', 'K7Q2-93FD', 'mtn', 'collect', 'ussd',
          person_id, 'phone', number, 5000, 'review', now(), now() FROM phone WHERE number = :phone""",
        phone=MOUSSA,
    )
    return "K7Q2-93FD"


def test_two_logins_settle_a_payment_without_a_database_or_a_pepper(service: Service, office: Office) -> None:
    reference = payment_in_review(service)
    shown = type_command(office, "payments", answers=(ALICE, PASSWORDS[ALICE]))
    assert shown[0] == 0, shown
    assert "Moussa B." in shown[1]
    assert "677000001" not in shown[1], "masked until somebody says why"
    assert PASSWORDS[ALICE] not in shown[1]
    settle = ("payments", "--settle", reference, "--as", "succeeded", "--why", "MTN's statement", "--login", ALICE)
    asked = type_command(office, *settle, answers=(PASSWORDS[ALICE],))
    assert asked[0] == 0, asked
    own = type_command(office, "payments", "--approve", reference, "--login", ALICE, answers=(PASSWORDS[ALICE],))
    assert (own[0], "somebody else must" in own[1]) == (1, True), own
    assert service.balance(MOUSSA) == 0
    approve = ("payments", "--approve", reference, "--login", BRUNO)
    declined = type_command(office, *approve, answers=(PASSWORDS[BRUNO], "n"))
    assert (declined[0], "that you said no is kept" in declined[1]) == (1, True), declined
    assert service.balance(MOUSSA) == 0
    done = type_command(office, *approve, answers=(PASSWORDS[BRUNO], "y"))
    assert done[0] == 0, done
    assert "+5 000  customer Moussa B." in done[1]
    assert service.balance(MOUSSA) == 5_000
    trail = [
        (row.kind, row.asked_by, row.approved_by) for row in service.rows("SELECT * FROM staff_act ORDER BY number")
    ]
    assert trail[2:] == [
        ("read_records", ALICE, None),
        ("ask_act", ALICE, None),
        ("refused_approval", ALICE, None),
        ("read_records", BRUNO, None),
        ("declined_approval", BRUNO, None),
        ("read_records", BRUNO, None),
        ("settle_payment", ALICE, BRUNO),
    ]
    service.check()


def test_wrong_passwords_lock_and_no_log_holds_one(service: Service, office: Office) -> None:
    for left in (2, 1):
        assert f"tries left: {left}" in office.refused("waiting", typed="not hers at all\n")
    assert "locked for 1 h" in office.refused("waiting", typed="not hers at all\n")
    assert "locked for 1 h" in office.refused("waiting")
    assert "Nothing waits" in office.done("waiting", login=BRUNO)
    logs = "".join(path.read_text() for path in (service.processes.data / "logs").glob("*.log"))
    assert '"login":"bruno"' in logs
    assert not [one for one in ("not hers at all", *PASSWORDS.values()) if one in logs]


def test_the_door_is_its_users_alone(service: Service, office: Office) -> None:
    path = Path(office.url.removeprefix("unix:"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (service.processes.data / "office.sock").resolve() == path


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"nonsense\n",
        b"[]\n",
        b"\xff\xfe\n",
        json.dumps({"login": "alice"}).encode() + b"\n",
        json.dumps({"login": "al\ud800ice", "password": "x", "words": ["waiting"], "files": []}).encode() + b"\n",
        json.dumps({"login": "alice", "password": "x", "words": ["waiting"], "files": [["a", -1]]}).encode() + b"\n",
        b'{"login": "alice"',
    ],
)
def test_what_is_no_command_is_answered_400_and_nothing_more(office: Office, sent: bytes) -> None:
    assert post(office, sent) == (400, b"")


def post(office: Office, sent: bytes, length: int | None = None) -> tuple[int, bytes]:
    """Send a body to the office; return the status and the body of its answer."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(office.url.removeprefix("unix:"))
        size = len(sent) if length is None else length
        line.sendall(f"POST /commands HTTP/1.1\r\nHost: office\r\nContent-Length: {size}\r\n\r\n".encode() + sent)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


@pytest.mark.parametrize(
    "words", [["staff", "add", "carine"], ["staff", "end", BRUNO], ["migrate"], ["up"], ["test"], ["serve"], [], ["-x"]]
)
def test_the_office_does_staff_s_commands_and_no_others(service: Service, office: Office, words: list[str]) -> None:
    asked = {"login": ALICE, "password": PASSWORDS[ALICE], "words": words, "files": []}
    status, body = post(office, json.dumps(asked).encode() + b"\n")
    answer = json.loads(body)
    assert (status, answer["code"]) == (200, 2)
    assert "the office has no command" in answer["warned"]
    assert not service.rows("SELECT 1 FROM staff WHERE login = 'carine' OR until IS NOT NULL")


def test_a_file_that_is_cut_short_does_nothing(service: Service, office: Office) -> None:
    words = ["merchant", "bills", "bills.csv", "--biller", "ENEO", "--why", "theirs"]
    asked = {"login": ALICE, "password": PASSWORDS[ALICE], "words": words, "files": [["bills.csv", 1_000]]}
    assert post(office, json.dumps(asked).encode() + b"\nreference,amount\n", 100_000)[0] == 400


def test_an_office_that_is_away_is_said_in_a_sentence_and_comes_back(service: Service, office: Office) -> None:
    nowhere = type_command(Office(service, "unix:/nowhere/office.sock"), "waiting", "--login", ALICE, answers=("x",))
    assert nowhere[0] == 1
    assert "The office does not answer at unix:/nowhere/office.sock: No such file" in nowhere[1]
    service.processes.kill_and_restart("office")
    wait_for(lambda: "Nothing waits" in office.run("waiting").output, "the office to be back")


def test_words_that_are_no_text_are_refused_in_a_sentence(office: Office) -> None:
    for words in ((b"person", b"show", b"\xff\xfe"), (b"payments", b"--login", b"\xff"), (b"\xff",)):
        environment = {"PATH": os.environ["PATH"], "MBONGO_OFFICE_URL": office.url, "LC_ALL": "C.UTF-8"}
        argv = [sys.executable.encode(), b"-m", b"local", *words]
        said = subprocess.run(argv, cwd=CHECKOUT, env=environment, input=b"", capture_output=True, check=False)
        assert said.returncode == 2
        assert b"is no text" in said.stderr
        assert b"Traceback" not in said.stderr


@pytest.mark.parametrize("url", ["http://office.our.host", "https://", "/run/office.sock", "ftp://x", "nonsense"])
def test_an_address_that_would_show_a_password_is_refused(service: Service, url: str) -> None:
    said = Office(service, url).run("waiting")
    assert said.exit_code == 1
    assert "MBONGO_OFFICE_URL is unix:/path/of/office.sock, or https://host" in said.output
    assert "Password" not in said.output, "before it is asked for"
