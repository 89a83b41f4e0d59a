"""Payment requests: paid once, whoever pays; seen by nobody who blocked; never a nuisance."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from tests.world.town import AWA, FATOU, MOUSSA, PIN, Town
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, QuoteChanged, Refused
from wallet.core.values import Reason
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome, UseCase
from wallet.perform import ALL
from wallet.requests import payment_requests
from wallet.requests.answer_request import CancelRequest, RefuseRequest, RemindRequest
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.requests.block_person import BlockPerson, UnblockPerson
from wallet.requests.pay_request import PayRequest, find_request, quote_request
from workers.deadlines import SOMETHING_DUE

HOURS = 3_600


def asking(town: Town, asker: str, payer: str, amount: int = 2_000, reason: str = "loyer") -> AskPayment:
    actor = town.actor(asker)

    def find(db: Connection) -> AskPayment:
        found = check_asking(db, actor.person_id, find_payer(db, actor.person_id, payer), amount)
        return AskPayment(type(found)(**{**vars(found), "reason": Reason.read(reason)}))

    return in_transaction(town.engine, find)


def do(town: Town, phone: str, case: UseCase, key: str) -> Outcome:
    return town.wallet.perform(
        case, town.actor(phone), key, "ussd", PinProof(PIN) if None not in case.accepts else None
    )


def request(town: Town, asker: str = MOUSSA, payer: str = AWA, amount: int = 2_000, key: str = "r") -> tuple[str, str]:
    """Its id and code."""
    assert do(town, asker, asking(town, asker, payer, amount), key).sentence == "request_sent"
    with town.engine.begin() as db:
        row = db.execute(text("SELECT id::text, code FROM request ORDER BY asked_at DESC LIMIT 1")).one()
    return row.id, row.code


def paying(town: Town, payer: str, code: str) -> PayRequest:
    actor = town.actor(payer)
    return PayRequest(in_transaction(town.engine, lambda db: quote_request(db, actor, code)))


def state(town: Town) -> str:
    return str(town.one("SELECT state FROM request"))


def told(town: Town, phone: str) -> list[str]:
    with town.engine.begin() as db:
        rows = db.execute(
            text("SELECT sentence FROM notice WHERE phone = :phone ORDER BY written_at"), {"phone": phone}
        )
        return [one for one in rows.scalars() if one != "wallet_opened"]


def to_pay(town: Town, phone: str) -> int:
    actor = town.actor(phone)
    return len(in_transaction(town.engine, lambda db: payment_requests.find_to_pay(db, actor.person_id)))


def sound(town: Town) -> None:
    with town.engine.begin() as db:
        assert check(db) == []


@pytest.fixture
def rich(town: Town) -> Town:
    town.register(FATOU, "Fatou Sali")
    for phone in (AWA, FATOU):
        town.credit(phone, 20_000)
    return town


def test_a_request_is_paid_at_the_price_shown(rich: Town) -> None:
    _, code = request(rich)
    assert do(rich, AWA, paying(rich, AWA, code), "p").sentence == "request_paid"
    assert (rich.balance(MOUSSA), rich.balance(AWA)) == (2_000, 20_000 - 2_000 - 10 - 8)
    assert (told(rich, MOUSSA), told(rich, AWA)) == (["request_received"], ["payment_asked", "request_paid"])
    assert state(rich) == "paid"
    sound(rich)


def test_it_is_paid_once_whoever_pays_and_however_often(rich: Town) -> None:
    _, code = request(rich)
    cases = {phone: paying(rich, phone, code) for phone in (AWA, FATOU)}
    actors = {phone: rich.actor(phone) for phone in cases}

    def pay(number: int) -> str:
        phone = (AWA, FATOU)[number % 2]
        return rich.wallet.conclude(cases[phone], actors[phone], f"p{number}", "ussd").sentence

    with ThreadPoolExecutor(8) as threads:
        said = sorted(threads.map(pay, range(8)))
    assert said == ["refusal.request_paid"] * 7 + ["request_paid"]
    assert rich.balance(MOUSSA) == 2_000
    assert rich.balance(AWA) + rich.balance(FATOU) == 40_000 - 2_018
    sound(rich)


def test_paid_refused_and_cancelled_at_once_exactly_one_happens(rich: Town) -> None:
    request_id, code = request(rich)
    jobs = [(AWA, paying(rich, AWA, code)), (AWA, RefuseRequest(request_id)), (MOUSSA, CancelRequest(request_id))]
    actors = {phone: rich.actor(phone) for phone in (AWA, MOUSSA)}

    def act(number: int) -> bool:
        phone, case = jobs[number]
        return not rich.wallet.conclude(case, actors[phone], f"k{number}", "ussd").refused

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(act, range(3)))
    assert sum(done) == 1
    assert state(rich) == ["paid", "refused", "cancelled"][done.index(True)]
    assert rich.balance(MOUSSA) == (2_000 if done[0] else 0)


def test_the_same_key_again_gives_the_first_outcome(rich: Town) -> None:
    _, code = request(rich)
    case = paying(rich, AWA, code)
    assert do(rich, AWA, case, "p") == do(rich, AWA, case, "p")
    assert rich.balance(MOUSSA) == 2_000


def test_a_changed_price_is_shown_anew(rich: Town) -> None:
    _, code = request(rich)
    agreed = paying(rich, AWA, code)
    with rich.owner.begin() as db:
        db.exec_driver_sql("INSERT INTO tariff VALUES ('pay_request', wallet_now(), 10000, 0, 500, 2000, 4)")
    with pytest.raises(QuoteChanged):
        do(rich, AWA, agreed, "p")
    anew = in_transaction(rich.engine, lambda db: agreed.quoted_anew(db, rich.actor(AWA)))
    assert anew.quote.fee == 20
    assert do(rich, AWA, anew, "p").sentence == "request_paid"


def test_rows_49_and_50_ceilings_and_money_hold(rich: Town) -> None:
    """Above the payer's tier it is said before the PIN; what is not there, or would not fit, after it."""
    _, code = request(rich, amount=6_000)
    with pytest.raises(Refused) as refusal:
        paying(rich, AWA, code)
    assert (refusal.value.key, refusal.value.values) == ("refusal.ceiling_operation", {"maximum": 5_000})
    with pytest.raises(Misread) as misread:
        asking(rich, MOUSSA, AWA, 25_001)
    assert misread.value.key == "error.amount_above"
    with pytest.raises(Misread):
        asking(rich, MOUSSA, AWA, 99)
    _, code = request(rich, AWA, MOUSSA, key="poor")
    assert do(rich, MOUSSA, paying(rich, MOUSSA, code), "p") == Outcome("refusal.not_enough", {"total": 2_018}, True)
    rich.credit(MOUSSA, 49_000)
    _, code = request(rich, key="full")
    assert do(rich, AWA, paying(rich, AWA, code), "q").sentence == "refusal.recipient_refuses"


