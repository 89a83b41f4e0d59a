"""Payment requests: paid once, whoever pays; seen by nobody who blocked; never a nuisance."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.asking import ask, asking, paying, read_state
from tests.world.cast import AWA, FATOU, MOUSSA, STRANGER
from tests.world.world import World
from wallet.core.errors import Misread, QuoteChanged, Refused
from wallet.core.values import Reason
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome
from wallet.perform import ALL
from wallet.requests import payment_requests
from wallet.requests.answer_request import CancelRequest, RefuseRequest, RemindRequest, find_refusal
from wallet.requests.block_person import BlockPerson, UnblockPerson
from wallet.requests.pay_request import find_request
from workers.deadlines import SOMETHING_DUE

HOURS = 3_600


def to_pay(world: World, phone: str) -> int:
    actor = world.actor(phone)
    return len(world.do(lambda db: payment_requests.find_to_pay(db, actor.person_id)))


@pytest.fixture
def world(world: World) -> World:
    """The world, with Fatou in it; she and Awa have money."""
    world.open_wallet(FATOU)
    for phone in (AWA, FATOU):
        world.credit(phone, 20_000)
    return world


def test_a_request_is_paid_at_the_price_shown(world: World) -> None:
    _, code = ask(world)
    assert world.perform(AWA, paying(world, AWA, code), "p").sentence == "request_paid"
    assert (world.balance(MOUSSA), world.balance(AWA)) == (2_000, 20_000 - 2_000 - 10 - 8)
    assert (world.texts_to(MOUSSA), world.texts_to(AWA)) == (["request_received"], ["payment_asked", "request_paid"])
    assert read_state(world) == "paid"
    world.check()


def test_it_is_paid_once_whoever_pays_and_however_often(world: World) -> None:
    _, code = ask(world)
    cases = {phone: paying(world, phone, code) for phone in (AWA, FATOU)}
    actors = {phone: world.actor(phone) for phone in cases}

    def pay(number: int) -> str:
        phone = (AWA, FATOU)[number % 2]
        return world.wallet.conclude(cases[phone], actors[phone], f"p{number}", "ussd").sentence

    with ThreadPoolExecutor(8) as threads:
        said = sorted(threads.map(pay, range(8)))
    assert said == ["refusal.request_paid"] * 7 + ["request_paid"]
    assert world.balance(MOUSSA) == 2_000
    assert world.balance(AWA) + world.balance(FATOU) == 40_000 - 2_018
    world.check()


def test_paid_refused_and_cancelled_at_once_exactly_one_happens(world: World) -> None:
    request_id, code = ask(world)
    jobs = [(AWA, paying(world, AWA, code)), (AWA, RefuseRequest(request_id)), (MOUSSA, CancelRequest(request_id))]
    actors = {phone: world.actor(phone) for phone in (AWA, MOUSSA)}

    def act(number: int) -> bool:
        phone, case = jobs[number]
        return not world.wallet.conclude(case, actors[phone], f"k{number}", "ussd").refused

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(act, range(3)))
    assert sum(done) == 1
    assert read_state(world) == ["paid", "refused", "cancelled"][done.index(True)]
    assert world.balance(MOUSSA) == (2_000 if done[0] else 0)


def test_the_same_key_again_gives_the_first_outcome(world: World) -> None:
    _, code = ask(world)
    case = paying(world, AWA, code)
    assert world.perform(AWA, case, "p") == world.perform(AWA, case, "p")
    assert world.balance(MOUSSA) == 2_000


def test_a_changed_price_is_shown_anew(world: World) -> None:
    _, code = ask(world)
    agreed = paying(world, AWA, code)
    world.change("INSERT INTO tariff VALUES ('pay_request', wallet_now(), 10000, 0, 500, 2000, 4)")
    with pytest.raises(QuoteChanged):
        world.perform(AWA, agreed, "p")
    anew = world.do(lambda db: agreed.quoted_anew(db, world.actor(AWA)))
    assert anew.quote.fee == 20
    assert world.perform(AWA, anew, "p").sentence == "request_paid"


def test_rows_49_and_50_ceilings_and_money_hold(world: World) -> None:
    """Above the payer's tier it is said before the PIN; what is not there, or would not fit, after it."""
    _, code = ask(world, amount=6_000)
    with pytest.raises(Refused) as refusal:
        paying(world, AWA, code)
    assert (refusal.value.key, refusal.value.values) == ("refusal.ceiling_operation", {"maximum": 5_000})
    with pytest.raises(Misread) as misread:
        asking(world, MOUSSA, AWA, 25_001)
    assert misread.value.key == "error.amount_above"
    with pytest.raises(Misread):
        asking(world, MOUSSA, AWA, 99)
    _, code = ask(world, AWA, MOUSSA, key="poor")
    assert world.perform(MOUSSA, paying(world, MOUSSA, code), "p") == Outcome(
        "refusal.not_enough", {"total": 2_018}, True
    )
    world.credit(MOUSSA, 49_000)
    _, code = ask(world, key="full")
    assert world.perform(AWA, paying(world, AWA, code), "q").sentence == "refusal.recipient_refuses"


