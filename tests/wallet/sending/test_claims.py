"""Money for a number without a wallet: whole, at most what tier 0 may receive, and exactly one end."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.world import World
from wallet import ledger
from wallet.core.errors import Misread, QuoteChanged
from wallet.operations.use_case import Outcome
from wallet.perform import ALL
from wallet.sending import claims
from wallet.sending.send_money import SendMoney
from wallet.sending.send_to_stranger import SendToStranger, choose_sending
from workers.deadlines import SOMETHING_DUE

WEEK = 7 * 86_400


def give(world: World, amount: int = 5_000, key: str = "k1", sender: str = MOUSSA) -> Outcome:
    case = choose_sending(world.quote(sender, FATOU, amount))
    return world.perform(sender, case, key)


def waiting(world: World) -> int:
    return world.do(lambda db: claims.sum_waiting(db, FATOU))


def give_back(world: World) -> None:
    with world.engine.begin() as db:
        ids = db.execute(text(claims.DUE)).scalars().all()
    for one in ids:
        world.do(lambda db, one=one: claims.give_back(db, one))


def ours(world: World) -> dict[str, int]:
    with world.engine.begin() as db:
        return {code: ledger.balance(db, ledger.ours(db, code)) for code in ("held", "fees", "tax")}


def test_it_is_held_whole_and_posted_when_claimed(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    assert give(world).sentence == "money_sent_to_stranger"
    assert world.balance(MOUSSA) == 20_000 - 5_000 - 25 - 14
    assert ours(world) == {"held": 5_039, "fees": 0, "tax": 0}
    world.open_wallet(FATOU)
    assert ours(world) == {"held": 0, "fees": 25, "tax": 14}
    assert world.balance(FATOU) == 5_000
    assert waiting(world) == 0
    world.check()


def test_nothing_comes_back_before_its_time(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    give(world)
    claim = str(world.one("SELECT id FROM claim"))
    world.do(lambda db: claims.give_back(db, claim))
    assert waiting(world) == 5_000


def test_unclaimed_it_comes_back_whole_and_the_ceiling_with_it(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    give(world)
    world.pass_time(WEEK - 60)
    give_back(world)
    assert waiting(world) == 5_000
    world.pass_time(61)
    assert world.one(SOMETHING_DUE)
    give_back(world)
    give_back(world)
    assert (world.balance(MOUSSA), waiting(world)) == (20_000, 0)
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 0
    assert world.one("SELECT count(*) FROM notice WHERE sentence IN ('money_unclaimed', 'money_waited_too_long')") == 2
    world.open_wallet(FATOU)
    assert world.balance(FATOU) == 0
    world.check()


def test_claimed_and_due_in_the_same_instant_exactly_one_happens(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    give(world)
    world.pass_time(WEEK + 1)
    with ThreadPoolExecutor(6) as threads:
        jobs = [threads.submit(give_back, world) for _ in range(5)]
        jobs.append(threads.submit(world.open_wallet, FATOU))
        for job in jobs:
            job.result()
    assert (world.balance(MOUSSA), world.balance(FATOU)) in [(20_000, 0), (20_000 - 5_039, 5_000)]
    assert waiting(world) == 0
    world.check()


def test_sent_while_the_wallet_is_being_opened_it_is_never_forgotten(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    case = choose_sending(world.quote(MOUSSA, FATOU, 1_000))
    actor = world.actor(MOUSSA)

    def send(number: int) -> str:
        try:
            return world.conclude(actor, case, f"k{number}").sentence
        except QuoteChanged:
            return "shown anew"

    with ThreadPoolExecutor(5) as threads:
        sends = [threads.submit(send, number) for number in range(4)]
        threads.submit(world.open_wallet, FATOU).result()
        said = [one.result() for one in sends]
    assert set(said) <= {"money_sent_to_stranger", "shown anew"}
    assert (world.balance(FATOU), waiting(world)) == (1_000 * said.count("money_sent_to_stranger"), 0)
    world.check()


def test_a_quote_whose_number_has_a_wallet_by_now_is_shown_anew(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    case = choose_sending(world.quote(MOUSSA, FATOU, 1_000))
    assert isinstance(case, SendToStranger)
    world.open_wallet(FATOU)
    actor = world.actor(MOUSSA)
    with pytest.raises(QuoteChanged):
        world.perform(actor, case, "k1")
    anew = world.do(lambda db: case.quoted_anew(db, actor))
    assert isinstance(anew, SendMoney)
    assert world.perform(actor, anew, "k1").sentence == "money_sent"


def test_no_more_waits_than_tier_0_may_receive(world: World) -> None:
    """Row 49: 25 000 at once, 50 000 in all; the sender is told no more than of a full wallet."""
    world.change("UPDATE person SET tier = 1")
    world.credit(MOUSSA, 200_000)
    with pytest.raises(Misread) as wrong:
        world.quote(MOUSSA, FATOU, 25_001)
    assert (wrong.value.key, wrong.value.values) == ("error.amount_above", {"maximum": 25_000})
    assert [give(world, 25_000, key).sentence for key in ("a", "b")] == ["money_sent_to_stranger"] * 2
    assert give(world, 100, "c").sentence == "refusal.recipient_refuses"
    assert waiting(world) == 50_000


def test_row_50_what_is_not_there_is_not_held(world: World) -> None:
    world.credit(MOUSSA, 5_000)
    assert give(world) == Outcome("refusal.not_enough", {"total": 5_039}, refused=True)
    assert world.one("SELECT count(*) FROM claim") == 0


def test_several_senders_are_all_credited_and_told(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.credit(AWA, 20_000)
    give(world, 1_000, "a")
    give(world, 2_000, "b", AWA)
    waiting = world.do(lambda db: claims.find_waiting_money(db, FATOU))
    assert waiting == claims.WaitingMoney(3_000, "")
    world.open_wallet(FATOU)
    assert world.balance(FATOU) == 3_000
    assert world.one("SELECT count(*) FROM notice WHERE sentence = 'money_claimed'") == 2


def test_whoever_said_stop_is_told_of_money_as_its_sender_reads(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    with world.engine.begin() as db:
        db.execute(text("INSERT INTO texting (phone, stopped) VALUES (:phone, true)"), {"phone": FATOU})
    give(world)
    assert world.texts_to(FATOU) == ["money_waiting"]
    assert waiting(world) == 5_000
    world.pass_time(WEEK)
    give_back(world)
    assert world.texts_to(FATOU) == ["money_waiting", "money_waited_too_long"]


def test_its_sender_s_account_closed_it_is_kept_and_a_person_must_look(world: World) -> None:
    world.credit(MOUSSA, 5_039)
    give(world)
    world.change("UPDATE person SET state = 'closed' WHERE name = 'Moussa Bello'")
    world.change("SELECT close_account(account_id) FROM person WHERE name = 'Moussa Bello'")
    world.pass_time(WEEK + 1)
    give_back(world)
    assert world.one("SELECT count(*) FROM case_file WHERE kind = 'unclaimed'") == 1
    assert world.one("SELECT state FROM claim") == "returned"
    world.check("a wallet is closed by its owner or an act")  # the test closed it


def test_it_is_the_same_value_from_how_it_was_stored(world: World) -> None:
    case = choose_sending(world.quote(MOUSSA, FATOU, 1_000))
    assert ALL[case.kind].from_content(case.to_content()) == case
