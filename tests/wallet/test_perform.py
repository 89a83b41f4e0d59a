"""Once per key: the same again gives the first outcome, other content is refused, and what is refused stays so."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.town import AWA, FATOU, MOUSSA, PIN, Town
from wallet.core.errors import KeyReused, Locked, QuoteChanged, WrongPin
from wallet.core.values import Pin
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from wallet.perform import ALL
from wallet.sending.send_money import SendMoney


def test_a_send_moves_amount_fee_and_tax(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    outcome = town.send(MOUSSA, AWA, 5_000, "k1")
    assert outcome.sentence == "money_sent"
    assert (town.balance(MOUSSA), town.balance(AWA)) == (20_000 - 5_000 - 25 - 14, 5_000)
    assert town.one("SELECT count(*) FROM notice WHERE kind = 'receipt'") == 2


def test_the_same_key_again_gives_the_first_outcome_and_moves_nothing(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    first = town.send(MOUSSA, AWA, 5_000, "k1")
    assert town.send(MOUSSA, AWA, 5_000, "k1") == first
    assert town.balance(AWA) == 5_000
    assert town.one("SELECT count(*) FROM notice WHERE kind = 'receipt'") == 2


def test_the_same_key_again_gives_the_first_outcome_even_when_its_pin_no_longer_proves_anything(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    first = town.send(MOUSSA, AWA, 5_000, "k1")
    for _ in range(3):
        with pytest.raises((WrongPin, Locked)):
            town.send(MOUSSA, AWA, 5_000, "k2", pin="111199")
    with pytest.raises(Locked):
        town.send(MOUSSA, AWA, 5_000, "k2")
    assert town.send(MOUSSA, AWA, 5_000, "k1") == first
    with pytest.raises(KeyReused):
        town.send(MOUSSA, AWA, 4_000, "k1")
    assert town.balance(AWA) == 5_000


def test_the_same_key_with_other_content_is_refused_saying_what_was_done(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    first = town.send(MOUSSA, AWA, 5_000, "k1")
    with pytest.raises(KeyReused) as refusal:
        town.send(MOUSSA, AWA, 4_000, "k1")
    assert refusal.value.values["reference"] == first.values["reference"]
    assert town.balance(AWA) == 5_000


def test_a_key_of_another_phone_is_no_key(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    town.send(MOUSSA, AWA, 5_000, "k1")
    with pytest.raises(KeyReused):
        town.send(AWA, MOUSSA, 5_000, "k1")


def test_a_refusal_is_remembered_in_the_same_words(town: Town) -> None:
    refused = town.send(MOUSSA, AWA, 5_000, "k1")
    assert refused == Outcome("refusal.not_enough", {"total": 5_039}, refused=True)
    town.credit(MOUSSA, 20_000)
    assert town.send(MOUSSA, AWA, 5_000, "k1") == refused
    assert town.send(MOUSSA, AWA, 5_000, "k2").sentence == "money_sent"


def test_a_refused_send_counts_against_no_ceiling(town: Town) -> None:
    for key in ("a", "b", "c", "d", "e"):
        assert town.send(MOUSSA, AWA, 5_000, key).refused
    assert town.one("SELECT count(*) FROM usage") == 0


def test_a_wrong_pin_is_no_outcome(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    with pytest.raises(WrongPin):
        town.send(MOUSSA, AWA, 5_000, "k1", pin="111199")
    assert town.send(MOUSSA, AWA, 5_000, "k1").sentence == "money_sent"


def test_a_changed_price_leaves_the_key_free(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    agreed = town.quote(MOUSSA, AWA, 5_000)
    with town.owner.begin() as db:
        db.exec_driver_sql("INSERT INTO tariff VALUES ('send_money', wallet_now(), 10000, 0, 500, 2000, 4)")
    with pytest.raises(QuoteChanged):
        town.wallet.perform(SendMoney(agreed), town.actor(MOUSSA), "k1", "ussd", PinProof(PIN))
    assert town.balance(AWA) == 0
    assert town.send(MOUSSA, AWA, 5_000, "k1").sentence == "money_sent"
    assert town.balance(MOUSSA) == 20_000 - 5_000 - 50 - 14


def test_one_key_from_many_threads_is_done_once(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(lambda _: town.send_proven(MOUSSA, AWA, 5_000, "k1"), range(16)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert town.balance(AWA) == 5_000


def test_sends_both_ways_at_once_lose_nothing(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    town.credit(AWA, 20_000)
    ways = [(MOUSSA, AWA), (AWA, MOUSSA)] * 8
    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(lambda job: town.send_proven(*job[1], 1_000, f"k{job[0]}"), enumerate(ways)))
    assert [outcome.sentence for outcome in outcomes] == ["money_sent"] * 16
    assert town.balance(MOUSSA) == town.balance(AWA) == 20_000 - 8 * (5 + 6)


def test_the_day_ceiling_holds_under_concurrency(town: Town) -> None:
    town.credit(MOUSSA, 40_000)
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda n: town.send_proven(MOUSSA, AWA, 5_000, f"k{n}"), range(8)))
    assert sorted(outcome.sentence for outcome in outcomes) == ["money_sent"] * 4 + ["refusal.ceiling_day"] * 4
    refused = next(outcome for outcome in outcomes if outcome.refused)
    assert refused.values == {"maximum": 20_000, "left": 0}
    town.pass_time(86_400)
    assert town.send(MOUSSA, AWA, 5_000, "tomorrow").sentence == "money_sent"


def test_a_full_wallet_refuses_in_words_that_tell_nothing(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    town.credit(AWA, 47_000)
    outcome = town.send(MOUSSA, AWA, 5_000, "k1")
    assert outcome == Outcome("refusal.recipient_refuses", {}, refused=True)
    assert town.balance(AWA) == 47_000


def test_an_sms_question_and_a_menu_build_equal_values(town: Town) -> None:
    case = SendMoney(town.quote(MOUSSA, AWA, 5_000))
    as_stored = {"quote": vars(case.quote)}
    assert ALL["send_money"].from_content(as_stored) == case


def test_nobody_moves_money_on_no_proof() -> None:
    assert all(None not in case.accepts for case in ALL.values() if case.moves_money)


def test_a_frozen_account_sends_nothing(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    with town.owner.begin() as db:
        db.exec_driver_sql("UPDATE person SET state = 'frozen' WHERE name = 'Moussa Bello'")
    assert town.send(MOUSSA, AWA, 5_000, "k1").sentence == "refusal.account_frozen"


def test_a_caller_sees_twenty_new_names_a_day(town: Town) -> None:
    phones = [f"+2376770010{number:02d}" for number in range(22)]
    for number, phone in enumerate(phones):
        town.register(phone, f"Person {chr(65 + number)}")
    names = [town.quote(MOUSSA, phone, 500).name for phone in phones]
    assert all(names[:20])
    assert names[20:] == ["", ""]
    assert town.quote(MOUSSA, phones[0], 500).name == names[0]
    town.pass_time(86_400)
    assert town.quote(MOUSSA, phones[21], 500).name


def test_a_stranger_has_one_wallet(town: Town) -> None:
    town.register(FATOU, "Fatou Sali")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: town.register(f"+23765500000{n % 2}", "Twin"), range(4)))
    assert town.one("SELECT count(*) FROM person WHERE name = 'Twin'") == 2
    assert town.actor(FATOU).kind == "person"


def test_pins_are_pins() -> None:
    assert repr(Pin("739158")) == "Pin(****)"
