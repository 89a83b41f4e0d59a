"""The same thing many times at once, and many things at once: rows 68 and 78. One effect, and no reply without end."""

from concurrent.futures import ThreadPoolExecutor

from sms_templates import say
from tests.service.bad_input.gateway import Gateway
from tests.service.bad_input.scene import CREDIT
from tests.service.bad_input.test_bad_codes import COST_OF_500, asked
from tests.world.cast import AWA, MOUSSA

AT_ONCE = 20


def test_row_68_one_message_twice_has_one_effect(own_gateway: Gateway) -> None:
    with own_gateway.leaving(text_in=1, notice=1, ask=1):
        for _ in range(2):
            own_gateway.text("ENVOI 500 699000002", id="the-same")
            own_gateway.service.settle()


def test_row_68_one_message_a_hundred_times_at_once_has_one_effect(own_gateway: Gateway) -> None:
    with own_gateway.leaving(text_in=1, notice=1, ask=1), ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda _: own_gateway.text("ENVOI 500 699000002", id="the-same"), range(100)))


def test_row_68_the_same_id_with_other_words_has_no_second_effect(own_gateway: Gateway) -> None:
    with own_gateway.leaving(text_in=1, notice=1, ask=1):
        own_gateway.text("ENVOI 500 699000002", id="the-same")
        own_gateway.service.settle()
        own_gateway.text("ENVOI 4000 699000002", id="the-same")
        own_gateway.text("SOLDE", id="the-same", **{"from": AWA})
    assert own_gateway.service.messages(AWA) == []


def test_row_68_a_yes_many_times_at_once_pays_once(own_gateway: Gateway) -> None:
    """Under one id and under many."""
    gateway, code = own_gateway, asked(own_gateway)
    ids = ["the-same"] * 10 + [f"another-{number}" for number in range(10)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda id_: gateway.text(f"OUI {code}", id=id_), ids))
    gateway.service.settle()
    assert gateway.service.balance(MOUSSA) == CREDIT - COST_OF_500
    assert gateway.service.balance(AWA) == 500


def test_row_78_a_flood_of_one_number_is_kept_and_costs_twenty_answers(own_gateway: Gateway) -> None:
    """Two hundred texts in a few seconds: twenty answers, and the other phones are served."""
    before = own_gateway.count()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda _: own_gateway.text("SOLDE"), range(200)))
    own_gateway.text("SOLDE", **{"from": AWA})
    own_gateway.service.settle()
    left = own_gateway.count() - before
    assert left["text_in"] == 201
    assert len(own_gateway.service.messages(MOUSSA)) == 20
    assert len(own_gateway.service.messages(AWA)) == 1
    own_gateway.service.pass_time(minutes=1, seconds=1)
    own_gateway.text("SOLDE")
    assert own_gateway.service.next_message(MOUSSA).startswith("Solde 20 000 FCFA")


def test_row_78_a_flood_of_unknown_words_is_helped_three_times(own_gateway: Gateway) -> None:
    with own_gateway.leaving(text_in=15, notice=3), ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda number: own_gateway.text(f"ALLO {number % 10}"), range(15)))
    said = sorted(own_gateway.service.messages(MOUSSA))
    assert said == sorted([say("fr", "sms.unknown")] * 2 + [say("fr", "sms.last_answer")])
