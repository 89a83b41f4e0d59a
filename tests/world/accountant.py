"""An accountant of Brice's shop: bills customers, issues, sends and takes back."""

import itertools
from dataclasses import dataclass
from typing import Any

from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import invoice_standing, invoices
from wallet.business.customers import NewCustomer
from wallet.business.draft_invoice import ChangeDraft, DraftInvoice
from wallet.business.finalise_invoice import FinaliseInvoice
from wallet.business.invoice_issuers import WRITE_INVOICES, Issuer, SaveIssuer
from wallet.business.invoice_standing import InvoiceStanding
from wallet.business.invoice_sums import NewLine
from wallet.business.invoices import Invoice, NewInvoice
from wallet.business.save_customer import WRITE_CUSTOMERS, SaveCustomer
from wallet.business.send_invoice import SendInvoice
from wallet.business.turn_proforma import TurnProforma
from wallet.business.void_invoice import VoidInvoice
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase

CAKES = NewLine("Gâteaux", "10", 1_000)
NIU = "M012345678901A"
ASKED = itertools.count()  # each thing asked has a key of its own


def who_issues(merchant_id: str, **more: Any) -> Issuer:
    """Return what Brice's shop says of itself."""
    said = {"legal_name": "Boulangerie Kamga SARL", "address": "Rue Joss\nDouala", "niu": NIU, "regime": "real"}
    return Issuer(merchant_id, **{**said, "rccm": "RC/DLA/2020/B/1234", **more})


@dataclass
class Accountant:
    """Whoever bills for the shop."""

    world: World
    shop: Shop
    customer: str = ""

    @classmethod
    def hire(cls, world: World, shop: Shop, **issuer: Any) -> "Accountant":
        """Return the accountant, who has said what the law wants said, and knows one customer."""
        one = cls(world, shop)
        one.done(SaveIssuer(who_issues(shop.merchant.id, **issuer)))
        one.customer = one.know("Hôtel Akwa", email="compta@akwa.example", phone="+237699000002")
        return one

    @property
    def actor(self) -> Actor:
        """Return the accountant as the wallet sees them."""
        may = frozenset({WRITE_INVOICES, WRITE_CUSTOMERS})
        return Actor("api_key", "key-1", "fr", business_id=self.shop.merchant.id, permissions=may)

    def do(self, case: UseCase, key: str = "") -> Outcome:
        """Ask for something."""
        return self.world.perform(self.actor, case, key or f"accountant {next(ASKED)}", "api")

    def done(self, case: UseCase) -> dict[str, Any]:
        """Return the values of something that is asked for and done."""
        outcome = self.do(case)
        assert not outcome.refused, outcome
        return outcome.values

    def know(self, name: str, **more: Any) -> str:
        """Note a customer."""
        return str(self.done(SaveCustomer(NewCustomer(self.shop.merchant.id, name, **more)))["customer_id"])

    def write(self, *lines: NewLine, **more: Any) -> NewInvoice:
        """Return what a draft would say."""
        return NewInvoice(self.shop.merchant.id, self.customer, lines or (CAKES,), **more)

    def draft(self, *lines: NewLine, **more: Any) -> str:
        """Write a draft; return its id."""
        return str(self.done(DraftInvoice(self.write(*lines, **more)))["invoice_id"])

    def change(self, invoice_id: str, *lines: NewLine, **more: Any) -> Outcome:
        """Write a draft anew."""
        return self.do(ChangeDraft(invoice_id, self.write(*lines, **more)))

    def issue(self, *lines: NewLine, **more: Any) -> str:
        """Write a draft and issue it; return its id."""
        drafted = self.draft(*lines, **more)
        self.done(FinaliseInvoice(drafted))
        return drafted

    def send(self, invoice_id: str) -> Outcome:
        """Send it."""
        return self.do(SendInvoice(invoice_id))

    def void(self, invoice_id: str, *lines: NewLine) -> Outcome:
        """Take it back, whole or these lines."""
        return self.do(VoidInvoice(invoice_id, "Erreur", lines))

    def turn(self, invoice_id: str) -> str:
        """Make an invoice of a proforma; return the draft's id."""
        return str(self.done(TurnProforma(invoice_id))["invoice_id"])

    def read(self, invoice_id: str) -> Invoice:
        """Return it as it is now."""
        return self.world.do(lambda db: invoices.get(db, invoice_id))

    def standing(self, invoice_id: str) -> InvoiceStanding:
        """Return how it stands."""
        return self.world.do(lambda db: invoice_standing.get_standing(db, invoice_id))

    def stands(self, invoice_id: str) -> tuple[str, int, int]:
        """Return its state, what is paid and what is left."""
        now = self.standing(invoice_id)
        return now.state, now.paid, now.left

    def code(self, invoice_id: str) -> str:
        """Return the code of its open checkout."""
        found = """SELECT code FROM pay_address a JOIN checkout c ON c.id = a.checkout_id
            WHERE c.invoice_id = :id AND c.state = 'open'"""
        return str(self.world.one(found, id=invoice_id))

    def heard(self) -> list[str]:
        """Return what the business heard of its invoices, oldest first."""
        return self.world.column("SELECT kind FROM event WHERE kind LIKE 'invoice.%' ORDER BY at, id")
