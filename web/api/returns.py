"""Origins to which payers are led back, as programs register them; each has a key that signs the result."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business import return_origins
from wallet.business.checkouts import is_return_url
from wallet.core.public_ids import write_id
from web.api.call import ApiRequest
from web.api.events import write_time
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import Trouble
from web.api.reading import Body
from web.api.route import DELETED, Route

RETURNS = Listing("ret", return_origins.COLUMNS, "return_origin", "since, id", only="until IS NULL")
READ, WRITE = "endpoints:read", "endpoints:write"


class NewReturn(Body):
    """An origin to register: https://shop.example, without a path. Registered again, it has a new key at once.

    That of before signs beside it for `both_hours`: 24 unless you say less or more; 0 where somebody else has it.
    """

    origin: Annotated[str, Field(min_length=8, max_length=200, json_schema_extra={"format": "origin"})]
    both_hours: Annotated[int, Field(ge=0, le=168)] = return_origins.BOTH_HOURS


class ReturnShown(BaseModel):
    """An origin of yours.

    Until `both_until`, the secret it had before signs beside it; null where it does not.
    """

    id: str
    object: Literal["return"]
    origin: str
    created_at: datetime
    both_until: datetime | None


class ReturnMade(ReturnShown):
    """An origin of yours. `secret` is said when it is registered, and never again: it signs what payers bring back."""

    secret: str | None = None


def show(db: Connection, row: Any, secret: str | None = None) -> dict[str, Any]:
    """Return an origin as it is answered."""
    both_until = return_origins.find_both_until(db, row.merchant_id, row.origin)
    said = {
        "id": write_id("ret", row.id),
        "object": "return",
        "origin": row.origin,
        "created_at": write_time(row.since),
        "both_until": write_time(both_until),
    }
    return said | ({"secret": secret} if secret else {})


def create_return(call: ApiRequest, said: NewReturn) -> dict[str, Any]:
    """Register an origin to which payers may be led back; its key is answered this once."""
    if not is_return_url(said.origin) or return_origins.read_origin(said.origin) != said.origin.rstrip("/"):
        raise Trouble("invalid_request", "An https:// origin in small letters, without path or query.", "origin")
    origin = return_origins.read_origin(said.origin)

    def create(db: Connection) -> dict[str, Any]:
        if return_origins.count(db, call.merchant_id) >= return_origins.MOST:
            raise Trouble("limit_exceeded", f"At most {return_origins.MOST} origins.")
        made = return_origins.register(db, call.held.wallet.secrets, call.merchant_id, origin, said.both_hours)
        return show(db, *made)

    return call.do(create)


def list_returns(call: ApiRequest, asked: Page) -> dict[str, Any]:
    """List the origins to which payers may be led back, the newest first."""

    def read(db: Connection) -> dict[str, Any]:
        return answer_list(*RETURNS.read(db, call, asked), lambda row: show(db, row))

    return call.read(read)


def get_return(call: ApiRequest, origin: str) -> dict[str, Any]:
    """Get one origin."""
    return call.read(lambda db: show(db, RETURNS.get(db, call, read_id("ret", origin))))


def remove_return(call: ApiRequest, origin: str) -> None:
    """Remove an origin: nobody is led there any more."""

    def remove(db: Connection) -> None:
        row = RETURNS.get(db, call, read_id("ret", origin))
        return_origins.remove_all(db, call.merchant_id, row.origin)

    call.do(remove)


ROUTES = (
    Route("POST", "/returns", create_return, WRITE, ReturnMade, NewReturn, status=201),
    Route("GET", "/returns", list_returns, READ, ReturnShown, asks=Page, page=True),
    Route("GET", "/returns/<origin>", get_return, READ, ReturnShown),
    Route("DELETE", "/returns/<origin>", remove_return, WRITE, None, status=DELETED),
)
