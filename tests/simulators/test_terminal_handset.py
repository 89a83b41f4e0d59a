"""The terminal handset as a process of its own, driven through a pipe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulators.operator_clients import MtnClient
from tests.simulators.tiny_service import HeardRequests, Simulators
from tests.world.cast import AWA, MOUSSA

pytestmark = pytest.mark.campaign(of="handsets")

CANARY = "7351"
CHECKOUT = Path(__file__).parents[2]
SCREENS = {
    "": "CON Mbongo\n1 Envoyer",
    "1": "CON Envoyer 5 000 FCFA\nPIN?",
    f"1*{CANARY}": "END Envoyé 5 000 FCFA.\nRef K7Q2-93FD",
}


def phone(outside_url: str, typed: str, *options: str, number: str = MOUSSA) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-m", "simulators.terminal", number, outside_url, *options],
        input=typed, capture_output=True, text=True, timeout=60, cwd=CHECKOUT, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr


def test_a_person_dials_answers_texts_and_reads(outside: Simulators, heard: HeardRequests, tmp_path: Path) -> None:
    heard.echo = lambda text: (SCREENS[text], 200)
    outside.sdk().send("Ancien message", [MOUSSA], sender_id="MBONGO")
    story = tmp_path / "moussa.txt"
    code, said = phone(outside.url, f"*384*237#\n1\n{CANARY}\nsms SOLDE\ninbox\nq\n", "--record", str(story))
    assert code == 0, said
    assert "1 in the inbox" in said
    for line in ("  │ 1 Envoyer", "  │ PIN?", "  │ Ref K7Q2-93FD", "  (sent)", "  ✉ MBONGO: Ancien message"):
        assert line in said.split("\n")
    assert [(sms["from"], sms["text"]) for sms in heard.sms] == [(MOUSSA, "SOLDE")]
    assert [event["status"] for event in heard.events] == ["Success"]
    assert CANARY not in said
    assert story.read_text(encoding="utf-8").split("\n")[1:] == [
        "moussa dials *384*237#",
        "      < Mbongo",
        "      < 1 Envoyer",
        "moussa> 1",
        "      < Envoyer 5 000 FCFA",
        "      < PIN?",
        "moussa> (PIN)",
        "      = Envoyé 5 000 FCFA.",
        "      = Ref {ref}",
        "moussa texts SOLDE",
        "",
    ]


def test_a_text_that_comes_is_shown_and_written_down(outside: Simulators, tmp_path: Path) -> None:
    story = tmp_path / "awa.txt"
    argv = [sys.executable, "-m", "simulators.terminal", AWA, outside.url, "--record", str(story)]
    with subprocess.Popen(argv, stdin=-1, stdout=-1, text=True, cwd=CHECKOUT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert "0 in the inbox" in process.stdout.readline()
        outside.sdk().send("Recu 5 000 FCFA.\nSolde 5 000 FCFA.", [AWA], sender_id="MBONGO")
        process.stdin.write("wait 3\nq\n")
        process.stdin.close()
        assert "✉ MBONGO: Recu 5 000 FCFA." in process.stdout.read()
    assert process.returncode == 0
    told = ["sms to awa: Recu 5 000 FCFA.", "      Solde 5 000 FCFA.", ""]
    assert story.read_text(encoding="utf-8").split("\n")[1:] == told


def test_an_operators_question_is_shown_and_answered(outside: Simulators, tmp_path: Path) -> None:
    mtn = MtnClient(outside.url)
    mtn.habit("ignore")
    approved, refused = mtn.collect(amount="5000")[0], mtn.collect(amount="70")[0]
    story = tmp_path / "moussa.txt"
    code, said = phone(outside.url, "approve\nrefuse\nq\n", "--record", str(story))
    assert code == 0, said
    assert "  ☎ MTN MoMo: approuver 5 000 FCFA pour MBONGO? (`approve` or `refuse`)" in said
    assert "  ☎ MTN MoMo: approuver 5 000 FCFA pour MBONGO? (approved)" in said
    assert "  ☎ MTN MoMo: approuver 70 FCFA pour MBONGO? (refused)" in said
    assert [mtn.status(reference).json()["status"] for reference in (approved, refused)] == ["SUCCESSFUL", "FAILED"]
    assert story.read_text(encoding="utf-8").split("\n")[1:] == [
        "mtn asks moussa: MTN MoMo: approuver 5 000 FCFA pour MBONGO?",
        "mtn asks moussa: MTN MoMo: approuver 70 FCFA pour MBONGO?",
        "moussa approves",
        "moussa refuses",
        "",
    ]


def test_the_end_of_input_hangs_up(outside: Simulators, heard: HeardRequests) -> None:
    code, said = phone(outside.url, "*384*237#\n")
    assert (code, "(hung up)" in said) == (0, True)
    assert [event["status"] for event in heard.events] == ["Incomplete"]


def test_a_problem_on_the_wire_is_said(outside: Simulators, heard: HeardRequests) -> None:
    heard.echo = lambda text: ("", 503)
    code, said = phone(outside.url, "*384*237#\nfoo\nq\n", number="677000009")
    assert (code, "(HTTP 503)" in said, said.count("Dial a code")) == (0, True, 2)
    assert heard.ussd[0]["phoneNumber"] == "+237677000009"


def test_without_simulators_it_says_what_to_start() -> None:
    code, said = phone("http://127.0.0.1:9", "")
    assert code == 1
    assert "is `./mbongo up` or `demo` running?" in said
    assert "Traceback" not in said
    assert phone("http://127.0.0.1:9", "", number="12")[0] == 2
