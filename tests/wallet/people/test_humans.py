"""One human, one set of ceilings: however many wallets they open, close and open again, and whoever is quicker."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.world.cast import ALICE, AWA, BRUNO, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.agents.identify_person import IdentifyPerson
from wallet.core.errors import Misread
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome
from wallet.people import humans, people
from wallet.people.identities import NUMBERS, IdNumber
from wallet.sending.send_money import SendMoney

TWIN = "+237677000022"
DAY = 86_400
DOCUMENT = "112233445"


def identify(world: World, phone: str, name: str = "Moussa Bello", number: str = DOCUMENT) -> Outcome:
    """Let Fatou, the agent, see an ID."""
    known = world.actor(phone)
    case = IdentifyPerson("" if known.kind == "stranger" else known.id, phone, "cni", number, name)
    return world.conclude(FATOU, case, f"sees {phone} {number}")


def human_of(world: World, phone: str) -> str:
    return str(world.do(lambda db: people.find_by_phone(db, phone)).human_id)


def twins(world: World) -> tuple[Actor, Actor]:
    """Moussa's two wallets, of one document."""
    world.appoint_agent()
    for phone in (MOUSSA, TWIN):
        if phone == TWIN:
            world.open_wallet(phone, "Moussa Bello")
        assert identify(world, phone).sentence == "person_identified"
    return world.actor(MOUSSA), world.actor(TWIN)


# -------------------------------------------------------------------------------- opened again
def test_a_wallet_opened_again_by_its_number_has_what_was_left_of_the_ceilings(world: World) -> None:
    """A day's ceiling began anew three times in a minute."""
    world.credit(MOUSSA, 20_020)
    assert world.send(MOUSSA, AWA, 5_000, "s1").sentence == "money_sent"
    assert world.send(MOUSSA, AWA, 5_000, "s2").sentence == "money_sent"
    rest = world.balance(MOUSSA)
    world.change("UPDATE threshold SET amount = 20000 WHERE name = 'free_closing'")
    assert world.perform(MOUSSA, world.closing(MOUSSA), "c").sentence == "account_closed"
    world.work("succeeded")
    assert rest == 9_942
    world.open_wallet(MOUSSA, "Moussa Ali")
    world.credit(MOUSSA, 20_000, "again")
    assert world.send(MOUSSA, AWA, 5_000, "s3").sentence == "money_sent"
    assert world.send(MOUSSA, AWA, 5_000, "s4").sentence == "money_sent"
    refused = world.send(MOUSSA, AWA, 100, "s5")
    assert (refused.sentence, refused.values["left"]) == ("refusal.ceiling_day", 0)
    world.check()


@pytest.mark.parametrize(("days", "same"), [(0, True), (89, True), (91, False)])
def test_after_ninety_days_a_number_may_be_somebody_else_s(world: World, days: int, same: bool) -> None:
    before = human_of(world, MOUSSA)
    world.perform(MOUSSA, world.closing(MOUSSA), "c")
    world.pass_time(days * DAY)
    world.open_wallet(MOUSSA, "Moussa Ali")
    assert (human_of(world, MOUSSA) == before) == same


def test_a_number_that_staff_detached_is_another_human_s(world: World, office: Office) -> None:
    before = human_of(world, MOUSSA)
    office.done("person", "detach", MOUSSA, "--why", "given to another by MTN", login=ALICE)
    office.done("person", "detach", MOUSSA, "--approve", login=BRUNO)
    world.open_wallet(MOUSSA, "Fatima Sali")
    assert human_of(world, MOUSSA) != before


# -------------------------------------------------------------------------------- one document
def test_one_document_is_one_human_with_one_balance_and_one_day(world: World) -> None:
    twins(world)
    assert human_of(world, MOUSSA) == human_of(world, TWIN)
    assert world.cases() == [], "the same name: the same person"
    world.see_id(AWA)
    for phone in (MOUSSA, AWA, TWIN):
        world.know_sim(phone)
    world.credit(AWA, 2_500_000)
    world.credit(MOUSSA, 2_400_000)
    assert world.send(AWA, TWIN, 100_000, "in").sentence == "money_sent"
    assert world.send(AWA, TWIN, 100, "full").sentence == "refusal.recipient_refuses", "2 500 000 in both at most"
    world.see_id(AWA, 2)
    for turn in range(5):
        assert world.send(MOUSSA, AWA, 400_000, f"out {turn}").sentence == "money_sent"
    world.credit(TWIN, 900_000)
    assert world.send(TWIN, AWA, 499_000, "out").sentence == "money_sent"
    refused = world.send(TWIN, AWA, 2_000, "over")
    assert (refused.sentence, refused.values["left"]) == ("refusal.ceiling_day", 1_000)
    world.check()


