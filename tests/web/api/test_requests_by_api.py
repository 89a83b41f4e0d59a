"""Payment requests by the API: texted or mailed, paid, refused, taken back, repeated; nothing says who has a wallet."""

import itertools
import re
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from faults.polling import wait_for
from sms_templates.gsm7 import segments
from tests.web.checkout.test_checkout_page import press
from tests.web.reading import read_page
from tests.world.cashier import Cashier
from tests.world.cast import AWA, BRICE, MOUSSA, STRANGER
from tests.world.mailing import Post, open_post
from tests.world.program import Program, give_key
from tests.world.world import World
from wallet.business import checkout_asks, checkouts
from wallet.business.checkouts import NewCheckout
from wallet.core import clock
from wallet.core.public_ids import find_id
from wallet.core.settings import Settings
from wallet.messages import notices, texts
from wallet.operations.actor import Actor
from wallet.people import numbers as numbers_of_people
from wallet.people import people
from wallet.requests import payment_requests
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.requests.block_person import BlockPerson
from workers import inbox
from workers import notices as outbox

ASKED = {"amount": 2_500, "title": "Gâteau", "reference": "118"}
EMAIL = "relative@exemple.fr"
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"
numbers = itertools.count()


def text_in(world: World, phone: str, said: str) -> None:
    """Let a phone text us, and have it answered."""
    sent = f"text-{next(numbers)}"
    world.do(lambda db: texts.store(db, sent, phone, said, clock.now(db), answer=True), "web")
    inbox.answer_waiting()


def heard(world: World) -> list[str]:
    """Return the kinds of the events about requests, in order."""
    return world.column("SELECT kind FROM event WHERE kind LIKE 'request.%' ORDER BY at, id")


def row_id(made: dict[str, Any]) -> str:
    found = find_id("req", made["id"])
    assert found
    return found


