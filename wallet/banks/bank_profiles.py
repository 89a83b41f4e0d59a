"""Profiles of banks: the form of payout files, how accounts are named in them, the layout of CSV statements.

A bank that says otherwise one day gets another row, and the account at it that row's name.
"""

from dataclasses import dataclass
from typing import Final

from wallet.banks.csv_profiles import PAYOUT_PROFILES
from wallet.banks.pain001 import VERSION_03, VERSION_09, Pain001Version, write_pain001
from wallet.banks.payout_csv import write_payout_csv
from wallet.banks.payout_file import PayoutOrder, WrittenFile, refuse_unpayable


@dataclass(frozen=True)
class BankProfile:
    """The files of one bank; `pain001` is None where it takes the CSV called `payout_csv`, and `reports` on none."""

    pain001: Pain001Version | None
    by_iban: bool
    payout_csv: str
    statement_csv: str
    reports: bool = True  # by pain.002, on each file of payouts


BANK_PROFILES: Final = {
    "iso_09": BankProfile(VERSION_09, by_iban=True, payout_csv="", statement_csv="signed"),
    "iso_03": BankProfile(VERSION_03, by_iban=True, payout_csv="", statement_csv="debit_credit"),
    "iso_03_rib": BankProfile(VERSION_03, by_iban=False, payout_csv="", statement_csv="debit_credit"),
    "csv": BankProfile(None, by_iban=False, payout_csv="rib_in_parts", statement_csv="debit_credit", reports=False),
}


def write_payout_file(order: PayoutOrder, profile: BankProfile) -> WrittenFile:
    """Return an order as its bank takes it: the same bytes each time. Raises Refused for what cannot be ordered."""
    refuse_unpayable(order)
    if profile.pain001:
        content = write_pain001(order, profile.pain001, by_iban=profile.by_iban)
        return WrittenFile(f"{order.message_id}.xml", content)
    return WrittenFile(f"{order.message_id}.csv", write_payout_csv(order, PAYOUT_PROFILES[profile.payout_csv]))
