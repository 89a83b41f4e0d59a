"""Contested money: as much as is there and nobody took back is held, once, whoever is quicker."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, AWA, BRICE, BRUNO, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.business.refund_payment import RefundPayment
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.operations import movements
from wallet.operations.movements import Movement
from wallet.operations.use_case import Outcome
from wallet.sending.send_to_stranger import SendToStranger
from wallet.staff.actions.decide_contest import DecideContest, Verdict

DAY = 86_400
ACCOUNTS = "SELECT f.number AS phone, p.account_id FROM person p JOIN phone f ON f.person_id = p.id"


def sent(world: World, amount: int, key: str = "s1") -> None:
    world.credit(MOUSSA, 20_000, key)
    assert world.send(MOUSSA, AWA, amount, key).sentence == "money_sent"


def given(world: World, key: str = "s1") -> contests.ContestablePayment:
    transfer = str(ledger.transfer_id(key))
    return world.do(lambda db: contests.find_given(db, world.actor(MOUSSA).person_id, transfer))


def contest(world: World, key: str = "c1", of: str = "s1") -> Outcome:
    return world.conclude(MOUSSA, ContestPayment(given(world, of)), key)


def decide(world: World, verdict: Verdict, name: str = "C1") -> None:
    office = Office(world)
    office.hire(ALICE, BRUNO)
    decide_by(office, verdict, name)


def decide_by(office: Office, verdict: Verdict, name: str = "C1") -> None:
    asked = office.conclude(DecideContest(name, verdict, why="both were called"), ALICE)
    done = asked if asked.refused else office.conclude(office.approval_of(name), BRUNO)
    if done.refused:
        raise Refused(done.sentence)


@pytest.mark.parametrize(("spent", "held"), [(0, 4_000), (3_000, 975), (3_968, 0)])
@pytest.mark.parametrize("verdict", ["give_back", "leave"])
def test_what_is_there_is_held_and_given_or_left(world: World, spent: int, held: int, verdict: Verdict) -> None:
    sent(world, 4_000)
    world.open_wallet(FATOU)
    if spent:
        world.send(AWA, FATOU, spent, "spent")
    before, outcome = world.balance(AWA), contest(world)
    assert (outcome.values["held"], world.balance(AWA)) == (held, before - held)
    assert outcome.sentence == {4_000: "contested", 0: "contested_late"}.get(held, "contested_in_part")
    if verdict == "give_back" and not held:
        with pytest.raises(Refused, match="nothing_held"):
            decide(world, verdict)
        return
    moussas = world.balance(MOUSSA)
    decide(world, verdict)
    with pytest.raises(Refused, match="decided_already"):
        decide(world, verdict)
    gave = verdict == "give_back"
    assert (world.balance(MOUSSA), world.balance(AWA)) == (moussas + held * gave, before - held * gave)
    assert world.one("SELECT state FROM case_file") == "closed"
    world.check()


def test_nothing_is_contested_twice_too_late_or_by_another(world: World) -> None:
    sent(world, 4_000)
    contest(world)
    with pytest.raises(Refused, match="contest_too_late"):
        given(world)
    sent(world, 1_000, "s2")
    transfer = str(ledger.transfer_id("s2"))
    with pytest.raises(Refused, match="contest_too_late"):
        world.do(lambda db: contests.find_given(db, world.actor(AWA).person_id, transfer))
    case = ContestPayment(given(world, "s2"))
    world.pass_time(DAY + 1)
    outcome = world.conclude(MOUSSA, case, "c2")
    assert outcome == Outcome("refusal.contest_too_late", {}, refused=True)
    assert world.balance(AWA) == 1_000


def test_staff_are_not_flooded(world: World) -> None:
    for number in range(4):
        sent(world, 1_000, f"s{number}")
    for number in range(3):
        contest(world, f"c{number}", f"s{number}")
    with pytest.raises(Refused, match="contests_open"):
        given(world, "s3")
    decide(world, "leave")
    assert contest(world, "c3", "s3").sentence == "contested"


def test_a_reversal_is_never_reversed(world: World) -> None:
    """Not by staff, not by another contest, not by any transfer at all."""
    sent(world, 4_000)
    contest(world)
    decide(world, "give_back")
    reversal = world.one("SELECT id FROM transfer WHERE kind = 'return_contested'")
    with pytest.raises(Refused, match="contest_too_late"):
        world.do(lambda db: contests.find_given(db, world.actor(AWA).person_id, str(reversal)))

    def undo(db: Connection) -> str | None:
        accounts = {row.code: row.id for row in db.execute(text("SELECT code, id FROM account"))}
        owners = [accounts[code] for code in accounts if code.startswith("customer:")]
        entries = ledger.entries_of(db, reversal)  # type: ignore[arg-type]
        [moved] = [entry for entry in entries if entry.account in owners]
        back = (Entry(moved.account, -moved.amount), Entry(accounts["suspense"], moved.amount))
        [posting] = ledger.post(db, [Transfer("again", "return_contested", back, undoes=reversal)])  # type: ignore[arg-type]
        return posting.reason

    assert world.do(undo) == "undoes_an_undoing"
    world.check()


def test_what_was_refunded_is_not_given_back_as_well(world: World) -> None:
    sent(world, 4_000)

    def refund(db: Connection) -> None:
        gave, has = given(world), {row.phone: row.account_id for row in db.execute(text(ACCOUNTS))}
        entries = (Entry(has[AWA], -3_000), Entry(has[MOUSSA], 3_000))
        ledger.post(db, [Transfer("refund", "refund_payment", entries, undoes=ledger.transfer_id("s1"))])
        assert gave.amount == 4_000

    world.allow("refund_payment")
    world.do(refund)
    assert contest(world).values["held"] == 1_000
    world.check()


@pytest.mark.parametrize("turn", range(3))
def test_holding_and_spending_at_once_lose_nothing(world: World, turn: int) -> None:
    """The receiver sends on, the giver contests, twice each, at the same time."""
    sent(world, 4_000)
    case, moussa = ContestPayment(given(world)), world.actor(MOUSSA)
    works = [
        lambda: world.send_proven(AWA, MOUSSA, 1_500, "a"),
        lambda: world.conclude(moussa, case, "c1"),
        lambda: world.send_proven(AWA, MOUSSA, 1_500, "b"),
        lambda: world.conclude(moussa, case, "c2"),
    ]
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda work: work(), works[turn:] + works[:turn]))
    contested = [one for one in outcomes if one.sentence.startswith("contested")]
    assert len(contested) == 1
    held = contested[0].values["held"]
    assert world.one("SELECT held FROM contest") == held
    sends = sum(one.sentence == "money_sent" for one in outcomes)
    assert world.balance(AWA) == 4_000 - held - sends * (1_500 + 8 + 7)
    world.check()


def test_what_waited_for_a_wallet_is_contested_once_it_was_claimed(world: World) -> None:
    """A day from when it was claimed, not from when it was sent; whoever was quicker, as much as is there."""
    world.credit(MOUSSA, 20_000)
    moussa = world.actor(MOUSSA)
    case = SendToStranger(world.quote(MOUSSA, FATOU, 4_000))
    assert world.conclude(moussa, case, "h1").sentence == "money_sent_to_stranger"

    def newest() -> Movement:
        return world.do(lambda db: movements.list_latest(db, moussa.person_id))[0]

    waits = newest()
    assert (waits.kind, waits.contestable, waits.name) == ("send_to_stranger", 0, "")
    world.pass_time(3 * DAY)
    world.open_wallet(FATOU)
    claimed = newest()
    assert (claimed.kind, claimed.contestable, claimed.name) == ("send_money", 1, "Fatou B.")
    assert (claimed.amount, claimed.fee, claimed.tax, claimed.date) == (-4_000, waits.fee, waits.tax, waits.date)
    with pytest.raises(Refused, match="contest_too_late"):
        world.do(lambda db: contests.find_given(db, moussa.person_id, waits.transfer))
    found = world.do(lambda db: contests.find_given(db, moussa.person_id, claimed.transfer))
    assert world.conclude(moussa, ContestPayment(found), "c1").values["held"] == 4_000
    assert newest().contestable == 0
    decide(world, "give_back")
    assert (world.balance(FATOU), world.balance(MOUSSA)) == (0, 20_000 - claimed.fee - claimed.tax)
    world.check()


def test_two_who_decide_at_once_decide_once(world: World) -> None:
    sent(world, 4_000)
    contest(world)

    office = Office(world)
    office.hire(ALICE, BRUNO)

    def attempt(verdict: Verdict) -> str:
        try:
            decide_by(office, verdict)
        except Refused as refused:
            return refused.key
        except DBAPIError as refused:  # it was asked anew between what was shown and its approval
            return str(refused.orig)
        return "done"

    verdicts: list[Verdict] = ["give_back", "leave"]
    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(attempt, verdicts))
    assert "done" in said, said  # twice, where both approved the request that was asked last: it is done once
    assert world.one("SELECT count(*) FROM transfer_link WHERE role = 'ends'") == 1
    assert world.one("SELECT count(*) FROM act_posted") == 1
    world.check()


# -------------------------------------------------------------------------------- the merchant's fee on a sale
def sold(world: World, shop: Shop, amount: int) -> str:
    """Moussa pays at Brice's till; the transfer."""
    world.credit(MOUSSA, amount, "sold")
    assert shop.pay(MOUSSA, amount, "sale").sentence == "till_paid"
    return str(ledger.transfer_id("sale"))


