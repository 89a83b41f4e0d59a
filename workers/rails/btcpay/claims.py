"""Claims of a pull payment, by which a payment in crypto goes back: what they come to."""

import json
import time
from typing import Any, Final

from wallet.payments.orders import Confirmation
from wallet.payments.rails import RAILS
from workers.rails.answers import Unreadable, read_word
from workers.rails.btcpay.amounts import read_amount

CLAIM_SECONDS: Final = RAILS["btcpay"].claim_hours * 3_600
PAID: Final = "Completed"
OVER: Final = "Cancelled"
KEPT: Final = ("id", "description", "amount", "currency", "archived", "startsAt")


def confirm_claim(said: dict[str, Any], payouts: list[dict[str, Any]]) -> Confirmation | None:
    """Return what a pull payment and its payouts say: given back is what was paid out. Raises Unreadable.

    None for one of which not all was claimed in time, and could still be: it is closed before anybody is told so. Where
    a part was, the amount says so.
    """
    states = [read_word(one.get("state")) for one in payouts]
    raw = json.dumps({**{name: said.get(name) for name in KEPT}, "payouts": states})
    whole, currency = read_amount(said.get("amount")), read_word(said.get("currency")) or None
    if any(state not in (PAID, OVER) for state in states):
        return Confirmation("pending", raw=raw)
    paid = sum(read_amount(one.get("originalAmount")) or 0 for one in payouts if read_word(one.get("state")) == PAID)
    if paid and (paid == whole or said.get("archived") is True):
        return Confirmation("succeeded", paid, currency=currency, raw=raw)
    if said.get("archived") is True:
        return Confirmation("failed", reason="not claimed in time", raw=raw)
    began = said.get("startsAt")
    if not isinstance(began, int):
        raise Unreadable("a pull payment without a beginning")
    return None if time.time() - began > CLAIM_SECONDS else Confirmation("pending", raw=raw)
