"""A request to an e-mail address: mailed with its page's address, paid there, refused for good, ended, and told."""

from collections.abc import Iterator
from html import unescape

import pytest

from simulators.mail import PARTY, Received
from tests.world.cast import AWA, MOUSSA
from tests.world.mailing import Post, open_post
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from wallet.core.settings import Settings
from wallet.operations.actor import Actor
from wallet.operations.pay_addresses import get_of
from wallet.operations.use_case import Outcome
from wallet.requests import payment_requests
from wallet.requests.answer_request import CancelRequest, RefuseRequest, RemindRequest
from wallet.requests.ask_by_email import check_mailing
from wallet.requests.ask_payment import ASKED_OF_ONE_A_DAY, RECEIVED_A_DAY
from wallet.requests.collect_request import CollectRequest, find_collection
from wallet.requests.pay_request_at_page import PayRequestAtPage
from wallet.requests.payment_requests import PaymentRequest

READER = "aline@example.fr"


@pytest.fixture
def post(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    with open_post(world, settings, monkeypatch) as opened:
        yield opened


def ask(world: World, key: str = "m1", asker: str = MOUSSA, reader: str = READER, language: str = "fr") -> Outcome:
    """Ask the reader of an address for 2 000 francs."""
    actor, address = world.actor(asker), EmailAddress.read(reader)
    case = world.do(lambda db: check_mailing(db, actor.person_id, address, 2_000, "loyer", language))
    return world.perform(actor, case, key, "web")


def asked(world: World) -> PaymentRequest:
    """Return the one request there is."""
    return world.do(lambda db: payment_requests.get_by_code(db, world.one("SELECT code FROM request")))


def subjects(received: list[Received]) -> list[str]:
    return [" ".join(one.subject.split()) for one in received]


@pytest.mark.parametrize(
    ("language", "title", "way"),
    [
        ("fr", "Une personne, Moussa B., vous demande 2 000 FCFA", "de l'étranger"),
        ("en", "A person, Moussa B., asks you for 2 000 FCFA", "abroad"),
    ],
)
def test_the_reader_is_mailed_who_asks_how_much_why_and_where_it_is_paid(
    post: Post, language: str, title: str, way: str
) -> None:
    assert ask(post.world, language=language).sentence == "request_mailed"
    [received] = post.send(READER)
    assert (subjects([received]), received.language) == ([title], language)
    one = asked(post.world)
    token = post.world.do(lambda db: get_of(db, "request", one.id)).token
    for part in (received.text, received.html):
        for said in ("loyer", "6•• •• •• 01", f"https://pay.example/pay/{token}", way):
            assert said in unescape(part)
        assert MOUSSA.removeprefix("+237") not in part.replace(" ", "")
    assert len(post.send(READER)) == 1, "sent once"


def test_it_is_paid_at_its_page_once_and_both_are_told(post: Post) -> None:
    world = post.world
    world.rails |= {"flutterwave": ScriptedRail()}
    ask(world)
    one = asked(world)
    for key in ("p1", "p2"):
        case = PayRequestAtPage(one.id, one.asker_id, one.amount, "flutterwave")
        assert world.perform(Actor("payer", one.id, "fr"), case, key, "web").sentence == "request_page_asked"
    world.work("pending", "pending", rail="flutterwave")
    world.pass_time(60)
    world.work("succeeded", "succeeded", rail="flutterwave")
    assert (asked(world).state, world.balance(MOUSSA)) == ("paid", 2_000)
    assert world.texts_to(MOUSSA) == ["request_received_by_page", "request_paid_twice"]
    assert sorted(subjects(post.send(READER))) == [
        "2 000 FCFA de trop, qui retournent",
        "Payé : 2 000 FCFA à Moussa B.",
    ]
    world.work("pending", rail="flutterwave")
    world.pass_time(60)
    world.work("succeeded", rail="flutterwave")
    assert "2 000 FCFA rendus" in subjects(post.send(READER))
    world.check("hold_late_payment")


def test_what_cannot_go_back_is_kept_a_person_looks_and_the_reader_is_told(post: Post) -> None:
    world = post.world
    world.rails |= {"cinetpay": ScriptedRail()}
    ask(world)
    one = asked(world)
    for key in ("p1", "p2"):
        case = PayRequestAtPage(one.id, one.asker_id, one.amount, "cinetpay")
        assert not world.perform(Actor("payer", one.id, "fr"), case, key, "web").refused
    world.work("pending", "pending", rail="cinetpay")
    world.pass_time(60)
    world.work("succeeded", "succeeded", rail="cinetpay")
    assert (world.balance(MOUSSA), world.balance_of("unclaimed")) == (2_000, 2_000)
    assert "2 000 FCFA n'ont pas pu être rendus" in subjects(post.send(READER))
    world.check()


def test_a_phone_pays_it_and_its_asker_reads_whose(post: Post) -> None:
    world = post.world
    ask(world)
    one = asked(world)
    actor = Actor("payer", one.id, "fr")
    found = world.do(lambda db: find_collection(db, actor, one.code, "mtn", AWA))
    assert not world.perform(actor, CollectRequest(found), "k", "web").refused
    world.work("succeeded")
    assert world.texts_to(MOUSSA) == ["request_received"]
    assert subjects(post.send(READER)) == ["Payé : 2 000 FCFA à Moussa B."]
    world.check()


def test_one_reminder_then_it_is_taken_back(post: Post) -> None:
    world = post.world
    ask(world)
    post.send(READER)
    one = asked(world)
    assert world.perform(MOUSSA, RemindRequest(one.id), "r1").sentence == "request_reminded"
    assert world.perform(MOUSSA, RemindRequest(one.id), "r2").sentence == "refusal.reminded_before"
    assert subjects(post.send(READER))[-1] == "Rappel : une personne, Moussa B., vous demande 2 000 FCFA"
    assert world.perform(MOUSSA, CancelRequest(one.id), "c").sentence == "request_cancelled"
    assert subjects(post.send(READER))[-1] == "Moussa B. ne vous demande plus 2 000 FCFA"


def test_one_that_nobody_answers_expires_and_both_are_told(post: Post) -> None:
    ask(post.world)
    post.send(READER)
    post.world.change("UPDATE request SET due_at = wallet_now()")
    post.world.do(lambda db: payment_requests.expire(db, post.world.one("SELECT id::text FROM request")))
    assert post.world.texts_to(MOUSSA) == ["mailed_request_expired"]
    assert subjects(post.send(READER))[-1] == "Le délai pour payer 2 000 FCFA à Moussa B. est passé"


def test_a_reader_who_refuses_for_good_is_mailed_no_more_and_its_asker_learns_nothing_of_it(post: Post) -> None:
    world = post.world
    ask(world)
    assert len(post.send(READER)) == 1
    one = asked(world)
    said = world.perform(Actor("payer", one.id, "fr"), RefuseRequest(one.id, block=True), "k", "web")
    assert not said.refused
    assert world.texts_to(MOUSSA) == ["mailed_request_refused"]
    assert ask(world, "m2", reader=READER.upper()).sentence == "request_mailed"
    assert len(post.send(READER)) == 1
    assert ask(world, "m3", asker=AWA).sentence == "request_mailed"
    assert len(post.send(READER)) == 2, "others may ask"


def test_an_address_is_asked_seldom_by_one_and_by_all(world: World) -> None:
    said = [ask(world, f"m{number}").sentence for number in range(ASKED_OF_ONE_A_DAY + 1)]
    assert said == ["request_mailed"] * ASKED_OF_ONE_A_DAY + ["refusal.asked_of_enough"]
    world.change("UPDATE request SET email = 'other' || id || '@example.fr'")
    assert ask(world, "more").sentence == "request_mailed"
    world.change("UPDATE request SET email = :email, asker_id = :awa", email=READER, awa=world.actor(AWA).person_id)
    for number in range(RECEIVED_A_DAY - world.one("SELECT count(*) FROM request")):
        world.change(
            """INSERT INTO request (id, code, asker_id, phone, email, amount, reference, language, asked_at, due_at)
            SELECT gen_random_uuid(), :code, asker_id, phone, email, amount, :code, language, asked_at, due_at
            FROM request LIMIT 1""", code=f"0000000{number}",
        )  # fmt: skip
    assert ask(world, "last").sentence == "refusal.asked_of_enough"


def test_its_asker_hears_that_nobody_has_the_address(post: Post) -> None:
    post.faults.ask({PARTY: {"no_such_reader": {"next": 1}}})
    ask(post.world)
    assert post.send(READER) == []
    assert post.world.texts_to(MOUSSA) == ["mailed_request_bounced"]


@pytest.mark.parametrize(("amount", "language"), [(99, "fr"), (10**9, "fr"), (2_000, "pcm"), (2_000, "")])
def test_what_cannot_be_asked_is_said_before(world: World, amount: int, language: str) -> None:
    person_id = world.actor(MOUSSA).person_id
    with pytest.raises(Misread):
        world.do(lambda db: check_mailing(db, person_id, EmailAddress.read(READER), amount, "", language))


def test_nobody_else_s_phone_sees_it_and_its_asker_finds_it_in_their_list(world: World) -> None:
    ask(world)
    [one] = world.do(lambda db: payment_requests.find_asked(db, world.actor(MOUSSA).person_id))
    assert (one.name, one.phone) == (READER, "")
    assert not asked(world).is_for(Actor("stranger", "x", "fr", ""))
