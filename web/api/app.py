"""The API as part of the web app: each route behind its key, its limit and, where it is a POST, its Idempotency-Key."""

import uuid
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, cast

from flask import Flask, Response, g, request
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from wallet.business.api_keys import ApiKey
from wallet.core import traces
from wallet.core.errors import Misread, NotNow, WalletError
from wallet.core.logs import following, log
from web.api import keys, limits, versions
from web.api.call import ApiRequest
from web.api.idempotent import UNAVAILABLE_SECONDS, answer_once, find_key, refuse_key
from web.api.json_answers import answer_json, answer_written
from web.api.openapi import describe
from web.api.papers_page import add_papers_page
from web.api.problems import Trouble, answer_problem
from web.api.reading import read_body, read_query
from web.api.refusals import find_field, is_misread, say_refusal
from web.api.route import DELETED, JSON, Route
from web.api.routes import ROUTES
from web.process import process
from workers.settings import ProcessSettings
from workers.waking import wake_all

PREFIX: Final = "/v1"
ROUTED: Final[Mapping[int, str]] = {
    404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_media_type",
    503: "unavailable",
}  # fmt: skip


def add_api(app: Flask, known: ProcessSettings) -> None:
    """Add every route, and the papers, to the web app."""
    live = not known.wallet.sandbox
    for number, route in enumerate(ROUTES):
        view = make_view(route, known.wallet.public_url, live=live)
        app.add_url_rule(PREFIX + route.path, f"{PREFIX} {number}", view, methods=[route.method])
    papers = describe_api()
    app.add_url_rule(f"{PREFIX}/openapi.json", f"{PREFIX} papers", lambda: guard(lambda: answer_json(papers)))
    add_papers_page(app, PREFIX, papers)
    app.register_error_handler(HTTPException, answer_routing)


@cache
def describe_api() -> Mapping[str, Any]:
    """Return the papers, made once."""
    return describe(ROUTES)


def answer_routing(failed: HTTPException) -> Response | HTTPException:
    """Answer with a problem where the API has no such path or method; elsewhere, as it is."""
    if not request.path.startswith(f"{PREFIX}/"):
        return failed
    made = guard(lambda: answer_problem(Trouble(ROUTED.get(failed.code or 500, "invalid_request"))))
    if failed.code == 405:
        made.headers["Allow"] = ", ".join(getattr(failed, "valid_methods", None) or ())
    return made


def guard(answer: Callable[[], Response]) -> Response:
    """Return an answer whatever happens, with the request's own id; a trouble is answered as a problem."""
    g.request_id, g.headers = f"req_{uuid.uuid4().hex}", {}
    traces.say(of=g.request_id, request=g.request_id, caller=request.headers.get("traceparent", ""))
    try:
        with following(request=g.request_id):
            made = answer()
    except Trouble as trouble:
        made = answer_problem(trouble)
    except HTTPException as failed:  # a body that is too long, found while it is read
        made = answer_problem(Trouble(ROUTED.get(failed.code or 500, "invalid_request")))
    except SQLAlchemyError as away:
        log.error("no database", way="api", error=type(away).__name__, request=g.request_id)
        made = answer_problem(Trouble("unavailable", retry_after=UNAVAILABLE_SECONDS))
    except Exception as failed:
        log.error("not answered", way="api", error=type(failed).__name__, request=g.request_id, exc_info=True)
        made = answer_problem(Trouble("internal"))
    made.headers.update({**g.headers, "Request-Id": g.request_id})
    return made


def make_view(route: Route, public_url: str, *, live: bool) -> Callable[..., Response]:
    """Return the view of a route."""

    def answer(**ids: str) -> Response:
        held, woken = process(), set[str]()
        said = keys.read_said()
        left = limits.count(held.redis, keys.name_said(said), limits.A_MINUTE)
        if left.left < 0:
            g.headers = left.write_headers()
            left.check()

        def admit(found: ApiKey | None) -> ApiRequest:
            key = keys.check(found, live=live)
            g.headers = left.write_headers()
            g.headers[versions.HEADER] = versions.choose_version(key).isoformat()
            if route.permission and route.permission not in key.permissions:
                raise Trouble("permission_denied", f"The key needs the permission {route.permission}.")
            return ApiRequest(held, key, idempotency_key, public_url, woken=woken)

        idempotency_key = find_key() if route.method == "POST" else ""
        if idempotency_key:
            made = answer_once(held, said, idempotency_key, admit, lambda call: answer_route(route, call, ids))
        else:
            call = admit(keys.find(held, said))
            if route.method == "POST":
                refuse_key()
            made = answer_route(route, call, ids)
        wake_all(held.redis, woken)
        return made

    def answer_known(**ids: str) -> Response:
        try:
            return answer(**ids)
        except keys.NoKey:
            keys.slow_down(process())
            raise

    return lambda **ids: guard(lambda: answer_known(**ids))


def answer_route(route: Route, call: ApiRequest, ids: Mapping[str, str]) -> Response:
    """Read what was said, do it, and return the answer. Raises Trouble, also for what the wallet cannot read or do."""
    given: list[Any] = []
    if route.says:
        given.append(read_body(route.says))
    if route.asks:
        given.append(read_query(route.asks))
    try:
        body = route.do(call, *ids.values(), *given)
    except WalletError as refused:
        raise name_trouble(refused, route.says) from None
    if route.kind != JSON:
        return cast("Response", body)
    if route.status == DELETED:
        return answer_written("", DELETED)
    return answer_json(body, route.status)


def name_trouble(refused: WalletError, said_in: type[BaseModel] | None) -> Trouble:
    """Return what a program is answered where the wallet refuses what its body said."""
    said = say_refusal(refused.key, refused.values)
    if isinstance(refused, NotNow):
        return Trouble("unavailable", said, retry_after=30)
    if not isinstance(refused, Misread):
        return Trouble("not_possible", said)
    return Trouble(
        "invalid_request" if is_misread(refused.key) else "not_possible", said, find_field(refused.key, said_in)
    )