@pytest.mark.parametrize(
    ("name", "opened"),
    [("BELLO Moussa", []), ("Moussa Belló", []), ("Ali Sali", ["document_twice"])],
)
def test_a_document_under_another_name_is_put_before_a_person(world: World, name: str, opened: list[str]) -> None:
    world.appoint_agent()
    identify(world, MOUSSA)
    identify(world, TWIN, name)
    assert world.cases() == opened
    assert human_of(world, MOUSSA) == human_of(world, TWIN)
    world.check()


@pytest.mark.parametrize("turn", range(3))
def test_one_document_seen_for_two_at_once_is_one_human(world: World, turn: int) -> None:
    """By two agents in the same moment, while both wallets spend: the day's ceiling is one from then on."""
    world.appoint_agent()
    world.see_id(AWA)
    phones = [MOUSSA, f"+2376770001{turn:02d}"]
    world.open_wallet(phones[1], "Moussa Bello")
    ready = Barrier(2)

    def see(phone: str) -> str:
        ready.wait()
        return identify(world, phone).sentence

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(see, phones)) == ["person_identified"] * 2
    assert human_of(world, phones[0]) == human_of(world, phones[1])


def test_twins_who_spend_at_once_pass_no_ceiling(world: World) -> None:
    twins(world)
    world.see_id(AWA, 2)
    world.change("INSERT INTO ceiling VALUES (1, 'out', 'day', wallet_now(), 20000)")
    for phone in (MOUSSA, TWIN):
        world.credit(phone, 50_000)
    cases = [SendMoney(world.quote(phone, AWA, 5_000)) for phone in (MOUSSA, TWIN) for _ in range(4)]
    actors = [world.actor(phone) for phone in (MOUSSA, TWIN) for _ in range(4)]
    ready = Barrier(len(cases))

    def send(place: int) -> str:
        ready.wait()
        return world.conclude(actors[place], cases[place], f"at once {place}").sentence

    with ThreadPoolExecutor(len(cases)) as threads:
        said = sorted(threads.map(send, range(len(cases))))
    assert said == ["money_sent"] * 4 + ["refusal.ceiling_day"] * 4
    world.check()


def test_who_waits_for_wallets_that_are_joined_meanwhile_never_hold_them_at_once(world: World) -> None:
    world.open_wallet(TWIN, "Moussa Bello")
    moussa, twin = world.actor(MOUSSA).id, world.actor(TWIN).id
    locked: list[set[str]] = []
    with world.owner.begin() as first, ThreadPoolExecutor(2) as threads:
        humans.join(first, [moussa, twin])
        waiting = [
            threads.submit(lambda one=one: locked.append(set(world.do(lambda db: people.lock_rows(db, one)))))
            for one in (moussa, twin)
        ]
        first.commit()
        for one in waiting:
            one.result(10)
    assert {moussa, twin} in locked, "whose human became another is looked for anew"
    assert set.intersection(*locked), "who began to wait before the join may hold one alone, but both wait for that one"
    assert set(world.do(lambda db: people.lock_rows(db, moussa))) == {moussa, twin}


# -------------------------------------------------------------------------------- numbers that nobody was given
@pytest.mark.parametrize(
    "typed", ["DOC00000", "00000", "11111111", "AB123456", "123456789", "987654321", "A0123", "ABCDE"]
)
def test_what_is_typed_for_want_of_a_number_is_none(typed: str) -> None:
    with pytest.raises(Misread, match="id_number"):
        IdNumber.read(typed)


@pytest.mark.parametrize(
    ("kind", "typed", "read"),
    [
        ("cni", "112 233 445", "112233445"),
        ("cni", "20161234567890123", "20161234567890123"),
        ("passport", "aa 012 345", None),
        ("passport", "AA012346", "AA012346"),
        ("passport", "2016123456", None),
        ("receipt", "kit-4711-09", "KIT471109"),
    ],
)
def test_a_number_is_read_by_the_kind_of_its_document(kind: str, typed: str, read: str | None) -> None:
    if read is None:
        with pytest.raises(Misread, match="id_number"):
            NUMBERS[kind].read(typed)
        return
    assert NUMBERS[kind].read(typed) == read
