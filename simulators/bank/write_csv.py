"""A statement as the bank's portal exports it in CSV."""

from __future__ import annotations

import csv
import io

from simulators.bank.booked import BankStatement
from wallet.banks.amounts import write_decimal
from wallet.banks.csv_profiles import STATEMENT_PROFILES

TITLES = {
    "debit_credit": {"booked_on": "Date", "value_on": "Date valeur", "words": "Libellé", "bank_reference": "Référence",
                     "debit": "Débit", "credit": "Crédit", "balance": "Solde", "name": "Tiers"},
    "signed": {"booked_on": "Booking date", "value_on": "Value date", "words": "Description",
               "bank_reference": "Reference", "amount": "Amount", "balance": "Balance", "name": "Counterparty",
               "party_account": "Counterparty account", "currency": "Currency"},
}  # fmt: skip


def write_csv(statement: BankStatement, layout: str, encoding: str = "utf-8-sig") -> bytes:
    """Return the file, oldest line first, with the running balance."""
    profile, titles = STATEMENT_PROFILES[layout], TITLES[layout]
    held = io.StringIO(newline="")
    rows = csv.writer(held, delimiter=profile.delimiter, lineterminator="\r\n")
    rows.writerow(titles.values())
    balance = statement.opening

    def write(amount: int) -> str:
        return write_decimal(amount, statement.currency).replace(".", profile.decimal)

    for line in statement.lines:
        if line.pending:
            continue
        balance += line.amount
        day = line.day.strftime(profile.date_form)
        words = " ".join(filter(None, (line.words, line.rf, line.end_to_end_id)))
        told = {
            "booked_on": day, "value_on": day, "words": words,
            "bank_reference": line.bank_reference, "amount": write(line.amount), "balance": write(balance),
            "debit": write(-line.amount) if line.amount < 0 else "",
            "credit": write(line.amount) if line.amount > 0 else "",
            "name": line.name, "party_account": line.account, "currency": statement.currency,
        }  # fmt: skip
        rows.writerow([told[meaning] for meaning in titles])
    return held.getvalue().encode(encoding)
