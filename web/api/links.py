"""Links as programs make and close them."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, Field, model_validator
from sqlalchemy import Connection, text

from wallet.business import links
from wallet.business.create_link import CloseLink, CreateLink
from wallet.business.links import NewLink
from wallet.core import clock
from wallet.core.public_ids import write_id
from wallet.operations import pay_addresses
from web.api.call import ApiRequest
from web.api.checkouts import TILL, Amount, Title
from web.api.events import write_time
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.reading import Body
from web.api.route import Route

LINKS = Listing("lnk", links.COLUMNS, "link", "created_at, id")
ADDRESSES = text("SELECT link_id::text AS id, code, token FROM pay_address WHERE link_id = ANY (CAST(:ids AS uuid[]))")
FIELD = Literal["name", "phone", "email", "reference"]


class LinkToMake(Body):
    """A new link: of one amount, or, without, of any from `least` to `most`."""

    title: Title
    amount: Amount | None = None
    least: Amount | None = None
    most: Amount | None = None
    currency: Literal["XAF"] = "XAF"
    times: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    fields: Annotated[list[FIELD], Field(max_length=4)] = Field(default_factory=list)
    thanks: Annotated[str, Field(max_length=200)] = ""
    until: Annotated[AwareDatetime, Field(strict=False)] | None = None
    till: Annotated[str, TILL] = ""

    @model_validator(mode="after")
    def say_how_much(self) -> Self:
        """Return the same. Raises ValueError for a link that says neither an amount nor both its bounds."""
        if self.amount is None and (self.least is None or self.most is None or self.least > self.most):
            raise ValueError("an amount is needed, or least and most, least being no more than most")
        return self

    def read(self, call: ApiRequest) -> NewLink:
        """Return it as the wallet takes it. Raises Misread."""
        until = clock.write_utc(self.until) if self.until else None
        return NewLink(
            call.merchant_id, self.title, self.amount, self.least, self.most, self.times,
            " ".join(dict.fromkeys(self.fields)), self.thanks, until, self.till,
        )  # fmt: skip


class LinkShown(BaseModel):
    """A link; whoever pays opens `url`, or types `code` on a phone."""

    id: str
    object: Literal["link"]
    title: str
    amount: int | None
    least: int | None
    most: int | None
    currency: str
    times: int | None
    fields: list[str]
    thanks: str
    state: Literal["open", "closed"]
    until: datetime | None
    created_at: datetime
    url: str
    code: str
    till: str | None


class LinksAsked(Page):
    """A page of links, of one till where one is named."""

    till: Annotated[str, TILL] = ""


def show_all(db: Connection, call: ApiRequest, rows: Any) -> list[dict[str, Any]]:
    """Return links as they are answered, each with the address by which it is paid."""
    found = {row.id: row for row in db.execute(ADDRESSES, {"ids": [row.id for row in rows]})}
    plain = ("title", "amount", "least", "most", "times", "thanks", "state")
    return [
        {"id": write_id("lnk", row.id), "object": "link", "currency": "XAF", "fields": list(row.fields)}
        | {name: getattr(row, name) for name in plain}
        | {
            "until": write_time(row.until),
            "created_at": write_time(row.created_at),
            "code": found[row.id].code,
            "till": row.till or None,
        }
        | {"url": pay_addresses.write_url(call.public_url, found[row.id].token)}
        for row in rows
    ]


def find_link(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return a link of the business that calls, as it is answered. Raises Trouble."""
    return show_all(db, call, [LINKS.get(db, call, row_id)])[0]


def create_link(call: ApiRequest, said: LinkToMake) -> dict[str, Any]:
    """Make a link, which makes a checkout whenever it is paid."""
    made = call.perform(CreateLink(said.read(call))).values["link_id"]
    return call.read(lambda db: find_link(db, call, made))


def list_links(call: ApiRequest, asked: LinksAsked) -> dict[str, Any]:
    """List links, the newest first."""

    def read(db: Connection) -> dict[str, Any]:
        filters = {"till": ("till = :till", asked.till)} if asked.till else {}
        rows, more = LINKS.read(db, call, asked, filters)
        return answer_list(show_all(db, call, rows), more, dict)

    return call.read(read)


def get_link(call: ApiRequest, link: str) -> dict[str, Any]:
    """Get one link."""
    return call.read(lambda db: find_link(db, call, read_id("lnk", link)))


def close_link(call: ApiRequest, link: str) -> dict[str, Any]:
    """Close a link: nothing more is paid by it."""
    row_id = read_id("lnk", link)
    call.read(lambda db: find_link(db, call, row_id))
    call.perform(CloseLink(row_id))
    return call.read(lambda db: find_link(db, call, row_id))


ROUTES = (
    Route("POST", "/links", create_link, "links:write", LinkShown, LinkToMake, status=201),
    Route("GET", "/links", list_links, "links:read", LinkShown, asks=LinksAsked, page=True),
    Route("GET", "/links/<link>", get_link, "links:read", LinkShown),
    Route("POST", "/links/<link>/close", close_link, "links:write", LinkShown),
)