def test_rows_53_to_55_who_can_be_asked(world: World) -> None:
    for phone, error in ((MOUSSA, "error.own_number"), ("+237" + MOUSSA[4:], "error.own_number")):
        with pytest.raises(Misread) as misread:
            asking(world, MOUSSA, phone)
        assert misread.value.key == error
    assert asking(world, MOUSSA, STRANGER).asking.person_id == "", "row 54: no wallet is no refusal"
    case = asking(world, MOUSSA, AWA)
    world.change("UPDATE person SET state = 'closed' WHERE name = 'Awa Ngono'")
    with pytest.raises(Misread) as misread:
        asking(world, MOUSSA, AWA)
    assert misread.value.key == "error.takes_no_requests"
    assert world.perform(MOUSSA, case, "late").sentence == "refusal.takes_no_requests"


def test_what_may_not_be_paid_or_refused(world: World) -> None:
    request_id, code = ask(world)
    with pytest.raises(Misread) as misread:
        paying(world, MOUSSA, code)
    assert misread.value.key == "error.own_request"
    with pytest.raises(Misread) as misread:
        paying(world, AWA, "10000008")
    assert misread.value.key == "error.no_such_code"
    for phone, case in (
        (FATOU, RefuseRequest(request_id)),
        (AWA, CancelRequest(request_id)),
        (AWA, RemindRequest(request_id)),
    ):
        assert world.perform(phone, case, f"{phone} {case.kind}").sentence == "refusal.request_of_another"
    assert read_state(world) == "open"
    found = world.do(lambda db: find_request(db, world.actor(FATOU), code))
    assert not found.mine, "who was not asked may pay, and not refuse"


def test_refused_each_side_is_told(world: World) -> None:
    request_id, code = ask(world)
    assert world.perform(AWA, RefuseRequest(request_id), "n").sentence == "request_declined"
    assert world.texts_to(MOUSSA) == ["request_refused"]
    with pytest.raises(Refused) as refusal:
        paying(world, AWA, code)
    assert refusal.value.key == "refusal.request_refused"
    assert to_pay(world, AWA) == 0


def test_said_once_more_and_not_twice_then_taken_back(world: World) -> None:
    request_id, _ = ask(world)
    assert world.perform(MOUSSA, RemindRequest(request_id), "1").sentence == "request_reminded"
    assert world.perform(MOUSSA, RemindRequest(request_id), "2").sentence == "refusal.reminded_before"
    assert world.perform(MOUSSA, CancelRequest(request_id), "3").sentence == "request_cancelled"
    assert world.texts_to(AWA) == ["payment_asked", "payment_asked_again", "request_withdrawn"]


def test_unanswered_it_expires_and_both_are_told(world: World) -> None:
    request_id, code = ask(world)
    world.pass_time(72 * HOURS - 60)
    world.do(lambda db: payment_requests.expire(db, request_id))
    assert read_state(world) == "open"
    world.pass_time(61)
    assert world.one(SOMETHING_DUE)
    for _ in range(2):
        world.do(lambda db: payment_requests.expire(db, request_id))
    assert (world.texts_to(MOUSSA), world.texts_to(AWA)) == (["request_expired"], ["payment_asked", "request_gone"])
    with pytest.raises(Refused) as refusal:
        paying(world, AWA, code)
    assert refusal.value.key == "refusal.request_expired"


def test_who_is_blocked_notices_nothing(world: World) -> None:
    request_id, _ = ask(world)
    ask(world, key="second")
    assert world.perform(AWA, RefuseRequest(request_id, block=True), "n").sentence == "person_blocked"
    assert to_pay(world, AWA) == 0, "those that waited are gone"
    third, _ = ask(world, key="third")
    assert world.perform(MOUSSA, RemindRequest(third), "again").sentence == "request_reminded"
    world.pass_time(73 * HOURS)
    world.do(lambda db: payment_requests.expire(db, third))
    assert world.texts_to(AWA) == ["payment_asked", "payment_asked"]
    assert world.texts_to(MOUSSA) == ["request_refused", "request_expired"]
    moussa = world.actor(MOUSSA).person_id
    assert world.perform(AWA, UnblockPerson(moussa), "u").sentence == "person_unblocked"
    assert world.perform(AWA, UnblockPerson(moussa), "v").sentence == "refusal.not_blocked"
    ask(world, key="fourth")
    assert to_pay(world, AWA) == 1
    world.perform(AWA, BlockPerson(moussa), "b")
    assert to_pay(world, AWA) == 0


def test_nobody_is_asked_too_often(world: World) -> None:
    said = [world.perform(MOUSSA, asking(world, MOUSSA, AWA), f"a{n}").sentence for n in range(4)]
    assert said == ["request_sent"] * 3 + ["refusal.asked_of_enough"]
    others = [world.perform(MOUSSA, asking(world, MOUSSA, f"+23765000001{n}"), f"b{n}").sentence for n in range(8)]
    assert others == ["request_sent"] * 7 + ["refusal.asked_enough"]
    world.pass_time(24 * HOURS)
    assert world.perform(MOUSSA, asking(world, MOUSSA, AWA), "tomorrow").sentence == "request_sent"


