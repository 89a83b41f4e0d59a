"""Orange Money Cameroon. Collections are `mp` (merchant payment), payouts and refunds are `cashin`.

There is no public specification: all this is what independent clients agree on. A payToken is obtained first, moves
nothing, and may be paid once; nothing says what paying it twice does, so after a doubt we only ask, and never init
again. A callback's form is anybody's guess: it only makes us ask.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from wallet.payments.orders import Confirmation, KnownState, Order
from workers.rails import RailError, Signed
from workers.rails.answers import (
    CALLBACK_NAME,
    Unreadable,
    read_francs,
    read_name,
    read_object,
    read_part,
    read_phone,
    read_word,
)
from workers.rails.http import Answer, Wire
from workers.rails.notes import plain
from workers.rails.orange.calls import Credentials, OrangeCalls, fault_code
from workers.rails.orange.settings import OrangeSettings
from workers.rails.orange.words import (
    ANSWERED,
    BECAME,
    DESCRIPTION_LETTERS_MAX,
    FINAL_REFUSALS,
    NOTHING_RAN,
    ONLY_ONCE_PAID,
    PATHS,
    REFUSED,
)


def open_client(given: OrangeSettings, wire: Wire, callback_url: str) -> "Orange":
    """Return the client of Orange that these settings lead to."""
    credentials = Credentials(
        given.consumer_key,
        given.consumer_secret.get_secret_value(),
        given.api_user,
        given.api_password.get_secret_value(),
    )
    till = ChannelUser(given.phone, given.pin.get_secret_value())
    return Orange(OrangeCalls(wire, given.base_url, credentials), till, callback_url)


@dataclass(frozen=True)
class ChannelUser:
    """Our side of every Orange payment: the channel user's number (nine digits) and its PIN, sent in each body."""

    phone: str
    pin: str = field(repr=False)


