"""Orders retain money: no way out goes below, whoever posts; two begin, pay and lift; the owner is told and sees it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.bank_files import OURS
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.accounts.read_balance import ReadBalance
from wallet.ledger import Entry, Transfer
from wallet.people import people
from wallet.retentions import retentions
from wallet.staff.actions.pay_retained import PayRetained

WHY = ("--why", "order received at the desk")
ORDER = ("--authority", "Tribunal de Douala", "--order", "123/CRIM", "--day", "2026-11-02")


def retain(office: Office, *much: str, whom: str = MOUSSA, order: tuple[str, ...] = ORDER) -> str:
    """Have two of staff retain money, and return what the second was shown and told."""
    office.done("retention", "add", whom, *much, *order, *WHY)
    return office.done("retention", "add", whom, "--approve", login=BRUNO)


def account_of(world: World, phone: str) -> int:
    return world.do(lambda db: people.get_person(db, world.actor(phone).id).account_id)


def test_what_an_order_retains_stays_and_the_rest_is_free(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 18_000)
    office.done("retention", "add", MOUSSA, "15000", *ORDER, *WHY)
    assert banks.send(MOUSSA, AWA, 4_000, "before").sentence == "money_sent", "asked is not done"
    told = office.done("retention", "add", MOUSSA, "--approve", login=BRUNO)
    assert "R1 retains 15 000 FCFA" in told
    assert "may leave: 13 968 FCFA -> 0 FCFA" in told
    refused = banks.send(MOUSSA, AWA, 1_000, "k1")
    assert (refused.sentence, refused.values["free"]) == ("refusal.money_retained", 0)
    seen = banks.conclude(MOUSSA, ReadBalance(), "look")
    assert seen.sentence == "balance_retained"
    assert (seen.values["balance"], seen.values["held"], seen.values["free"]) == (13_968, 13_968, 0)
    banks.credit(MOUSSA, 5_000, "later")
    assert banks.send(MOUSSA, AWA, 3_000, "k2").sentence == "money_sent", "what came above it is theirs to use"
    assert banks.send(MOUSSA, AWA, 2_000, "k3").sentence == "refusal.money_retained"
    assert "money_retained" in banks.texts_to(MOUSSA)
    banks.check()


def test_everything_is_what_comes_later_too(banks: World, office: Office) -> None:
    retain(office, "--everything")
    banks.credit(MOUSSA, 5_000)
    assert banks.send(MOUSSA, AWA, 100, "k1").sentence == "refusal.money_retained"
    assert banks.send(AWA, MOUSSA, 100, "k2").sentence != "refusal.recipient_refuses", "what comes may come"
    assert "R1 is lifted" in lift(office)
    assert banks.send(MOUSSA, AWA, 100, "k3").sentence == "money_sent"
    assert [one for one in banks.texts_to(MOUSSA) if "ret" in one] == ["all_retained", "retention_lifted"]
    banks.check()


def lift(office: Office) -> str:
    office.done("retention", "lift", "R1", *WHY)
    return office.done("retention", "lift", "R1", "--approve", login=BRUNO)


def test_the_authority_is_paid_what_is_there_and_never_more_than_its_order(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 4_000)
    retain(office, "10000")
    assert "4 000 FCFA can be paid" in office.refused("retention", "pay", "R1", "Trust", "4001", *WHY)
    office.done("retention", "pay", "R1", "Trust", *WHY)
    assert "Somebody else must" in office.refused("retention", "pay", "R1", "--approve").replace("somebody", "Somebody")
    told = office.done("retention", "pay", "R1", "--approve", login=BRUNO)
    assert "-4 000" in told
    assert banks.balance_of(f"bank:{OURS}") == 4_000
    banks.credit(MOUSSA, 9_000, "later")
    office.done("retention", "pay", "R1", "Trust", *WHY)
    office.done("retention", "pay", "R1", "--approve", login=BRUNO)
    assert "ended" in office.done("retention", "list")
    assert banks.balance_of(f"bank:{OURS}") == 10_000
    assert banks.send(MOUSSA, AWA, 2_900, "k1").sentence == "money_sent", "what is above the order is free again"
    assert "has ended" in office.refused("retention", "pay", "R1", "Trust", *WHY)
    assert banks.receipts().count("retained_paid") == 2
    assert len(banks.rows("SELECT 1 FROM bank_leg WHERE move = 'pay_retained'")) == 2
    banks.check()


def test_an_earlier_order_comes_first(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 5_000)
    retain(office, "3000")
    retain(office, "4000", order=("--authority", "DGI", "--order", "7", "--day", "2026-11-03"))
    assert banks.send(MOUSSA, AWA, 100, "k1").sentence == "refusal.money_retained"
    assert "Of R2, 2 000 FCFA" in office.refused("retention", "pay", "R2", "Trust", "2001", *WHY)
    assert "R1 retains money" in office.refused("retention", "add", MOUSSA, "3000", *ORDER, *WHY)
    banks.check()


def test_what_left_before_goes_its_way_and_is_retained_as_it_comes_back(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 20_000)
    banks.withdraw(5_000)
    told = retain(office, "--everything")
    assert "Under way before, 5 0" in told or "under way: 5 0" in told, told
    held = banks.one("SELECT retained FROM account WHERE id = :id", id=account_of(banks, MOUSSA))
    assert held == 10**15
    banks.check()


def test_a_retained_wallet_is_not_closed(banks: World, office: Office) -> None:
    retain(office, "500")
    assert "must stay: 0 FCFA may leave" in office.refused("person", "detach", MOUSSA, *WHY)

    def close(db: Connection) -> None:
        with pytest.raises((ledger.NotClosedError, DBAPIError)):
            ledger.close_account(db, account_of(banks, MOUSSA))

    banks.do_as_owner(close)


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO retention (account_id, cause, amount, made_at) VALUES (:account, 'sanction', NULL, now())",
        """INSERT INTO retention (account_id, cause, authority, reference, ordered_on, amount, made_at)
        VALUES (:account, 'order', 'me', '1', '2026-11-01', 5, now())""",
        "UPDATE retention SET ended_at = now()",
        "UPDATE retention SET paid = paid + 1",
        "UPDATE account SET retained = 0",
        "DELETE FROM retention",
    ],
)
@pytest.mark.parametrize("role", ["office", "web", "worker"])
def test_no_process_alone_retains_or_frees_money(banks: World, office: Office, attack: str, role: str) -> None:
    retain(office, "500")
    account = account_of(banks, MOUSSA)
    with pytest.raises(DBAPIError, match=r"permission denied|may not change|no login does|not change"):
        banks.do(lambda db: db.execute(text(attack), {"account": account} if ":account" in attack else {}), role)


def test_no_race_takes_what_is_retained(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 10_000)
    office.done("retention", "add", MOUSSA, "8000", *ORDER, *WHY)
    source, sink = account_of(banks, MOUSSA), account_of(banks, AWA)
    begun = threading.Barrier(5)

    def write(name: str) -> Transfer:
        return Transfer(name, "test", (Entry(source, -100), Entry(sink, 100)))

    def take(number: int) -> None:
        begun.wait()
        for nth in range(20):
            names = (f"race {number} {nth}", f"race {number} {nth} again")
            banks.do(lambda db, names=names: ledger.post(db, [write(one) for one in names]))  # type: ignore[misc]

    with ThreadPoolExecutor(5) as together:
        takers = [together.submit(take, number) for number in range(4)]
        begun.wait()
        office.done("retention", "add", MOUSSA, "--approve", login=BRUNO)
        for one in takers:
            one.result()
    left = banks.balance_of(f"customer:{banks.actor(MOUSSA).id}")
    assert 0 <= left <= 8_000, "four took all they could: what is left is what was there, at most what must stay"
    stayed = banks.rows(
        """SELECT e.balance_after FROM entry e JOIN retention r ON r.account_id = e.account_id
        WHERE e.posted_at > r.made_at AND e.amount < 0 AND e.balance_after < 8000"""
    )
    assert not stayed, "nothing that was posted after it went below"
    banks.check()


def test_a_batch_and_a_single_posting_judge_alike(banks: World, office: Office) -> None:
    banks.credit(MOUSSA, 10_000)
    retain(office, "8000")
    source, sink = account_of(banks, MOUSSA), account_of(banks, AWA)

    def transfer(name: str, amount: int) -> Transfer:
        return Transfer(name, "test", (Entry(source, -amount), Entry(sink, amount)))

    post: Callable[[Connection], list[str]] = lambda db: [  # noqa: E731
        f"{one.outcome} {one.reason}" for one in ledger.post(db, [transfer(f"b{n}", 900) for n in range(3)])
    ]
    assert banks.do(post) == ["posted None", "posted None", "refused retained"]
    assert banks.do(lambda db: ledger.post(db, [transfer("one", 201)])[0].reason) == "retained"
    assert banks.do(lambda db: retentions.read_free(db, source)).free == 200


def test_the_database_pays_no_order_of_what_an_earlier_one_retains(
    banks: World, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    banks.credit(MOUSSA, 5_000)
    retain(office, "3000")
    retain(office, "4000", order=("--authority", "DGI", "--order", "7", "--day", "2026-11-03"))
    monkeypatch.setattr(retentions, "find_payable", lambda *_: 10**6)
    office.conclude(PayRetained("R2", OURS, 2_001, 0, why="hurry"), ALICE)
    with pytest.raises(DBAPIError, match="may not post pay_retained"):
        office.conclude(office.approval_of("R2"), BRUNO)
    assert banks.balance_of(f"bank:{OURS}") == 0
    banks.check()