def test_a_number_gets_ten_requests_a_day_from_everybody_at_once(world: World) -> None:
    phones = [f"+2376770020{number:02d}" for number in range(12)]
    for number, phone in enumerate(phones):
        world.open_wallet(phone, f"Person {chr(65 + number)}")
    cases = [(world.actor(phone), asking(world, phone, AWA)) for phone in phones]

    def send(number: int) -> str:
        actor, case = cases[number]
        return world.conclude(actor, case, f"k{number}").sentence

    with ThreadPoolExecutor(12) as threads:
        said = sorted(threads.map(send, range(12)))
    assert said == ["refusal.asked_of_enough"] * 2 + ["request_sent"] * 10


def test_whoever_said_stop_finds_it_in_the_menu_and_its_asker_is_told_that_no_text_went(world: World) -> None:
    world.change("INSERT INTO texting (phone, stopped) VALUES (:phone, true)", phone=AWA)
    asked = world.perform(MOUSSA, asking(world, MOUSSA, AWA), "r")
    [row] = world.rows("SELECT id::text, code FROM request")
    reminded = [world.perform(MOUSSA, RemindRequest(row.id), key) for key in ("1", "2")]
    assert [(one.sentence, one.values["request"]) for one in (asked, *reminded)] == [("request_unheard", row.code)] * 3
    assert world.texts_to(AWA) == []
    assert to_pay(world, AWA) == 1


def test_a_block_is_not_told_by_what_is_said_of_stop(world: World) -> None:
    world.perform(AWA, BlockPerson(world.actor(MOUSSA).person_id), "b")
    assert world.perform(MOUSSA, asking(world, MOUSSA, AWA), "r").sentence == "request_sent"
    world.change("INSERT INTO texting (phone, stopped) VALUES (:phone, true)", phone=AWA)
    assert world.perform(MOUSSA, asking(world, MOUSSA, AWA), "s").sentence == "request_unheard"


def test_a_stranger_who_said_stop_pays_by_the_code_their_asker_hands_on(world: World) -> None:
    world.change("INSERT INTO texting (phone, stopped) VALUES (:phone, true)", phone=STRANGER)
    asked = world.perform(MOUSSA, asking(world, MOUSSA, STRANGER), "r")
    assert asked.sentence == "request_unheard"
    assert world.texts_to(STRANGER) == []
    stranger = Actor("stranger", STRANGER, "fr", STRANGER)
    found = world.do(lambda db: find_refusal(db, str(asked.values["request"])))
    assert world.perform(stranger, found, "n", "sms").sentence == "request_declined"


def test_a_stranger_may_refuse_and_block_and_keeps_both_when_they_open_a_wallet(world: World) -> None:
    first, _ = ask(world, payer=STRANGER)
    ask(world, AWA, STRANGER, key="of Awa")
    stranger = Actor("stranger", STRANGER, "fr", STRANGER)
    assert world.texts_to(STRANGER) == ["payment_asked_of_stranger"] * 2
    assert world.perform(stranger, RefuseRequest(first, block=True), "n", "sms").sentence == "person_blocked"
    world.open_wallet(STRANGER)
    assert to_pay(world, STRANGER) == 1, "what Awa asks waits in the menu"
    ask(world, payer=STRANGER, key="again")
    assert to_pay(world, STRANGER) == 1


def test_a_frozen_asker_asks_nobody(world: World) -> None:
    case = asking(world, MOUSSA, AWA)
    world.change("UPDATE person SET state = 'frozen' WHERE name = 'Moussa Bello'")
    assert world.perform(MOUSSA, case, "k").sentence == "refusal.account_frozen"


def test_they_are_the_same_values_from_how_they_were_stored(world: World) -> None:
    request_id, code = ask(world)
    for case in (asking(world, MOUSSA, AWA), paying(world, AWA, code), RefuseRequest(request_id, block=True)):
        assert ALL[case.kind].from_content(case.to_content()) == case


@pytest.mark.parametrize("reason", ["loyer 2026", "l'école d'Awa", "12 kg de riz", "le 12.11.2026", "Mme. Ngo"])
def test_a_reason(reason: str) -> None:
    assert Reason.read(f" {reason} ") == reason


@pytest.mark.parametrize(
    "reason",
    ["", "5", "  ", "a", "loyer 4826", "677123456 ab", "677 12 34 56 ab", "mbongo.cm", "www ab", "http ab",
     "*384*1# ab", "loyer #1", "a" * 21, "loyer!", "ab {menu}", "ab\ncd", "loyer ٤٨٢٦", "ab 😀", "ab <b>", "ab; cd",
     "bit.ly ab"],
)  # fmt: skip
def test_what_is_no_reason(reason: str) -> None:
    with pytest.raises(Misread) as misread:
        Reason.read(reason)
    assert misread.value.key == "error.reason"


def test_1_is_no_reason_given() -> None:
    assert Reason.read("1") == ""
