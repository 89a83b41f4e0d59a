"""A channel of the recipe's: money sent at a kiosk, and said in its words."""

from sms_templates import say_on
from tests.world.cast import AWA, MOUSSA, PINS
from tests.world.world import World
from wallet.sending.send_money import SendMoney
from web.kiosk import find_actor


def test_a_send_at_the_kiosk_is_said_in_its_words(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    moussa = world.do(lambda db: find_actor(db, MOUSSA))
    case = SendMoney(world.quote(MOUSSA, AWA, 5_000))
    outcome = world.perform(moussa, case, "k1", "kiosk", PINS[MOUSSA])
    assert say_on("kiosk", "fr", outcome.sentence, **outcome.values) == "5 000 FCFA envoyés. Prenez votre reçu."
    assert say_on("kiosk", "fr", "refusal.not_enough", total=1) != ""
    assert world.one("SELECT channel FROM operation WHERE key = 'k1'") == "kiosk"
