"""Money for a number without a wallet: whole, at most what tier 0 may receive, and exactly one end."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.world.town import AWA, FATOU, MOUSSA, PIN, Town
from wallet import ledger
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, QuoteChanged
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from wallet.perform import ALL
from wallet.sending import claims
from wallet.sending.send_money import SendMoney
from wallet.sending.send_to_stranger import SendToStranger, choose_sending
from workers.deadlines import SOMETHING_DUE

WEEK = 7 * 86_400


def give(town: Town, amount: int = 5_000, key: str = "k1", sender: str = MOUSSA) -> Outcome:
    case = choose_sending(town.quote(sender, FATOU, amount))
    return town.wallet.perform(case, town.actor(sender), key, "ussd", PinProof(PIN))


def waiting(town: Town) -> int:
    return in_transaction(town.engine, lambda db: claims.sum_waiting(db, FATOU))


def sound(town: Town) -> None:
    with town.engine.begin() as db:
        assert check(db) == []


def give_back(town: Town) -> None:
    with town.engine.begin() as db:
        ids = db.execute(text(claims.DUE)).scalars().all()
    for one in ids:
        in_transaction(town.engine, lambda db, one=one: claims.give_back(db, one))


def ours(town: Town) -> dict[str, int]:
    with town.engine.begin() as db:
        return {code: ledger.balance(db, ledger.ours(db, code)) for code in ("held", "fees", "tax")}


def test_it_is_held_whole_and_posted_when_claimed(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    assert give(town).sentence == "money_sent_to_stranger"
    assert town.balance(MOUSSA) == 20_000 - 5_000 - 25 - 14
    assert ours(town) == {"held": 5_039, "fees": 0, "tax": 0}
    town.register(FATOU, "Fatou Sali")
    assert ours(town) == {"held": 0, "fees": 25, "tax": 14}
    assert town.balance(FATOU) == 5_000
    assert waiting(town) == 0
    sound(town)


def test_unclaimed_it_comes_back_whole_and_the_ceiling_with_it(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    give(town)
    town.pass_time(WEEK - 60)
    give_back(town)
    assert waiting(town) == 5_000
    town.pass_time(61)
    assert town.one(SOMETHING_DUE)
    give_back(town)
    give_back(town)
    assert (town.balance(MOUSSA), waiting(town)) == (20_000, 0)
    assert town.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 0
    assert town.one("SELECT count(*) FROM notice WHERE sentence IN ('money_unclaimed', 'money_waited_too_long')") == 2
    town.register(FATOU, "Fatou Sali")
    assert town.balance(FATOU) == 0
    sound(town)


def test_claimed_and_due_in_the_same_instant_exactly_one_happens(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    give(town)
    town.pass_time(WEEK + 1)
    with ThreadPoolExecutor(6) as threads:
        jobs = [threads.submit(give_back, town) for _ in range(5)]
        jobs.append(threads.submit(town.register, FATOU, "Fatou Sali"))
        for job in jobs:
            job.result()
    assert (town.balance(MOUSSA), town.balance(FATOU)) in [(20_000, 0), (20_000 - 5_039, 5_000)]
    assert waiting(town) == 0
    sound(town)


def test_sent_while_the_wallet_is_being_opened_it_is_never_forgotten(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    case = choose_sending(town.quote(MOUSSA, FATOU, 1_000))
    actor = town.actor(MOUSSA)

    def send(number: int) -> str:
        try:
            return town.wallet.conclude(case, actor, f"k{number}", "ussd").sentence
        except QuoteChanged:
            return "shown anew"

    with ThreadPoolExecutor(5) as threads:
        sends = [threads.submit(send, number) for number in range(4)]
        threads.submit(town.register, FATOU, "Fatou Sali").result()
        said = [one.result() for one in sends]
    assert set(said) <= {"money_sent_to_stranger", "shown anew"}
    assert (town.balance(FATOU), waiting(town)) == (1_000 * said.count("money_sent_to_stranger"), 0)
    sound(town)


def test_a_quote_whose_number_has_a_wallet_by_now_is_shown_anew(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    case = choose_sending(town.quote(MOUSSA, FATOU, 1_000))
    assert isinstance(case, SendToStranger)
    town.register(FATOU, "Fatou Sali")
    actor = town.actor(MOUSSA)
    with pytest.raises(QuoteChanged):
        town.wallet.perform(case, actor, "k1", "ussd", PinProof(PIN))
    anew = in_transaction(town.engine, lambda db: case.quoted_anew(db, actor))
    assert isinstance(anew, SendMoney)
    assert town.wallet.perform(anew, actor, "k1", "ussd", PinProof(PIN)).sentence == "money_sent"


def test_no_more_waits_than_tier_0_may_receive(town: Town) -> None:
    """Row 49: 25 000 at once, 50 000 in all; the sender is told no more than of a full wallet."""
    with town.owner.begin() as db:
        db.exec_driver_sql("UPDATE person SET tier = 1")
    town.credit(MOUSSA, 200_000)
    with pytest.raises(Misread) as wrong:
        town.quote(MOUSSA, FATOU, 25_001)
    assert (wrong.value.key, wrong.value.values) == ("error.amount_above", {"maximum": 25_000})
    assert [give(town, 25_000, key).sentence for key in ("a", "b")] == ["money_sent_to_stranger"] * 2
    assert give(town, 100, "c").sentence == "refusal.recipient_refuses"
    assert waiting(town) == 50_000


def test_row_50_what_is_not_there_is_not_held(town: Town) -> None:
    town.credit(MOUSSA, 5_000)
    assert give(town) == Outcome("refusal.not_enough", {"total": 5_039}, refused=True)
    assert town.one("SELECT count(*) FROM claim") == 0


def test_several_senders_are_all_credited_and_told(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    town.credit(AWA, 20_000)
    give(town, 1_000, "a")
    give(town, 2_000, "b", AWA)
    waiting = in_transaction(town.engine, lambda db: claims.find_waiting_money(db, FATOU))
    assert waiting == claims.WaitingMoney(3_000, "")
    town.register(FATOU, "Fatou Sali")
    assert town.balance(FATOU) == 3_000
    assert town.one("SELECT count(*) FROM notice WHERE sentence = 'money_claimed'") == 2


def test_whoever_said_stop_reads_of_it_when_they_dial(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    with town.engine.begin() as db:
        db.execute(text("INSERT INTO texting (phone, stopped) VALUES (:phone, true)"), {"phone": FATOU})
    give(town)
    assert town.one("SELECT count(*) FROM notice WHERE phone = :phone", phone=FATOU) == 0
    assert waiting(town) == 5_000


def test_its_sender_s_account_closed_it_is_kept_and_a_person_must_look(town: Town) -> None:
    town.credit(MOUSSA, 5_039)
    give(town)
    with town.owner.begin() as db:
        db.exec_driver_sql("SELECT close_account(account_id) FROM person WHERE name = 'Moussa Bello'")
    town.pass_time(WEEK + 1)
    give_back(town)
    assert town.one("SELECT count(*) FROM case_file WHERE kind = 'unclaimed'") == 1
    assert town.one("SELECT state FROM claim") == "returned"
    sound(town)


def test_it_is_the_same_value_from_how_it_was_stored(town: Town) -> None:
    case = choose_sending(town.quote(MOUSSA, FATOU, 1_000))
    assert ALL[case.kind].from_content(case.to_content()) == case
