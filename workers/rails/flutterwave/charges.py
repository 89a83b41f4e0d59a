"""Tries to pay at one of Flutterwave's hosted pages, and what all of them together say.

One page may be paid by many tries: a card is declined and another one taken, a payer presses twice, a fault makes one
link two. A verify by reference tells one of them; so all are listed, and each success that it did not tell is verified.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from wallet.payments.orders import Confirmation, KnownState
from workers.rails import RailError
from workers.rails.answers import Unreadable, read_part, read_word
from workers.rails.flutterwave.amounts import read_amount
from workers.rails.flutterwave.calls import FlutterwaveCalls, NotThereError
from workers.rails.flutterwave.words import CHARGE_BECAME, KEPT, TRIES_MAX


@dataclass(frozen=True)
class CardTry:
    """One try to pay, as it is told; `raw` is what is kept of it."""

    id: str
    became: KnownState
    word: str
    amount: int | None
    currency: str
    response: str
    raw: str


def find_charges(calls: FlutterwaveCalls, tx_ref: str, base_url: str) -> list[CardTry]:
    """Return every try at the page of a `tx_ref`, oldest first, each success verified. Raises RailError."""
    named = quote(tx_ref, safe="")
    try:
        told = read_charge(calls.call("GET", f"transactions/verify_by_reference?tx_ref={named}", base_url), tx_ref)
    except NotThereError:
        return []
    found = {told.id: told}
    for row in calls.list_all(f"transactions?tx_ref={named}", base_url):
        if read_word(row.get("tx_ref")) != tx_ref or read_word(row.get("id")) in found:
            continue
        one = read_charge({"data": row}, tx_ref)
        if one.became == "succeeded":
            one = read_charge(calls.call("GET", f"transactions/{one.id}/verify", base_url), tx_ref)
        found[one.id] = one
    return sorted(found.values(), key=lambda one: int(one.id))


def read_charge(said: dict[str, Any], tx_ref: str) -> CardTry:
    """Return the try that an answer tells. Raises RailError for one that cannot be read, or is another page's."""
    data = read_part(said, "data")
    id_, word = read_word(data.get("id")), read_word(data.get("status")).lower()
    try:
        if not id_.isascii() or not id_.isdigit():
            raise Unreadable("a transaction without a number")
        if read_word(data.get("tx_ref")) != tx_ref:
            raise Unreadable("another payment")
        return CardTry(
            id_,
            CHARGE_BECAME.get(word, "pending"),
            word,
            read_amount(data.get("amount"), read_word(data.get("currency"))),
            read_word(data.get("currency")),
            read_word(data.get("processor_response")),
            json.dumps({name: data.get(name) for name in KEPT}),
        )
    except Unreadable as wrong:
        raise RailError(f"unreadable: {wrong}", ran="unknown") from None


def confirm(charges: list[CardTry]) -> Confirmation:
    """Return what all tries together say, their sum as the amount: of a page paid twice it differs from what was asked.

    A payer who was declined may try again, so a failure is final only once the page takes no other try.
    """
    paid = [one for one in charges if one.became == "succeeded"]
    raw = "\n".join(one.raw for one in paid or charges[-1:])
    if paid:
        amounts = [one.amount for one in paid if one.amount is not None]
        currencies = {one.currency for one in paid}
        return Confirmation(
            "succeeded",
            amount=sum(amounts) if len(amounts) == len(paid) else None,
            currency=" and ".join(sorted(currencies)) or None,
            operator_id=paid[0].id,
            raw=raw,
        )
    if not charges:
        return Confirmation("pending")
    failed, last = [one for one in charges if one.became == "failed"], charges[-1]
    if len(failed) == len(charges) and len(failed) >= TRIES_MAX:
        return Confirmation("failed", reason=last.response or last.word, raw=raw)
    is_waiting = last.became == "pending" and last.word in CHARGE_BECAME
    return Confirmation("pending", reason="" if is_waiting else last.word, raw=raw)
