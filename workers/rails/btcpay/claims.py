"""Claims of a pull payment, by which a payment in crypto goes back: what they come to."""

import json
import time
from typing import Any, Final

from wallet.payments.orders import Confirmation
from workers.rails.answers import Unreadable, read_word
from workers.rails.btcpay.amounts import read_amount

CLAIM_SECONDS: Final = 48 * 3_600  # as long as whoever paid has to name an address
PAID: Final = "Completed"
OVER: Final = "Cancelled"
KEPT: Final = ("id", "description", "amount", "currency", "archived", "startsAt")


def confirm_claim(said: dict[str, Any], payouts: list[dict[str, Any]]) -> Confirmation | None:
    """Return what a pull payment and its payouts say: given back is what was paid out. Raises Unreadable.

    None for one that nobody claimed in time, and that could still be: it is closed before anybody is told so.
    """
    states = [read_word(one.get("state")) for one in payouts]
    raw = json.dumps({**{name: said.get(name) for name in KEPT}, "payouts": states})
    if PAID in states:
        amount, currency = read_amount(said.get("amount")), read_word(said.get("currency")) or None
        return Confirmation("succeeded", amount, currency=currency, raw=raw)
    if any(state != OVER for state in states):
        return Confirmation("pending", raw=raw)
    if said.get("archived") is True:
        return Confirmation("failed", reason="not claimed in time", raw=raw)
    began = said.get("startsAt")
    if not isinstance(began, int):
        raise Unreadable("a pull payment without a beginning")
    return None if time.time() - began > CLAIM_SECONDS else Confirmation("pending", raw=raw)
