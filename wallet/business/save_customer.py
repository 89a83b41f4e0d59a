"""Note whom a business bills, or change what is known of them."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import customers
from wallet.business.create_checkout import refuse_another
from wallet.business.customers import NewCustomer
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_CUSTOMERS: Final = "customers:write"
SAVED: Final = "customer_saved"  # an outcome that no phone hears


@dataclass(frozen=True)
class SaveCustomer(UseCase):
    """Note a customer of the business the actor is of; with `customer_id`, change that one."""

    kind: ClassVar[str] = "save_customer"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_CUSTOMERS

    customer: NewCustomer
    customer_id: str = ""

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for another business."""
        refuse_another(doing.actor, self.customer.merchant_id)
        if self.customer_id and not customers.change(db, self.customer_id, self.customer):
            raise Refused("refusal.not_allowed")
        return Outcome(SAVED, {"customer_id": self.customer_id or customers.create(db, self.customer)})
