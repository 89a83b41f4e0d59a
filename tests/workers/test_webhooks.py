"""Endpoints are told of events: signed, in order per object, tried again, and none delays another."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from faults.polling import wait_for
from simulators import create_app
from simulators.serve import serving
from simulators.wire import Wire
from tests.workers.rails.test_wire import DRIPPING, Behaviour, listening
from tests.world.program import Program
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import deliveries, endpoints, events
from wallet.core import peppers
from wallet.core.public_ids import find_id
from wallet.core.secrets import Secrets
from wallet.core.settings import Settings
from workers import tell_endpoint, tick, webhooks
from workers.tell_endpoint import read_wait


@dataclass
class Hooks:
    """A shop's program, endpoints that hear, and the worker that tells them."""

    world: World
    program: Program
    url: str

    def make(self, name: str, **more: Any) -> dict[str, Any]:
        """Let an endpoint be, that verifies by the secret it was answered."""
        made = self.program.post("/endpoints", {"url": f"{self.url}/endpoints/{name}", **more})
        self.set(name, secret=made["secret"])
        return dict(made)

    def set(self, name: str, **more: Any) -> None:
        assert requests.put(f"{self.url}/endpoints/{name}", json=more, timeout=60).ok

    def heard(self, name: str) -> list[dict[str, Any]]:
        return list(requests.get(f"{self.url}/endpoints/{name}", timeout=60).json()["heard"])

    def note(self, object_id: str = "one", kind: str = "checkout.expired", **data: Any) -> None:
        shop = self.program.shop.merchant.id
        self.world.do(lambda db: events.note(db, shop, kind, object_id, {"id": object_id, **data}), "web")

    def deliveries(self, endpoint: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.program.get(f"/endpoints/{endpoint['id']}/deliveries")["data"])


@pytest.fixture
def hooks(world: World, settings: Settings, shop: Shop) -> Iterator[Hooks]:
    tell_endpoint.session.cache_clear()
    nowhere = "http://127.0.0.1:9/"
    with serving(create_app(Wire(nowhere, nowhere, None, None))) as url:
        yield Hooks(world, Program.of(world, settings, shop), url)
    tell_endpoint.session.cache_clear()


def test_an_endpoint_hears_what_became_of_an_object(hooks: Hooks) -> None:
    made = hooks.make("shop")
    hooks.note(amount=1_500, title="Café «noir» 🙂")
    assert webhooks.tell_due() == 1
    [heard] = hooks.heard("shop")
    assert heard["signed"] is True
    [event] = hooks.program.get("/events")["data"]
    assert heard["headers"]["webhook-id"] == event["id"]
    assert json.loads(heard["body"]) == {name: event[name] for name in ("type", "timestamp", "data")}
    assert not {"cookie", "authorization"} & heard["headers"].keys()
    [delivery] = hooks.deliveries(made)
    assert (delivery["state"], delivery["tries"], delivery["log"][0]["status"]) == ("delivered", 1, 200)
    assert webhooks.tell_due() == 0


def test_whoever_changes_a_byte_is_found_out(hooks: Hooks) -> None:
    made = hooks.make("shop")
    hooks.note(amount=1_500)
    webhooks.tell_due()
    [heard] = hooks.heard("shop")
    Webhook(made["secret"]).verify(heard["body"], heard["headers"])
    with pytest.raises(WebhookVerificationError):
        Webhook(made["secret"]).verify(heard["body"].replace("1500", "1501"), heard["headers"])


def test_while_a_secret_is_turned_both_sign(hooks: Hooks) -> None:
    made = hooks.make("shop")
    newer = hooks.program.post(f"/endpoints/{made['id']}/turn-secret")["secret"]
    assert newer != made["secret"]
    hooks.note("one")
    webhooks.tell_due()
    hooks.set("shop", secret=newer)
    hooks.note("two")
    webhooks.tell_due()
    assert [one["signed"] for one in hooks.heard("shop")] == [True, True]
    hooks.world.pass_time(hours=24, seconds=1)
    hooks.set("shop", secret=made["secret"])
    hooks.note("three")
    webhooks.tell_due()
    assert hooks.heard("shop")[-1]["signed"] is False


def test_secrets_are_sealed_at_rest(hooks: Hooks) -> None:
    made = hooks.make("shop")
    rows = str(hooks.world.do_as_owner(lambda db: db.exec_driver_sql("SELECT e::text FROM endpoint e").all()))
    assert made["secret"].removeprefix("whsec_")[:20] not in rows
    assert "secret" not in hooks.program.get(f"/endpoints/{made['id']}")


