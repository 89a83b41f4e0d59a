"""MTN MoMo's Open API under /mtn: collection, disbursement, account holders, and a sandbox's API users.

Paths, headers, codes and shapes are those of MTN's own OpenAPI export and portal pages; what those leave open
(when a refusal is told, PUT or POST, an object or a text as reason) is a fault to ask for.
"""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import Blueprint, Response, request

from simulators import mtn_access, operator_line, operators
from simulators.answers import as_json
from simulators.faults import Knob
from simulators.mtn_access import REFERENCE, Access, User, empty, refusal
from simulators.mtn_endpoints import MtnEndpoints
from simulators.mtn_requests import PARTY as PARTY_OF
from simulators.mtn_requests import kind_of
from simulators.mtn_words import PARTY, WORDS, outcome, prompt
from simulators.operator_books import SUCCEEDED, Books
from simulators.operator_line import OperatorLine
from simulators.operators import FileWords, Operator, OperatorWords
from simulators.wire import network_code
from simulators.world import World

PRODUCTS: Final = "<any(collection, disbursement):product>"

FAULTS: Final = {
    **operator_line.FAULTS,
    **operators.FAULTS,
    "refused_code": Knob("HTTP 500 with code value; nothing was executed, and the reference is unknown", "NOT_ALLOWED"),
    "refused_at_once": Knob("no such customer: HTTP 500 at once and FAILED after, instead of 202 and FAILED"),
    "sandbox_at_once": Knob("a sandbox number's refusal comes at once, as HTTP 500 or 503"),
    "environment_on_token": Knob("the new platform: a token call without X-Target-Environment is answered 400"),
    "reason_text": Knob("reason is a bare text instead of an object"),
    "reason_object": Knob("reason is an object also for codes outside MTN's specification"),
    "funds_code": Knob("the code of a customer without funds", "INTERNAL_PROCESSING_ERROR"),
    "expiry_code": Knob("the code of a prompt nobody answered", "EXPIRED"),
}
FILE_WORDS: Final = FileWords(WORDS[SUCCEEDED], lambda phone: phone.removeprefix("+"))


def operator(world: World) -> Operator:
    """Return MTN as an operator; its customers are the numbers of its own prefixes, unless told otherwise."""
    books = Books(PARTY, lambda phone: network_code(phone) in ("62401", "99999"))
    words = OperatorWords(
        prompt, lambda operation: str(books.new_id()), lambda operation: outcome(world, operation), "PUT"
    )
    return Operator(PARTY, world, books, words, FILE_WORDS)


def posted_phone() -> str | None:
    """Return the number a body names, whatever else is wrong with it, since faults may be asked for one phone."""
    body: Any = request.get_json(silent=True)
    for name in PARTY_OF.values():
        party = body.get(name) if isinstance(body, dict) else None
        if isinstance(party, dict) and isinstance(party.get("partyId"), str):
            return f"+{party['partyId']}"
    return None


def blueprint(mtn: Operator) -> Blueprint:
    """Serve everything under /mtn; a base URL of MTN's is `…/mtn`."""
    access = Access(mtn.timings)
    endpoints = MtnEndpoints(mtn, access, OperatorLine(PARTY, mtn.world, mtn_access.error, access.forget))
    routes = Blueprint("mtn", __name__, url_prefix="/mtn")

    @routes.before_request
    def agent() -> Response | None:
        if "python-requests" in request.headers.get("User-Agent", "").lower():
            return Response(mtn_access.FORBIDDEN, 403, content_type="text/html")
        return None

    add_payment_routes(routes, endpoints)
    add_account_routes(routes, endpoints)
    add_provisioning_routes(routes, access)
    return routes


