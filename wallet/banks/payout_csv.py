"""A file of payouts as CSV, for banks whose portals take nothing else: one row a payout, in the bank's own columns."""

import csv
import io

from wallet.banks.csv_profiles import PayoutProfile
from wallet.banks.latin import write_latin
from wallet.banks.payout_file import NAME_LETTERS_MAX, WORDS_LETTERS_MAX, PayoutOrder

STARTS_FORMULA = "+-@=' "


def write_payout_csv(order: PayoutOrder, profile: PayoutProfile) -> bytes:
    """Return the file of an order that can be paid; no cell begins as a formula does."""
    held = io.StringIO(newline="")
    rows = csv.writer(held, delimiter=profile.delimiter, lineterminator="\r\n")
    rows.writerow(title for title, _ in profile.columns)
    for one in order.payouts:
        words = " ".join(filter(None, (one.rf, one.words)))
        told = {
            "payer_account": order.account, "account": one.account, "iban": one.account.iban,
            "bank": one.account.bank, "branch": one.account.branch, "number": one.account.account,
            "key": one.account[21:], "name": _write_text(one.name, NAME_LETTERS_MAX), "amount": str(one.amount),
            "reference": one.reference, "words": _write_text(words, WORDS_LETTERS_MAX),
            "pay_on": order.pay_on.strftime(profile.date_form),
        }  # fmt: skip
        rows.writerow(told[meaning] for _, meaning in profile.columns)
    return held.getvalue().encode("ascii")


def _write_text(text: str, letters_max: int) -> str:
    return write_latin(text, letters_max).lstrip(STARTS_FORMULA)
