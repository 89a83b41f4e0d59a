"""Rates of tax and of what is withheld, as they are in force on a day: rows, never constants."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from wallet.business.invoice_sums import VatRate, WithholdingRate
from wallet.core.errors import Misread

VAT: Final = text("""SELECT DISTINCT ON (code) code, ppm, cac_ppm, reasoned FROM vat_rate
    WHERE since <= :day ORDER BY code, since DESC""")
WITHHELD: Final = text("""SELECT DISTINCT ON (code) code, ppm, part FROM withholding_rate
    WHERE since <= :day ORDER BY code, since DESC""")


def list_vat(db: Connection, day: date) -> dict[str, VatRate]:
    """Return every rate of tax that is in force on a day, by its code."""
    return {row.code: VatRate(*row) for row in db.execute(VAT, {"day": day})}


def list_withheld(db: Connection, day: date) -> dict[str, WithholdingRate]:
    """Return every share that may be withheld on a day, by its code."""
    return {row.code: WithholdingRate(*row) for row in db.execute(WITHHELD, {"day": day})}


def choose_withheld(db: Connection, day: date, codes: tuple[str, ...]) -> list[WithholdingRate]:
    """Return the shares of these codes. Raises Misread for one that is not in force, or said twice."""
    known = list_withheld(db, day)
    if len(set(codes)) < len(codes) or not set(codes) <= known.keys():
        raise Misread("error.malformed")
    return [known[code] for code in codes]
