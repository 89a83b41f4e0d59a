"""Texts at Africa's Talking and its SDK: sent, refused for good, worth another try, or nobody knows."""

import pytest

from tests.workers.conftest import Outbox
from tests.world.cast import AWA
from workers import gateway, process

# What the gateway does, and what we make of it: (may have left, final), or None when it was sent.
WAYS = {
    "as it should": ({}, None),
    "JSON with a charset, which the SDK hands on as str": ({"charset": {"next": 1}}, None),
    "the word of success, and no code": ({"no_status_code": {"next": 1}}, None),
    "201 without recipients": ({"refused_whole": {"next": 1}}, (False, False)),
    "201 without recipients, our balance used up": (
        {"refused_whole": {"next": 1, "value": "InsufficientBalance"}}, (False, False)),
    "201 with our sender id refused": ({"refused_recipient": {"next": 1, "value": 402}}, (False, False)),
    "201 with no way there": ({"refused_recipient": {"next": 1, "value": 407}}, (False, False)),
    "201, rejected by their gateway": ({"refused_recipient": {"next": 1, "value": 502}}, (False, False)),
    "201 with a code nobody knows": ({"refused_recipient": {"next": 1, "value": 499}}, (False, False)),
    "201 with a kind of number they do not text": ({"refused_recipient": {"next": 1, "value": 404}}, (False, True)),
    "201 with a person who wants no texts": ({"refused_recipient": {"next": 1, "value": 409}}, (False, True)),
    "the word of a blacklisted number, and no code": (
        {"refused_recipient": {"next": 1, "value": 406}, "no_status_code": {"next": 1}}, (False, True)),
    "201 with a number nobody has": ({"refused_recipient": {"next": 1, "value": 403}}, (False, True)),
    "201 with a blacklisted number": ({"refused_recipient": {"next": 1, "value": 406}}, (False, True)),
    "201 with our balance used up": ({"refused_recipient": {"next": 1, "value": 405}}, (False, False)),
    "201 with their gateway down": ({"refused_recipient": {"next": 1, "value": 501}}, (False, False)),
    "accepted without an id": ({"no_message_id": {"next": 1}}, (True, False)),
    "a bad key": ({"unauthorised": {"next": 1}}, (False, False)),
    "500": ({"http_error": {"next": 1}}, (False, False)),
    "JSON cut half way": ({"malformed": {"next": 1}}, (True, False)),
    "taken, then the line is cut": ({"accepted_then_dropped": {"next": 1}}, (True, False)),
    "taken, then silence": ({"accepted_then_hangs": {"next": 1, "value": 2}}, (True, False)),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_what_becomes_of_a_text(outbox: Outbox, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "TIMEOUT_SECONDS", (1, 1))
    faults, expected = WAYS[way]
    outbox.fault(**faults)
    if expected is None:
        assert gateway.send(process.configured().wallet, AWA, "Bonjour").startswith("ATXid_")
        assert outbox.texts(AWA) == ["Bonjour"]
        return
    with pytest.raises(gateway.NotSent) as failed:
        gateway.send(process.configured().wallet, AWA, "Bonjour 4821")
    assert (failed.value.may_have_left, failed.value.final) == expected
    assert "4821" not in repr(failed.value)


def test_nobody_listens(outbox: Outbox) -> None:
    nobody = process.configured().wallet.model_copy(update={"at_base_url": "http://127.0.0.1:9/version1"})
    with pytest.raises(gateway.NotSent) as failed:
        gateway.send(nobody, AWA, "Bonjour")
    assert (failed.value.may_have_left, failed.value.final) == (False, False)
