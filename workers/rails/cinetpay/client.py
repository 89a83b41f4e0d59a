"""CinetPay checkout v2, the second way to a card: a counter of theirs, and a check by which alone it is known what
became of a payment. It gives nothing back, and what is paid twice at one counter only its statement shows.

Facts: docs.cinetpay.com (checkout 1.0, fr and en), Tidev's public paper, and several public clients.
"""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError, Signed
from workers.rails.answers import CALLBACK_NAME, Unreadable, nothing_ran, read_object, read_page, read_part, read_word
from workers.rails.cinetpay.amounts import read_amount, write_amount
from workers.rails.cinetpay.notifications import read_form, sign
from workers.rails.cinetpay.settings import CinetpaySettings
from workers.rails.cinetpay.words import ALWAYS, BECAME, CREATED, DESCRIPTION_LETTERS_MAX, PAID
from workers.rails.http import Answer, Wire
from workers.rails.notes import plain


def open_client(given: CinetpaySettings, wire: Wire, callback_url: str) -> "Cinetpay":
    """Return the client of CinetPay that these settings lead to."""
    site = CinetPaySite(given.site_id, given.apikey.get_secret_value(), given.secret_key.get_secret_value())
    payer = {
        "customer_email": given.payer_email,
        "customer_phone_number": given.payer_phone,
        "customer_address": given.payer_address,
        "customer_city": given.payer_city,
    }
    return Cinetpay(wire, given.base_url, site, {**payer, "notify_url": callback_url})


@dataclass(frozen=True)
class CinetPaySite:
    """Our site there: the key that goes with each call, and the secret that signs their notifications."""

    id: str
    apikey: str = field(repr=False)
    secret_key: str = field(repr=False)


class Cinetpay:
    """The client of CinetPay."""

    def __init__(self, wire: Wire, base_url: str, site: CinetPaySite, everywhere: dict[str, str]) -> None:
        self._wire, self._base_url, self._site = wire, base_url.rstrip("/"), site
        self._everywhere = ALWAYS | everywhere

    def __repr__(self) -> str:
        return f"Cinetpay({self._base_url})"

    def prepare(self, order: Order) -> Order:
        """Return the order with its `transaction_id` and the counter's address. Raises RailError(ran="no").

        A try that was lost is made again under another id: they take none twice, and nobody knows the first's address.
        """
        if order.handle:
            return order
        if order.direction != "collect":
            raise RailError("bad request: CinetPay only collects", ran="no")
        if not self._everywhere["notify_url"]:
            raise RailError("configuration: CinetPay makes no payment without an address to notify", ran="no")
        base_url, id_ = order.base_url or self._base_url, f"{order.reference}-{secrets.token_hex(4)}"
        body = {
            **self._everywhere,
            "return_url": order.return_url,
            "transaction_id": id_,
            "amount": write_amount(order.amount),
            "description": plain(order.note, DESCRIPTION_LETTERS_MAX),
            "customer_name": "Mbongo",
            "customer_surname": order.reference,
        }
        with nothing_ran():
            answer, said = self._call("payment", base_url, body)
            if read_word(said.get("code")) != CREATED:
                raise RailError(_why("refused", answer, said), ran="no", raw=answer.raw)
            page = read_page(read_part(said, "data").get("payment_url"))
        return replace(order, handle=id_, base_url=base_url, redirect_url=page)

    def submit(self, order: Order) -> Confirmation:
        """Return pending, calling nobody: the counter is there, and all the rest is its payer's to do."""
        return Confirmation("pending")

    def refund(self, order: Order) -> Confirmation:
        """Raise RailError: v2 has no way to give back."""
        raise RailError("bad request: CinetPay gives nothing back", ran="no")

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it. Raises RailError(ran="unknown")."""
        try:
            answer, said = self._call("payment/check", order.base_url, {"transaction_id": order.handle})
        except RailError as unanswered:  # the question was not asked; it may have been paid all the same
            raise RailError(unanswered.why, ran="unknown", raw=unanswered.raw) from None
        code, data = read_word(said.get("code")), read_part(said, "data")
        became = BECAME.get(code)
        is_paid = read_word(data.get("status")).upper() in PAID
        if answer.http != 200 or became is None or (became == "succeeded" and not is_paid):
            raise RailError(_why("unexpected", answer, said), ran="unknown", raw=answer.raw)
        try:
            amount = read_amount(data.get("amount"))
        except Unreadable as wrong:
            raise RailError(f"unreadable: {wrong}", ran="unknown", raw=answer.raw) from None
        return Confirmation(
            became,
            amount,
            currency=read_word(data.get("currency")) or None,
            operator_id=read_word(data.get("operator_id")),
            reason=f"{code} {read_word(said.get('message'))}".strip() if became == "expired" else "",
            raw=answer.raw,
        )

    def read_callback(self, body: bytes, signed: Signed) -> str:
        """Return the `transaction_id` of a notification of our site that is signed, "" of any other."""
        form = read_form(body)
        named = form.get("cpm_trans_id", "")
        ours = form.get("cpm_site_id") == self._site.id and CALLBACK_NAME.fullmatch(named)
        return named if ours and signed(sign(self._site.secret_key, form)) else ""

    def read_balance(self) -> int:
        """Raise RailError: no call of this API tells the balance."""
        raise RailError("CinetPay tells no balance", ran="no")

    def _call(self, path: str, base_url: str, body: dict[str, Any]) -> tuple[Answer, dict[str, Any]]:
        """Return an answer, and the object it holds. Raises RailError."""
        signed = {"apikey": self._site.apikey, "site_id": self._site.id, **body}
        answer = self._wire.call("POST", f"{base_url or self._base_url}/v2/{path}", {}, json=signed)
        try:
            return answer, read_object(answer.body)
        except Unreadable as wrong:
            why = f"unreadable: HTTP {answer.http}, {wrong}"
            raise RailError(why, ran="unknown", raw=answer.raw) from None


def _why(kind: str, answer: Answer, said: dict[str, Any]) -> str:
    return f"{kind}: HTTP {answer.http} {read_word(said.get('code'))} {read_word(said.get('message'))}".strip()
