"""The safeguarding sheet of a day: what people hold here, against where that money is, each difference by its name.

All of it stands in the ledger, where every currency comes to zero: what is kept is what is owed and what is named
between, or the sheet does not add up. Beside it stands what banks and operators say themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, text

from wallet.books.trial_balance import AccountDay, list_moved

Part = Literal["owed", "kept", "between"]


class SheetPlace(NamedTuple):
    """A line of the sheet: its part, its titles, and the kinds of account that stand on it."""

    part: Part
    fr: str
    en: str
    kinds: tuple[str, ...]
    each: bool = False  # a line for each account


# Every kind of account stands on one line (a test says so). Above zero is owed or ours; below, held or spent.
SHEET: Final = (
    SheetPlace("owed", "Clients", "Customers", ("customer",)),
    SheetPlace("owed", "Commerçants", "Businesses", ("merchant",)),
    SheetPlace("owed", "Agents", "Agents", ("agent_float", "agent_commission")),
    SheetPlace("owed", "Sommes bloquées", "Held", ("held",)),
    SheetPlace("owed", "Sommes non réclamées", "Unclaimed", ("unclaimed",)),
    SheetPlace("owed", "En route, dû", "In transit, owed", ("in_transit",)),
    SheetPlace("kept", "Comptes de cantonnement", "Trust accounts", ("trust_bank",), each=True),
    SheetPlace("kept", "Opérateurs et prestataires", "Operators and providers", ("operator_float",), each=True),
    SheetPlace("kept", "Caisse", "Notes and coins", ("cash",)),
    SheetPlace("between", "Taxes à reverser", "Taxes to remit", ("tax",)),
    SheetPlace("between", "TVA à reverser", "VAT to remit", ("vat", "fee_vat")),
    SheetPlace("between", "À nous, non sorti", "Ours, not taken out",
               ("fees", "other_income", "capital", "commissions", "bank_charges", "losses", "own_bank")),
    SheetPlace("between", "En attente", "In suspense", ("suspense",), each=True),
    SheetPlace("between", "Position de change", "Position in currencies", ("position",)),
    SheetPlace("between", "Arrondis", "Rounding", ("rounding",)),
)  # fmt: skip
# The newest statement of each account at a bank that ends on this day or before, with what moves until then did there
# and it does not tell of; and what its operator said last.
TOLD: Final = text("""SELECT 'bank:' || b.rib AS account, b.currency, b.title AS name, f.closing AS told,
      f.closes_on AS on_day, coalesce((SELECT sum(g.amount) FROM bank_leg g JOIN transfer t ON t.id = g.transfer_id
        LEFT JOIN bank_line l ON l.id = g.line_id
        WHERE g.account_id = b.id AND t.posted_at < (CAST(:day AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala'
        AND (l.id IS NULL OR l.booked_on > f.closes_on)), 0)::bigint AS unseen
    FROM bank_account b LEFT JOIN LATERAL (SELECT closing, closes_on FROM bank_file f
      WHERE f.account_id = b.id AND f.closing IS NOT NULL AND f.closes_on <= :day
      ORDER BY f.closes_on DESC, f.id DESC LIMIT 1) f ON true
    UNION ALL SELECT 'operator_float:' || o.rail, 'XAF', o.rail, o.float_told,
      (o.float_told_at AT TIME ZONE 'Africa/Douala')::date, 0 FROM operator o
    WHERE o.float_told_at IS NOT NULL AND (o.float_told_at AT TIME ZONE 'Africa/Douala')::date <= :day
    ORDER BY 1""")


@dataclass(frozen=True)
class SheetLine:
    """The amount of a line in a currency, in its minor units; `account` is the one it is of, "" for several."""

    place: SheetPlace
    account: str
    currency: str
    amount: int


@dataclass(frozen=True)
class SheetSum:
    """The sums of a currency: kept, owed, and what is named between; `short` is what is missing of what people hold."""

    currency: str
    kept: int
    owed: int
    between: int

    @property
    def difference(self) -> int:
        """Return what nothing explains: zero, while the books are sound."""
        return self.kept - self.owed - self.between

    @property
    def short(self) -> int:
        """Return what is missing of what people hold, 0 where all is there."""
        return max(0, self.owed - self.kept)


@dataclass(frozen=True)
class OutsideWord:
    """The word of a bank's newest statement, or of an operator, on an account of ours, beside the books of the day.

    `told` is None where none was heard; `unseen` is what moves did there that no statement told of yet.
    """

    account: str
    currency: str
    name: str
    told: int | None
    on_day: date | None
    unseen: int
    ours: int

    @property
    def unexplained(self) -> int | None:
        """Return what they say above our books, but for what they did not see yet; None where they said nothing."""
        return None if self.told is None else self.told - (self.ours - self.unseen)


def write_sheet(moved: Iterable[AccountDay]) -> list[SheetLine]:
    """Return the lines of a day's sheet, but those where nothing stands."""
    sums: dict[tuple[str, int, str], int] = {}
    for one in moved:
        number = next(n for n, place in enumerate(SHEET) if one.account_kind in place.kinds)
        key = (one.currency, number, one.account if SHEET[number].each else "")
        sign = -1 if SHEET[number].part == "kept" else 1
        sums[key] = sums.get(key, 0) + sign * (one.opening + one.credits - one.debits)
    return [SheetLine(SHEET[number], account, currency, amount)
            for (currency, number, account), amount in sorted(sums.items()) if amount]  # fmt: skip


def add_up(lines: Iterable[SheetLine]) -> list[SheetSum]:
    """Return the sums of each currency on a sheet."""
    sums: dict[str, dict[Part, int]] = {}
    for line in lines:
        parts = sums.setdefault(line.currency, {"kept": 0, "owed": 0, "between": 0})
        parts[line.place.part] += line.amount
    return [SheetSum(currency, **parts) for currency, parts in sorted(sums.items())]


def read_sheet(db: Connection, day: date) -> list[SheetLine]:
    """Return the sheet of a day in Douala; of one that is not over, as it stands now."""
    return write_sheet(list_moved(db, day))


def list_words(db: Connection, day: date, lines: Sequence[SheetLine]) -> list[OutsideWord]:
    """Return what banks and operators say of what they hold for us, beside the sheet of a day."""
    kept = {line.account: line.amount for line in lines if line.place.part == "kept"}
    return [OutsideWord(**row._mapping, ours=kept.get(row.account, 0)) for row in db.execute(TOLD, {"day": day})
            if row.account in kept or row.told]  # fmt: skip


def name_sums(lines: Iterable[SheetLine]) -> dict[str, int]:
    """Return the sums of a sheet as the trail keeps them, which is signed and sent: by their names and currency."""
    return {
        f"{name} {one.currency}": amount
        for one in add_up(lines)
        for name, amount in (("kept", one.kept), ("owed", one.owed), ("between", one.between), ("short", one.short))
    }
