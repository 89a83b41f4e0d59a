"""Once per key: the same again gives the first outcome, other content is refused, and what is refused stays so."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.cast import AWA, FATOU, MOUSSA, WRONG_PIN, pin_of
from tests.world.world import World
from wallet.accounts.change_language import ChangeLanguage
from wallet.accounts.lock_wallet import LockWallet
from wallet.core.errors import KeyReused, Locked, Misread, QuoteChanged, WrongPin
from wallet.core.values import Pin
from wallet.operations import asks
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Outcome
from wallet.perform import ALL
from wallet.sending.send_money import SendMoney


def test_a_send_moves_amount_fee_and_tax(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    outcome = world.send(MOUSSA, AWA, 5_000, "k1")
    assert outcome.sentence == "money_sent"
    assert (world.balance(MOUSSA), world.balance(AWA)) == (20_000 - 5_000 - 25 - 14, 5_000)
    assert world.one("SELECT count(*) FROM notice WHERE kind = 'receipt'") == 2


def test_the_same_key_again_gives_the_first_outcome_and_moves_nothing(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    first = world.send(MOUSSA, AWA, 5_000, "k1")
    assert world.send(MOUSSA, AWA, 5_000, "k1") == first
    assert world.balance(AWA) == 5_000
    assert world.one("SELECT count(*) FROM notice WHERE kind = 'receipt'") == 2


def test_the_same_key_again_gives_the_first_outcome_even_when_its_pin_no_longer_proves_anything(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    first = world.send(MOUSSA, AWA, 5_000, "k1")
    for _ in range(3):
        with pytest.raises((WrongPin, Locked)):
            world.send(MOUSSA, AWA, 5_000, "k2", pin=WRONG_PIN)
    with pytest.raises(Locked):
        world.send(MOUSSA, AWA, 5_000, "k2")
    assert world.send(MOUSSA, AWA, 5_000, "k1") == first
    with pytest.raises(KeyReused):
        world.send(MOUSSA, AWA, 4_000, "k1")
    assert world.balance(AWA) == 5_000


def test_the_same_key_with_other_content_is_refused_saying_what_was_done(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    first = world.send(MOUSSA, AWA, 5_000, "k1")
    with pytest.raises(KeyReused) as refusal:
        world.send(MOUSSA, AWA, 4_000, "k1")
    assert refusal.value.values["reference"] == first.values["reference"]
    assert world.balance(AWA) == 5_000


def test_what_is_not_proved_is_not_done(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    case, moussa = SendMoney(world.quote(MOUSSA, AWA, 5_000)), world.actor(MOUSSA)
    with pytest.raises(ValueError, match="does not accept"):
        world.wallet.perform(case, moussa, "k1", "ussd")
    with pytest.raises(ValueError, match="does not accept"):
        world.wallet.perform(ChangeLanguage("en"), moussa, "k2", "ussd", PinProof(Pin(pin_of(MOUSSA))))
    assert world.balance(AWA) == 0


def test_what_was_done_by_a_code_is_told_to_no_other_code(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    case, moussa, secrets = SendMoney(world.quote(MOUSSA, AWA, 5_000)), world.actor(MOUSSA), world.wallet.secrets
    world.do(
        lambda db: asks.ask(
            db, world.wallet.secrets, moussa, "k1", case.kind, case.to_content(), "sms.question_send_money", {}
        )
    )
    ask_id = str(world.one("SELECT id FROM ask"))
    code = asks.compute_code(secrets, ask_id)
    right, wrong = (
        CodeProof(ask_id, asks.digest_code(secrets, MOUSSA, typed)) for typed in (code, str(9999 - int(code)).zfill(4))
    )
    assert world.wallet.perform(case, moussa, "k1", "sms", right).sentence == "money_sent"
    with pytest.raises(Misread):
        world.wallet.perform(case, moussa, "k1", "sms", wrong)
    assert world.balance(AWA) == 5_000


def test_who_closed_their_wallet_since_they_called_does_nothing(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    moussa, case = world.actor(MOUSSA), SendMoney(world.quote(MOUSSA, AWA, 5_000))
    world.change("UPDATE person SET state = 'closed' WHERE id = :id", id=moussa.person_id)
    assert world.conclude(moussa, case, "k1").sentence == "refusal.account_closed"
    assert world.balance(AWA) == 0


def test_a_wallet_its_owner_locked_sends_nothing_by_sms(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    case = SendMoney(world.quote(MOUSSA, AWA, 5_000))
    world.perform(MOUSSA, LockWallet(), "lock")
    with pytest.raises(Locked):
        world.conclude(MOUSSA, case, "k1", channel="sms")
    assert world.balance(AWA) == 0


def test_the_same_asked_by_another_under_the_same_key_is_refused(world: World) -> None:
    world.open_wallet(FATOU)
    for sender in (MOUSSA, FATOU):
        world.credit(sender, 20_000)
    case = SendMoney(world.quote(MOUSSA, AWA, 5_000))
    world.conclude(MOUSSA, case, "k1")
    with pytest.raises(KeyReused):
        world.conclude(FATOU, case, "k1")
    assert world.balance(AWA) == 5_000


def test_a_key_of_another_phone_is_no_key(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.send(MOUSSA, AWA, 5_000, "k1")
    with pytest.raises(KeyReused):
        world.send(AWA, MOUSSA, 5_000, "k1")


def test_a_refusal_is_remembered_in_the_same_words(world: World) -> None:
    refused = world.send(MOUSSA, AWA, 5_000, "k1")
    assert refused == Outcome("refusal.not_enough", {"total": 5_039}, refused=True)
    world.credit(MOUSSA, 20_000)
    assert world.send(MOUSSA, AWA, 5_000, "k1") == refused
    assert world.send(MOUSSA, AWA, 5_000, "k2").sentence == "money_sent"


def test_a_refused_send_counts_against_no_ceiling(world: World) -> None:
    for key in ("a", "b", "c", "d", "e"):
        assert world.send(MOUSSA, AWA, 5_000, key).refused
    assert world.one("SELECT count(*) FROM usage") == 0


def test_a_wrong_pin_is_no_outcome(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    with pytest.raises(WrongPin):
        world.send(MOUSSA, AWA, 5_000, "k1", pin=WRONG_PIN)
    assert world.send(MOUSSA, AWA, 5_000, "k1").sentence == "money_sent"


def test_a_changed_price_leaves_the_key_free(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    agreed = world.quote(MOUSSA, AWA, 5_000)
    world.change("INSERT INTO tariff VALUES ('send_money', wallet_now(), 10000, 0, 500, 2000, 4)")
    with pytest.raises(QuoteChanged):
        world.perform(MOUSSA, SendMoney(agreed), "k1")
    assert world.balance(AWA) == 0
    assert world.send(MOUSSA, AWA, 5_000, "k1").sentence == "money_sent"
    assert world.balance(MOUSSA) == 20_000 - 5_000 - 50 - 14


def test_one_key_from_many_threads_is_done_once(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(lambda _: world.send_proven(MOUSSA, AWA, 5_000, "k1"), range(16)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert world.balance(AWA) == 5_000


def test_sends_both_ways_at_once_lose_nothing(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.credit(AWA, 20_000)
    ways = [(MOUSSA, AWA), (AWA, MOUSSA)] * 8
    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(lambda job: world.send_proven(*job[1], 1_000, f"k{job[0]}"), enumerate(ways)))
    assert [outcome.sentence for outcome in outcomes] == ["money_sent"] * 16
    assert world.balance(MOUSSA) == world.balance(AWA) == 20_000 - 8 * (5 + 6)


def test_the_day_ceiling_holds_under_concurrency(world: World) -> None:
    world.credit(MOUSSA, 40_000)
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda n: world.send_proven(MOUSSA, AWA, 5_000, f"k{n}"), range(8)))
    assert sorted(outcome.sentence for outcome in outcomes) == ["money_sent"] * 4 + ["refusal.ceiling_day"] * 4
    refused = next(outcome for outcome in outcomes if outcome.refused)
    assert refused.values == {"maximum": 20_000, "left": 0}
    world.pass_time(86_400)
    assert world.send(MOUSSA, AWA, 5_000, "tomorrow").sentence == "money_sent"


def test_a_full_wallet_refuses_in_words_that_tell_nothing(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.credit(AWA, 47_000)
    outcome = world.send(MOUSSA, AWA, 5_000, "k1")
    assert outcome == Outcome("refusal.recipient_refuses", {}, refused=True)
    assert world.balance(AWA) == 47_000


def test_an_sms_question_and_a_menu_build_equal_values(world: World) -> None:
    case = SendMoney(world.quote(MOUSSA, AWA, 5_000))
    as_stored = {"quote": vars(case.quote)}
    assert ALL["send_money"].from_content(as_stored) == case


def test_nobody_moves_money_on_no_proof() -> None:
    assert all(None not in case.accepts for case in ALL.values() if case.moves_money)


def test_a_frozen_account_sends_nothing(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.change("UPDATE person SET state = 'frozen' WHERE name = 'Moussa Bello'")
    assert world.send(MOUSSA, AWA, 5_000, "k1").sentence == "refusal.account_frozen"


def test_a_caller_sees_twenty_new_names_a_day(world: World) -> None:
    phones = [f"+2376770010{number:02d}" for number in range(22)]
    for number, phone in enumerate(phones):
        world.open_wallet(phone, f"Person {chr(65 + number)}")
    names = [world.quote(MOUSSA, phone, 500).name for phone in phones]
    assert all(names[:20])
    assert names[20:] == ["", ""]
    assert world.quote(MOUSSA, phones[0], 500).name == names[0]
    world.pass_time(86_400)
    assert world.quote(MOUSSA, phones[21], 500).name


def test_a_stranger_has_one_wallet(world: World) -> None:
    world.open_wallet(FATOU)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: world.open_wallet(f"+23765500000{n % 2}", "Twin"), range(4)))
    assert world.one("SELECT count(*) FROM person WHERE name = 'Twin'") == 2
    assert world.actor(FATOU).kind == "person"


def test_pins_are_pins() -> None:
    assert repr(Pin("739158")) == "Pin(****)"