def books(world: World, shop: Shop) -> tuple[int, int, int, int]:
    return world.balance(MOUSSA), shop.takings, world.balance_of("fees"), world.balance_of("held")


@pytest.mark.parametrize("pieces", [(4_000,), (1_999, 2_001), (33, 67, 3_900), (1, 3_898, 101)])
@pytest.mark.parametrize("contested", range(3))
def test_a_sale_given_back_leaves_the_same_books_however_it_is(
    world: World, shop: Shop, pieces: tuple[int, ...], contested: int
) -> None:
    """Refunded whole, in pieces, or contested in the middle of it: the fee on it goes back as well."""
    transfer = sold(world, shop, 4_000)
    giver = world.actor(MOUSSA).person_id
    assert books(world, shop) == (0, 3_960, 40, 0)
    for place, amount in enumerate(pieces):
        if place == contested:
            assert contest(world, of="sale").values["held"] == 4_000 - sum(pieces[:place])
            decide(world, "give_back")
            break
        assert not world.conclude(BRICE, RefundPayment(transfer, giver, amount), f"back {place}").refused
    assert books(world, shop) == (4_000, 0, 0, 0)
    world.check()


@pytest.mark.parametrize("verdict", ["give_back", "leave"])
def test_of_a_sale_as_much_is_held_as_the_shop_still_has(world: World, shop: Shop, verdict: Verdict) -> None:
    transfer = sold(world, shop, 4_000)
    moved = [ledger.Entry(shop.merchant.account_id, -1_980), ledger.Entry(world.do(account_of_brice), 1_980)]
    world.allow("empty_till")
    world.do(lambda db: ledger.post(db, [Transfer("emptied", "empty_till", tuple(moved))]))
    before = books(world, shop)
    held = contest(world, of="sale").values["held"]
    assert (held, shop.takings) == (2_000, 0)
    decide(world, verdict)
    assert books(world, shop) == ((2_000, 0, 20, 0) if verdict == "give_back" else before)
    world.check()
    giver = world.actor(MOUSSA).person_id
    left = 2_000 if verdict == "give_back" else 4_000
    world.credit(BRICE, 10_000)
    over = world.conclude(BRICE, RefundPayment(transfer, giver, left + 1), "too much")
    assert over.sentence == "refusal.refunded_already"


def account_of_brice(db: Connection) -> int:
    row = db.execute(text(ACCOUNTS + " WHERE f.number = :phone"), {"phone": BRICE}).one()
    return int(row.account_id)
