"""Pages of the books as tables in a terminal, or as files for an accountant: CSV and XLSX, in French or English."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final

from cli.tables import print_table
from documents.sheet import Cell, Row, write_sheet, write_text
from wallet.banks.amounts import write_decimal
from wallet.books.account_statement import BooksLine, StatementPeriod
from wallet.books.chart import ChartLine, get_line
from wallet.books.general_ledger import LedgerDay
from wallet.books.journals import DayEntry, JournalLine
from wallet.books.kind_names import name_transfer
from wallet.books.tax_returns import ReturnLine, TaxRate
from wallet.books.trial_balance import ChartBalance
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused

LINES_MOST: Final = 200_000  # of a file
PRINTED_MOST: Final = 5_000
ENDINGS: Final = ("csv", "xlsx")
TITLE_LETTERS: Final = 31  # of a sheet of a workbook, which has none of these signs
NO_TITLE: Final = re.compile(r"[\[\]:*?/\\]")
ENDS: Final = {"fr": ("Solde d'ouverture", "Solde de clôture"), "en": ("Opening balance", "Closing balance")}
TAX_TITLES: Final = {
    "fr": {"vat": "TVA", "transfer-tax": "Taxe sur transferts"},
    "en": {"vat": "VAT", "transfer-tax": "Tax on transfers"},
}  # fmt: skip
HEADS: Final[dict[str, dict[str, Row]]] = {
    "trial_balance": {
        "fr": ("Compte", "Intitulé", "Monnaie", "Ouverture débit", "Ouverture crédit", "Mouvements débit",
               "Mouvements crédit", "Clôture débit", "Clôture crédit"),
        "en": ("Account", "Title", "Currency", "Opening debit", "Opening credit", "Debits", "Credits",
               "Closing debit", "Closing credit"),
    },
    "ledger": {
        "fr": ("Jour", "Opération", "Monnaie", "Débit", "Crédit", "Lignes", "Solde"),
        "en": ("Day", "Transfers", "Currency", "Debit", "Credit", "Legs", "Balance"),
    },
    "statement": {
        "fr": ("Date", "Opération", "Référence", "Débit", "Crédit", "Solde"),
        "en": ("Date", "Transfer", "Reference", "Debit", "Credit", "Balance"),
    },
    "safeguarding": {
        "fr": ("Partie", "Ligne", "Compte", "Monnaie", "Montant"),
        "en": ("Part", "Line", "Account", "Currency", "Amount"),
    },
    "ageing": {
        "fr": ("En attente", "Monnaie", "moins d'1 jour", "1 à 7 jours", "7 à 30 jours", "30 à 90 jours",
               "plus de 90 jours", "Total"),
        "en": ("Waiting", "Currency", "under a day", "1 to 7 days", "7 to 30 days", "30 to 90 days", "over 90 days",
               "Total"),
    },
    "return": {
        "fr": ("Objet", "Intitulé", "Nombre", "Base hors taxe", "Taux", "Taxe"),
        "en": ("About", "Title", "Number", "Base without tax", "Rate", "Tax"),
    },
    "month": {
        "fr": ("Partie", "Quoi", "Niveau ou nature", "Nombre", "Montant"),
        "en": ("Part", "What", "Level or kind", "Number", "Amount"),
    },
    "dormant": {
        "fr": ("Nom", "Numéro", "Titulaire", "Sans opération depuis", "Gardé à part depuis", "Montant FCFA", "État"),
        "en": ("Name", "Number", "Person", "Idle since", "Kept apart since", "Amount FCFA", "State"),
    },
    "journal": {
        "fr": ("Date", "Journal", "Pièce", "Opération", "Référence", "Compte", "Intitulé", "Compte interne", "Monnaie",
               "Débit", "Crédit"),
        "en": ("Date", "Journal", "Piece", "Transfer", "Reference", "Account", "Title", "Account in the ledger",
               "Currency", "Debit", "Credit"),
    },
    "entries": {
        "fr": ("Journal", "Date", "Compte", "Pièce", "Libellé", "Débit", "Crédit", "Monnaie"),
        "en": ("Journal", "Date", "Account", "Piece", "Label", "Debit", "Credit", "Currency"),
    },
}  # fmt: skip


@dataclass(frozen=True)
class BooksSheet:
    """A page of the books: its kind (of HEADS), its title, its rows; amounts are as an accountant writes them."""

    kind: str
    title: str
    language: str
    rows: Iterable[Row]

    def print(self, none: str) -> None:
        """Print it as a table; `none` where it is empty. Raises Refused for more than anybody reads."""
        rows = [tuple(self._show(cell) for cell in row) for row in self._take(PRINTED_MOST)]
        print_table([str(title) for title in HEADS[self.kind][self.language]], rows, none, self.title)

    def keep(self, file: Path) -> int:
        """Write it to a file, CSV or XLSX by its name; return how many rows. Raises Refused for another name."""
        kind = file.suffix.lower().lstrip(".")
        if kind not in ENDINGS:
            raise Refused("staff.sheet_by_name", file=file.name)
        rows = self._take(LINES_MOST)
        title = NO_TITLE.sub(" ", self.title)[:TITLE_LETTERS]
        file.write_bytes(write_sheet(kind, title, HEADS[self.kind][self.language], rows, self.language))
        return len(rows)

    def _show(self, cell: Cell) -> Cell:
        return write_text(cell, self.language) if isinstance(cell, date) else cell

    def _take(self, most: int) -> list[Row]:
        rows = list(islice(self.rows, most + 1))
        if len(rows) > most:
            raise Refused("staff.sheet_lines_most", most=most)
        return rows


def write_sides(amount: int, currency: str) -> Row:
    """Return a signed amount as two cells, debit and credit; the side where nothing stands is empty."""
    shown = write_amount(abs(amount), currency)
    return (shown, "") if amount < 0 else ("", shown) if amount else ("", "")


def write_amount(amount: int, currency: str) -> int | Decimal:
    """Return an amount of minor units: whole francs as a whole number, what has decimals with them."""
    return amount if currency == "XAF" else Decimal(write_decimal(amount, currency))


def title_of(line: ChartLine, language: str) -> str:
    """Return the title of a line in a language."""
    return line.fr if language == "fr" else line.en


def list_balances(balances: Iterable[ChartBalance], language: str) -> Iterator[Row]:
    """Yield the rows of a trial balance, and below each currency's what they come to."""
    totals: dict[str, list[int]] = {}
    found = list(balances)
    for place, one in enumerate(found):
        sides = (-min(one.opening, 0), max(one.opening, 0), one.debits, one.credits, -min(one.closing, 0),
                 max(one.closing, 0))  # fmt: skip
        total = totals.setdefault(one.currency, [0] * len(sides))
        for column, amount in enumerate(sides):
            total[column] += amount
        yield (one.line.number, title_of(one.line, language), one.currency, *write_filled(sides, one.currency))
        if place + 1 == len(found) or found[place + 1].currency != one.currency:
            yield ("", "Total", one.currency, *write_filled(total, one.currency))


