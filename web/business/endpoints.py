"""Endpoints of a business and its keys: where its programs hear of events, what they were told, and told again."""

import secrets
from typing import Final

from flask import Response, abort, request

from wallet.business import api_keys, deliveries, endpoints
from wallet.business.endpoints import Endpoint
from wallet.business.events import KINDS
from wallet.business.keep_api_key import GIVEN, OVERLAPS, EndOwnApiKey, MakeApiKey, list_given, read_networks
from wallet.business.keep_endpoint import (
    STATES,
    AddEndpoint,
    ChangeEndpoint,
    DeliverAgain,
    TurnEndpointSecret,
)
from wallet.business.of_member import WRITE_ENDPOINTS
from wallet.core import clock
from wallet.core.errors import Misread
from wallet.core.public_ids import find_id, write_id
from web.business.answers import lead_on
from web.business.inside import Inside, do_or_say, enter
from web.process import process

READ_ENDPOINTS: Final = "endpoints:read"
SHOWN_MOST: Final = 50  # deliveries; the API lists them all


def show_endpoints(
    merchant: str, problem: str = "", typed: str = "", kinds: tuple[str, ...] = (), new_key: str = ""
) -> Response:
    """Return the endpoints of a business, and its keys by how they begin; `new_key` is shown this once."""
    inside = enter(merchant)
    inside.need(READ_ENDPOINTS)
    found, keys = inside.read(lambda db: (endpoints.list_of(db, merchant), api_keys.list_of(db, merchant)))
    return inside.answer(
        "endpoints.html", "endpoints", 422 if problem else 200, problem=problem, endpoints=found, keys=keys,
        letters=endpoints.URL_LETTERS,
        kinds=KINDS, typed=typed, chosen=kinds, write_id=write_id, attempt=secrets.token_urlsafe(16),
        may_write=inside.may(WRITE_ENDPOINTS), new_key=new_key,
        given=list_given(sees_balances=inside.may("balance:read")),
        allowed=request.form.getlist("permissions"), overlaps=OVERLAPS,
        addresses=request.form.get("addresses", "")[:400],
        now=inside.read(clock.now),
    )  # fmt: skip


def change_keys(merchant: str) -> Response:
    """Make a key, roll or end one, as the form says; a key that is made is shown this once."""
    inside = enter(merchant)
    inside.need(WRITE_ENDPOINTS)
    what, hint = request.form.get("what", ""), request.form.get("key", "")[:40]
    if what not in ("make", "roll", "end"):
        abort(400)

    def do() -> Response:
        if what == "end":
            inside.perform(EndOwnApiKey(hint))
            return lead_on(f"{inside.way}/endpoints")
        key = inside.perform(_read_key(what, hint)).made
        return show_endpoints(merchant, new_key=key) if key else lead_on(f"{inside.way}/endpoints")

    return do_or_say(inside, do, lambda problem: show_endpoints(merchant, problem), f"{inside.way}/endpoints")


def _read_key(what: str, hint: str) -> MakeApiKey:
    """Return the key that a form asks for. Raises Misread."""
    live = not process().sandbox
    if what == "roll":
        hours = request.form.get("hours", "")
        return MakeApiKey(live, rolls=hint, hours=next((one for one in OVERLAPS if str(one) == hours), OVERLAPS[1]))
    asked = request.form.getlist("permissions")
    networks = read_networks(request.form.get("addresses", "")[:400])
    return MakeApiKey(live, tuple(one for one in GIVEN if one in asked), networks)


def add_endpoint(merchant: str) -> Response:
    """Add an endpoint; its page shows its secret, this once."""
    inside = enter(merchant)
    inside.need(WRITE_ENDPOINTS)
    url = request.form.get("url", "").strip()[: endpoints.URL_LETTERS]
    kinds = tuple(one for one in KINDS if one in request.form.getlist("kinds"))

    def add() -> Response:
        if not endpoints.may_be_told(url, process().private_hosts):
            raise Misread("member.endpoint_unfit")
        made = inside.perform(AddEndpoint(url, kinds)).values["endpoint_id"]
        return _show(inside, made, with_secret=True)

    return do_or_say(
        inside, add, lambda problem: show_endpoints(merchant, problem, url, kinds), f"{inside.way}/endpoints"
    )


def show_endpoint(merchant: str, endpoint: str) -> Response:
    """Return one endpoint, and what it was told lately."""
    inside = enter(merchant)
    inside.need(READ_ENDPOINTS)
    return _show(inside, _find(inside, endpoint).id)


def change_endpoint(merchant: str, endpoint: str) -> Response:
    """Do with an endpoint what a button of its page says."""
    inside = enter(merchant)
    inside.need(WRITE_ENDPOINTS)
    known, what = _find(inside, endpoint), request.form.get("what", "")

    def do() -> Response:
        if what in STATES:
            inside.perform(ChangeEndpoint(known.id, what))
            return lead_on(f"{inside.way}/endpoints{'' if what == 'removed' else f'/{endpoint}'}")
        if what == "turn":
            inside.perform(TurnEndpointSecret(known.id))
            return _show(inside, known.id, with_secret=True)
        if what == "again":
            inside.perform(DeliverAgain(known.id, _find_delivery(inside, known)))
            return lead_on(f"{inside.way}/endpoints/{endpoint}")
        return abort(400)

    return do_or_say(inside, do, lambda problem: _show(inside, known.id, problem), f"{inside.way}/endpoints/{endpoint}")


def _find(inside: Inside, written: str) -> Endpoint:
    """Return an endpoint of the business. Aborts with 404 for none of theirs."""
    row_id = find_id("end", written)
    theirs = inside.read(lambda db: endpoints.list_of(db, inside.merchant_id))
    return next((one for one in theirs if one.id == row_id), None) or abort(404)


def _find_delivery(inside: Inside, endpoint: Endpoint) -> str | None:
    """Return the delivery that a form names, None for all that failed. Aborts with 404 for one of elsewhere."""
    written = request.form.get("delivery", "")
    if not written:
        return None
    row_id = find_id("dlv", written)
    known = {one.id for one in inside.read(lambda db: deliveries.list_latest(db, endpoint.id, SHOWN_MOST))}
    return row_id if row_id in known else abort(404)


def _show(inside: Inside, endpoint_id: str, problem: str = "", *, with_secret: bool = False) -> Response:
    known = inside.read(lambda db: endpoints.get(db, endpoint_id))
    told = inside.read(lambda db: deliveries.list_latest(db, endpoint_id, SHOWN_MOST))
    secret = known.read_secrets(process().wallet.secrets)[0] if with_secret else ""
    return inside.answer(
        "endpoint.html", "endpoints", 422 if problem else 200, problem=problem, endpoint=known, deliveries=told,
        secret=secret, write_id=write_id, attempt=secrets.token_urlsafe(16), may_write=inside.may(WRITE_ENDPOINTS),
    )  # fmt: skip
