"""Endpoints as programs make and look after them; their deliveries, to look at and to have again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business import endpoints
from wallet.business.endpoints import Endpoint
from wallet.business.events import KINDS
from wallet.business.keep_endpoint import (
    LAST,
    TOO_MANY,
    AddEndpoint,
    ChangeEndpoint,
    DeliverAgain,
    TurnEndpointSecret,
)
from wallet.core.errors import Refused
from wallet.core.public_ids import find_id, write_id
from wallet.operations.use_case import Outcome
from web.api.call import ApiRequest
from web.api.events import EVENTS, write_time
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import Trouble, not_found
from web.api.reading import URI, Body
from web.api.route import DELETED, Route

ENDPOINTS = Listing(
    "end", "id::text, url, kinds, state, failing_since, since", "endpoint", "since, id", only="state <> 'removed'"
)
DELIVERIES = Listing(
    "dlv",
    """id::text, endpoint_id::text, event_id::text, state, tries, due_at, ended_at, ARRAY (SELECT jsonb_build_object(
        'at', at, 'status', status, 'took_ms', took_ms, 'answer', answer, 'why', why)
        FROM delivery_try t WHERE t.delivery_id = event_delivery.id ORDER BY at) AS told""",
    "event_delivery",
    "number, id",
)

Url = Annotated[
    str,
    Field(
        min_length=10, max_length=endpoints.URL_LETTERS, description="https://, on the open internet",
        json_schema_extra=URI,
    ),
]  # fmt: skip
Kind = Annotated[str, Field(max_length=40, json_schema_extra={"enum": [*KINDS]})]
Kinds = Annotated[list[Kind], Field(max_length=len(KINDS))]


class NewEndpoint(Body):
    """A new endpoint: where to tell events, and of which kinds; none: all."""

    url: Url
    events: Kinds = Field(default_factory=list)


class EndpointChange(Body):
    """A change of an endpoint: what is said is otherwise from now on."""

    url: Url | None = None
    events: Kinds | None = None
    state: Literal["on", "off"] | None = None


class EndpointShown(BaseModel):
    """An endpoint."""

    id: str
    url: str
    events: list[str]
    state: str
    failing_since: datetime | None = None
    created_at: datetime


class EndpointMade(EndpointShown):
    """An endpoint. `secret` is said when it is made, or turned, and never again: whoever missed it turns it."""

    secret: str | None = None


class DeliveryTry(BaseModel):
    """One try to tell: HTTP status (0: no answer, `why`), milliseconds, how the answer began."""

    at: datetime
    status: int
    took_ms: int
    answer: str
    why: str


class Delivery(BaseModel):
    """An event on its way to an endpoint: waiting, delivered or failed."""

    id: str
    event: str
    state: str
    tries: int
    due_at: datetime | None = None
    ended_at: datetime | None = None
    log: list[DeliveryTry]


class Again(Body):
    """Which deliveries to have again: those of events from `first` to `last`, all or what failed."""

    first: Annotated[str, Field(max_length=64)] | None = None
    last: Annotated[str, Field(max_length=64)] | None = None
    failed_only: bool = True


class Redelivered(BaseModel):
    """The number of deliveries that will be made again, at most a thousand at a time."""

    count: int


def check_url(call: ApiRequest, url: str) -> str:
    """Return the address. Raises Trouble for one that we would not tell anything."""
    if not endpoints.may_be_told(url, call.held.private_hosts):
        raise Trouble("invalid_request", "An https:// address on the open internet, without user or fragment.", "url")
    return url


def check_kinds(kinds: list[str]) -> tuple[str, ...]:
    """Return the kinds, each once. Raises Trouble for one that there is not."""
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise Trouble("invalid_request", f"No such event: {unknown[0]!r}.", "events")
    return tuple(sorted(set(kinds)))


def show_endpoint(row: Any, secret: str | None = None) -> dict[str, Any]:
    """Return an endpoint as it is answered."""
    return {
        "id": write_id("end", row.id),
        "url": row.url,
        "events": list(row.kinds),
        "state": row.state,
        "failing_since": write_time(row.failing_since),
        "created_at": write_time(row.since),
        **({"secret": secret} if secret else {}),
    }


def find_own(db: Connection, call: ApiRequest, endpoint: str) -> Endpoint:
    """Return an endpoint of the business that calls. Raises Trouble."""
    found = endpoints.find(db, call.merchant_id, read_id("end", endpoint))
    if found is None:
        raise not_found()
    return found


def create_endpoint(call: ApiRequest, said: NewEndpoint) -> dict[str, Any]:
    """Make an endpoint; its secret is answered this once."""
    case = AddEndpoint(check_url(call, said.url), check_kinds(said.events))
    try:
        return show_made(call, call.perform(case))
    except Refused as refused:
        if refused.key != TOO_MANY:
            raise
        raise Trouble("limit_exceeded", f"At most {endpoints.MOST} endpoints.") from None


def show_made(call: ApiRequest, outcome: Outcome) -> dict[str, Any]:
    """Return an endpoint as it is answered, with the secret it was just given; long after, without."""
    if outcome.made is None:  # under a key whose answer is kept no more
        return call.do(lambda db: show_endpoint(endpoints.get(db, outcome.values["endpoint_id"])))
    return show_endpoint(*outcome.made)


def list_endpoints(call: ApiRequest, asked: Page) -> dict[str, Any]:
    """List endpoints, the newest first."""
    return answer_list(*call.do(lambda db: ENDPOINTS.read(db, call, asked)), show_endpoint)


def get_endpoint(call: ApiRequest, endpoint: str) -> dict[str, Any]:
    """Get one endpoint."""
    return call.do(lambda db: show_endpoint(find_own(db, call, endpoint)))


def change_endpoint(call: ApiRequest, endpoint: str, said: EndpointChange) -> dict[str, Any]:
    """Change where an endpoint is, of what it hears, or whether it is on; one that was disabled is let in again."""
    known = call.do(lambda db: find_own(db, call, endpoint))
    url = None if said.url is None else check_url(call, said.url)
    kinds = None if said.events is None else check_kinds(said.events)
    call.perform(ChangeEndpoint(known.id, said.state, url, kinds))
    return get_endpoint(call, endpoint)


def remove_endpoint(call: ApiRequest, endpoint: str) -> None:
    """Remove an endpoint: it is told nothing more."""
    known = call.do(lambda db: find_own(db, call, endpoint))
    call.perform(ChangeEndpoint(known.id, "removed"))


def turn_secret(call: ApiRequest, endpoint: str) -> dict[str, Any]:
    """Give an endpoint a new secret, answered this once; the one before it signs too, for 24 hours."""
    known = call.do(lambda db: find_own(db, call, endpoint))
    return show_made(call, call.perform(TurnEndpointSecret(known.id)))


def show_delivery(row: Any) -> dict[str, Any]:
    """Return a delivery as it is answered."""
    return {
        "id": write_id("dlv", row.id),
        "event": write_id("evt", row.event_id),
        "state": row.state,
        "tries": row.tries,
        "due_at": write_time(row.due_at) if row.state == "waiting" else None,
        "ended_at": write_time(row.ended_at),
        "log": row.told,
    }


def list_deliveries(call: ApiRequest, endpoint: str, asked: Page) -> dict[str, Any]:
    """List an endpoint's deliveries, those of the newest events first, each with its tries."""

    def read(db: Connection) -> tuple[Sequence[Any], bool]:
        known = find_own(db, call, endpoint)
        return DELIVERIES.read(db, call, asked, {"endpoint": ("endpoint_id = :endpoint", known.id)})

    return answer_list(*call.do(read), show_delivery)


