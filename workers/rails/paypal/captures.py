"""PayPal's orders as they are told: how one stands, what was captured of it, and what of that was given back."""

import json
from dataclasses import dataclass
from typing import Any

from wallet.payments.orders import Confirmation, KnownState
from workers.rails import RailError
from workers.rails.answers import Unreadable, read_part, read_word
from workers.rails.paypal.amounts import read_amount
from workers.rails.paypal.words import CAPTURE_BECAME, KEPT, ORDER_BECAME, REFUND_BECAME


@dataclass(frozen=True)
class MoneyMoved:
    """Money that PayPal took or gave back, as it is told; `raw` is what is kept of it."""

    id: str
    became: KnownState
    word: str
    amount: int | None
    currency: str | None
    invoice_id: str
    raw: str


@dataclass(frozen=True)
class PaypalOrder:
    """One order as PayPal tells it; `version` changes with whatever its payer does."""

    word: str
    version: str
    captures: list[MoneyMoved]
    refunds: list[MoneyMoved]

    def confirm(self) -> Confirmation:
        """Return what became of the collection: the sum of all that was captured, else how the order stands."""
        paid = [one for one in self.captures if one.became == "succeeded"]
        raw = "\n".join(one.raw for one in paid or self.captures[-1:])
        if paid:
            amounts = [one.amount for one in paid if one.amount is not None]
            return Confirmation(
                "succeeded",
                amount=sum(amounts) if len(amounts) == len(paid) else None,
                currency=" and ".join(sorted({one.currency or "?" for one in paid})),
                operator_id=paid[0].id,
                raw=raw,
            )
        if not self.captures:
            became = ORDER_BECAME.get(self.word, "pending")
            return Confirmation(became, reason=self.word if became != "pending" else "", raw=self.word)
        if all(one.became == "failed" for one in self.captures):
            return Confirmation("failed", reason=self.captures[-1].word, raw=raw)
        return Confirmation("pending", raw=raw)

    def find_refund(self, reference: str) -> Confirmation | None:
        """Return what became of the refund that was asked with our reference, None where there is none."""
        for one in self.refunds:
            if one.invoice_id == reference:
                return confirm_refund(one)
        return None


def confirm_refund(one: MoneyMoved) -> Confirmation:
    """Return what a refund says."""
    reason = one.word if one.became == "failed" else ""
    return Confirmation(one.became, one.amount, currency=one.currency, operator_id=one.id, reason=reason, raw=one.raw)


def read_order(said: dict[str, Any], handle: str, reference: str = "") -> PaypalOrder:
    """Return the order that an answer tells. Raises RailError for one that cannot be read, or is another.

    `reference` is ours of its collection, by which all that is told of it goes; "" where that is not known.
    """
    try:
        if read_word(said.get("id")) != handle:
            raise Unreadable("another order")
        units = said.get("purchase_units")
        unit = units[0] if isinstance(units, list) and len(units) == 1 else None
        if not isinstance(unit, dict):
            raise Unreadable("an order without its purchase")
        paid = read_part(unit, "payments")
        captures = paid.get("captures") or []
        named = {read_word(one.get("custom_id")) for one in (unit, *captures) if isinstance(one, dict)}
        if reference and named != {reference}:
            raise Unreadable("another payment")
        return PaypalOrder(
            read_word(said.get("status")),
            read_word(said.get("update_time")),
            [read_moved(one, CAPTURE_BECAME) for one in captures],
            [read_moved(one, REFUND_BECAME) for one in paid.get("refunds") or []],
        )
    except Unreadable as wrong:
        raise RailError(f"unreadable: {wrong}", ran="unknown") from None


def read_moved(said: Any, words: dict[str, KnownState]) -> MoneyMoved:
    """Return one capture or refund. Raises Unreadable."""
    if not isinstance(said, dict) or not read_word(said.get("id")):
        raise Unreadable("money moved without a number")
    word = read_word(said.get("status"))
    amount, currency = read_amount(read_part(said, "amount"))
    raw = json.dumps({name: said[name] for name in KEPT if name in said})
    invoice_id = read_word(said.get("invoice_id"))
    return MoneyMoved(read_word(said["id"]), words.get(word, "pending"), word, amount, currency, invoice_id, raw)
