"""Orange Money Cameroon's local merchant API under /orange, RECONSTRUCTED FROM PUBLIC CLIENTS.

Orange publishes no specification of omcoreapis 1.0.2. What several independent clients agree on is kept to; the
sentences of rarer refusals, how long a payToken may be paid, and what callbacks look like are our own guesses,
and may be wrong. mp is a customer paying us, cashin is us paying a customer.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

from simulators import operator_line, operators, orange_access
from simulators.answers import as_json
from simulators.faults import Knob
from simulators.operator_books import COLLECTION, PAYOUT, SUCCEEDED, Books
from simulators.operator_line import OperatorLine
from simulators.operators import FileWords, Operator, OperatorWords
from simulators.orange_access import Access
from simulators.orange_endpoints import OrangeEndpoints
from simulators.orange_requests import refused
from simulators.orange_words import PARTY, WORDS, callback, prompt
from simulators.wire import network_code
from simulators.world import World

CORE: Final = "/omcoreapis/1.0.2"
KINDS: Final = {"mp": COLLECTION, "cashin": PAYOUT}

FAULTS: Final = {
    **operator_line.FAULTS,
    **operators.FAULTS,
    "refused_code": Knob("417 with value as the message; nothing was executed", "60019 :: Le solde est insuffisant"),
    "cancelled_word": Knob("a prompt refused is told as value", "CANCELLED"),
    "confirmed_null": Knob("a success is told with confirmtxnstatus and its message null"),
    "createtime_number": Knob("createtime is a number instead of a text"),
    "callback_shape": Knob("callbacks are flat or dashed, instead of {message, data}", "flat"),
}
FILE_WORDS: Final = FileWords(WORDS[SUCCEEDED], lambda phone: phone.removeprefix("+237"))


def operator(world: World) -> Operator:
    """Return Orange as an operator; its customers are the numbers of its own prefixes, unless told otherwise."""
    books = Books(PARTY, lambda phone: network_code(phone) == "62402")
    words = OperatorWords(prompt, lambda operation: operation.id, lambda operation: callback(world, operation), "POST")
    return Operator(PARTY, world, books, words, FILE_WORDS)


def posted_phone() -> str | None:
    """Return the number a body names, whatever else is wrong with it, since faults may be asked for one phone."""
    body: Any = request.get_json(silent=True)
    number = body.get("subscriberMsisdn") if isinstance(body, dict) else None
    return f"+237{number}" if isinstance(number, str) else None


def blueprint(orange: Operator) -> Blueprint:
    """Serve everything under /orange; a base URL of Orange's is `…/orange`."""
    access = Access(orange.timings)
    endpoints = OrangeEndpoints(orange, access, OperatorLine(PARTY, orange.world, orange_access.error, access.forget))
    orange.may_start = endpoints.may_pay
    routes = Blueprint("orange", __name__, url_prefix="/orange")

    def phone_of(name: str) -> str | None:
        operation = orange.books.find(name)
        return operation.phone if operation else None

    @routes.post("/token")
    def token() -> Response:
        return endpoints.line.carry("token", [], access.token)

    @routes.post(f"{CORE}/<any(mp, cashin):product>/init")
    def begin(product: str) -> Response:
        return endpoints.call("init", None, lambda: endpoints.begin(KINDS[product]))

    @routes.post(f"{CORE}/<any(mp, cashin):product>/pay")
    def pay(product: str) -> Response:
        return endpoints.call(KINDS[product], posted_phone(), lambda: endpoints.pay(KINDS[product]))

    @routes.get(f"{CORE}/<any(mp, cashin):product>/paymentstatus/<name>")
    def status(product: str, name: str) -> Response:
        return endpoints.call("status", phone_of(name), lambda: endpoints.status(name, KINDS[product]))

    @routes.get(f"{CORE}/mp/push/<name>")
    def push(name: str) -> Response:
        return endpoints.call("push", phone_of(name), lambda: endpoints.push(name))

    @routes.post(f"{CORE}/infos/subscriber/customer/<number>")
    def customer(number: str) -> Response:
        def who() -> Response:
            if orange.books.balance(f"+237{number}") is None:
                raise refused("Subscriber not found", status=404)
            return as_json({"message": "Success", "data": {"firstName": "Client", "lastName": number[-4:]}})

        return endpoints.call("holder", f"+237{number}", who)

    return routes