@pytest.fixture
def post(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    with open_post(world, settings, monkeypatch) as post:
        yield post


def test_a_number_is_texted_and_pays_from_its_wallet(world: World, program: Program) -> None:
    world.open_wallet(AWA)
    world.credit(AWA, 5_000)
    made = program.post("/requests", {**ASKED, "phone": "699 00 00 02"})
    assert (made["state"], made["phone"], made["email"], made["told"]) == ("open", AWA, "", True)
    assert made["checkout"] == made["id"].replace("req_", "chk_")
    assert program.get(f"/requests/{made['id']}") == program.get("/requests")["data"][0] == made
    assert world.texts_to(AWA) == ["shop_request"]
    [notice] = [one for one in world.do(lambda db: notices.lease(db, 99)) if one.sentence == "shop_request"]
    said = outbox.written(notice)
    assert "Boulangerie Kamga" in said
    assert f"REFUSE {made['code']}" in said
    assert segments(said) == 1
    one = world.do(lambda db: checkouts.get(db, row_id(made)))
    cashier = Cashier(world, program.shop)
    assert world.perform(AWA, cashier.quote(AWA, one), "p1").sentence == "checkout_paid"
    paid = program.get(f"/requests/{made['id']}")
    assert (paid["state"], bool(paid["ended_at"])) == ("paid", True)
    assert heard(world) == ["request.created", "request.paid"]
    assert program.trouble("POST", f"/requests/{made['id']}/cancel")[:2] == (409, "not_possible")
    assert program.get("/requests?state=open")["data"] == []
    world.check()


def test_nothing_answered_says_whether_a_wallet_has_the_number(world: World, program: Program) -> None:
    world.open_wallet(AWA)
    world.change("UPDATE person SET state = 'frozen' WHERE name LIKE 'Awa%'")
    plain = ("id", "checkout", "phone", "asked_at", "due_at", "url", "code")
    answers = [program.post("/requests", {**ASKED, "phone": one}) for one in (AWA, MOUSSA, STRANGER)]
    told = [{name: value for name, value in one.items() if name not in plain} for one in answers]
    assert told[0] == told[1] == told[2]
    [events] = [world.column("SELECT data - 'id' - 'checkout' - 'phone' - 'asked_at' - 'due_at' FROM event"
                             " WHERE kind = 'request.created'")]  # fmt: skip
    assert events[0] == events[1] == events[2]


@pytest.mark.parametrize("phone", [AWA, STRANGER])
def test_the_one_asked_refuses_by_text_and_blocks_the_shop_by_text(world: World, program: Program, phone: str) -> None:
    if phone == AWA:
        world.open_wallet(AWA)
    first = program.post("/requests", {**ASKED, "phone": phone})
    text_in(world, MOUSSA, f"REFUSE {first['code']}")
    assert program.get(f"/requests/{first['id']}")["state"] == "open", "another's"
    text_in(world, phone, f"REFUSE {first['code']}")
    assert program.get(f"/requests/{first['id']}")["state"] == "refused"
    assert program.get(f"/checkouts/{first['checkout']}")["state"] == "cancelled"
    second = program.post("/requests", {**ASKED, "phone": phone})
    text_in(world, phone, f"BLOQUE {second['code']}")
    third = program.post("/requests", {**ASKED, "phone": phone})
    assert (third["state"], third["told"]) == ("open", True), "a block is told to nobody"
    assert [one for one in world.texts_to(phone) if one.startswith("shop")] == [
        "shop_request", "shop_request_declined", "shop_request", "shop_blocked",
    ]  # fmt: skip
    assert heard(world).count("request.refused") == 2
    assert program.trouble("POST", "/requests", {**ASKED, "phone": phone})[:2] == (409, "not_possible"), "three a day"


def ask_as_owner(world: World, program: Program, phone: str) -> str:
    """Let the shop's owner ask for money as a person, and return the code."""
    owner = program.shop.merchant.owner_id
    asking = world.do(lambda db: check_asking(db, owner, find_payer(db, owner, phone), 1_000))
    assert world.conclude(BRICE, AskPayment(asking), f"asks {phone}").sentence == "request_sent"
    return str(world.one("SELECT code FROM request WHERE phone = :phone", phone=phone))


def list_waiting(world: World, phone: str) -> list[str]:
    """Return whom this number reads that wait for it, in its menu, or where it said STOP and has no wallet."""
    person = world.do(lambda db: people.find_by_phone(db, phone))
    if person is None:
        return [one.name for one in world.do(lambda db: payment_requests.find_untold(db, phone))]
    listed = world.do(lambda db: payment_requests.find_to_pay(db, person.id))
    assert world.do(lambda db: payment_requests.count_to_pay(db, person.id)) == len(listed)
    return [one.name for one in listed]


@pytest.mark.parametrize("by", ["what a shop asked", "what its owner asked", "the number"])
@pytest.mark.parametrize("phone", [AWA, STRANGER])
def test_whoever_blocks_a_shops_owner_reads_nothing_more_of_them_or_of_their_shops(
    world: World, program: Program, phone: str, by: str
) -> None:
    if phone == AWA:
        world.open_wallet(AWA)
    other = NewCheckout(world.open_shop(MOUSSA, "Autre boutique", "22222").id, 700, "Pain")
    first = program.post("/requests", {**ASKED, "phone": phone})
    second = program.post("/requests", {**ASKED, "phone": phone})
    code = ask_as_owner(world, program, phone)
    stays = world.do(lambda db: checkouts.create(db, other)[0], "web")
    world.do(
        lambda db: checkout_asks.create(db, stays.id, other.merchant_id, phone, "", told=True, dropped=False), "web"
    )
    stop = "INSERT INTO texting (phone, stopped) VALUES (:phone, true) ON CONFLICT (phone) DO UPDATE SET stopped = true"
    world.change(stop, phone=phone)
    assert len(list_waiting(world, phone)) == 4
    if by == "the number":
        actor = world.actor(phone) if phone == AWA else Actor("stranger", phone, "fr", phone)
        world.conclude(actor, BlockPerson(world.actor(BRICE).id), "b1")
    else:
        text_in(world, phone, f"BLOQUE {first['code'] if by == 'what a shop asked' else code}")
    assert list_waiting(world, phone) == ["Autre boutique"]
    heard_before = world.texts_to(phone)
    program.post(f"/requests/{second['id']}/cancel")
    assert world.texts_to(phone) == heard_before, "nor that it is taken back"


def test_what_is_asked_while_somebody_blocks_is_gone_too(world: World, program: Program) -> None:
    """The request is written, not committed, as they block: neither would see the other unless they take turns."""
    world.open_wallet(AWA)
    one, brice = NewCheckout(program.shop.merchant.id, 700, "Pain"), world.actor(BRICE).id
    blocking = Thread(target=lambda: world.conclude(AWA, BlockPerson(brice), "b1"))

    def ask(db: Connection) -> None:
        numbers_of_people.take_turn(db, AWA)
        made = checkouts.create(db, one)[0]
        checkout_asks.create(db, made.id, one.merchant_id, AWA, "", told=True, dropped=False)
        blocking.start()
        wait_for(lambda: not blocking.is_alive() or world.one(WAITS) > 0, "the block to be done, or to wait")

    world.do(ask, "web")
    blocking.join()
    assert list_waiting(world, AWA) == []


def test_whoever_refuses_a_shop_for_good_by_mail_is_mailed_no_end_of_another(
    world: World, program: Program, browser: FlaskClient, post: Post
) -> None:
    first, second = (program.post("/requests", {**ASKED, "email": EMAIL}) for _ in range(2))
    assert len(post.send(EMAIL)) == 2
    press(browser, first["url"].rpartition("/")[2], method="refuse_all")
    program.post(f"/requests/{second['id']}/cancel")
    assert len(post.send(EMAIL)) == 2


def test_an_address_is_mailed_the_page_pays_or_refuses_there_and_may_refuse_for_good(
    world: World, program: Program, browser: FlaskClient, post: Post
) -> None:
    made = program.post("/requests", {**ASKED, "email": EMAIL.title(), "language": "en"})
    [mail] = post.send(EMAIL)
    token = made["url"].rpartition("/")[2]
    assert "Boulangerie Kamga asks you for" in mail.subject
    assert f"https://pay.example/pay/{token}" in mail.text
    page = read_page(browser.get(f"/pay/{token}?lang=en"))
    for said in ("You do not want to pay?", "Refuse, now and always"):
        assert said in page.text
    assert program.post(f"/requests/{made['id']}/remind")["reminded_at"]
    assert "Reminder" in post.send(EMAIL)[-1].subject
    assert program.trouble("POST", f"/requests/{made['id']}/remind")[:2] == (409, "not_possible")
    assert press(browser, token, method="refuse_all").status_code == 303
    assert "Refused" in read_page(browser.get(f"/pay/{token}?lang=en")).text
    assert program.get(f"/requests/{made['id']}")["state"] == "refused"
    again = program.post("/requests", {**ASKED, "email": EMAIL})
    assert (again["told"], len(post.send(EMAIL))) == (True, 2), "none is mailed there any more"


def test_one_taken_back_or_whose_time_is_over_is_told_to_whoever_was_asked(
    world: World, program: Program, post: Post
) -> None:
    made = program.post("/requests", {**ASKED, "phone": STRANGER})
    assert program.post(f"/requests/{made['id']}/cancel")["state"] == "cancelled"
    assert world.texts_to(STRANGER) == ["shop_request", "shop_request_ended"]
    late = program.post("/requests", {**ASKED, "email": EMAIL, "expires_in": 3_600})
    post.send(EMAIL)
    world.pass_time(3_601)
    world.do(lambda db: checkouts.expire(db, row_id(late)))
    assert program.get(f"/requests/{late['id']}")["state"] == "expired"
    assert "time to pay" in post.send(EMAIL)[-1].subject or "passé" in post.send(EMAIL)[-1].subject
    assert heard(world) == ["request.created", "request.cancelled", "request.created", "request.expired"]


def test_a_number_that_takes_no_such_texts_gets_none_and_its_shop_is_told(world: World, program: Program) -> None:
    text_in(world, STRANGER, "STOP")
    made = program.post("/requests", {**ASKED, "phone": STRANGER})
    assert made["told"] is False
    assert "shop_request" not in world.texts_to(STRANGER)
    assert program.trouble("POST", f"/requests/{made['id']}/remind")[:2] == (409, "not_possible")


def test_a_title_that_no_text_of_ours_may_say_stands_on_the_page_alone(world: World, program: Program) -> None:
    program.post("/requests", {**ASKED, "title": "www.piege.cm PIN 1234", "phone": STRANGER})
    assert world.one("SELECT values->>'reason' FROM notice WHERE sentence = 'shop_request'") == ""


@pytest.mark.parametrize("whom", [{}, {"phone": STRANGER, "email": EMAIL}, {"phone": "12"}, {"email": "nobody"}])
def test_one_of_nobody_of_two_or_of_no_number_is_refused(world: World, program: Program, whom: dict[str, str]) -> None:
    assert program.trouble("POST", "/requests", {**ASKED, **whom})[:2] == (400, "invalid_request")
    assert world.one("SELECT count(*) FROM checkout") == 0


def test_a_shop_asks_so_many_a_day_and_a_number_hears_so_many(
    world: World, program: Program, other: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wallet.business.ask_shop_request.RECEIVED_A_DAY", 4)
    monkeypatch.setattr("wallet.business.ask_shop_request.ASKED_BY_SHOP_A_DAY", 4)
    for _ in range(3):
        program.post("/requests", {**ASKED, "phone": STRANGER})
    other.post("/requests", {**ASKED, "phone": STRANGER})
    said = other.call("POST", "/requests", {**ASKED, "phone": STRANGER}).get_json()
    assert "asked often enough" in said["detail"]
    program.post("/requests", {**ASKED, "phone": AWA})
    assert (
        "as many today as it may" in program.call("POST", "/requests", {**ASKED, "phone": MOUSSA}).get_json()["detail"]
    )


def test_a_key_needs_the_permission(world: World, program: Program) -> None:
    reader = program.with_key(give_key(world, program.shop.merchant.id, permissions=("requests:read",)))
    assert reader.trouble("POST", "/requests", {**ASKED, "phone": STRANGER})[:2] == (403, "permission_denied")
    assert reader.get("/requests")["data"] == []
    assert re.fullmatch("req_[0-9a-f]{32}", program.post("/requests", {**ASKED, "phone": STRANGER})["id"])
