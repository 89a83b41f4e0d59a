"""What is contested: as much as is there and nobody took back is held, once, whoever is quicker."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from tests.world.office import doing
from tests.world.town import AWA, FATOU, MOUSSA, Town
from wallet import ledger
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.operations import movements
from wallet.operations.movements import Movement
from wallet.operations.use_case import Outcome
from wallet.sending.send_to_stranger import SendToStranger
from wallet.staff.actions.decide_contest import DecideContest, Verdict

DAY = 86_400


def sent(town: Town, amount: int, key: str = "s1") -> None:
    town.credit(MOUSSA, 20_000, key)
    assert town.send(MOUSSA, AWA, amount, key).sentence == "money_sent"


def given(town: Town, key: str = "s1") -> contests.Given:
    transfer = str(ledger.transfer_id(key))
    return in_transaction(town.engine, lambda db: contests.find_given(db, town.actor(MOUSSA).person_id, transfer))


def contest(town: Town, key: str = "c1", of: str = "s1") -> Outcome:
    return town.wallet.conclude(ContestPayment(given(town, of)), town.actor(MOUSSA), key, "ussd")


def decide(town: Town, verdict: Verdict, name: str = "C1") -> None:
    act = DecideContest(name, verdict, why="both were called")

    def decide_it(db: Connection) -> None:
        act.preview(db)
        act.lock(db)
        act.preview(db)
        act.do(db, doing(town))

    in_transaction(town.engine, decide_it)


def sound(town: Town) -> None:
    assert in_transaction(town.engine, check) == []


@pytest.mark.parametrize(("spent", "held"), [(0, 4_000), (3_000, 975), (3_968, 0)])
@pytest.mark.parametrize("verdict", ["give_back", "leave"])
def test_what_is_there_is_held_and_given_or_left(town: Town, spent: int, held: int, verdict: Verdict) -> None:
    sent(town, 4_000)
    town.register(FATOU, "Fatou Sali")
    if spent:
        town.send(AWA, FATOU, spent, "spent")
    before, outcome = town.balance(AWA), contest(town)
    assert (outcome.values["held"], town.balance(AWA)) == (held, before - held)
    assert outcome.sentence == ("contested" if held else "contested_late")
    if verdict == "give_back" and not held:
        with pytest.raises(Refused, match="nothing_held"):
            decide(town, verdict)
        return
    moussas = town.balance(MOUSSA)
    decide(town, verdict)
    with pytest.raises(Refused, match="decided_already"):
        decide(town, verdict)
    gave = verdict == "give_back"
    assert (town.balance(MOUSSA), town.balance(AWA)) == (moussas + held * gave, before - held * gave)
    assert town.one("SELECT state FROM case_file") == "closed"
    sound(town)


def test_nothing_is_contested_twice_too_late_or_by_another(town: Town) -> None:
    sent(town, 4_000)
    contest(town)
    with pytest.raises(Refused, match="contest_too_late"):
        given(town)
    sent(town, 1_000, "s2")
    transfer = str(ledger.transfer_id("s2"))
    with pytest.raises(Refused, match="contest_too_late"):
        in_transaction(town.engine, lambda db: contests.find_given(db, town.actor(AWA).person_id, transfer))
    case = ContestPayment(given(town, "s2"))
    town.pass_time(DAY + 1)
    outcome = town.wallet.conclude(case, town.actor(MOUSSA), "c2", "ussd")
    assert outcome == Outcome("refusal.contest_too_late", {}, refused=True)
    assert town.balance(AWA) == 1_000


def test_staff_are_not_flooded(town: Town) -> None:
    for number in range(4):
        sent(town, 1_000, f"s{number}")
    for number in range(3):
        contest(town, f"c{number}", f"s{number}")
    with pytest.raises(Refused, match="contests_open"):
        given(town, "s3")
    decide(town, "leave")
    assert contest(town, "c3", "s3").sentence == "contested"


def test_a_reversal_is_never_reversed(town: Town) -> None:
    """Not by staff, not by another contest, not by any transfer at all."""
    sent(town, 4_000)
    contest(town)
    decide(town, "give_back")
    reversal = town.one("SELECT id FROM transfer WHERE kind = 'return_contested'")
    with pytest.raises(Refused, match="contest_too_late"):
        in_transaction(town.engine, lambda db: contests.find_given(db, town.actor(AWA).person_id, str(reversal)))

    def undo(db: Connection) -> str | None:
        accounts = {row.code: row.id for row in db.execute(text("SELECT code, id FROM account"))}
        owners = [accounts[code] for code in accounts if code.startswith("customer:")]
        entries = ledger.entries_of(db, reversal)  # type: ignore[arg-type]
        [moved] = [entry for entry in entries if entry.account in owners]
        back = (Entry(moved.account, -moved.amount), Entry(accounts["suspense"], moved.amount))
        [posting] = ledger.post(db, [Transfer("again", "return_contested", back, undoes=reversal)])  # type: ignore[arg-type]
        return posting.reason

    assert in_transaction(town.engine, undo) == "undoes_an_undoing"
    sound(town)


def test_what_was_refunded_is_not_given_back_as_well(town: Town) -> None:
    sent(town, 4_000)

    def refund(db: Connection) -> None:
        gave, has = given(town), {row.phone: row.account_id for row in db.execute(text(ACCOUNTS))}
        entries = (Entry(has[AWA], -3_000), Entry(has[MOUSSA], 3_000))
        ledger.post(db, [Transfer("refund", "refund_payment", entries, undoes=ledger.transfer_id("s1"))])
        assert gave.amount == 4_000

    in_transaction(town.engine, refund)
    assert contest(town).values["held"] == 1_000
    sound(town)


ACCOUNTS = "SELECT f.number AS phone, p.account_id FROM person p JOIN phone f ON f.person_id = p.id"


@pytest.mark.parametrize("turn", range(3))
def test_holding_and_spending_at_once_lose_nothing(town: Town, turn: int) -> None:
    """The receiver sends on, the giver contests, twice each, at the same time."""
    sent(town, 4_000)
    case, moussa = ContestPayment(given(town)), town.actor(MOUSSA)
    works = [
        lambda: town.send_proven(AWA, MOUSSA, 1_500, "a"),
        lambda: town.wallet.conclude(case, moussa, "c1", "ussd"),
        lambda: town.send_proven(AWA, MOUSSA, 1_500, "b"),
        lambda: town.wallet.conclude(case, moussa, "c2", "ussd"),
    ]
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda work: work(), works[turn:] + works[:turn]))
    contested = [one for one in outcomes if one.sentence.startswith("contested")]
    assert len(contested) == 1
    held = contested[0].values["held"]
    assert int(str(town.one("SELECT held FROM contest"))) == held
    sends = sum(one.sentence == "money_sent" for one in outcomes)
    assert town.balance(AWA) == 4_000 - held - sends * (1_500 + 8 + 7)
    sound(town)


def test_what_waited_for_a_wallet_is_contested_once_it_was_claimed(town: Town) -> None:
    """A day from when it was claimed, not from when it was sent; whoever was quicker, as much as is there."""
    town.credit(MOUSSA, 20_000)
    moussa = town.actor(MOUSSA)
    case = SendToStranger(town.quote(MOUSSA, FATOU, 4_000))
    assert town.wallet.conclude(case, moussa, "h1", "ussd").sentence == "money_sent_to_stranger"

    def newest() -> Movement:
        return in_transaction(town.engine, lambda db: movements.list_latest(db, moussa.person_id))[0]

    waits = newest()
    assert (waits.kind, waits.contestable, waits.name) == ("send_to_stranger", 0, "")
    town.pass_time(3 * DAY)
    town.register(FATOU, "Fatou Sali")
    claimed = newest()
    assert (claimed.kind, claimed.contestable, claimed.name) == ("send_money", 1, "Fatou S.?")
    assert (claimed.amount, claimed.fee, claimed.tax, claimed.date) == (-4_000, waits.fee, waits.tax, waits.date)
    with pytest.raises(Refused, match="contest_too_late"):
        in_transaction(town.engine, lambda db: contests.find_given(db, moussa.person_id, waits.transfer))
    found = in_transaction(town.engine, lambda db: contests.find_given(db, moussa.person_id, claimed.transfer))
    assert town.wallet.conclude(ContestPayment(found), moussa, "c1", "ussd").values["held"] == 4_000
    assert newest().contestable == 0
    decide(town, "give_back")
    assert (town.balance(FATOU), town.balance(MOUSSA)) == (0, 20_000 - claimed.fee - claimed.tax)
    sound(town)


def test_two_who_decide_at_once_decide_once(town: Town) -> None:
    sent(town, 4_000)
    contest(town)

    def attempt(verdict: Verdict) -> str:
        try:
            decide(town, verdict)
        except Refused as refused:
            return refused.key
        return "done"

    verdicts: list[Verdict] = ["give_back", "leave"]
    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(attempt, verdicts))
    assert sorted(said) == ["done", "staff.decided_already"]
    assert town.one("SELECT count(*) FROM transfer_link WHERE role = 'ends'") == 1
    sound(town)
