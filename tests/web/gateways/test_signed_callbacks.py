"""Callbacks that a provider signs: heard over real HTTP, they only make the next question immediate; no other does."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from faults.polling import wait_for
from simulators.serve import serving
from tests.workers.rails.pages import NAMES, Pages, open_pages, press
from tests.workers.rails.test_killed_pages import AMOUNT, ask_for, page_of, read
from tests.world.cast import MOUSSA
from tests.world.doors import SECRETS, path_of
from tests.world.world import World
from wallet.payments.callbacks import compare_proof, cut, seal_proof
from wallet.payments.rails import RAILS
from workers import payments as worker
from workers.doors import DOORS
from workers.needs import list_allowed

EACH = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def pages(app: Flask, world: World) -> Iterator[Pages]:
    """Providers that call back at our doors."""
    doorway = app.wsgi_app
    app.wsgi_app = lambda environ, start: doorway({**environ, "RAW_URI": environ["PATH_INFO"]}, start)  # type: ignore[method-assign]  # as gunicorn does
    with serving(app) as url, open_pages(url) as opened:
        opened.put("providers/flutterwave", {"webhook_url": url + path_of("flutterwave"), "webhook_pauses_seconds": []})
        for name in NAMES:
            world.rails[name] = opened.rails[name]  # type: ignore[assignment]  # not scripted
        yield opened


def heard(world: World) -> list[Any]:
    return world.column("SELECT state FROM callback_in ORDER BY heard_at")


@EACH
def test_a_signed_callback_makes_the_next_question_immediate(world: World, pages: Pages, name: str) -> None:
    ask_for(world, name)
    worker.work(name)
    press(page_of(world), "pay:card")
    wait_for(lambda: heard(world), "a callback")
    assert (read(world).state, world.balance(MOUSSA)) == ("pending", 0), "a callback moves nothing"
    worker.work(name)
    assert (read(world).state, world.balance(MOUSSA), heard(world)) == ("succeeded", AMOUNT, ["matched"])


@EACH
@pytest.mark.parametrize("fault", ["callback_unsigned", "callback_badly_signed"])
def test_a_callback_that_is_not_signed_is_nobodys(world: World, pages: Pages, name: str, fault: str) -> None:
    pages.put("faults", {name: {fault: {"chance": 1}}})
    ask_for(world, name)
    worker.work(name)
    press(page_of(world), "pay:card")
    wait_for(lambda: heard(world), "a callback")
    worker.work(name)
    assert (read(world).state, heard(world)) == ("pending", ["unmatched"])
    world.pass_time(6)
    worker.work(name)
    assert (read(world).state, world.balance(MOUSSA)) == ("succeeded", AMOUNT), "it is asked all the same"


@EACH
def test_a_forged_success_is_asked_about_and_credits_nothing(world: World, pages: Pages, name: str) -> None:
    pages.put("faults", {name: {"callback_forged": {"chance": 1}}})
    ask_for(world, name)
    worker.work(name)
    wait_for(lambda: heard(world), "a callback")
    worker.work(name)
    assert (read(world).state, world.balance(MOUSSA), heard(world)) == ("pending", 0, ["matched"])


def test_what_proves_a_callback_is_kept_sealed(world: World, pages: Pages) -> None:
    ask_for(world, "flutterwave")
    worker.work("flutterwave")
    press(page_of(world), "pay:card")
    wait_for(lambda: heard(world), "a callback")
    kept = world.one("SELECT proof FROM callback_in")
    assert kept == seal_proof(SECRETS["flutterwave"], "flutterwave-secret-hash")
    assert "flutterwave-secret-hash" not in str(world.rows("SELECT * FROM callback_in"))


def test_nothing_of_a_card_or_its_owner_is_kept_of_a_callback(world: World, pages: Pages) -> None:
    ask_for(world, "flutterwave")
    worker.work("flutterwave")
    press(page_of(world), "pay:card")
    wait_for(lambda: heard(world), "a callback")
    kept = bytes(world.one("SELECT body FROM callback_in")).decode()
    for secret in ("flw-t1nf", "553188", "last_4digits", "payers@", "52.209.154.143"):
        assert secret not in kept
    assert page_of(world).handle in kept


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b'{"data": {"tx_ref": "A-1", "card": {"token": "t"}}, "list": [{"Token": "t", "n": 1}]}',
         b'{"data": {"tx_ref": "A-1"}, "list": [{"n": 1}]}'),
        (b'{"tx_ref": "A-1", "tx_ref": "A-2", "card": 1, "card": {"token": "t"}}', b'{"tx_ref": "A-2"}'),
        (b'{"card": {"token": "t"', b""),
        (b"card=t&token=t", b""),
        (b"\xff\xfe", b""),
        (b'{"a":' * 100_000, b""),
    ],
)  # fmt: skip
def test_what_is_never_kept_is_cut_wherever_it_stands(body: bytes, kept: bytes) -> None:
    assert cut(body, RAILS["flutterwave"].never_kept) == kept
    assert cut(body, RAILS["cinetpay"].never_kept) == body, "its signature is of the body as it came"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("door", ["cinetpay", "flutterwave", "mtn"])
def test_a_rails_address_is_there_when_it_is_tried(app: Flask, world: World, method: str, door: str) -> None:
    answer = app.test_client().open(path_of(door), method=method)
    assert (answer.status_code, answer.text) == (200, "")
    assert heard(world) == []


def test_each_callback_that_is_kept_is_counted_by_its_rail(app: Flask, world: World) -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("mbongo_callbacks_total", {"rail": "mtn"}) or 0.0

    before = counted()
    for _ in range(2):
        app.test_client().post(path_of("mtn"), json={"externalId": "of nobody"})
    assert counted() - before == world.one("SELECT count(*) FROM callback_in WHERE rail = 'mtn'") == 2


def test_a_proof_is_known_by_every_secret_of_its_door_and_nothing_proves_nothing() -> None:
    old, newer = "a-secret-of-a-door", "its-newer-secret"
    kept = seal_proof(old, "right")
    assert [compare_proof(doors, kept)("right") for doors in ((old,), (newer, old))] == [True, True]
    assert not compare_proof((newer,), kept)("right")
    assert not compare_proof((old,), kept)("wrong")
    assert not compare_proof((old,), seal_proof(old, ""))("")
    assert not compare_proof((old,), kept)("")


def test_a_rails_worker_has_what_it_knows_a_proof_by() -> None:
    """A proof is sealed in the web app by something that a rail's own process may have."""
    for rail in RAILS:
        assert DOORS[rail].secrets_variable in list_allowed(rail) & list_allowed("serve"), rail
        assert "MBONGO_PIN_PEPPER" not in list_allowed(rail), rail
