"""A channel of the tests' own, with its own words: people and programs that hold no phone reach the wallet by it."""

from collections.abc import Iterator

import pytest

from sms_templates import FILES, key_on, say_on
from tests.wallet.operations.test_actors import KEY, Greet
from tests.world.cast import AWA, MOUSSA, PINS
from tests.world.world import World
from wallet.core.channels import CHANNELS, Channel
from wallet.operations.actor import Actor
from wallet.sending.send_money import SendMoney

KIOSK = {"money_sent": "Envoyé: {amount} FCFA à {name}. Prenez votre reçu.", "greeted": "Bonjour, {name}."}


@pytest.fixture
def kiosk(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The channel's name."""
    monkeypatch.setitem(CHANNELS, "kiosk", Channel("kiosk"))
    monkeypatch.setitem(FILES["fr"], "kiosk", KIOSK)
    world.change("INSERT INTO channel VALUES ('kiosk')")
    yield "kiosk"
    key_on.cache_clear()


def test_a_person_without_a_phone_in_their_hand_sends_money_and_reads_the_channels_own_words(
    world: World, kiosk: str
) -> None:
    world.credit(MOUSSA, 20_000)
    moussa, case = Actor("person", world.actor(MOUSSA).id, "fr"), SendMoney(world.quote(MOUSSA, AWA, 5_000))
    outcome = world.perform(moussa, case, "k1", kiosk, PINS[MOUSSA])
    assert say_on(kiosk, "fr", outcome.sentence, **outcome.values) == "Envoyé: 5 000 FCFA à Awa N. Prenez votre reçu."
    assert (world.balance(AWA), outcome.told) == (5_000, True), "the receipt is texted to the phone they have at home"
    assert world.one("SELECT channel FROM operation WHERE key = 'k1'") == kiosk
    assert world.perform(moussa, case, "k1", kiosk, PINS[MOUSSA]) == outcome


def test_what_a_channel_has_no_words_for_is_said_in_those_all_share(world: World, kiosk: str) -> None:
    moussa, case = Actor("person", world.actor(MOUSSA).id, "fr"), SendMoney(world.quote(MOUSSA, AWA, 5_000))
    refused = world.perform(moussa, case, "k1", kiosk, PINS[MOUSSA])
    assert say_on(kiosk, "fr", refused.sentence, **refused.values).startswith("Solde insuffisant")


def test_a_program_is_answered_in_the_channels_own_words(world: World, kiosk: str) -> None:
    outcome = world.perform(KEY, Greet(), "k1", kiosk)
    assert (say_on(kiosk, "fr", outcome.sentence, **outcome.values), outcome.told) == ("Bonjour, key 7.", False)
