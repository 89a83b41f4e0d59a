"""Actors: their kind and permissions are checked before anything else, and every channel has its row."""

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from sqlalchemy import Connection

from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.core.channels import CHANNELS
from wallet.core.errors import Refused
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.perform import ALL

KEY = Actor("api_key", "key 7", "fr", business_id="a shop", permissions=frozenset({"greet"}))


@dataclass(frozen=True)
class Greet(UseCase):
    """Say who acts."""

    kind: ClassVar[str] = "greet"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("person", "api_key")
    permission: ClassVar[str] = "greet"

    def run(self, db: Connection, doing: Doing) -> Outcome:
        return Outcome("greeted", {"name": doing.actor.id})


def test_an_actor_without_a_phone_is_remembered_by_its_kind_and_id(world: World) -> None:
    assert world.perform(KEY, Greet(), "k1", "api") == Outcome("greeted", {"name": "key 7"})
    assert world.perform(KEY, Greet(), "k1", "api") == Outcome("greeted", {"name": "key 7"})
    asked = "SELECT ARRAY[actor_kind, actor_id, phone, channel] FROM operation WHERE key = 'k1'"
    assert world.one(asked) == ["api_key", "key 7", None, "api"]
    with pytest.raises(Refused, match=r"refusal\.key_reused"):
        world.perform(replace(KEY, id="key 8"), Greet(), "k1", "api")


def test_who_acts_for_another_needs_the_permission_and_who_acts_for_themselves_none(world: World) -> None:
    refused = (
        replace(KEY, permissions=frozenset({"other"})),
        replace(KEY, kind="member"),
        replace(world.actor(MOUSSA), business_id="a shop"),
    )
    for actor in refused:
        with pytest.raises(Refused, match=r"refusal\.not_allowed"):
            world.perform(actor, Greet(), "k2", "api")
    assert world.one("SELECT count(*) FROM operation WHERE key = 'k2'") == 0, "it may be allowed later"
    assert not world.perform(world.actor(MOUSSA), Greet(), "k2", "web").refused


# Of whoever holds the address of a page.
OF_PAYERS = {
    "open_link", "collect_checkout", "pay_at_page", "ask_checkout", "pay_recharge",
    "ask_request", "collect_request", "pay_request_at_page", "refuse_request",
    "refuse_shop_request",
}  # fmt: skip


def test_what_people_do_for_themselves_is_open_to_nobody_else_but_what_pays_a_checkout() -> None:
    for case in ALL.values():
        if not case.permission:
            assert set(case.actors) <= {"person", "stranger", "payer"}, case.kind
    assert {case.kind for case in ALL.values() if "payer" in case.actors} == OF_PAYERS


def test_every_channel_has_its_row(world: World) -> None:
    assert world.one("SELECT array_agg(name ORDER BY name) FROM channel") == sorted(CHANNELS)
