"""Texts that ask for nothing that can be done: one answer that says what to write, no question, no money."""

import re

import pytest

from sms_templates import explain, say, say_on
from sms_templates.gsm7 import segments
from tests.service.bad_input.gateway import Gateway
from tests.service.bad_input.texts_market_table import ON_THE_MARKET
from tests.service.bad_input.texts_table import TEXTS, Texted
from tests.service.bad_input.wire_table import FORM
from tests.world.cast import MOUSSA
from wallet.core.errors import Misread


@pytest.mark.parametrize("what", TEXTS, ids=lambda what: what.id)
def test_text(gateway: Gateway, what: Texted) -> None:
    text_in_vain(gateway, MOUSSA, what)


@pytest.mark.parametrize(
    ("phone", "what"),
    [pytest.param(phone, what, id=what.id) for phone, rows in ON_THE_MARKET.items() for what in rows],
)
def test_text_on_the_market(gateway: Gateway, phone: str, what: Texted) -> None:
    text_in_vain(gateway, phone, what)


def text_in_vain(gateway: Gateway, phone: str, what: Texted) -> None:
    """One text, one answer, and nothing else."""
    with gateway.leaving(text_in=1, notice=1):
        replies = gateway.reply_to(what.text, phone)
    sentence, values = explain("fr", Misread(what.answer, **what.values), what.command)
    assert replies == [say_on("sms", "fr", sentence, **values)]
    assert segments(replies[0]) == 1
    if what.hides:
        stored, _ = gateway.newest_text()
        assert what.hides not in re.sub(r"\D", "", stored), "spread over a text it is as readable"
        assert not gateway.keeps(what.hides)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"id": None}, id="row-69-no-id"),
        pytest.param({"id": "' OR 1=1"}, id="row-69-id-of-sql"),
        pytest.param({"id": "x" * 5_000}, id="row-69-id-of-5-kB"),
        pytest.param({"from": None}, id="row-69-no-sender"),
        pytest.param({"from": "MTN"}, id="row-69-alphabetic-sender"),
        pytest.param({"from": "8237"}, id="row-69-short-code-as-sender"),
        pytest.param({"from": ""}, id="row-69-empty-sender"),
        pytest.param({"from": "+2348012345678"}, id="row-69-sender-from-abroad"),
        pytest.param({"from": "+237677000001\n"}, id="row-69-sender-with-a-new-line"),
        pytest.param({"from": "\x00\x1b[2J{menu}"}, id="row-69-sender-of-control-characters"),
    ],
)
def test_a_text_that_may_not_be_answered_is_kept(gateway: Gateway, other: dict[str, str | None]) -> None:
    with gateway.leaving(text_in=1):
        gateway.text("SOLDE 739146", **other)
    assert gateway.newest_text() == ("SOLDE ****", "unanswered")
    assert gateway.service.messages(MOUSSA) == []


def test_row_69_an_id_of_any_characters_is_answered_once(gateway: Gateway) -> None:
    with gateway.leaving(text_in=1, notice=1):
        for _ in range(2):
            gateway.text("SOLDE", id="ATXid_/+=={}@")
        gateway.service.settle()
    [answer] = gateway.service.messages(MOUSSA)
    assert answer.startswith(say("fr", "sms.balance", balance=20_000, date="", time="").split(" le ")[0])


def test_row_69_a_text_without_words_is_kept(gateway: Gateway) -> None:
    with gateway.leaving(text_in=1):
        gateway.text(None)
    assert gateway.newest_text() == ("", "unanswered")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param("application/json", b'{"from": "+237677000001", "text": "SOLDE", "id": "a"}', id="row-69-json"),
        pytest.param("multipart/form-data", b"from=%2B237677000001&id=a&text=SOLDE", id="row-69-multipart"),
        pytest.param(FORM, b"from=%2B237677000001&id=a&text=SOLDE\xff", id="row-69-no-utf8"),
        pytest.param(FORM, b"from=%2B237677000001&id=a&text=A&text=B", id="row-69-two-texts"),
        pytest.param(FORM, b"id=a&text=" + b"A" * 20_000, id="row-69-body-too-long"),
        pytest.param(FORM, b"", id="row-69-empty-body"),
    ],
)
def test_a_text_that_cannot_be_read_is_taken_and_dropped(gateway: Gateway, content_type: str, body: bytes) -> None:
    with gateway.leaving():
        headers = {"Content-Type": content_type}
        reply = gateway.wire.post(gateway.service.sms_url, data=body, headers=headers, timeout=60)
    gateway.taken(reply)


@pytest.mark.parametrize(
    "date",
    [
        pytest.param("9999-99-99 00:00:00", id="beyond-no-such-date"),
        pytest.param("٢٠٢٦-11-21 10:00:00", id="beyond-arabic-date"),
        pytest.param("hier", id="beyond-a-word-for-a-date"),
        pytest.param("9999-12-31 23:59:59", id="beyond-the-last-date"),
        pytest.param("0001-01-01 00:00:00", id="beyond-the-first-date"),
    ],
)
def test_a_date_that_makes_no_sense_holds_nothing_up(gateway: Gateway, date: str) -> None:
    """SOLDE moves no money, so it is never too late."""
    gateway.service.pass_time(minutes=15)
    with gateway.leaving(text_in=1, notice=1):
        gateway.text("SOLDE", date=date)
        gateway.service.settle()
    [answer] = gateway.service.messages(MOUSSA)
    assert answer.startswith(say("fr", "sms.balance", balance=20_000, date="", time="").split(" le ")[0])


def test_row_70_three_helps_in_ten_minutes_and_commands_always(gateway: Gateway) -> None:
    unknown, last = say("fr", "sms.unknown"), say("fr", "sms.last_answer")
    assert gateway.reply_to("GRENOUILLE") == [unknown]
    for word, answer in (("CRAPAUD", unknown), ("LEZARD", last)):
        gateway.text(word)
        assert gateway.service.next_message(MOUSSA) == answer
    with gateway.leaving(text_in=2):
        for word in ("TORTUE", "bonjour"):
            gateway.text(word)
        gateway.service.settle()
    assert gateway.service.messages(MOUSSA) == []
    gateway.text("AIDE")
    assert gateway.service.next_message(MOUSSA) == say("fr", "sms.help")
    gateway.service.pass_time(minutes=11)
    gateway.text("GRENOUILLE")
    assert gateway.service.next_message(MOUSSA) == unknown
