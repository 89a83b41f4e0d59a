"""Flutterwave Standard v3: a page of theirs, at which anybody pays by card, and money given back to the card.

Making a page moves nothing; one whose address was lost is never paid, so a try to make one may always be repeated, each
under a `tx_ref` of its own. A refund may not: nothing there makes two into one, so what was asked is looked for first.
Facts: developer.flutterwave.com (v3), Flutterwave's Node SDK, Odoo's payment_flutterwave.
"""

import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wallet.core.values import CURRENCY
from wallet.payments.orders import Confirmation, Order
from wallet.payments.rails import RAILS
from workers.rails import RailError, Signed
from workers.rails.answers import Unreadable, nothing_ran, read_balance, read_name, read_page, read_part, read_word
from workers.rails.flutterwave.amounts import hash_payload, read_amount, write_amount
from workers.rails.flutterwave.calls import FlutterwaveCalls
from workers.rails.flutterwave.charges import confirm, find_charges
from workers.rails.flutterwave.settings import FlutterwaveSettings
from workers.rails.flutterwave.words import REFUND_BECAME, REFUND_NAMES, TRIES_MAX
from workers.rails.http import Wire

METHODS: Final = "card, applepay, googlepay"


def open_client(given: FlutterwaveSettings, wire: Wire, _: str) -> "Flutterwave":
    """Return the client of Flutterwave that these settings lead to; where it calls back stands in its dashboard."""
    keys = Keys(given.secret_key.get_secret_value(), given.secret_hash.get_secret_value())
    calls = FlutterwaveCalls(wire, given.base_url, keys.secret_key)
    return Flutterwave(calls, keys, given.payer_email)


@dataclass(frozen=True)
class Keys:
    """The key that signs our calls, and the secret that comes with theirs."""

    secret_key: str = field(repr=False)
    secret_hash: str = field(repr=False)


class Flutterwave:
    """The client of Flutterwave."""

    def __init__(self, calls: FlutterwaveCalls, keys: Keys, payer_email: str) -> None:
        self._calls, self._keys = calls, keys
        self._payer_email = payer_email

    def __repr__(self) -> str:
        return f"Flutterwave({self._calls.base_url})"

    def prepare(self, order: Order) -> Order:
        """Return a collection with its `tx_ref` and page, a refund with its reference. Raises RailError(ran="no")."""
        base_url = order.base_url or self._calls.base_url
        if order.handle or order.direction == "refund":
            return replace(order, handle=order.handle or order.reference, base_url=base_url)
        if order.direction != "collect":
            raise RailError("bad request: Flutterwave pays nobody here", ran="no")
        tx_ref = f"{order.reference}-{secrets.token_hex(4)}"
        with nothing_ran():
            said = self._calls.call("POST", "payments", base_url, self._checkout(order, tx_ref))
            page = read_page(read_part(said, "data").get("link"))
        return replace(order, handle=tx_ref, base_url=base_url, redirect_url=page)

    def submit(self, order: Order) -> Confirmation:
        """Return pending, calling nobody: the page is there, and all the rest is its payer's to do."""
        return Confirmation("pending")

    def refund(self, order: Order) -> Confirmation:
        """Give (part of) the charge of `order.collected` back, unless that was asked before. Raises RailError."""
        with nothing_ran():
            asked = self._find_refund(order)
            charges = [] if asked else find_charges(self._calls, order.collected, order.base_url)
            gone = self._sum_refunds(order) if len(charges) > 1 else {}
        if asked:
            return asked
        enough = [
            one for one in charges
            if one.became == "succeeded" and (one.amount or 0) - gone.get(one.id, 0) >= order.amount
        ]  # fmt: skip
        if not enough:
            raise RailError("bad request: no charge to give back", ran="no")
        body = {"amount": write_amount(order.amount, order.currency), "comments": order.reference}
        said = self._calls.call("POST", f"transactions/{enough[0].id}/refund", order.base_url, body)
        return Confirmation("pending", raw=json.dumps(read_part(said, "data")))

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it; `never_ran` for a refund they do not have. Raises RailError(ran="unknown")."""
        try:
            if order.direction == "refund":
                return self._find_refund(order) or Confirmation("never_ran")
            return confirm(find_charges(self._calls, order.handle, order.base_url))
        except RailError as unanswered:  # the question was not asked; it may have run all the same
            raise RailError(unanswered.why, ran="unknown", raw=unanswered.raw) from None

    def read_callback(self, body: bytes, signed: Signed) -> str:
        """Return the `tx_ref` of a charge, or our reference, which a refund's webhook has among its comments."""
        return read_name(body, "tx_ref", "comments") if signed(self._keys.secret_hash) else ""

    def read_balance(self) -> int:
        """Return what they hold for us, in whole francs. Raises RailError."""
        held = read_part(self._calls.call("GET", f"balances/{CURRENCY}"), "data").get("available_balance")
        try:
            return read_balance(held, CURRENCY)
        except Unreadable as wrong:
            raise RailError(f"unreadable: {wrong}", ran="no") from None

    def _checkout(self, order: Order, tx_ref: str) -> dict[str, Any]:
        amount = write_amount(order.amount, order.currency)
        return {
            "tx_ref": tx_ref,
            "amount": amount,
            "currency": order.currency,
            "redirect_url": order.return_url,
            "payment_options": METHODS,
            "customer": {"email": self._payer_email, "name": order.reference},
            "customizations": {"title": "Mbongo", "description": order.note},
            "session_duration": RAILS["flutterwave"].approval_minutes,
            "max_retry_attempt": TRIES_MAX,
            "payload_hash": hash_payload(amount, order.currency, self._payer_email, tx_ref, self._keys.secret_key),
        }

    def _sum_refunds(self, order: Order) -> dict[str, int]:
        """Return what goes back, or went, of each charge by its number: a page paid twice has two. Raises RailError."""
        gone: dict[str, int] = {}
        for row in self._calls.list_all("refunds", order.base_url):
            said = read_refund(row)
            if REFUND_BECAME.get(read_word(said["status"]).lower()) != "failed":
                charge = read_word(said["charge"])
                gone[charge] = gone.get(charge, 0) + (read_amount(said["amount"], order.currency) or 0)
        return gone

    def _find_refund(self, order: Order) -> Confirmation | None:
        """Return what became of the refund that has our reference as its comment, None for none. Raises RailError."""
        for row in self._calls.list_all("refunds", order.base_url):
            said = read_refund(row)
            if read_word(said["comments"]) == order.reference:
                word = read_word(said["status"]).lower()
                became = REFUND_BECAME.get(word, "pending")
                try:
                    amount = read_amount(said["amount"], order.currency)
                except Unreadable as wrong:
                    raise RailError(f"unreadable: {wrong}", ran="unknown") from None
                reason = word if became == "failed" or word not in REFUND_BECAME else ""
                return Confirmation(
                    became, amount, operator_id=read_word(said["id"]), reason=reason, raw=json.dumps(said)
                )
        return None


def read_refund(row: dict[str, Any]) -> dict[str, Any]:
    """Return what is told of a refund under our names for it, whichever spelling it has."""
    return {ours: next((row[one] for one in theirs if one in row), None) for ours, theirs in REFUND_NAMES.items()}