def test_rows_53_to_55_who_can_be_asked(rich: Town) -> None:
    for phone, error in ((MOUSSA, "error.own_number"), ("+237" + MOUSSA[4:], "error.own_number")):
        with pytest.raises(Misread) as misread:
            asking(rich, MOUSSA, phone)
        assert misread.value.key == error
    assert asking(rich, MOUSSA, "+237650000009").asking.person_id == "", "row 54: no wallet is no refusal"
    case = asking(rich, MOUSSA, AWA)
    with rich.owner.begin() as db:
        db.exec_driver_sql("UPDATE person SET state = 'closed' WHERE name = 'Awa Ngono'")
    with pytest.raises(Misread) as misread:
        asking(rich, MOUSSA, AWA)
    assert misread.value.key == "error.takes_no_requests"
    assert do(rich, MOUSSA, case, "late").sentence == "refusal.takes_no_requests"


def test_what_may_not_be_paid_or_refused(rich: Town) -> None:
    request_id, code = request(rich)
    with pytest.raises(Misread) as misread:
        paying(rich, MOUSSA, code)
    assert misread.value.key == "error.own_request"
    with pytest.raises(Misread) as misread:
        paying(rich, AWA, "10000008")
    assert misread.value.key == "error.no_such_code"
    for phone, case in (
        (FATOU, RefuseRequest(request_id)),
        (AWA, CancelRequest(request_id)),
        (AWA, RemindRequest(request_id)),
    ):
        assert do(rich, phone, case, f"{phone} {case.kind}").sentence == "refusal.request_of_another"
    assert state(rich) == "open"
    found = in_transaction(rich.engine, lambda db: find_request(db, rich.actor(FATOU), code))
    assert not found.mine, "who was not asked may pay, and not refuse"


def test_refused_each_side_is_told(rich: Town) -> None:
    request_id, code = request(rich)
    assert do(rich, AWA, RefuseRequest(request_id), "n").sentence == "request_declined"
    assert told(rich, MOUSSA) == ["request_refused"]
    with pytest.raises(Refused) as refusal:
        paying(rich, AWA, code)
    assert refusal.value.key == "refusal.request_refused"
    assert to_pay(rich, AWA) == 0


def test_said_once_more_and_not_twice_then_taken_back(rich: Town) -> None:
    request_id, _ = request(rich)
    assert do(rich, MOUSSA, RemindRequest(request_id), "1").sentence == "request_reminded"
    assert do(rich, MOUSSA, RemindRequest(request_id), "2").sentence == "refusal.reminded_before"
    assert do(rich, MOUSSA, CancelRequest(request_id), "3").sentence == "request_cancelled"
    assert told(rich, AWA) == ["payment_asked", "payment_asked_again", "request_withdrawn"]


