"""Delivery reports and end-of-call events from nowhere, late or torn: row 77. Kept or dropped, never a step back."""

import pytest

from tests.service.bad_input.gateway import Gateway
from tests.world.cast import MOUSSA


def report(gateway: Gateway, **fields: str) -> tuple[str, int] | None:
    """Deliver a report; how it is remembered."""
    gateway.taken(gateway.wire.post(gateway.service.delivery_url, data=fields, timeout=60))
    row = gateway.db.execute(
        "SELECT status, rank FROM delivery WHERE gateway_id = %s", [fields.get("id", "").replace("\0", "").lower()]
    ).fetchone()
    return (row[0], row[1]) if row else None


def test_row_77_an_unknown_id_is_kept(gateway: Gateway) -> None:
    with gateway.leaving():
        assert report(gateway, id="ATXid_nobody", status="Success") == ("Success", 9)


def test_row_77_the_same_id_in_other_case_is_the_same(gateway: Gateway) -> None:
    report(gateway, id="ATXid_case", status="Sent")
    with gateway.leaving():
        assert report(gateway, id="atxID_CASE", status="Success") == ("Success", 9)
    assert gateway.db.execute(
        "SELECT count(*) FROM delivery WHERE gateway_id ILIKE 'atxid!_case' ESCAPE '!'"
    ).fetchone() == (1,)


@pytest.mark.parametrize("id_", ["ATX+id/a==", "{0}", "a@b", "é".encode().hex() + "%C3", "<id>"])
def test_row_77_an_id_of_any_characters_is_kept(gateway: Gateway, id_: str) -> None:
    with gateway.leaving():
        assert report(gateway, id=id_, status="Success") == ("Success", 9)


@pytest.mark.parametrize("word", ["Vanished", "SUCCESSFULL", "0", "Livré à l'opérateur", "Not yet"])
def test_row_77_an_unknown_word_is_kept_and_outdone_by_a_known_one(gateway: Gateway, word: str) -> None:
    with gateway.leaving():
        assert report(gateway, id=f"word-{word.encode().hex()}", status=word) == (word, 0)
        assert report(gateway, id=f"word-{word.encode().hex()}", status="Sent") == ("Sent", 1)


def test_row_77_a_known_word_is_known_with_spaces(gateway: Gateway) -> None:
    with gateway.leaving():
        assert report(gateway, id="spaced", status="Absent Subscriber") == ("Absent Subscriber", 9)


@pytest.mark.parametrize("later", ["Sent", "Buffered", "Failed", "Vanished", "Success"])
def test_row_77_nothing_follows_a_final_state(gateway: Gateway, later: str) -> None:
    report(gateway, id=f"final-{later}", status="Success")
    with gateway.leaving():
        assert report(gateway, id=f"final-{later}", status=later) == ("Success", 9)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": "Success"}, id="row-77-no-id"),
        pytest.param({"id": "a"}, id="row-77-no-status"),
        pytest.param({"id": "", "status": "Success"}, id="row-77-empty-id"),
        pytest.param({"id": "None", "status": ""}, id="row-77-empty-status"),
        pytest.param({"id": "' OR 1=1--", "status": "Success"}, id="row-77-id-of-sql"),
        pytest.param({"id": "x" * 5_000, "status": "Success"}, id="row-77-id-of-5-kB"),
        pytest.param({"id": "a\0b", "status": "Success"}, id="row-77-nul-in-the-id"),
        pytest.param({"id": "a", "status": "\r\nSuccess"}, id="row-77-new-line-in-the-status"),
        pytest.param({"id": "a", "status": "x" * 5_000}, id="row-77-status-of-5-kB"),
    ],
)
def test_a_report_that_cannot_be_read_is_taken_and_dropped(gateway: Gateway, fields: dict[str, str]) -> None:
    with gateway.leaving():
        assert report(gateway, **fields) is None


def test_row_77_a_reason_of_anything_is_cut_and_kept_plain(gateway: Gateway) -> None:
    with gateway.leaving():
        report(gateway, id="reason", status="Failed", failureReason="\0\x1b[2J" + "é{menu}" * 500)
    [kept] = gateway.db.execute("SELECT failure FROM delivery WHERE gateway_id = 'reason'").fetchone() or [""]
    assert len(kept) == 80
    assert kept.isprintable()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="beyond-empty-event"),
        pytest.param({"sessionId": "a"}, id="beyond-event-without-status"),
        pytest.param({"sessionId": "' OR 1=1", "status": "Success"}, id="beyond-event-of-sql"),
        pytest.param(
            {"sessionId": "a", "status": "x" * 9_000, "phoneNumber": "\0", "hopsCount": "-1"},
            id="beyond-event-of-noise",
        ),
        pytest.param(
            {
                "sessionId": "a",
                "status": "Failed",
                "input": "1*699000002*500*739146",
                "phoneNumber": MOUSSA,
                "lastAppResponse": "739146",
                "errorMessage": "739146",
                "hopsCount": "739146",
            },
            id="beyond-event-with-a-pin",
        ),
    ],
)
def test_an_event_says_nothing_and_keeps_no_pin(gateway: Gateway, fields: dict[str, str]) -> None:
    with gateway.leaving():
        gateway.taken(gateway.wire.post(gateway.service.ussd_events_url, data=fields, timeout=60))
    assert not gateway.keeps("739146")
