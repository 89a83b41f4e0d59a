"""Orange Money Cameroon: its words and ours. Collections are `mp` (merchant payment), payouts `cashin`.

There is no public specification: all this is what independent clients agree on. A payToken is obtained first, moves
nothing, and may be paid once; nothing says what paying it twice does, so after a doubt we only ask, and never init
again. A callback's form is anybody's guess: it only makes us ask.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from wallet.payments.payments import Confirmation, Direction, Known, Order
from workers.rails import RailError
from workers.rails.answers import CALLBACK_NAME, Unreadable, francs, named, part, phone, read_object, word
from workers.rails.http import Answer
from workers.rails.notes import plain
from workers.rails.orange_calls import OrangeCalls, fault_code

# Their word for what became of a payment → ours. A word that is not here, or none, is not final.
BECAME: Final[dict[str, Known]] = {
    "INITIATED": "pending",
    "PENDING": "pending",
    "SUCCESSFULL": "succeeded",  # their spelling
    "SUCCESSFUL": "succeeded",
    "SUCCESS": "succeeded",
    "FAILED": "failed",
    "CANCELLED": "failed",
    "CANCELED": "failed",
    "EXPIRED": "expired",  # see _expired()
}
ONLY_ONCE_PAID: Final = ("txnid", "amount", "subscriberMsisdn", "inittxnstatus")  # all null: pay never happened

# What a gateway's refusal tells of the call: by HTTP status, or by the code of a WSO2 fault (which may come with 200).
# WSO2's own list of codes; what is not here, like 900900 for anything unclassified, may have passed the gateway.
NOTHING_RAN: Final[dict[str, str]] = {
    "HTTP 401": "configuration",
    "HTTP 403": "configuration",
    "700700": "configuration",  # this API is blocked
    "900901": "configuration",  # invalid credentials, after one new token
    "900902": "configuration",
    "900903": "configuration",
    "900904": "configuration",
    "900905": "configuration",
    "900906": "configuration",  # no such path
    "900907": "configuration",
    "900908": "configuration",
    "900909": "configuration",
    "900910": "configuration",
    "900800": "throttled",
    "900801": "throttled",
    "900802": "throttled",
    "900803": "throttled",
    "900804": "throttled",
    "900806": "throttled",
    "900807": "throttled",
}
ANSWERED: Final = frozenset({200, 201, 202})
REFUSED: Final = 417
# The codes such a refusal begins with ("60019 :: Le solde du compte du payeur est insuffisant") that are final even
# where no status is told. Only these: another may say that a payToken was paid already.
FINAL_REFUSALS: Final = frozenset({"60019"})

PATHS: Final[dict[Direction, Literal["mp", "cashin"]]] = {"collect": "mp", "pay": "cashin"}
DESCRIPTION_LETTERS_MAX: Final = 50  # where the shortest of the known clients cuts


@dataclass(frozen=True)
class Till:
    """Our side of every Orange payment: the channel user's number (nine digits) and its PIN, sent in each body."""

    phone: str
    pin: str = field(repr=False)


class Orange:
    """The way to Orange Money."""

    name = "orange"
    title = "Orange Money"
    resubmit_is_safe = False

    def __init__(self, calls: OrangeCalls, till: Till, callback_url: str = "") -> None:
        self._calls, self._till, self._callback_url = calls, till, callback_url

    def __repr__(self) -> str:
        return f"Orange({self._calls.base_url})"

    def prepare(self, order: Order) -> Order:
        """The order with its payToken, got once: one that has it is given back as it is. Raises RailError(ran="no")."""
        _nine_digits(order.phone)
        if order.handle:
            return order
        base_url = order.base_url or self._calls.base_url
        lost: RailError
        try:
            answer = self._calls.call("POST", f"{PATHS[order.direction]}/init", base_url)
            handle = word(part(_read(answer), "data").get("payToken"))
            if answer.http in ANSWERED and CALLBACK_NAME.fullmatch(handle):
                return replace(order, handle=handle, base_url=base_url)
            lost = RailError(f"{_why(answer) or 'unreadable: no payToken'}", ran="no", raw=answer.raw)
        except RailError as error:  # whatever happened to an init, no money can have moved
            lost = RailError(error.why, ran="no", raw=error.raw)
        raise lost

    def submit(self, order: Order) -> Confirmation:
        """Pay the payToken: the customer is prompted (mp) or paid (cashin). Never to be repeated. Raises RailError."""
        number = _nine_digits(order.phone)
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

    def ask_status(self, order: Order) -> Confirmation:
        """What became of it; `never_ran`: its payToken ended without being paid. Raises RailError(ran="unknown")."""
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

    def push(self, order: Order) -> None:
        """Show the prompt of a pending collection on the customer's phone again. Raises RailError if it was not."""
        answer = self._calls.call("GET", f"{PATHS['collect']}/push/{order.handle}", order.base_url)
        if _why(answer) or answer.http not in ANSWERED:
            raise RailError(_why(answer) or f"HTTP {answer.http}", ran="no", raw=answer.raw)

    def read_callback(self, body: bytes) -> str:
        """Every form seen: {message, data}, flat, and with hyphens; the payToken where there is one."""
        return named(body, "payToken", "pay-token", "orderId", "order-id")

    def balance(self) -> int:
        """Not told by any call known of this API. Raises RailError."""
        raise RailError("Orange Money tells no balance", ran="no")


