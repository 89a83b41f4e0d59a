"""Accounts of ours at banks: under which RIB, in which currency, and how the bank writes its files."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.banks.bank_profiles import BANK_PROFILES, BankProfile
from wallet.banks.rib import Rib
from wallet.core.errors import Refused

ADD: Final = text("""INSERT INTO bank_account (rib, currency, profile, title, bic, holds, added_at)
    VALUES (:rib, :currency, :profile, :title, :bic, :holds, wallet_now())""")
SELECTED: Final = "SELECT id, rib, currency, profile, title, bic, holds FROM bank_account"


@dataclass(frozen=True)
class BankAccount:
    """An account of ours: `profile` names how its bank writes files; `bic` is the bank's, "" while nobody said it.

    `holds` says whose money it holds: people's, `trust`, or ours, `own`.
    """

    id: int
    rib: str
    currency: str
    profile: str
    title: str
    bic: str = ""
    holds: str = "trust"

    @property
    def code(self) -> str:
        """Return the code of its account in the ledger."""
        return f"bank:{self.rib}"

    @property
    def bank(self) -> BankProfile:
        """Return how its bank writes files."""
        return BANK_PROFILES[self.profile]


def add(
    db: Connection, rib: Rib, currency: str, profile: str, title: str, bic: str = "", holds: str = "trust"
) -> None:  # fmt: skip
    """Note an account of ours, and open its account in the ledger; who calls has found that it is not noted yet."""
    row = {"rib": rib, "currency": currency, "profile": profile, "title": title, "bic": bic, "holds": holds}
    db.execute(ADD, row)


def find(db: Connection, rib: str) -> BankAccount | None:
    """Return the account under a RIB, None where it is not ours."""
    row = db.execute(text(f"{SELECTED} WHERE rib = :rib"), {"rib": rib}).one_or_none()
    return BankAccount(**row._mapping) if row else None


def get(db: Connection, rib: str) -> BankAccount:
    """Return the account under a RIB. Raises Refused where it is not ours."""
    found = find(db, rib)
    if found is None:
        raise Refused("staff.no_bank_account", account=rib)
    return found


def list_all(db: Connection) -> list[BankAccount]:
    """Return every account of ours, in the order they were added."""
    return [BankAccount(**row._mapping) for row in db.execute(text(f"{SELECTED} ORDER BY id"))]
