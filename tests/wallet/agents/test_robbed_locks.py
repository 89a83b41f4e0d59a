"""Wallets locked for robbed owners: all money stops, and no agent finds a document by trying, or locks to harass.

What counts is counted under lock, and the ID alone, or the PIN alone, opens nothing.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.cast import AWA, BRICE, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.accounts.lock_wallet import LockWallet, UnlockWallet
from wallet.accounts.mistakes import undo_last
from wallet.agents.ask_cash_out import AskCashOut, find_counter, quote_cash_out
from wallet.agents.lock_customer import LockCustomer, UnlockCustomer
from wallet.agents.robbed_locks import BY_ONE_AGENT, OF_ONE_PERSON
from wallet.agents.seen_customers import SeenCustomer, see_customer
from wallet.agents.start_pin_reset import StartPinReset
from wallet.core.errors import Refused
from wallet.operations.use_case import Outcome
from wallet.people import people
from wallet.people.identities import WRONG_A_DAY, note_document
from wallet.perform import refuse_held_phone
from wallet.sending.send_money import Recipient
from wallet.staff.actions.lock_for_owner import LockForOwner
from wallet.staff.actions.unlock_for_owner import UnlockForOwner
from wallet.staff.wallets import find_wallet

ID, WRONG_ID = "AB123457", "AB123458"
NOT_HERE = "refusal.lock_to_agent"
MANY = [f"+2376770001{number:02}" for number in range(BY_ONE_AGENT + 3)]


def see(world: World, phone: str, document: str = ID) -> str:
    """Note the document of somebody; return their id."""
    person_id = world.actor(phone).person_id
    world.do_as_owner(lambda db: note_document(db, person_id, "cni", document, "Awa Ngono", "staff"))
    return person_id


def lock(world: World, phone: str = AWA, document: str = ID, key: str = "l1", agent: str = FATOU) -> Outcome:
    return world.conclude(agent, LockCustomer(world.actor(phone).person_id, phone, document), key)


def unlock(world: World, document: str = ID, key: str = "u1", agent: str = FATOU) -> Outcome:
    return world.conclude(agent, UnlockCustomer(world.actor(AWA).person_id, AWA, document), key)


@pytest.fixture
def street(world: World) -> World:
    """Awa with money and an ID that was seen, Fatou who is an agent, and Moussa."""
    world.open_wallet(BRICE)
    world.appoint_agent()
    world.credit(AWA, 20_000)
    see(world, AWA)
    return world


def hold_at_agent(world: World) -> None:
    awa = world.actor(AWA)

    def quote(db):  # type: ignore[no-untyped-def]
        return AskCashOut(quote_cash_out(db, awa.person_id, find_counter(db, awa.person_id, "123455"), 5_000))

    assert world.conclude(AWA, world.do(quote), "c1").sentence == "cash_out_asked"


def test_all_money_stops_and_what_waited_is_returned(street: World) -> None:
    hold_at_agent(street)
    assert street.balance(AWA) < 20_000
    assert lock(street).sentence == "customer_locked"
    assert street.balance(AWA) == 20_000
    assert street.texts_to(AWA)[-2:] == ["locked_by_agent", "cash_out_returned"]
    assert street.send(AWA, MOUSSA, 1_000, "s1").sentence == "refusal.locked_for_owner"
    person = street.do(lambda db: people.find_by_phone(db, AWA))
    with pytest.raises(Refused, match="locked_for_owner"):
        street.do(lambda db: refuse_held_phone(db, person))
    street.credit(AWA, 1_000, "still comes in")
    assert street.send(MOUSSA, AWA, 500, "in").refused  # Moussa has nothing; nobody is refused for Awa's lock
    assert street.balance(AWA) == 21_000
    street.check()


def test_what_the_thief_sent_is_contested_by_its_robbed_owner(street: World) -> None:
    """The lock stops what gives money, not what asks it back."""
    assert street.send(AWA, MOUSSA, 2_000, "s1").sentence == "money_sent"
    assert lock(street).sentence == "customer_locked"
    case = street.do(lambda db: undo_last(db, street.actor(AWA).person_id))
    assert street.perform(AWA, case, "c1").values["held"] == 2_000
    street.check()


def test_neither_the_pin_nor_the_id_opens_it_alone(street: World) -> None:
    lock(street)
    assert street.perform(AWA, UnlockWallet(), "own").sentence == "refusal.locked_for_owner"
    street.perform(AWA, LockWallet(), "again")  # the owner's own lock lifts nothing either
    assert street.perform(AWA, UnlockWallet(), "own 2").sentence == "refusal.locked_for_owner"
    assert unlock(street, WRONG_ID).sentence == NOT_HERE
    assert unlock(street, key="u2").sentence == "customer_unlocked"
    person = street.do(lambda db: people.find_by_phone(db, AWA))
    assert person
    assert (person.robbed, person.locked_by_owner) == (False, True)
    assert unlock(street, key="u3").sentence == NOT_HERE  # there is nothing to lift
    assert street.perform(AWA, UnlockWallet(), "own 3").sentence == "wallet_unlocked"
    assert street.send(AWA, MOUSSA, 1_000, "s1").sentence == "money_sent"
    [row] = street.rows("SELECT locked_by, lifted_by, lifted_at >= locked_at AS after FROM robbed_lock")
    assert (row.locked_by, row.lifted_by, row.after) == ("123455", "123455", True)


def test_no_document_is_found_by_trying_by_whichever_way(street: World) -> None:
    awa = street.actor(AWA).person_id
    for number in range(WRONG_A_DAY - 1):
        assert lock(street, document=WRONG_ID, key=f"l{number}").sentence == NOT_HERE
    assert street.conclude(FATOU, StartPinReset(awa, AWA, WRONG_ID), "r1").sentence == "refusal.to_agent"
    assert lock(street, key="right").sentence == NOT_HERE
    assert street.conclude(FATOU, StartPinReset(awa, AWA, ID), "r2").sentence == "refusal.to_agent"
    assert street.send(AWA, MOUSSA, 1_000, "s1").sentence == "money_sent"
    street.pass_time(hours=25)
    assert lock(street, key="tomorrow").sentence == "customer_locked"


def test_the_whole_name_is_shown_for_the_document_alone_and_each_wrong_one_counts(street: World) -> None:
    """An agent who only knows a number learns no more than the short name."""
    fatou, to = street.actor(FATOU).person_id, Recipient(street.actor(AWA).person_id, AWA, "Awa N.")

    def look(number: str) -> str:
        seen: SeenCustomer = street.do(lambda db: see_customer(db, fatou, to, number))
        return seen.full_name

    assert [look(ID), look(WRONG_ID), look(ID), look(WRONG_ID), look(WRONG_ID)] == [
        "Awa Ngono",
        "",
        "Awa Ngono",
        "",
        "",
    ]
    assert look(ID) == ""
    assert lock(street).sentence == NOT_HERE
    with ThreadPoolExecutor(8) as threads:
        street.pass_time(hours=25)
        list(threads.map(look, [WRONG_ID] * 8))
    assert look(ID) == ""


def test_nobody_unknown_and_no_agent_and_not_oneself(street: World) -> None:
    assert lock(street, BRICE).sentence == NOT_HERE  # nobody saw his ID: only the service knows him
    see(street, FATOU, "CD999999")
    assert lock(street, FATOU, "CD999999", "self").sentence == NOT_HERE
    assert lock(street, key="none", agent=MOUSSA).sentence == "refusal.not_agent"
    assert street.texts_to(AWA) == []


def test_one_person_is_not_locked_again_and_again(street: World, office: Office) -> None:
    for turn in range(OF_ONE_PERSON):
        assert lock(street, key=f"l{turn}").sentence == "customer_locked"
        assert lock(street, key=f"again {turn}").sentence == "customer_locked"
        assert unlock(street, key=f"u{turn}").sentence == "customer_unlocked"
    assert lock(street, key="more").sentence == NOT_HERE
    assert street.texts_to(AWA) == ["locked_by_agent", "unlocked_by_agent"] * OF_ONE_PERSON
    assert office.conclude(LockForOwner(AWA, why="she called")).sentence == "staff.locked_for_owner"
    assert office.conclude(LockForOwner(AWA, why="she called")).sentence == "staff.locked_already"
    wallet = street.do(lambda db: find_wallet(db, AWA))
    assert office.conclude(UnlockForOwner(wallet, why="her ID")).sentence == "staff.asked"  # and somebody approves it
    street.pass_time(hours=24 * 7 + 1)
    assert unlock(street, key="by her ID").sentence == NOT_HERE  # what staff locked, no agent lets go


def at_once(works: list[Callable[[], Outcome]]) -> list[str]:
    with ThreadPoolExecutor(len(works)) as threads:
        return sorted(outcome.sentence for outcome in threads.map(lambda work: work(), works))


def test_an_agent_locks_so_many_a_day_however_many_at_once(street: World) -> None:
    for number, phone in enumerate(MANY):
        street.open_wallet(phone, "Zita Bih")
        see(street, phone, f"{ID}{number}")
    works = [lambda n=n, p=p: lock(street, p, f"{ID}{n}", f"l{n}") for n, p in enumerate(MANY)]  # type: ignore[misc]
    said = at_once(works)
    assert said == ["customer_locked"] * BY_ONE_AGENT + ["refusal.agent_locks"] * (len(MANY) - BY_ONE_AGENT)
    assert street.one("SELECT count(*) FROM person WHERE robbed") == BY_ONE_AGENT
    street.pass_time(hours=25)
    assert lock(street, key="tomorrow").sentence == "customer_locked"


def test_two_agents_and_the_owner_at_once_lock_once_and_lose_nothing(street: World) -> None:
    street.appoint_agent(BRICE, "234566")
    awa = street.actor(AWA)
    street.quote(AWA, MOUSSA, 4_000)
    said = at_once(
        [
            lambda: lock(street),
            lambda: street.send_proven(AWA, MOUSSA, 4_000, "s1"),
            lambda: lock(street, key="l2", agent=BRICE),
            lambda: street.conclude(awa, LockWallet(), "own"),
        ]
    )
    assert said.count("customer_locked") == 2
    assert street.one("SELECT count(*) FROM robbed_lock") == 1
    assert street.texts_to(AWA).count("locked_by_agent") == 1
    sent = said.count("money_sent")
    assert sent + said.count("refusal.locked_for_owner") == 1
    assert street.balance(AWA) == 20_000 - sent * (4_000 + 20 + 12)
    street.check()
