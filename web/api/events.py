"""Events as programs read them: all that endpoints are told, and where one left off."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from wallet.business.events import KINDS
from wallet.core import clock
from wallet.core.public_ids import write_id
from web.api.call import ApiRequest
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import Trouble
from web.api.route import Route

EVENTS = Listing("evt", "id::text, kind, at, data", "event", "number", only="number IS NOT NULL")
ONWARDS = Listing("evt", EVENTS.columns, EVENTS.table, EVENTS.order, EVENTS.only, newest_first=False)


class Event(BaseModel):
    """Something that became of an object; `data` is that object, as it was then."""

    id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]


class EventsAsked(Page):
    """A page of events: `order` "asc" begins with the oldest, to read on from what was heard last."""

    order: Literal["asc", "desc"] = "desc"
    type: str = Field("", max_length=40, json_schema_extra={"enum": ["", *KINDS]})


def show_event(row: Any) -> dict[str, Any]:
    """Return an event as it is answered, and told."""
    return {"id": write_id("evt", row.id), "type": row.kind, "timestamp": write_time(row.at), "data": row.data}


def write_time(at: datetime | None) -> str | None:
    """Return a moment as it is answered (RFC 3339, UTC), None for none."""
    return clock.write_utc(at) if at else None


def list_events(call: ApiRequest, asked: EventsAsked) -> dict[str, Any]:
    """List events, the newest first, or from the oldest on."""
    if asked.type and asked.type not in KINDS:
        raise Trouble("invalid_request", f"One of {', '.join(KINDS)}.", "type")
    filters = {"kind": ("kind = :kind", asked.type)} if asked.type else {}
    listing = EVENTS if asked.order == "desc" else ONWARDS
    return answer_list(*call.read_report(lambda db: listing.read(db, call, asked, filters)), show_event)


def get_event(call: ApiRequest, event: str) -> dict[str, Any]:
    """Get one event."""
    return show_event(call.read(lambda db: EVENTS.get(db, call, read_id("evt", event))))


ROUTES = (
    Route("GET", "/events", list_events, "events:read", Event, asks=EventsAsked, page=True),
    Route("GET", "/events/<event>", get_event, "events:read", Event),
)
