"""The safeguarding sheet and what waits, as rows for a terminal, CSV and XLSX, in French or English."""

from collections.abc import Iterable, Iterator
from typing import Final

from cli.books_sheets import title_of, write_amount
from documents.sheet import Row
from wallet.books.ageing import Aged
from wallet.books.chart import LINES_OF_ACCOUNTS
from wallet.books.safeguarding import OutsideWord, SheetLine, add_up
from wallet.core.values import CURRENCY

PARTS: Final = {
    "fr": {"kept": "Gardé", "owed": "Dû", "between": "Entre les deux"},
    "en": {"kept": "Kept", "owed": "Owed", "between": "Between"},
}
SUMS: Final = {
    "fr": ("Total", "Différence, zéro si les livres sont justes", "Manque à ce que le public détient"),
    "en": ("Total", "Difference, zero while the books are sound", "Missing of what people hold"),
}
SAID: Final = {
    "fr": ("Dit ailleurs", "rien encore", "le {day:%d/%m/%Y}", "Différence", "pas encore vu à la banque"),
    "en": ("Said outside", "nothing yet", "on {day:%d/%m/%Y}", "Difference", "not seen by the bank yet"),
}


def list_sheet(lines: Iterable[SheetLine], words: Iterable[OutsideWord], language: str) -> Iterator[Row]:
    """Yield the rows of a sheet, its sums, and what banks and operators say themselves."""
    found, said, parts = list(lines), list(words), PARTS[language]
    names = {word.account: word.name for word in said}
    names |= {account: title_of(line, language) for account, line in LINES_OF_ACCOUNTS.items()}
    for one in found:
        title = one.place.fr if language == "fr" else one.place.en
        amount = write_amount(one.amount, one.currency)
        where = names.get(one.account) or names.get(one.account.removesuffix(f":{one.currency}"), one.account)
        yield parts[one.place.part], title, where, one.currency, amount
    total, difference, short = SUMS[language]
    for all_of in add_up(found):
        for part, amount in (("kept", all_of.kept), ("owed", all_of.owed), ("between", all_of.between)):
            yield parts[part], total, "", all_of.currency, write_amount(amount, all_of.currency)
        for title, amount in ((difference, all_of.difference), (short, all_of.short)):
            yield "", title, "", all_of.currency, write_amount(amount, all_of.currency)
    heading, nothing, on_day, differs, unseen = SAID[language]
    for word in said:
        name = names[word.account]
        if word.told is None or word.on_day is None:
            yield heading, nothing, name, word.currency, ""
            continue
        yield heading, on_day.format(day=word.on_day), name, word.currency, write_amount(word.told, word.currency)
        if word.unseen:
            yield heading, unseen, name, word.currency, write_amount(word.unseen, word.currency)
        yield heading, differs, name, word.currency, write_amount(word.unexplained or 0, word.currency)


def list_ageing(aged: Iterable[Aged]) -> Iterator[Row]:
    """Yield what waits, a row a kind: how much by how long, and in all."""
    for one in aged:
        yield one.what, CURRENCY, *one.amounts, one.total
