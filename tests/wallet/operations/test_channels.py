"""A channel of the tests' own, with its own words: people and programs that hold no phone reach the wallet by it."""

from collections.abc import Iterator

import pytest

from sms_templates import FILES, key_on, say_on
from tests.wallet.operations.test_actors import KEY, Greet
from tests.world.town import AWA, MOUSSA, PIN, Town
from wallet.core.channels import CHANNELS, Channel
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.sending.send_money import SendMoney

KIOSK = {"money_sent": "Envoyé: {amount} FCFA à {name}. Prenez votre reçu.", "greeted": "Bonjour, {name}."}


@pytest.fixture
def kiosk(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The channel's name."""
    monkeypatch.setitem(CHANNELS, "kiosk", Channel("kiosk"))
    monkeypatch.setitem(FILES["fr"], "kiosk", KIOSK)
    with town.owner.begin() as db:
        db.exec_driver_sql("INSERT INTO channel VALUES ('kiosk')")
    yield "kiosk"
    key_on.cache_clear()


def test_a_person_without_a_phone_in_their_hand_sends_money_and_reads_the_channels_own_words(
    town: Town, kiosk: str
) -> None:
    town.credit(MOUSSA, 20_000)
    moussa, case = Actor("person", town.actor(MOUSSA).id, "fr"), SendMoney(town.quote(MOUSSA, AWA, 5_000))
    outcome = town.wallet.perform(case, moussa, "k1", kiosk, PinProof(PIN))
    assert say_on(kiosk, "fr", outcome.sentence, **outcome.values) == "Envoyé: 5 000 FCFA à Awa N.?. Prenez votre reçu."
    assert (town.balance(AWA), outcome.told) == (5_000, True), "the receipt is texted to the phone they have at home"
    assert town.one("SELECT channel FROM operation WHERE key = 'k1'") == kiosk
    assert town.wallet.perform(case, moussa, "k1", kiosk, PinProof(PIN)) == outcome


def test_what_a_channel_has_no_words_for_is_said_in_those_all_share(town: Town, kiosk: str) -> None:
    moussa, case = Actor("person", town.actor(MOUSSA).id, "fr"), SendMoney(town.quote(MOUSSA, AWA, 5_000))
    refused = town.wallet.perform(case, moussa, "k1", kiosk, PinProof(PIN))
    assert say_on(kiosk, "fr", refused.sentence, **refused.values).startswith("Solde insuffisant")


def test_a_program_is_answered_in_the_channels_own_words(town: Town, kiosk: str) -> None:
    outcome = town.wallet.perform(Greet(), KEY, "k1", kiosk)
    assert (say_on(kiosk, "fr", outcome.sentence, **outcome.values), outcome.told) == ("Bonjour, key 7.", False)
