"""A channel of the recipe's: money sent at a kiosk, and said in its words."""

from sms_templates import say_on
from tests.world.town import AWA, MOUSSA, PIN, Town
from wallet.core.database import in_transaction
from wallet.operations.proofs import PinProof
from wallet.sending.send_money import SendMoney
from web.kiosk import find_actor


def test_a_send_at_the_kiosk_is_said_in_its_words(town: Town) -> None:
    town.credit(MOUSSA, 20_000)
    moussa = in_transaction(town.engine, lambda db: find_actor(db, MOUSSA))
    case = SendMoney(town.quote(MOUSSA, AWA, 5_000))
    outcome = town.wallet.perform(case, moussa, "k1", "kiosk", PinProof(PIN))
    assert say_on("kiosk", "fr", outcome.sentence, **outcome.values) == "5 000 FCFA envoyés. Prenez votre reçu."
    assert say_on("kiosk", "fr", "refusal.not_enough", total=1) != ""
    assert town.one("SELECT channel FROM operation WHERE key = 'k1'") == "kiosk"
