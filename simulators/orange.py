"""Orange Money Cameroon's local merchant API under /orange, RECONSTRUCTED FROM PUBLIC CLIENTS.

Orange publishes no specification of omcoreapis 1.0.2. What several independent clients agree on is kept to; the
sentences of rarer refusals, how long a payToken may be paid, and what callbacks look like are our own guesses,
and may be wrong. mp is a customer paying us, cashin is us paying a customer.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

from simulators import operator_line, operators, orange_access
from simulators.faults import Knob
from simulators.operator_books import COLLECTION, PAYOUT, Books
from simulators.operator_line import Line
from simulators.operators import Operator, Speech
from simulators.orange_access import Access, as_json
from simulators.orange_doors import Orange
from simulators.orange_requests import refused
from simulators.orange_words import PARTY, callback, prompt
from simulators.wire import network_code
from simulators.world import World

CORE: Final = "/omcoreapis/1.0.2"
DOORS: Final = {"mp": COLLECTION, "cashin": PAYOUT}

FAULTS: Final = {
    **operator_line.FAULTS,
    **operators.FAULTS,
    "refused_code": Knob("417 with value as the message; nothing was executed", "60019 :: Le solde est insuffisant"),
    "cancelled_word": Knob("a prompt refused is told as value", "CANCELLED"),
    "confirmed_null": Knob("a success is told with confirmtxnstatus and its message null"),
    "createtime_number": Knob("createtime is a number instead of a text"),
    "callback_shape": Knob("callbacks are flat or dashed, instead of {message, data}", "flat"),
}


def operator(world: World) -> Operator:
    """Orange's books and habits: its customers are the numbers of its own prefixes, unless told otherwise."""
    books = Books(PARTY, lambda phone: network_code(phone) == "62402")
    speech = Speech(prompt, lambda operation: operation.id, lambda operation: callback(world, operation), "POST")
    return Operator(PARTY, world, books, speech)


def posted_phone() -> str | None:
    """Whose number a body names, whatever else is wrong with it: faults may be asked for one phone."""
    body: Any = request.get_json(silent=True)
    number = body.get("subscriberMsisdn") if isinstance(body, dict) else None
    return f"+237{number}" if isinstance(number, str) else None


def blueprint(orange: Operator) -> Blueprint:
    """Everything under /orange; a base URL of Orange's is `…/orange`."""
    access = Access(orange.patience)
    doors = Orange(orange, access, Line(PARTY, orange.world, orange_access.error, access.forget))
    orange.may_start = doors.may_pay
    ways = Blueprint("orange", __name__, url_prefix="/orange")

    def phone_of(name: str) -> str | None:
        operation = orange.books.find(name)
        return operation.phone if operation else None

    @ways.post("/token")
    def token() -> Response:
        return doors.line.carry("token", None, access.token)

    @ways.post(f"{CORE}/<any(mp, cashin):door>/init")
    def begin(door: str) -> Response:
        return doors.call("init", None, lambda: doors.begin(DOORS[door]))

    @ways.post(f"{CORE}/<any(mp, cashin):door>/pay")
    def pay(door: str) -> Response:
        return doors.call(DOORS[door], posted_phone(), lambda: doors.pay(DOORS[door]))

    @ways.get(f"{CORE}/<any(mp, cashin):door>/paymentstatus/<name>")
    def status(door: str, name: str) -> Response:
        return doors.call("status", phone_of(name), lambda: doors.status(name, DOORS[door]))

    @ways.get(f"{CORE}/mp/push/<name>")
    def push(name: str) -> Response:
        return doors.call("push", phone_of(name), lambda: doors.push(name))

    @ways.post(f"{CORE}/infos/subscriber/customer/<number>")
    def customer(number: str) -> Response:
        def who() -> Response:
            if orange.books.balance(f"+237{number}") is None:
                raise refused("Subscriber not found", status=404)
            return as_json({"message": "Success", "data": {"firstName": "Client", "lastName": number[-4:]}})

        return doors.call("holder", f"+237{number}", who)

    return ways
