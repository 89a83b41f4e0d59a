"""RECHARGE 5000 CARTE: answered at once with the address of a page; nobody is asked back, and nothing is taken."""

import pytest

from sms_templates.reading.understand import understand
from tests.wallet.topups.test_topups_by_sms import Texting
from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.core.errors import Misread
from wallet.messages.notices import Notice
from wallet.operations import pay_addresses
from wallet.payments import operators
from workers import notices

URL = "https://mbongo.example"


@pytest.fixture
def phone(world: World) -> Texting:
    return Texting(world)


@pytest.mark.usefixtures("public_url")
@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("RECHARGE 5000 CARTE", "Moussa B."), ("topup 5000 card please", "Moussa B."),
        ("recharge 5k paypal", "Moussa B."), ("Put 5000 CARD FOR 699000002", "Awa N."),
        ("RECHARGE 5000 Carte Bancaire POUR 699 00 00 02", "Awa N."),
    ],
)  # fmt: skip
def test_it_is_answered_by_a_page_whose_address_is_kept_nowhere(
    world: World, phone: Texting, words: str, whose: str
) -> None:
    answer = phone.ask(words)
    assert answer.sentence == "recharge_opened"
    assert answer.has(amount=5_000, name=whose)
    made = str(world.one("SELECT id::text FROM recharge"))
    token = world.do(lambda db: pay_addresses.get_of(db, "recharge", made)).token
    assert token not in str(answer.values)
    assert token not in str(world.column('SELECT "values"::text FROM operation'))
    said = notices.written(Notice("1", MOUSSA, "fr", answer.sentence, answer.values, "answer", 0, 0))
    assert f"sans frais: {URL}/pay/{token} Valable 24 h." in said
    assert world.one("SELECT count(*) FROM ask") == world.one("SELECT count(*) FROM payment") == 0
    world.check()


@pytest.mark.usefixtures("public_url")
def test_what_is_closed_is_said_with_the_way_that_is_open(world: World, phone: Texting) -> None:
    assert phone.ask("RECHARGE 5000 CRYPTO").values["problem"] == "Ce paiement est fermé pour l'instant."
    world.do_as_owner(lambda db: [operators.set_maintenance(db, one, on=True) for one in ("flutterwave", "cinetpay")])
    assert phone.ask("RECHARGE 5000 CARTE").sentence == "sms.not_now"
    assert phone.ask("RECHARGE 5000 PAYPAL").sentence == "recharge_opened"


def test_without_an_address_of_ours_no_page_is_promised(phone: Texting) -> None:
    assert phone.ask("RECHARGE 5000 CARTE").sentence == "sms.not_now"


@pytest.mark.usefixtures("public_url")
def test_a_number_without_a_wallet_and_an_amount_above_the_ceiling_are_said(phone: Texting) -> None:
    assert phone.ask("RECHARGE 5000 CARTE POUR 655000009").sentence == "sms.refused"
    assert phone.ask("RECHARGE 25001 CARTE", AWA).sentence == "sms.refused"


@pytest.mark.parametrize(
    "words", ["RETRAIT 5000 CARTE", "ENVOI 5000 677123456 PAYPAL", "RECHARGE 5000 OM CARTE", "RECHARGE CARTE"]
)
def test_a_card_has_no_part_in_anything_else(words: str) -> None:
    with pytest.raises(Misread):
        understand(words)