def redeliver(call: ApiRequest, endpoint: str, delivery: str) -> dict[str, Any]:
    """Deliver one event again."""

    def find(db: Connection) -> DeliverAgain:
        known, row = find_own(db, call, endpoint), DELIVERIES.get(db, call, read_id("dlv", delivery))
        if row.endpoint_id != known.id:
            raise not_found()
        return DeliverAgain(known.id, row.id)

    return {"count": call.perform(call.do(find)).values["count"]}


def redeliver_range(call: ApiRequest, endpoint: str, said: Again) -> dict[str, Any]:
    """Deliver the events from `first` to `last` again: what failed of them, or all."""

    def number_of(db: Connection, written: str, param: str) -> int:
        row_id = find_id("evt", written)
        row = NUMBERED.find(db, call, row_id) if row_id else None
        if row is None:
            raise Trouble("not_found", "No such event.", param)
        return int(row.number)

    def find(db: Connection) -> DeliverAgain:
        known = find_own(db, call, endpoint)
        first = number_of(db, said.first, "first") if said.first else 0
        last = number_of(db, said.last, "last") if said.last else LAST
        return DeliverAgain(known.id, None, first, last, said.failed_only)

    return {"count": call.perform(call.do(find)).values["count"]}


NUMBERED = Listing("evt", "number", EVENTS.table, EVENTS.order, EVENTS.only)
READ, WRITE = "endpoints:read", "endpoints:write"
ONE = "/endpoints/<endpoint>"
ROUTES = (
    Route("POST", "/endpoints", create_endpoint, WRITE, EndpointMade, NewEndpoint, status=201),
    Route("GET", "/endpoints", list_endpoints, READ, EndpointShown, asks=Page, page=True),
    Route("GET", ONE, get_endpoint, READ, EndpointShown),
    Route("PATCH", ONE, change_endpoint, WRITE, EndpointShown, EndpointChange),
    Route("DELETE", ONE, remove_endpoint, WRITE, None, status=DELETED),
    Route("POST", f"{ONE}/turn-secret", turn_secret, WRITE, EndpointMade),
    Route("GET", f"{ONE}/deliveries", list_deliveries, READ, Delivery, asks=Page, page=True),
    Route("POST", f"{ONE}/deliveries/<delivery>/redeliver", redeliver, WRITE, Redelivered),
    Route("POST", f"{ONE}/redeliver", redeliver_range, WRITE, Redelivered, Again),
)
