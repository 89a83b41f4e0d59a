"""A purpose of the recipe's: a membership paid by an operator's customer."""

import pytest

from sms_templates import LANGUAGES, say
from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.payments import payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment

ENDS = [("succeeded", 3_000, "membership_paid"), ("failed", 0, "membership_failed")]


@pytest.mark.parametrize(("said", "income", "told"), ENDS)
def test_its_end_posts_and_tells_what_its_file_says(world: World, said: str, income: int, told: str) -> None:
    moussa = world.actor(MOUSSA)
    asked = NewPayment(
        purpose="pay_membership",
        direction="collect",
        reference="K7Q2-93FD",
        rail="mtn",
        party=at_phone(MOUSSA),
        channel="ussd",
        person_id=moussa.id,
        asked_by=moussa.id,
        amount=3_000,
    )
    world.do(lambda db: payments.create(db, asked))
    world.work(said)
    assert world.payment_state == said
    assert world.balance_of("fees") == income
    assert world.receipts() == [told]
    assert all(say(language, f"sms.{told}", amount=3_000) for language in LANGUAGES)
    world.check()