def add_payment_routes(routes: Blueprint, endpoints: MtnEndpoints) -> None:
    """Add the routes that ask for a payment, read its status and notify the customer of a delivery."""

    @routes.post(f"/{PRODUCTS}/<any(v1_0, v2_0):version>/<endpoint>")
    def post(product: str, version: str, endpoint: str) -> Response:
        kind = kind_of(product, endpoint)
        if kind is None or (version == "v2_0" and endpoint in ("requesttopay", "transfer")):
            return empty(404)
        return endpoints.call(kind, product, posted_phone(), lambda grant: endpoints.post(kind, grant))

    @routes.get(f"/{PRODUCTS}/v1_0/<endpoint>/<reference>")
    def status(product: str, endpoint: str, reference: str) -> Response:
        kind = kind_of(product, endpoint)
        if kind is None:
            return empty(404)
        if REFERENCE.fullmatch(reference) is None:
            return empty(400)
        operation = endpoints.operator.books.find(reference.lower())
        phone = operation.phone if operation else None
        return endpoints.call("status", product, phone, lambda _: endpoints.status(kind, operation))

    @routes.post("/collection/v1_0/requesttopay/<reference>/deliverynotification")
    def notify(reference: str) -> Response:
        operation = endpoints.operator.books.find(reference.lower())
        phone = operation.phone if operation else None
        return endpoints.call("notify", "collection", phone, lambda _: endpoints.notify(operation))


def add_account_routes(routes: Blueprint, endpoints: MtnEndpoints) -> None:
    """Add the routes of tokens, of our balance, and of an account holder's existence and name."""

    @routes.post(f"/{PRODUCTS}/token/")
    def token(product: str) -> Response:
        new = bool(endpoints.operator.world.faults.strike(PARTY, "environment_on_token", call="token"))
        return endpoints.line.carry("token", [], lambda: endpoints.access.token(product, names_environment=new))

    @routes.get(f"/{PRODUCTS}/v1_0/account/balance")
    @routes.get(f"/{PRODUCTS}/v1_0/account/balance/<currency>")
    def balance(product: str, currency: str | None = None) -> Response:
        return endpoints.call("balance", product, None, lambda _: endpoints.balance(currency))

    @routes.get(f"/{PRODUCTS}/v1_0/accountholder/<kind>/<identity>/active")
    def active(product: str, kind: str, identity: str) -> Response:
        if kind.lower() not in ("msisdn", "email", "party_code"):
            return empty(400)
        phone = f"+{identity}"
        known = endpoints.operator.books.balance(phone) is not None
        return endpoints.call("holder", product, phone, lambda _: as_json({"result": known}))

    @routes.get(f"/{PRODUCTS}/v1_0/accountholder/<kind>/<identity>/basicuserinfo")
    def basic_info(product: str, kind: str, identity: str) -> Response:
        if kind.lower() not in ("msisdn", "email", "alias", "id"):
            return empty(400)
        phone = f"+{identity}"
        if endpoints.operator.books.balance(phone) is None:
            return endpoints.call("holder", product, phone, lambda _: refusal("RESOURCE_NOT_FOUND", 500))
        info = {"given_name": "Client", "family_name": identity[-4:], "birthdate": "1990-01-01", "locale": "fr_CM",
                "gender": "F", "status": "ACTIVE"}  # fmt: skip
        return endpoints.call("holder", product, phone, lambda _: as_json(info))


def add_provisioning_routes(routes: Blueprint, access: Access) -> None:
    """Add the routes of a sandbox's API users: made, given a key once, shown."""

    @routes.post("/v1_0/apiuser")
    def make() -> Response:
        reference = request.headers.get("X-Reference-Id", "").lower()
        body: Any = request.get_json(silent=True)
        host = body.get("providerCallbackHost") if isinstance(body, dict) else None
        if mtn_access.subscription_key() is None:
            return mtn_access.no_key()
        if REFERENCE.fullmatch(reference) is None or not isinstance(host, str):
            return empty(400)
        if reference in access.users:
            return refusal("RESOURCE_ALREADY_EXIST", 409)
        access.users[reference] = User(host)
        return empty(201)

    @routes.post("/v1_0/apiuser/<reference>/apikey")
    def give_key(reference: str) -> Response:
        user = access.users.get(reference.lower())
        if user is None:
            return refusal("RESOURCE_NOT_FOUND", 404)
        user.api_key = uuid.uuid4().hex
        return as_json({"apiKey": user.api_key}, 201)

    @routes.get("/v1_0/apiuser/<reference>")
    def show(reference: str) -> Response:
        user = access.users.get(reference.lower())
        if user is None:
            return refusal("RESOURCE_NOT_FOUND", 404)
        return as_json({"providerCallbackHost": user.callback_host, "targetEnvironment": "sandbox"})
