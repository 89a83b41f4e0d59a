"""Agreement of a success with what was asked, before it moves money, as far as its rail's row says."""

from typing import Final

from wallet.payments.orders import Confirmation
from wallet.payments.payments import Payment
from wallet.payments.rails import RAILS, Fact

DIFFERS: Final[dict[Fact, str]] = {
    "amount": "amount {said}, not {asked}",
    "party": "another {kind}",
    "currency": "currency {said}",
}
CALLED: Final = {"phone": "number", "bank": "account", "payer": "payer"}


def find_mismatch(payment: Payment, said: Confirmation) -> str:
    """Return why a success is not the payment we asked for; "" where it agrees, and for what is no success.

    Whoever is paid need not be named again: we said whom to pay. Of a collection, what its rail must state is stated.
    """
    if said.state != "succeeded":
        return ""
    rail = RAILS[payment.rail]
    asked: dict[Fact, object] = {
        "amount": payment.charged, "party": payment.party.value, "currency": payment.currency,
    }  # fmt: skip
    stated: dict[Fact, object] = {"amount": said.amount, "party": said.party, "currency": said.currency}
    for fact, agreement in rail.must_agree.items():
        must_be_stated = agreement == "stated" and payment.direction == "collect"
        if stated[fact] != asked[fact] and (must_be_stated or stated[fact] is not None):
            return DIFFERS[fact].format(said=stated[fact], asked=asked[fact], kind=CALLED[payment.party.kind])
    return ""
