"""Read what rows of a payroll are judged by: whose wallets their numbers reach, what was paid, what was guessed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.banks.rib import Rib
from wallet.business import levels
from wallet.core.errors import Misread
from wallet.core.values import Phone
from wallet.people.people import BY_PHONES, Person
from wallet.prices import limits, tariffs
from wallet.salaries.judge_rows import Facts, KnownWallet
from wallet.salaries.payrolls import LINE_STATE, LINES
from wallet.salaries.typed_rows import TypedRow
from wallet.salaries.wrong_names import read_wrong_names

PAID_WITHIN: Final = timedelta(days=30)
AT_A_TIME: Final = 500
PAID: Final = text(f"""SELECT l.number, max(coalesce(b.decided_at, b.asked_at)) AS at
    {LINES} JOIN payroll b ON b.id = l.payroll_id
    WHERE b.merchant_id = CAST(:merchant AS uuid) AND b.state <> 'draft' AND l.number = ANY (CAST(:numbers AS text[]))
      AND {LINE_STATE} NOT IN ('failed', 'returned')
      AND coalesce(b.decided_at, b.asked_at) > wallet_now() - CAST(:within AS interval)
    GROUP BY l.number""")


def read_facts(db: Connection, merchant_id: str, rows: Sequence[TypedRow]) -> Facts:
    """Return what is known of all that rows name."""
    numbers = sorted({number for row in rows for number in _list_numbers(row.number)})
    return Facts(
        _read_wallets(db, [one for one in numbers if one.startswith("+")]), _read_paid(db, merchant_id, numbers),
        tariffs.read_tariff(db, "pay_salary"), tariffs.read_tariff(db, "make_payout"),
        levels.read_level(db, merchant_id).payout_most, read_wrong_names(db, merchant_id, numbers),
    )  # fmt: skip


def _list_numbers(typed: str) -> list[str]:
    for read in (Phone.read, Rib.read):
        try:
            return [str(read(typed))]
        except Misread:
            continue
    return []


def _read_wallets(db: Connection, phones: Sequence[str]) -> dict[str, KnownWallet]:
    known: dict[str, KnownWallet] = {}
    most: dict[int, int | None] = {}
    for begin in range(0, len(phones), AT_A_TIME):
        some = phones[begin : begin + AT_A_TIME]
        people = [Person(**row._mapping) for row in db.execute(BY_PHONES, {"phones": list(some)})]
        for person in people:
            if person.tier not in most:
                most[person.tier] = min(limits.read_ceilings(db, person.tier, "in").values(), default=None)
            is_stopped = person.state != "open" or person.robbed
            known[person.phone] = KnownWallet(person.id, person.name, is_stopped, most[person.tier])
    return known


def _read_paid(db: Connection, merchant_id: str, numbers: Sequence[str]) -> dict[str, datetime]:
    rows = db.execute(PAID, {"merchant": merchant_id, "numbers": list(numbers), "within": PAID_WITHIN})
    return {row.number: row.at for row in rows}
