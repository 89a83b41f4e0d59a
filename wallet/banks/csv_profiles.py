"""Layouts of banks' CSV files, one row each: of statements that come, and of payouts that go (payout_csv.py).

A column is known by its name in plain letters, a date by one form, an amount by its decimal mark. A bank whose files
differ gets a row of its own; nothing is guessed from the file.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class StatementProfile:
    """A layout of statements: the names each column may have; `signed` when one column holds what came and went."""

    columns: dict[str, tuple[str, ...]]
    delimiter: str
    date_form: str
    decimal: str
    signed: bool


@dataclass(frozen=True)
class PayoutProfile:
    """A layout of payouts: each column's title and what stands in it (payout_csv.py names them)."""

    columns: tuple[tuple[str, str], ...]
    delimiter: str
    date_form: str


STATEMENT_PROFILES: Final = {
    # What banks in Cameroon print: money out and in apart, decimal comma, the day first.
    "debit_credit": StatementProfile(
        columns={
            "booked_on": ("date", "date_operation", "date_comptable"),
            "value_on": ("date_valeur", "valeur", "date_de_valeur"),
            "words": ("libelle", "libelle_operation", "designation", "motif"),
            "bank_reference": ("reference", "n_piece", "ref", "numero_operation"),
            "debit": ("debit", "montant_debit"),
            "credit": ("credit", "montant_credit"),
            "balance": ("solde", "solde_courant"),
            "name": ("donneur_ordre", "tiers", "nom"),
            "party_account": ("compte_tiers", "rib_tiers"),
        },
        delimiter=";",
        date_form="%d/%m/%Y",
        decimal=",",
        signed=False,
    ),
    # What international banking portals export: one signed column, decimal point, ISO dates.
    "signed": StatementProfile(
        columns={
            "booked_on": ("date", "booking_date"),
            "value_on": ("value_date",),
            "words": ("description", "narrative", "details"),
            "bank_reference": ("reference", "bank_reference", "transaction_id"),
            "amount": ("amount",),
            "balance": ("balance", "running_balance"),
            "name": ("counterparty", "name"),
            "party_account": ("counterparty_account", "account_number"),
            "currency": ("currency",),
        },
        delimiter=",",
        date_form="%Y-%m-%d",
        decimal=".",
        signed=True,
    ),
}
PAYOUT_PROFILES: Final = {
    "rib_in_parts": PayoutProfile(
        columns=(
            ("Compte donneur", "payer_account"),
            ("Banque", "bank"),
            ("Guichet", "branch"),
            ("Compte", "number"),
            ("Cle", "key"),
            ("Beneficiaire", "name"),
            ("Montant", "amount"),
            ("Reference", "reference"),
            ("Motif", "words"),
            ("Date execution", "pay_on"),
        ),
        delimiter=";",
        date_form="%d/%m/%Y",
    ),
}