def write_filled(amounts: Iterable[int], currency: str) -> Row:
    """Return amounts as cells, empty for nothing."""
    return tuple(write_amount(one, currency) if one else "" for one in amounts)


def list_ledger(days: Iterable[LedgerDay], language: str) -> Iterator[Row]:
    """Yield the rows of a general ledger."""
    for one in days:
        sides = write_filled((one.debits, one.credits), one.currency)
        yield (
            one.day,
            name_transfer(one.kind, language),
            one.currency,
            *sides,
            one.legs,
            write_amount(one.balance, one.currency),
        )


def list_statement(period: StatementPeriod, lines: Iterable[BooksLine], language: str) -> Iterator[Row]:
    """Yield the rows of a statement, its opening and closing balance first and last."""
    currency = period.account.currency
    opening, closing = ENDS[language]
    yield (period.since, opening, "", "", "", write_amount(period.opening, currency))
    for one in lines:
        at = one.at.astimezone(DOUALA).replace(tzinfo=None, microsecond=0)
        called = name_transfer(one.kind, language)
        yield (at, called, one.reference, *write_sides(one.amount, currency), write_amount(one.balance, currency))
    yield (period.until, closing, "", "", "", write_amount(period.closing, currency))


def list_return(lines: Iterable[ReturnLine], language: str) -> Iterator[Row]:
    """Yield the rows of what is declared of a month, and what they come to."""
    found = list(lines)
    for one in found:
        line = get_line(one.about)
        title = title_of(line, language) if line else name_transfer(one.about, language)
        rates = "; ".join(write_rate(rate, language) for rate in one.rates)
        yield one.about, title, one.number, one.base, rates, one.tax
    yield (
        "",
        "Total",
        sum(one.number for one in found),
        sum(one.base for one in found),
        "",
        sum(one.tax for one in found),
    )


def write_rate(rate: TaxRate, language: str) -> str:
    """Return a rate as it is said, 19,25 % or 0.2 % + 4 FCFA."""
    share = f"{rate.percent:f}".replace(".", "," if language == "fr" else ".")
    return f"{share} % + {rate.fixed} FCFA" if rate.fixed else f"{share} %"


def list_journal(lines: Iterable[JournalLine], language: str) -> Iterator[Row]:
    """Yield the rows of a journal."""
    for one in lines:
        at = one.at.astimezone(DOUALA).replace(tzinfo=None, microsecond=0)
        called, title = name_transfer(one.kind, language), title_of(one.line, language)
        yield (at, one.journal, one.transfer, called, one.reference, one.line.number, title, one.account, one.currency,
               *write_sides(one.amount, one.currency))  # fmt: skip


def list_entries(entries: Iterable[DayEntry], language: str) -> Iterator[Row]:
    """Yield entries as accounting programs take them in: a row for what is debited, another for what is credited."""
    for one in entries:
        label = f"{name_transfer(one.kind, language)}, {title_of(one.line, language)}"
        for amount in (-one.debits, one.credits):
            if amount:
                sides = write_sides(amount, one.currency)
                yield (one.journal, one.day, one.line.number, one.piece, label, *sides, one.currency)
