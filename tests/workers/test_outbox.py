"""The outbox: leased before it is sent, in order for one phone, again after a failure; a code at most once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.workers.conftest import Outbox
from tests.world.cast import AWA
from wallet.messages.notices import TRIES
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
    outbox.fault(refused_whole={"next": 1})
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


def test_a_text_that_never_goes_is_given_up(outbox: Outbox) -> None:
    outbox.fault(http_error={"chance": 1.0})
    outbox.write(AWA)
    for _ in range(TRIES + 1):
        notices.send_due()
        outbox.make_due()
    assert outbox.states() == ["refused"]
    assert outbox.rows("SELECT tries FROM notice")[0].tries == TRIES


def test_a_sentence_that_cannot_be_said_holds_up_nobody(outbox: Outbox) -> None:
    outbox.write(AWA, sentence="sms.nobody_wrote_this")
    outbox.write(AWA)
    notices.send_due()
    assert outbox.states() == ["refused", "sent"]