def _nine_digits(phone: str) -> str:
    """Raises RailError(ran="no") for a number that is not of Cameroon."""
    if not re.fullmatch(r"\+237[0-9]{9}", phone):
        raise RailError("bad request: not a number of Cameroon", ran="no")
    return phone.removeprefix("+237")


def _read(answer: Answer) -> dict[str, Any]:
    """Raises RailError(ran="unknown")."""
    try:
        return read_object(answer.body)
    except Unreadable as wrong:
        if f"HTTP {answer.http}" in NOTHING_RAN:  # a gateway may refuse in HTML
            return {}
        raise RailError(f"unreadable: HTTP {answer.http}, {wrong}", ran="unknown", raw=answer.raw) from None


def _why(answer: Answer) -> str:
    """Why this answer says nothing of the payment; "" when it does say something."""
    code = fault_code(answer)
    for key in (f"HTTP {answer.http}", code):
        if key in NOTHING_RAN:
            return f"{NOTHING_RAN[key]}: {key}"
    if code:
        return f"busy: fault {code}"
    return "" if answer.http in ANSWERED or answer.http == REFUSED else f"unexpected: HTTP {answer.http}"


def _confirmation(order: Order, said: dict[str, Any], answer: Answer) -> Confirmation:
    """Raises RailError(ran="unknown")."""
    data = part(said, "data")
    status, code = word(data.get("status")).upper(), _code(said, data)
    became = BECAME.get(status, "pending")
    if answer.http == REFUSED and not status and code in FINAL_REFUSALS:
        became = "failed"
    try:
        if word(data.get("payToken")) not in {"", order.handle}:
            raise Unreadable("the status of another payment")
        if answer.http == REFUSED and became not in {"failed", "expired"}:
            raise Unreadable("HTTP 417 without a failure")
        return Confirmation(
            _expired(order, data) if became == "expired" else became,
            amount=francs(data.get("amount")),
            phone=phone(data.get("subscriberMsisdn")),
            operator_id=word(data.get("txnid")),
            reason=code or status if became in {"failed", "expired"} else _not_final(status, said),
            raw=answer.raw,
        )
    except Unreadable as wrong:
        raise RailError(f"unreadable: {wrong}", ran="unknown", raw=answer.raw) from None


def _expired(order: Order, data: dict[str, Any]) -> Known:
    """An unpaid payToken and a prompt nobody answered are both EXPIRED: what was paid has more to tell than that.

    A payout has no prompt to expire, so one that was begun stays open until Orange, or a person, knows.
    """
    if not any(data.get(key) for key in ONLY_ONCE_PAID):
        return "never_ran"
    return "expired" if order.direction == "collect" else "pending"


def _code(said: dict[str, Any], data: dict[str, Any]) -> str:
    """The code of a refusal: before the sentence, or as the state of the first or second half of the transaction."""
    written = re.match(r"([0-9]{3,8}) *::", word(said.get("message")))
    halves = (word(data.get(key)) for key in ("inittxnstatus", "confirmtxnstatus"))
    return written[1] if written else next((half for half in halves if half not in {"", "200"}), "")


def _not_final(status: str, said: dict[str, Any]) -> str:
    """What there is to say of an answer that ends nothing: nothing, if its word is one we know."""
    return "" if status in BECAME else status or word(said.get("message")) or "no status"
