"""The words of operators' files, in plain letters, and what each means here."""

import re
from typing import Final

from wallet.payments.rails import RAILS

COLUMNS: Final = {
    "operator_id": ("operator_id", "transaction_id", "financial_transaction_id", "id_transaction", "txnid",
                    "numero_transaction"),
    "reference": ("reference", "our_reference", "order", "order_id", "external_id", "externalid", "notre_reference",
                  "reference_partenaire", "commande", "handle", "pay_token", "paytoken", "x_reference_id"),
    "direction": ("direction", "sens", "type", "operation", "transaction_type", "type_transaction"),
    "amount": ("amount", "montant", "transaction_amount", "montant_fcfa", "amount_xaf", "montant_xaf"),
    "currency": ("currency", "devise"),
    "phone": ("phone", "number", "msisdn", "numero", "telephone", "tel"),
    "status": ("status", "statut", "etat", "transaction_status"),
    "time": ("time", "date", "datetime", "date_heure", "date_time", "heure", "horodatage", "transaction_date",
             "date_transaction"),
}  # fmt: skip
NEEDED: Final = {"reference", "direction", "amount", "status"}
DIRECTIONS: Final = {
    "collect": ("collection", "collect", "c2b", "encaissement", "recharge", "depot"),
    "pay": (
        "payout",
        "pay",
        "b2c",
        "disbursement",
        "decaissement",
        "retrait",
        "refund",
        "remboursement",
        "reversal",
        "chargeback",
        "impaye",
    ),
}
STATUSES: Final = {
    "succeeded": ("successful", "successfull", "success", "succeeded", "succes", "reussi", "reussie", "completed"),
    "failed": ("failed", "failure", "fail", "echec", "echoue", "echouee", "rejected", "rejete", "refused", "refuse",
               "expired", "expire", "cancelled", "canceled", "annule"),
    "pending": ("pending", "initiated", "en_cours", "en_attente"),
}  # fmt: skip
# How a currency is written → its code: all in which anybody is charged; where none is named, francs.
CURRENCIES: Final = {
    **dict.fromkeys(("", "FCFA", "CFA", "F"), "XAF"),
    **{code: code for rail in RAILS.values() for code in rail.currencies},
}
TOTALS: Final = re.compile(r"((grand|sous|sub)_?)?(total|totaux|somme|sum)(_|s?$)")


def _list_by_word(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words}


MEANING_OF_COLUMN: Final = _list_by_word(COLUMNS)
MEANING_OF_DIRECTION: Final = _list_by_word(DIRECTIONS)
MEANING_OF_STATUS: Final = _list_by_word(STATUSES)
