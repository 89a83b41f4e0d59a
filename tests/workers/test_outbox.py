"""The outbox: leased before it is sent, in order for one phone, again after a failure; a code at most once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.workers.conftest import Desk
from wallet.messages.notices import TRIES
from workers import gateway, notices

AWA = "+237699000002"


def test_what_waits_is_texted_once_and_in_order(desk: Desk) -> None:
    sentences = ["sms.started", "sms.stopped"] * 10
    for sentence in sentences:
        desk.write(AWA, sentence=sentence)
    assert notices.send_due() == 20
    assert [text[:4] for text in desk.texts(AWA)] == ["Nouv", "Plus"] * 10
    assert notices.send_due() == 0


def test_two_workers_share_and_never_text_twice(desk: Desk) -> None:
    for _ in range(60):
        desk.write(AWA)
    with ThreadPoolExecutor(3) as workers:
        done = list(workers.map(lambda _: notices.send_due(), range(3)))
    assert sum(done) == 60
    assert len(desk.texts(AWA)) == 60


def test_a_transient_failure_is_tried_later_and_a_final_one_is_not(desk: Desk) -> None:
    desk.fault(http_error={"next": 1})
    desk.write(AWA)
    notices.send_due()
    assert desk.states() == ["waiting"]
    assert desk.texts(AWA) == []
    desk.fault()
    desk.make_due()
    notices.send_due()
    assert desk.states() == ["sent"]
    desk.fault(refused_whole={"next": 1})
    desk.write(AWA)
    notices.send_due()
    assert desk.states() == ["sent", "refused"]


@pytest.mark.parametrize(("kind", "texts", "state"), [("receipt", 2, "sent"), ("code", 1, "uncertain")])
def test_an_ambiguous_send(desk: Desk, kind: str, texts: int, state: str) -> None:
    """The line is cut after the gateway took it: a receipt is texted again, a code never."""
    desk.fault(accepted_then_dropped={"next": 1})
    desk.write(AWA, kind=kind)  # type: ignore[arg-type]  # both are kinds
    notices.send_due()
    desk.make_due()
    notices.send_due()
    assert len(desk.texts(AWA)) == texts
    assert desk.states() == [state]


@pytest.mark.parametrize(("kind", "texts", "state"), [("receipt", 1, "sent"), ("code", 0, "uncertain")])
def test_a_worker_killed_between_lease_and_send(
    desk: Desk, kind: str, texts: int, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(AWA, kind=kind)  # type: ignore[arg-type]  # both are kinds

    def die(*_: object) -> str:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(gateway, "send", die)
        with pytest.raises(SystemExit):
            notices.send_due()
    assert desk.states() == ["sending"]
    assert notices.send_due() == 0, "the lease still holds"
    desk.make_due()
    notices.send_due()
    assert desk.states() == [state]
    assert len(desk.texts(AWA)) == texts


def test_a_text_that_never_goes_is_given_up(desk: Desk) -> None:
    desk.fault(http_error={"chance": 1.0})
    desk.write(AWA)
    for _ in range(TRIES + 1):
        notices.send_due()
        desk.make_due()
    assert desk.states() == ["refused"]
    assert desk.rows("SELECT tries FROM notice")[0].tries == TRIES


def test_a_sentence_that_cannot_be_said_holds_up_nobody(desk: Desk) -> None:
    desk.write(AWA, sentence="sms.nobody_wrote_this")
    desk.write(AWA)
    notices.send_due()
    assert desk.states() == ["refused", "sent"]
