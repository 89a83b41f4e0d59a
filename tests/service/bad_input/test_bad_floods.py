"""The same thing many times at once, and many things at once: rows 68 and 78. One effect, and no reply without end."""

from concurrent.futures import ThreadPoolExecutor

from sms_templates import say
from tests.service.bad_input.stage import AWA, CREDIT, MOUSSA, Stage
from tests.service.bad_input.test_bad_codes import COST_OF_500, asked

AT_ONCE = 20


def test_row_68_one_message_twice_has_one_effect(own_stage: Stage) -> None:
    stage = own_stage
    with stage.leaving(text_in=1, notice=1, ask=1):
        for _ in range(2):
            stage.text("ENVOI 500 699000002", id="the-same")
            stage.service.settle()


def test_row_68_one_message_a_hundred_times_at_once_has_one_effect(own_stage: Stage) -> None:
    stage = own_stage
    with stage.leaving(text_in=1, notice=1, ask=1), ThreadPoolExecutor(AT_ONCE) as gateway:
        list(gateway.map(lambda _: stage.text("ENVOI 500 699000002", id="the-same"), range(100)))


def test_row_68_the_same_id_with_other_words_has_no_second_effect(own_stage: Stage) -> None:
    stage = own_stage
    with stage.leaving(text_in=1, notice=1, ask=1):
        stage.text("ENVOI 500 699000002", id="the-same")
        stage.service.settle()
        stage.text("ENVOI 4000 699000002", id="the-same")
        stage.text("SOLDE", id="the-same", **{"from": AWA})
    assert stage.service.messages(AWA) == []


def test_row_68_a_yes_many_times_at_once_pays_once(own_stage: Stage) -> None:
    """Under one id and under many."""
    stage, code = own_stage, asked(own_stage)
    ids = ["the-same"] * 10 + [f"another-{number}" for number in range(10)]
    with ThreadPoolExecutor(AT_ONCE) as gateway:
        list(gateway.map(lambda id_: stage.text(f"OUI {code}", id=id_), ids))
    stage.service.settle()
    assert stage.service.balance(MOUSSA) == CREDIT - COST_OF_500
    assert stage.service.balance(AWA) == 500


def test_row_78_a_flood_of_one_number_is_kept_and_costs_twenty_answers(own_stage: Stage) -> None:
    """Two hundred texts in a few seconds: twenty answers, and the other phones are served."""
    stage = own_stage
    before = stage.count()
    with ThreadPoolExecutor(AT_ONCE) as gateway:
        list(gateway.map(lambda _: stage.text("SOLDE"), range(200)))
    stage.text("SOLDE", **{"from": AWA})
    stage.service.settle()
    left = stage.count() - before
    assert left["text_in"] == 201
    assert len(stage.service.messages(MOUSSA)) == 20
    assert len(stage.service.messages(AWA)) == 1
    stage.service.pass_time(minutes=1, seconds=1)
    stage.text("SOLDE")
    assert stage.service.next_message(MOUSSA).startswith("Solde 20 000 FCFA")


def test_row_78_a_flood_of_unknown_words_is_helped_once(own_stage: Stage) -> None:
    stage = own_stage
    with stage.leaving(text_in=15, notice=1), ThreadPoolExecutor(AT_ONCE) as gateway:
        list(gateway.map(lambda number: stage.text(f"ALLO {number % 10}"), range(15)))
    assert stage.service.messages(MOUSSA) == [say("fr", "sms.unknown")]
