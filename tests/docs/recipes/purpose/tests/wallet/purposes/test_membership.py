"""A purpose of the recipe's: a membership paid by an operator's customer."""

import pytest

from sms_templates import LANGUAGES, say
from tests.world.scripted_rail import Counter
from tests.world.town import MOUSSA
from wallet import ledger
from wallet.core.database import in_transaction
from wallet.payments import payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment

ENDS = [("succeeded", 3_000, "membership_paid"), ("failed", 0, "membership_failed")]


@pytest.mark.parametrize(("said", "income", "told"), ENDS)
def test_its_end_posts_and_tells_what_its_file_says(counter: Counter, said: str, income: int, told: str) -> None:
    moussa = counter.town.actor(MOUSSA)
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
    in_transaction(counter.town.engine, lambda db: payments.create(db, asked))
    counter.work(said)
    assert counter.state == said
    assert in_transaction(counter.town.engine, lambda db: ledger.balance(db, ledger.ours(db, "fees"))) == income
    assert counter.receipts() == [told]
    assert all(say(language, f"sms.{told}", amount=3_000) for language in LANGUAGES)
    counter.check()
