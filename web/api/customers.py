"""Customers as programs note them: whom the business bills."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business import customers
from wallet.business.customers import NewCustomer
from wallet.business.save_customer import SaveCustomer
from wallet.core.values import Phone
from web.api.call import ApiRequest
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.reading import EMAIL_OR_NONE, LINE, Body
from web.api.route import Route

CUSTOMERS = Listing("cus", customers.COLUMNS, "customer", "created_at, id")
Code = Annotated[str, Field(max_length=customers.CODE_LETTERS, json_schema_extra=LINE)]
Name = Annotated[str, Field(min_length=1, max_length=customers.NAME_LETTERS, json_schema_extra=LINE)]
Address = Annotated[str, Field(max_length=customers.ADDRESS_LETTERS, json_schema_extra=LINE)]
Email = Annotated[str, Field(max_length=200, json_schema_extra=EMAIL_OR_NONE)]
Number = Annotated[str, Field(max_length=20, json_schema_extra={"format": "phone"})]


class CustomerToSave(Body):
    """A customer; an `address` may have lines."""

    name: Name
    niu: Code = ""
    rccm: Code = ""
    address: Address = ""
    email: Email = ""
    phone: Number = ""
    language: Literal["fr", "en"] = "fr"

    def read(self, call: ApiRequest) -> NewCustomer:
        """Return it as the wallet takes it. Raises Misread."""
        phone = Phone.read(self.phone) if self.phone else ""
        return NewCustomer(call.merchant_id, **{**self.model_dump(), "phone": phone})


class CustomerShown(BaseModel):
    """A customer; what was issued keeps saying what it said."""

    id: str
    object: Literal["customer"]
    name: str
    niu: str
    rccm: str
    address: str
    email: str
    phone: str
    language: str
    created_at: datetime
    changed_at: datetime


def find_customer(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return a customer of the business that calls, as they are answered. Raises Trouble."""
    return customers.describe(CUSTOMERS.get(db, call, row_id))


def create_customer(call: ApiRequest, said: CustomerToSave) -> dict[str, Any]:
    """Note a customer."""
    made = call.perform(SaveCustomer(said.read(call))).values["customer_id"]
    return call.read(lambda db: find_customer(db, call, made))


def list_customers(call: ApiRequest, asked: Page) -> dict[str, Any]:
    """List customers, the newest first."""
    rows, more = call.read(lambda db: CUSTOMERS.read(db, call, asked))
    return answer_list(rows, more, customers.describe)


def get_customer(call: ApiRequest, customer: str) -> dict[str, Any]:
    """Get one customer."""
    return call.read(lambda db: find_customer(db, call, read_id("cus", customer)))


def change_customer(call: ApiRequest, customer: str, said: CustomerToSave) -> dict[str, Any]:
    """Change a customer, whole: what is left out is as for a new one."""
    row_id = read_id("cus", customer)
    call.read(lambda db: find_customer(db, call, row_id))
    call.perform(SaveCustomer(said.read(call), row_id))
    return call.read(lambda db: find_customer(db, call, row_id))


ROUTES = (
    Route("POST", "/customers", create_customer, "customers:write", CustomerShown, CustomerToSave, status=201),
    Route("GET", "/customers", list_customers, "customers:read", CustomerShown, asks=Page, page=True),
    Route("GET", "/customers/<customer>", get_customer, "customers:read", CustomerShown),
    Route("POST", "/customers/<customer>", change_customer, "customers:write", CustomerShown, CustomerToSave),
)