def test_unanswered_it_expires_and_both_are_told(rich: Town) -> None:
    request_id, code = request(rich)
    rich.pass_time(72 * HOURS - 60)
    in_transaction(rich.engine, lambda db: payment_requests.expire(db, request_id))
    assert state(rich) == "open"
    rich.pass_time(61)
    assert rich.one(SOMETHING_DUE)
    for _ in range(2):
        in_transaction(rich.engine, lambda db: payment_requests.expire(db, request_id))
    assert (told(rich, MOUSSA), told(rich, AWA)) == (["request_expired"], ["payment_asked", "request_gone"])
    with pytest.raises(Refused) as refusal:
        paying(rich, AWA, code)
    assert refusal.value.key == "refusal.request_expired"


def test_who_is_blocked_notices_nothing(rich: Town) -> None:
    request_id, _ = request(rich)
    request(rich, key="second")
    assert do(rich, AWA, RefuseRequest(request_id, block=True), "n").sentence == "person_blocked"
    assert to_pay(rich, AWA) == 0, "those that waited are gone"
    third, _ = request(rich, key="third")
    assert do(rich, MOUSSA, RemindRequest(third), "again").sentence == "request_reminded"
    rich.pass_time(73 * HOURS)
    in_transaction(rich.engine, lambda db: payment_requests.expire(db, third))
    assert told(rich, AWA) == ["payment_asked", "payment_asked"]
    assert told(rich, MOUSSA) == ["request_refused", "request_expired"]
    moussa = rich.actor(MOUSSA).person_id
    assert do(rich, AWA, UnblockPerson(moussa), "u").sentence == "person_unblocked"
    assert do(rich, AWA, UnblockPerson(moussa), "v").sentence == "refusal.not_blocked"
    request(rich, key="fourth")
    assert to_pay(rich, AWA) == 1
    do(rich, AWA, BlockPerson(moussa), "b")
    assert to_pay(rich, AWA) == 0


def test_nobody_is_asked_too_often(rich: Town) -> None:
    said = [do(rich, MOUSSA, asking(rich, MOUSSA, AWA), f"a{n}").sentence for n in range(4)]
    assert said == ["request_sent"] * 3 + ["refusal.asked_of_enough"]
    others = [do(rich, MOUSSA, asking(rich, MOUSSA, f"+23765000001{n}"), f"b{n}").sentence for n in range(8)]
    assert others == ["request_sent"] * 7 + ["refusal.asked_enough"]
    rich.pass_time(24 * HOURS)
    assert do(rich, MOUSSA, asking(rich, MOUSSA, AWA), "tomorrow").sentence == "request_sent"


def test_a_number_gets_ten_requests_a_day_from_everybody_at_once(rich: Town) -> None:
    phones = [f"+2376770020{number:02d}" for number in range(12)]
    for number, phone in enumerate(phones):
        rich.register(phone, f"Person {chr(65 + number)}")
    cases = [(rich.actor(phone), asking(rich, phone, AWA)) for phone in phones]

    def send(number: int) -> str:
        actor, case = cases[number]
        return rich.wallet.conclude(case, actor, f"k{number}", "ussd").sentence

    with ThreadPoolExecutor(12) as threads:
        said = sorted(threads.map(send, range(12)))
    assert said == ["refusal.asked_of_enough"] * 2 + ["request_sent"] * 10


def test_whoever_said_stop_finds_it_in_the_menu(rich: Town) -> None:
    with rich.engine.begin() as db:
        db.execute(text("INSERT INTO texting (phone, stopped) VALUES (:phone, true)"), {"phone": AWA})
    request(rich)
    assert told(rich, AWA) == []
    assert to_pay(rich, AWA) == 1


def test_a_stranger_may_refuse_and_block_and_keeps_both_when_they_open_a_wallet(town: Town) -> None:
    first, _ = request(town, payer=FATOU)
    request(town, AWA, FATOU, key="of Awa")
    stranger = Actor("stranger", FATOU, "fr", FATOU)
    assert told(town, FATOU) == ["payment_asked_of_stranger"] * 2
    assert town.wallet.perform(RefuseRequest(first, block=True), stranger, "n", "sms").sentence == "person_blocked"
    town.register(FATOU, "Fatou Sali")
    assert to_pay(town, FATOU) == 1, "what Awa asks waits in the menu"
    request(town, payer=FATOU, key="again")
    assert to_pay(town, FATOU) == 1


def test_a_frozen_asker_asks_nobody(rich: Town) -> None:
    case = asking(rich, MOUSSA, AWA)
    with rich.owner.begin() as db:
        db.exec_driver_sql("UPDATE person SET state = 'frozen' WHERE name = 'Moussa Bello'")
    assert do(rich, MOUSSA, case, "k").sentence == "refusal.account_frozen"


def test_they_are_the_same_values_from_how_they_were_stored(rich: Town) -> None:
    request_id, code = request(rich)
    for case in (asking(rich, MOUSSA, AWA), paying(rich, AWA, code), RefuseRequest(request_id, block=True)):
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
