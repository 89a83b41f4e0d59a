"""Mistakes undone: held is at most what is there, one payment comes back once, an unclaimed send whole and at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.wallet.accounts.test_contests import decide
from tests.world.cast import AWA, BRICE, FATOU, MOUSSA, SHOP, TILL
from tests.world.examples import draw
from tests.world.shop import Shop
from tests.world.world import World
from wallet.accounts.contest_payment import ContestPayment
from wallet.accounts.contests import find_given
from wallet.accounts.mistakes import UndoablePayment, find_sent, undo_last
from wallet.business.refund_payment import RefundPayment
from wallet.core.errors import Refused
from wallet.operations.use_case import Outcome, Quoted
from wallet.sending import claims
from wallet.sending.cancel_send import A_DAY, CancelSend, find_waiting_send
from wallet.sending.send_to_stranger import choose_sending
from wallet.staff.actions.decide_contest import Verdict

VERDICTS = get_args(Verdict)


def seen(world: World) -> list[UndoablePayment]:
    found: list[UndoablePayment] = world.do(lambda db: find_sent(db, world.actor(MOUSSA).person_id))
    return found


def last(world: World) -> Quoted:
    undoing: Quoted = world.do(lambda db: undo_last(db, world.actor(MOUSSA).person_id))
    return undoing


def send(world: World, to: str, amount: int, key: str) -> str:
    return world.conclude(MOUSSA, choose_sending(world.quote(MOUSSA, to, amount)), key).sentence


def at_once(works: list[Callable[[], Outcome]]) -> list[str]:
    with ThreadPoolExecutor(len(works)) as threads:
        return sorted(outcome.sentence for outcome in threads.map(lambda work: work(), works))


def test_what_may_be_undone_is_listed_newest_first_and_the_last_is_offered(world: World, shop: Shop) -> None:
    world.credit(MOUSSA, 20_000)
    with pytest.raises(Refused, match="nothing_sent"):
        last(world)
    send(world, AWA, 1_000, "s1")
    world.pass_time(60)
    shop.pay(MOUSSA, 500, "t1")
    world.pass_time(60)
    send(world, FATOU, 2_000, "h1")
    assert [(one.way, one.other, one.amount) for one in seen(world)] == [
        ("cancel", FATOU, 2_000), ("contest", SHOP, 500), ("contest", "Awa N.", 1_000)
    ]  # fmt: skip
    case = last(world)
    assert isinstance(case, CancelSend)
    assert world.conclude(MOUSSA, case, "u1").sentence == "send_cancelled"
    case = last(world)
    assert isinstance(case, ContestPayment)
    assert (case.given.name, case.given.phone, case.given.amount, case.given.held) == (SHOP, TILL, 500, 500)
    assert world.conclude(MOUSSA, case, "u2").sentence == "contested"
    assert [one.other for one in seen(world)] == ["Awa N."]
    world.pass_time(hours=24)
    with pytest.raises(Refused, match="nothing_sent"):
        last(world)


def test_the_payment_that_is_named_is_meant_else_the_last(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.open_wallet(FATOU)
    for number, (to, amount) in enumerate([(AWA, 1_000), (AWA, 500), (AWA, 700), (FATOU, 1_000)]):
        send(world, to, amount, f"s{number}")
        world.pass_time(1)

    def meant(phone: str = "", amount: int = 0) -> tuple[str, int]:
        me = world.actor(MOUSSA).person_id
        case = world.do(lambda db: undo_last(db, me, phone, amount))
        return case.given.phone, case.given.amount

    assert (meant(), meant(AWA), meant(AWA, 500)) == ((FATOU, 1_000), (AWA, 700), (AWA, 500))
    assert (meant(amount=500), meant(BRICE, 700)) == ((AWA, 500), (AWA, 700))
    assert (meant(AWA, 9), meant(BRICE)) == ((AWA, 700), (FATOU, 1_000))


def test_how_soon_it_is_decided_is_data_and_what_was_told_is_kept(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    send(world, AWA, 1_000, "s1")
    send(world, AWA, 2_000, "s2")
    case = last(world)
    assert isinstance(case, ContestPayment)
    assert case.given.hours == 72
    assert world.conclude(MOUSSA, case, "c1").values["hours"] == 72
    world.change("INSERT INTO promise VALUES ('contest', wallet_now(), 24), ('contest', wallet_now() + '1 day', 1)")
    assert world.conclude(MOUSSA, last(world), "c2").values["hours"] == 24
    hours = "SELECT (extract(epoch FROM due_at - opened_at) / 3600)::int FROM contest ORDER BY opened_at"
    assert world.column(hours) == [72, 24]


def test_an_unclaimed_send_comes_back_whole_with_its_ceiling_and_both_are_told(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    assert send(world, FATOU, 5_000, "h1") == "money_sent_to_stranger"
    case = last(world)
    outcome = world.conclude(MOUSSA, case, "u1")
    assert (outcome.sentence, outcome.values["total"], outcome.values["balance"]) == ("send_cancelled", 5_039, 20_000)
    assert world.conclude(MOUSSA, case, "u1") == outcome
    assert world.conclude(MOUSSA, case, "u2").sentence == "refusal.send_claimed"
    assert world.conclude(AWA, case, "u3").sentence == "refusal.send_claimed"
    assert world.balance(MOUSSA) == 20_000
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 0
    assert world.texts_to(FATOU) == ["money_waiting", "money_taken_back"]
    assert world.texts_to(MOUSSA)[-1] == "send_cancelled"
    world.open_wallet(FATOU)
    assert world.balance(FATOU) == 0
    world.check()


def test_nobody_takes_back_what_another_sent_or_what_was_claimed(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    send(world, FATOU, 5_000, "h1")
    case = last(world)
    assert world.conclude(AWA, case, "u0").sentence == "refusal.send_claimed"
    world.open_wallet(FATOU)
    assert world.conclude(MOUSSA, case, "u1").sentence == "refusal.send_claimed"
    assert isinstance(last(world), ContestPayment)  # claimed, it is contested
    world.check()


def test_claimed_and_taken_back_in_the_same_instant_exactly_one_happens(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    for turn in range(A_DAY):
        phone = f"+23767700020{turn}"
        send(world, phone, 1_000, f"h{turn}")
        case = last(world)
        with ThreadPoolExecutor(4) as threads:
            jobs = [threads.submit(world.conclude, MOUSSA, case, f"u{turn}{n}") for n in range(3)]
            opened = threads.submit(world.open_wallet, phone, "Zita Bih")
            said = [job.result().sentence for job in jobs]
            opened.result()
        back = said.count("send_cancelled")
        assert back + said.count("refusal.send_claimed") == 3
        assert world.balance(phone) == 1_000 * (1 - back)
        assert back <= 1
    assert world.one("SELECT count(*) FROM claim WHERE state = 'waiting'") == 0
    world.check()


def test_taken_back_and_due_in_the_same_instant_it_returns_once(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    send(world, FATOU, 5_000, "h1")
    case, [due] = last(world), [one.id for one in seen(world)]
    world.pass_time(hours=24 * 7 + 1)
    with ThreadPoolExecutor(6) as threads:
        jobs = [threads.submit(world.do, lambda db: claims.give_back(db, due)) for _ in range(3)]
        taken = [threads.submit(world.conclude, MOUSSA, case, f"u{n}") for n in range(3)]
        said = [job.result().sentence for job in taken]
        assert all(job.result() is None for job in jobs)
    assert said.count("send_cancelled") + said.count("refusal.send_claimed") == 3
    assert world.balance(MOUSSA) == 20_000
    assert world.one("SELECT count(*) FROM transfer WHERE kind = 'return_send'") == 1
    world.check()


def test_so_many_sends_a_day_are_taken_back_however_many_at_once(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    for number in range(A_DAY + 3):
        send(world, f"+23767700020{number}", 500, f"h{number}")
    found = seen(world)
    me = world.actor(MOUSSA).person_id
    cases = [CancelSend(world.do(lambda db, one=one: find_waiting_send(db, me, one.id))) for one in found]
    said = at_once([lambda n=n, case=case: world.conclude(MOUSSA, case, f"u{n}") for n, case in enumerate(cases)])  # type: ignore[misc]
    assert said == ["refusal.cancelled_enough"] * 3 + ["send_cancelled"] * A_DAY
    world.pass_time(hours=24)
    assert world.conclude(MOUSSA, last(world), "tomorrow").sentence == "send_cancelled"
    world.check()


STEPS = st.lists(
    st.tuples(st.sampled_from(["spend", "refund", "contest", "decide", "credit"]), st.integers(100, 3_000)),
    min_size=2,
    max_size=7,
)


@draw(8)
@given(amount=st.integers(100, 5_000), steps=STEPS, to_shop=st.booleans(), verdict=st.sampled_from(VERDICTS))
@example(
    3_000,
    [("refund", 900), ("spend", 1_500), ("contest", 1), ("refund", 900), ("decide", 1)],
    False,
    "give_back",
)
@example(1_000, [("contest", 1), ("credit", 2_000), ("refund", 900)], True, "leave")
@example(3_000, [("contest", 100), ("credit", 3_000), ("refund", 3_000), ("decide", 100)], True, "give_back")
def test_whatever_is_done_with_it_held_is_what_is_there_and_it_comes_back_once(
    world: World, shop: Shop, amount: int, steps: list[tuple[str, int]], to_shop: bool, verdict: Verdict
) -> None:
    """The receiver spends, refunds and gets more, the giver contests, staff decide, in any order."""
    run = len(world.rows("SELECT 1 FROM operation"))
    for phone in (MOUSSA, AWA, BRICE):
        world.see_id(phone, 2)  # nobody's wallet gets too full, however many examples there are
    world.credit(MOUSSA, 10_000, f"m{run}")
    world.change("DELETE FROM usage")
    if to_shop:
        shop.pay(MOUSSA, amount, f"p{run}")
    else:
        send(world, AWA, amount, f"p{run}")
    transfer, gave = str(world.one(NEWEST)), world.balance(MOUSSA)
    there = (lambda: shop.takings) if to_shop else (lambda: world.balance(AWA))
    owner, case = (BRICE if to_shop else AWA), ""
    for number, (step, size) in enumerate(steps):
        before, key = there(), f"{run} {number}"
        if step == "credit":
            world.credit(AWA, size, key)
        elif step == "spend":
            world.send(AWA, BRICE, min(size, 5_000), key)
        elif step == "refund":
            world.conclude(owner, RefundPayment(transfer, world.actor(MOUSSA).person_id, size), key)
        elif step == "contest" and not case:
            found = world.do(lambda db: find_given(db, world.actor(MOUSSA).person_id, transfer))
            outcome = world.conclude(MOUSSA, ContestPayment(found), key)
            assert outcome.values["held"] == found.held <= found.amount
            assert before - there() <= min(before, found.held)
            case = f"C{world.one('SELECT max(number) FROM case_file')}"
        elif step == "decide" and case:
            try_to_decide(world, verdict, case)
        assert there() >= 0
        assert gave <= world.balance(MOUSSA) <= gave + amount
    if case:
        try_to_decide(world, "leave", case)
    assert world.one("SELECT count(*) FROM contest WHERE state = 'open'") == 0
    world.check()


NEWEST = "SELECT transfer_id FROM movement WHERE kind IN ('send_money', 'pay_till') ORDER BY at DESC LIMIT 1"


def try_to_decide(world: World, verdict: Verdict, case: str) -> None:
    try:
        decide(world, verdict, case)
    except Refused as refused:
        assert refused.key in {"staff.decided_already", "staff.nothing_held", "staff.refunded_meanwhile"}  # noqa: PT017
