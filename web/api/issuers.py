"""The issuer: what a business says of itself on invoices to come, as the law wants it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business import customers, invoice_issuers
from wallet.business.invoice_issuers import Issuer, SaveIssuer
from web.api.call import ApiRequest
from web.api.customers import Code, Email, Name
from web.api.problems import not_found
from web.api.reading import LINE, Body
from web.api.route import Route

Line = Annotated[str, Field(max_length=customers.NAME_LETTERS, json_schema_extra=LINE)]
Day = Annotated[int, Field(ge=-invoice_issuers.DAYS_MOST, le=invoice_issuers.DAYS_MOST)]


class IssuerToSave(Body):
    """The business as it issues: its regime of VAT; the tax shown whole or split into VAT and CAC.

    Whoever has not paid is reminded on `reminder_days`, counted from the due day.
    """

    legal_name: Name
    address: Annotated[str, Field(min_length=1, max_length=customers.ADDRESS_LETTERS, json_schema_extra=LINE)]
    niu: Annotated[str, Field(pattern=f"^{invoice_issuers.NIU.pattern}$")]
    regime: Literal["real", "simplified", "igs"]
    rccm: Code = ""
    tax_centre: Line = ""
    vat_shown: Literal["whole", "split"] = "whole"
    language: Literal["fr", "en"] = "fr"
    email: Email = ""
    phone: Code = ""
    reminder_days: Annotated[
        list[Day], Field(max_length=invoice_issuers.REMINDERS_MOST, json_schema_extra={"uniqueItems": True})
    ] = Field(default_factory=lambda: [-3, 0, 7])

    def read(self, call: ApiRequest) -> Issuer:
        """Return it as the wallet takes it. Raises Misread."""
        said = self.model_dump() | {"reminder_days": tuple(self.reminder_days)}
        return Issuer(call.merchant_id, **said)


class IssuerShown(BaseModel):
    """The business as its invoices name it."""

    object: Literal["issuer"]
    legal_name: str
    address: str
    niu: str
    regime: str
    rccm: str
    tax_centre: str
    vat_shown: str
    language: str
    email: str
    phone: str
    reminder_days: list[int]


def find_own(db: Connection, call: ApiRequest) -> dict[str, Any]:
    """Return what a business says of itself on invoices. Raises Trouble where nothing was said yet."""
    found = invoice_issuers.find_issuer(db, call.merchant_id)
    if found is None:
        raise not_found()
    return invoice_issuers.describe(found)


def save_issuer(call: ApiRequest, said: IssuerToSave) -> dict[str, Any]:
    """Say what invoices to come say of the business, whole."""
    call.perform(SaveIssuer(said.read(call)))
    return call.read(lambda db: find_own(db, call))


def get_issuer(call: ApiRequest) -> dict[str, Any]:
    """Get what invoices to come say of the business."""
    return call.read(lambda db: find_own(db, call))


ROUTES = (
    Route("POST", "/issuer", save_issuer, "invoices:write", IssuerShown, IssuerToSave),
    Route("GET", "/issuer", get_issuer, "invoices:read", IssuerShown),
)