def test_an_endpoint_hears_of_the_kinds_it_chose_and_of_nothing_before_it_was(hooks: Hooks) -> None:
    hooks.note("before")
    hooks.make("shop", events=["checkout.expired"])
    hooks.note("expired")
    hooks.note("made", "checkout.created")
    webhooks.tell_due()
    assert [json.loads(one["body"])["data"]["id"] for one in hooks.heard("shop")] == ["expired"]


def test_what_waits_behind_an_event_that_was_not_heard_wakes_nobody(hooks: Hooks) -> None:
    hooks.make("shop")
    hooks.set("shop", mood="broken")
    hooks.note()
    hooks.note(kind="checkout.cancelled")
    assert "webhooks" in hooks.world.do(tick.due)
    webhooks.tell_due()
    assert len(hooks.heard("shop")) == 1
    assert "webhooks" not in hooks.world.do(tick.due)
    hooks.note("another")
    assert "webhooks" in hooks.world.do(tick.due), "what is of another object goes on"
    webhooks.tell_due()
    assert "webhooks" not in hooks.world.do(tick.due)
    hooks.world.pass_time(6)
    assert "webhooks" in hooks.world.do(tick.due)


WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)


def test_it_is_tried_ten_times_over_days(hooks: Hooks) -> None:
    made = hooks.make("shop")
    hooks.set("shop", mood="broken")
    hooks.note()
    for number, wait in enumerate(WAITS, 1):
        webhooks.tell_due()
        assert len(hooks.heard("shop")) == number
        hooks.world.pass_time(wait - 2)
        assert webhooks.tell_due() == 0
        hooks.world.pass_time(3)
    webhooks.tell_due()
    [delivery] = hooks.deliveries(made)
    assert (delivery["state"], delivery["tries"], len(delivery["log"])) == ("failed", 10, 10)
    assert {one["status"] for one in delivery["log"]} == {500}
    assert hooks.program.get(f"/endpoints/{made['id']}")["state"] == "on"  # three days and a half


def test_what_an_endpoint_asks_to_wait_is_waited(hooks: Hooks) -> None:
    hooks.make("shop")
    hooks.set("shop", mood="busy", wait_seconds=120)
    hooks.note()
    webhooks.tell_due()
    hooks.world.pass_time(100)
    assert webhooks.tell_due() == 0
    hooks.set("shop", mood="quick")
    hooks.world.pass_time(21)
    webhooks.tell_due()
    assert [one["mood"] for one in hooks.heard("shop")] == ["busy", "quick"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("", 0), ("120", 120), ("-1", 0), ("soon", 0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("9" * 30, 0), ("١٢", 0)],
)
def test_waits_that_are_asked_for(written: str, seconds: int) -> None:
    assert read_wait(written) == seconds


def test_events_of_one_object_are_heard_in_order_and_others_are_not_held_up(hooks: Hooks) -> None:
    hooks.make("shop")
    hooks.set("shop", mood="broken")
    hooks.note("one", "checkout.created")
    webhooks.tell_due()
    hooks.set("shop", mood="quick")
    hooks.note("one", "checkout.expired")
    hooks.note("two", "checkout.created")
    webhooks.tell_due()
    assert [json.loads(one["body"])["data"]["id"] for one in hooks.heard("shop")] == ["one", "two"]
    hooks.world.pass_time(6)
    webhooks.tell_due()
    told = [(json.loads(one["body"])["type"], one["mood"]) for one in hooks.heard("shop") if "one" in one["body"]]
    assert told == [("checkout.created", "broken"), ("checkout.created", "quick"), ("checkout.expired", "quick")]


@pytest.mark.parametrize("mood", ["gone", "broken"])
def test_who_is_gone_or_fails_for_five_days_is_told_nothing_more_and_its_owner_hears(hooks: Hooks, mood: str) -> None:
    made = hooks.make("shop")
    hooks.set("shop", mood=mood)
    hooks.note("one")
    webhooks.tell_due()
    if mood == "broken":
        hooks.world.pass_time(days=5)
        hooks.note("two")
        webhooks.tell_due()
    assert hooks.program.get(f"/endpoints/{made['id']}")["state"] == "off"
    assert {one["state"] for one in hooks.deliveries(made)} == {"failed"}
    assert "endpoint.disabled" in hooks.world.column("SELECT kind FROM event")
    assert hooks.world.one("SELECT count(*) FROM notice WHERE sentence = 'endpoint_disabled'") == 1
    heard = len(hooks.heard("shop"))
    hooks.note("three")
    webhooks.tell_due()
    assert len(hooks.heard("shop")) == heard
    hooks.set("shop", mood="quick")  # mended, and turned on again: what it missed can be had
    hooks.program.call("PATCH", f"/endpoints/{made['id']}", {"state": "on"})
    again = hooks.program.post(f"/endpoints/{made['id']}/redeliver", {})["count"]
    webhooks.tell_due()
    assert len(hooks.heard("shop")) == heard + again