class Orange:
    """The client of Orange Money."""

    def __init__(self, calls: OrangeCalls, till: ChannelUser, callback_url: str = "") -> None:
        self._calls, self._till, self._callback_url = calls, till, callback_url

    def __repr__(self) -> str:
        return f"Orange({self._calls.base_url})"

    def prepare(self, order: Order) -> Order:
        """Return the order with its payToken, got once: one that has it is as it was. Raises RailError(ran="no")."""
        _nine_digits(order.party.phone)
        if order.handle:
            return order
        base_url = order.base_url or self._calls.base_url
        lost: RailError
        try:
            answer = self._calls.call("POST", f"{PATHS[order.direction]}/init", base_url)
            handle = read_word(read_part(_read(answer), "data").get("payToken"))
            if answer.http in ANSWERED and CALLBACK_NAME.fullmatch(handle):
                return replace(order, handle=handle, base_url=base_url)
            lost = RailError(f"{_why(answer) or 'unreadable: no payToken'}", ran="no", raw=answer.raw)
        except RailError as error:  # whatever happened to an init, no money can have moved
            lost = RailError(error.why, ran="no", raw=error.raw)
        raise lost

    def submit(self, order: Order) -> Confirmation:
        """Pay the payToken: the customer is prompted (mp) or paid (cashin). Never to be repeated. Raises RailError."""
        number = _nine_digits(order.party.phone)
        if number == self._till.phone:
            raise RailError("bad request: our own number", ran="no")
        body = {
            "channelUserMsisdn": self._till.phone,
            "amount": str(order.amount),
            "subscriberMsisdn": number,
            "pin": self._till.pin,
            "orderId": order.reference,
            "description": plain(order.note, DESCRIPTION_LETTERS_MAX),
            "payToken": order.handle,
        } | ({"notifUrl": self._callback_url} if self._callback_url else {})
        answer = self._calls.call("POST", f"{PATHS[order.direction]}/pay", order.base_url, body)
        said = _read(answer)
        why = _why(answer)
        if why:
            ran: Literal["no", "unknown"] = "no" if why.split(":")[0] in NOTHING_RAN.values() else "unknown"
            raise RailError(why, ran=ran, raw=answer.raw)
        return _confirmation(order, said, answer)

    def refund(self, order: Order) -> Confirmation:
        """Pay the payer of the collection: Orange knows no other way to give it back. Raises RailError."""
        return self.submit(order)

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it; `never_ran`: its payToken ended unpaid. Raises RailError(ran="unknown")."""
        lost: RailError
        try:
            answer = self._calls.call("GET", f"{PATHS[order.direction]}/paymentstatus/{order.handle}", order.base_url)
            said = _read(answer)
            why = _why(answer)
            if not why:
                return _confirmation(order, said, answer)
            lost = RailError(why, ran="unknown", raw=answer.raw)
        except RailError as unanswered:  # the question was not asked; the payment may have run all the same
            lost = RailError(unanswered.why, ran="unknown", raw=unanswered.raw)
        raise lost

    def read_callback(self, body: bytes, _: Signed) -> str:
        """Return the payToken or reference of every form seen: {message, data}, flat, and with hyphens."""
        return read_name(body, "payToken", "pay-token", "orderId", "order-id")

    def read_balance(self) -> int:
        """Raise RailError: no call known of this API tells the balance."""
        raise RailError("Orange Money tells no balance", ran="no")


def _nine_digits(phone: str) -> str:
    """Return a number without 237. Raises RailError(ran="no") for one that is not of Cameroon."""
    if not re.fullmatch(r"\+237[0-9]{9}", phone):
        raise RailError("bad request: not a number of Cameroon", ran="no")
    return phone.removeprefix("+237")


def _read(answer: Answer) -> dict[str, Any]:
    """Return the object of an answer. Raises RailError(ran="unknown")."""
    try:
        return read_object(answer.body)
    except Unreadable as wrong:
        if f"HTTP {answer.http}" in NOTHING_RAN:  # a gateway may refuse in HTML
            return {}
        raise RailError(f"unreadable: HTTP {answer.http}, {wrong}", ran="unknown", raw=answer.raw) from None


def _why(answer: Answer) -> str:
    """Return why an answer says nothing of the payment; "" when it does say something."""
    code = fault_code(answer)
    for key in (f"HTTP {answer.http}", code):
        if key in NOTHING_RAN:
            return f"{NOTHING_RAN[key]}: {key}"
    if code:
        return f"busy: fault {code}"
    return "" if answer.http in ANSWERED or answer.http == REFUSED else f"unexpected: HTTP {answer.http}"


def _confirmation(order: Order, said: dict[str, Any], answer: Answer) -> Confirmation:
    """Return what an answer says. Raises RailError(ran="unknown")."""
    data = read_part(said, "data")
    status, code = read_word(data.get("status")).upper(), _code(said, data)
    became = BECAME.get(status, "pending")
    if answer.http == REFUSED and not status and code in FINAL_REFUSALS:
        became = "failed"
    try:
        if read_word(data.get("payToken")) not in {"", order.handle}:
            raise Unreadable("the status of another payment")
        if answer.http == REFUSED and became not in {"failed", "expired"}:
            raise Unreadable("HTTP 417 without a failure")
        return Confirmation(
            _expired(order, data) if became == "expired" else became,
            amount=read_francs(data.get("amount")),
            party=read_phone(data.get("subscriberMsisdn")),
            operator_id=read_word(data.get("txnid")),
            reason=code or status if became in {"failed", "expired"} else _not_final(status, said),
            raw=answer.raw,
        )
    except Unreadable as wrong:
        raise RailError(f"unreadable: {wrong}", ran="unknown", raw=answer.raw) from None


def _expired(order: Order, data: dict[str, Any]) -> KnownState:
    """Return the end of an EXPIRED: an unpaid payToken, or a prompt nobody answered, which has more to tell.

    A payout has no prompt to expire, so one that was begun stays open until Orange, or a person, knows.
    """
    if not any(data.get(key) for key in ONLY_ONCE_PAID):
        return "never_ran"
    return "expired" if order.direction == "collect" else "pending"


def _code(said: dict[str, Any], data: dict[str, Any]) -> str:
    """Return the code of a refusal: before the sentence, or as the state of a half of the transaction."""
    written = re.match(r"([0-9]{3,8}) *::", read_word(said.get("message")))
    halves = (read_word(data.get(key)) for key in ("inittxnstatus", "confirmtxnstatus"))
    return written[1] if written else next((half for half in halves if half not in {"", "200"}), "")


def _not_final(status: str, said: dict[str, Any]) -> str:
    """Return the unknown status word for the log, or "" for a known pending status."""
    return "" if status in BECAME else status or read_word(said.get("message")) or "no status"
