"""The outbox: leased before it is sent, in order for one phone, again after a failure; a code at most once."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.workers.conftest import Outbox
from tests.world.cast import AWA, MOUSSA
from tests.world.doors import health_on
from wallet.core.settings import Settings
from wallet.messages.notices import LIFE, MAY_HAVE_LEFT_MOST, NoticeKind
from workers import gateway, notices


def test_what_waits_is_texted_once_and_in_order(outbox: Outbox) -> None:
    sentences = ["sms.started", "sms.stopped"] * 10
    for sentence in sentences:
        outbox.write(AWA, sentence=sentence)
    assert notices.send_due() == 20
    assert [text[:4] for text in outbox.texts(AWA)] == ["Nouv", "Plus"] * 10
    assert notices.send_due() == 0


def test_two_workers_share_and_never_text_twice(outbox: Outbox) -> None:
    for _ in range(60):
        outbox.write(AWA)
    with ThreadPoolExecutor(3) as workers:
        done = list(workers.map(lambda _: notices.send_due(), range(3)))
    assert sum(done) == 60
    assert len(outbox.texts(AWA)) == 60


def test_a_transient_failure_is_tried_later_and_a_final_one_is_not(outbox: Outbox) -> None:
    outbox.fault(http_error={"next": 1})
    outbox.write(AWA)
    notices.send_due()
    assert outbox.states() == ["waiting"]
    assert outbox.texts(AWA) == []
    outbox.fault()
    outbox.make_due()
    notices.send_due()
    assert outbox.states() == ["sent"]
    outbox.fault(refused_recipient={"next": 1})
    outbox.write(AWA)
    notices.send_due()
    assert outbox.states() == ["sent", "refused"]


@pytest.mark.parametrize(("kind", "texts", "state"), [("receipt", 2, "sent"), ("code", 1, "uncertain")])
def test_an_ambiguous_send(outbox: Outbox, kind: str, texts: int, state: str) -> None:
    """The line is cut after the gateway took it: a receipt is texted again, a code never."""
    outbox.fault(accepted_then_dropped={"next": 1})
    outbox.write(AWA, kind=kind)  # type: ignore[arg-type]  # both are kinds
    notices.send_due()
    outbox.make_due()
    notices.send_due()
    assert len(outbox.texts(AWA)) == texts
    assert outbox.states() == [state]


@pytest.mark.parametrize(("kind", "texts", "state"), [("receipt", 1, "sent"), ("code", 0, "uncertain")])
def test_a_worker_killed_between_lease_and_send(
    outbox: Outbox, kind: str, texts: int, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.write(AWA, kind=kind)  # type: ignore[arg-type]  # both are kinds

    def die(*_: object) -> str:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(gateway, "send", die)
        with pytest.raises(SystemExit):
            notices.send_due()
    assert outbox.states() == ["sending"]
    assert notices.send_due() == 0, "the lease still holds"
    outbox.make_due()
    notices.send_due()
    assert outbox.states() == [state]
    assert len(outbox.texts(AWA)) == texts


@pytest.mark.parametrize(
    "outage", [{"refused_whole": "InvalidSenderId"}, {"refused_recipient": 405}, {"http_error": 500}]
)
@pytest.mark.parametrize("kind", LIFE)
def test_an_outage_of_our_account_loses_no_text_that_still_lives(
    outbox: Outbox, outage: dict[str, Any], kind: NoticeKind
) -> None:
    outbox.fault(**{name: {"chance": 1.0, "value": value} for name, value in outage.items()})
    outbox.write(AWA, kind)
    outbox.write(MOUSSA, kind)
    for _ in range(20):
        notices.send_due()
        outbox.make_due()
    assert outbox.states() == ["waiting", "waiting"]
    outbox.fault()
    outbox.rows(f"UPDATE notice SET good_until = wallet_now() WHERE phone = '{MOUSSA}' RETURNING 1")
    notices.send_due()
    assert outbox.states() == ["sent", "expired"]
    assert len(outbox.texts(AWA)) == 1
    assert outbox.texts(MOUSSA) == []


def test_a_text_lives_as_long_as_its_kind(outbox: Outbox) -> None:
    for kind in LIFE:
        outbox.write(AWA, kind)
    lives = outbox.rows("SELECT kind, date_trunc('second', good_until - written_at) AS life FROM notice")
    assert {row.kind: row.life for row in lives} == LIFE


def test_what_may_have_left_is_not_sent_for_ever(outbox: Outbox) -> None:
    outbox.fault(no_message_id={"chance": 1.0})
    outbox.write(AWA)
    for _ in range(MAY_HAVE_LEFT_MOST + 1):
        notices.send_due()
        outbox.make_due()
    assert outbox.states() == ["uncertain"]
    assert len(outbox.texts(AWA)) == MAY_HAVE_LEFT_MOST


def test_what_did_not_leave_is_shown(outbox: Outbox, settings: Settings) -> None:
    outbox.fault(refused_recipient={"next": 1})
    outbox.write(AWA)
    notices.send_due()
    outbox.fault(http_error={"chance": 1.0})
    for phone in (AWA, MOUSSA):
        outbox.write(phone)
    notices.send_due()
    outbox.rows(
        f"UPDATE notice SET good_until = wallet_now(), due_at = wallet_now() WHERE phone = '{MOUSSA}' RETURNING 1"
    )
    notices.send_due()
    figures = health_on(settings).test_client().get("/metrics").text
    found = dict(re.findall(r"^mbongo_notices_(\w+) (\d+)", figures, re.MULTILINE))
    wanted = {"refused": "1", "expired": "1", "failing": "1", "uncertain": "0"}
    assert {name: found[name] for name in wanted} == wanted


def test_a_sentence_that_cannot_be_said_holds_up_nobody(outbox: Outbox) -> None:
    outbox.write(AWA, sentence="sms.nobody_wrote_this")
    outbox.write(AWA)
    notices.send_due()
    assert outbox.states() == ["refused", "sent"]