def test_one_or_a_range_is_delivered_again(hooks: Hooks) -> None:
    made = hooks.make("shop")
    for number in range(5):
        hooks.note(f"object {number}")
    webhooks.tell_due()
    listed = hooks.deliveries(made)
    path = f"/endpoints/{made['id']}"
    assert hooks.program.post(f"{path}/deliveries/{listed[2]['id']}/redeliver")["count"] == 1
    asked = {"first": listed[3]["event"], "last": listed[1]["event"], "failed_only": False}
    webhooks.tell_due()
    assert hooks.program.post(f"{path}/redeliver", asked)["count"] == 3
    webhooks.tell_due()
    assert len(hooks.heard("shop")) == 9
    ids = [one["headers"]["webhook-id"] for one in hooks.heard("shop")]
    assert len(set(ids)) == 5  # whoever heard it before knows it by its id


def test_a_redirect_is_no_answer_and_is_not_followed(hooks: Hooks) -> None:
    made = hooks.make("shop")
    hooks.set("shop", mood="elsewhere")
    hooks.note()
    webhooks.tell_due()
    assert hooks.heard("shop-elsewhere") == []
    assert hooks.deliveries(made)[0]["log"][0]["status"] == 307


def test_a_dead_and_a_slow_endpoint_delay_no_other(hooks: Hooks) -> None:
    for name in ("dead", "slow", "well"):
        hooks.make(name)
        hooks.set(name, mood=name)
    for number in range(20):
        hooks.note(f"object {number}")
    worker = threading.Thread(target=webhooks.tell_due, daemon=True)
    worker.start()
    wait_for(lambda: len(hooks.heard("well")) == 20, "all that the third hears")
    assert len(hooks.heard("slow")) < 10, "who answers after five seconds is not waited for"
    assert len(hooks.heard("dead")) <= webhooks.OF_ONE
    hooks.world.change("UPDATE endpoint SET state = 'off' WHERE url NOT LIKE '%/well'")
    hooks.world.change("UPDATE event_delivery SET state = 'failed' WHERE state = 'waiting'")
    worker.join(60)
    assert not worker.is_alive()


@pytest.mark.parametrize("behave", DRIPPING)
def test_an_endpoint_that_drips_holds_nobody(hooks: Hooks, behave: Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tell_endpoint, "READ_SECONDS", 0.5)
    with listening(behave) as url:
        made = hooks.program.post("/endpoints", {"url": url})
        hooks.note()
        assert webhooks.tell_due() == 1
    [told] = hooks.deliveries(made)[0]["log"]
    assert told["took_ms"] < 1_500


def test_two_workers_tell_each_event_once(hooks: Hooks) -> None:
    hooks.make("shop")
    for number in range(40):
        hooks.note(f"object {number}")
    workers = [threading.Thread(target=webhooks.tell_due) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(hooks.heard("shop")) == 40


def test_what_a_worker_that_died_had_leased_is_told_by_another(hooks: Hooks) -> None:
    hooks.make("shop")
    hooks.note()
    webhooks.publish()
    assert len(hooks.world.do(lambda db: deliveries.lease(db, 1))) == 1
    assert webhooks.tell_due() == 0
    hooks.world.pass_time(91)
    webhooks.tell_due()
    assert len(hooks.heard("shop")) == 1


def test_a_secret_outlives_the_turn_of_a_pepper_and_one_that_is_lost_delays_nobody(hooks: Hooks) -> None:
    made, lost = hooks.make("shop"), hooks.make("lost")
    hooks.program.post(f"/endpoints/{made['id']}/turn-secret")
    wallet = hooks.world.wallet
    newer = Secrets((("2", b"another pepper, long enough"), *wallet.secrets.peppers))
    standing = {(one.what, one.pepper): one.many for one in hooks.world.do(peppers.count_standing, "read")}
    assert standing["secrets of endpoints", "1"] == 3
    assert standing["keys of programs", "1"] == 1
    assert peppers.move(hooks.world.owner, newer).left == []
    standing = {(one.what, one.pepper): one.many for one in hooks.world.do(peppers.count_standing, "read")}
    assert standing["secrets of endpoints", "2"] == 3
    found = hooks.world.do(lambda db: endpoints.get(db, find_id("end", made["id"]) or ""))
    assert found.read_secrets(newer)[1] == made["secret"]
    hooks.world.change("UPDATE endpoint SET secret = '3$AAAA$AAAA' WHERE url LIKE '%/lost'")
    hooks.world.wallet = hooks.world.wallets["worker"] = type(wallet)(wallet.engine, newer)  # type: ignore[index]
    hooks.note()
    webhooks.tell_due()
    assert (len(hooks.heard("shop")), len(hooks.heard("lost"))) == (1, 0), lost
