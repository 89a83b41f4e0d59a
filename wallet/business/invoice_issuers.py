"""Issuers: businesses as their invoices name them, with what the law wants said, and how they want them written."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet.business.create_checkout import refuse_another
from wallet.business.customers import CODE_LETTERS, NAME_LETTERS, check_address
from wallet.business.invoice_sums import is_line
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_INVOICES: Final = "invoices:write"
SAVED: Final = "issuer_saved"  # an outcome that no phone hears
NIU: Final = re.compile(r"[A-Z][0-9]{12}[A-Z]")  # what a taxpayer number looks like; it has no key to check
NO_VAT: Final = ("igs",)  # regimes under which no VAT is billed
DAYS_MOST, REMINDERS_MOST = 365, 10
COLUMNS: Final = (
    "legal_name", "address", "niu", "rccm", "tax_centre", "regime", "vat_shown", "language", "email", "phone",
    "reminder_days",
)  # fmt: skip


@dataclass(frozen=True)
class Issuer:
    """A business as it issues: `regime` of VAT, `vat_shown` "whole" or "split" into 17.5 % and CAC.

    `reminder_days` from the due day, whoever has not paid is reminded. Raises Misread for what cannot be.
    """

    merchant_id: str
    legal_name: str
    address: str
    niu: str
    regime: str
    rccm: str = ""
    tax_centre: str = ""
    vat_shown: str = "whole"
    language: str = "fr"
    email: str = ""
    phone: str = ""
    reminder_days: tuple[int, ...] = (-3, 0, 7)

    def __post_init__(self) -> None:
        """Raise Misread for what no issuer can be."""
        short = ((self.legal_name, NAME_LETTERS), (self.rccm, CODE_LETTERS), (self.tax_centre, NAME_LETTERS))
        if not self.legal_name.strip() or not self.address.strip() or any(not is_line(*one) for one in short):
            raise Misread("error.malformed")
        check_address(self.address)
        known = (("real", "simplified", "igs"), ("whole", "split"), ("fr", "en"))
        for said, among in zip((self.regime, self.vat_shown, self.language), known, strict=True):
            if said not in among:
                raise Misread("error.malformed")
        if not NIU.fullmatch(self.niu) or not is_line(self.phone, CODE_LETTERS):
            raise Misread("error.malformed")
        if self.email and EmailAddress.read(self.email) != self.email:
            raise Misread("error.not_an_email")
        days = self.reminder_days
        if len(set(days)) < len(days) or len(days) > REMINDERS_MOST or any(abs(one) > DAYS_MOST for one in days):
            raise Misread("error.malformed")


SAVE: Final = text(f"""INSERT INTO invoice_issuer (merchant_id, {", ".join(COLUMNS)}, changed_at)
    VALUES (CAST(:merchant_id AS uuid), {", ".join(f":{name}" for name in COLUMNS)}, wallet_now())
    ON CONFLICT (merchant_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)},
        changed_at = excluded.changed_at""")  # noqa: S608 - constants


def find_issuer(db: Connection, merchant_id: str) -> Issuer | None:
    """Return what a business said of itself, None while it said nothing."""
    found = text(f"SELECT merchant_id::text, {', '.join(COLUMNS)} FROM invoice_issuer WHERE merchant_id = :id")  # noqa: S608 - constants
    row = db.execute(found, {"id": merchant_id}).one_or_none()
    return Issuer(**{**row._mapping, "reminder_days": tuple(row.reminder_days)}) if row else None


def describe(issuer: Issuer) -> dict[str, Any]:
    """Return an issuer as its business sees it."""
    return (
        {"object": "issuer"}
        | {name: getattr(issuer, name) for name in COLUMNS}
        | {"reminder_days": list(issuer.reminder_days)}
    )


@dataclass(frozen=True)
class SaveIssuer(UseCase):
    """Note what the business the actor is of says of itself on invoices to come."""

    kind: ClassVar[str] = "save_issuer"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    issuer: Issuer

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for another business."""
        refuse_another(doing.actor, self.issuer.merchant_id)
        db.execute(SAVE, {**vars(self.issuer), "reminder_days": [*self.issuer.reminder_days]})
        return Outcome(SAVED)
