"""Read what rows of a payroll are judged by: whose wallets their numbers reach, what these can take, what was paid."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.banks.rib import Rib
from wallet.core.errors import Misread
from wallet.core.values import Phone
from wallet.people.people import BY_PHONES, Person
from wallet.prices import limits, tariffs
from wallet.prices.limits import AskedAmount
from wallet.salaries.judge_rows import Facts, KnownWallet
from wallet.salaries.payrolls import LINE_STATE, LINES
from wallet.salaries.typed_rows import TypedRow

PAID_WITHIN: Final = timedelta(days=30)
AT_A_TIME: Final = 500
PAID: Final = text(f"""SELECT l.number, max(coalesce(b.decided_at, b.asked_at)) AS at
    {LINES} JOIN payroll b ON b.id = l.payroll_id
    WHERE b.merchant_id = CAST(:merchant AS uuid) AND b.state <> 'draft' AND l.number = ANY (CAST(:numbers AS text[]))
      AND {LINE_STATE} NOT IN ('failed', 'returned')
      AND coalesce(b.decided_at, b.asked_at) > wallet_now() - CAST(:within AS interval)
    GROUP BY l.number""")
BALANCES: Final = text("SELECT id, balance FROM account WHERE id = ANY (CAST(:ids AS bigint[]))")


def read_facts(db: Connection, merchant_id: str, rows: Sequence[TypedRow]) -> Facts:
    """Return what is known of all that rows name."""
    numbers = sorted({number for row in rows for number in _list_numbers(row.number)})
    return Facts(
        _read_wallets(db, [one for one in numbers if one.startswith("+")]), _read_paid(db, merchant_id, numbers),
        tariffs.read_tariff(db, "pay_salary"), tariffs.read_tariff(db, "make_payout"),
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
    for begin in range(0, len(phones), AT_A_TIME):
        some = phones[begin : begin + AT_A_TIME]
        people = [Person(**row._mapping) for row in db.execute(BY_PHONES, {"phones": list(some)})]
        most = find_most(db, people)
        for person in people:
            is_stopped = person.state != "open" or person.robbed
            known[person.phone] = KnownWallet(person.id, person.name, is_stopped, most[person.id])
    return known


def find_most(db: Connection, people: Sequence[Person]) -> dict[str, int | None]:
    """Return the most that each person's wallet may take now, None where no ceiling binds it."""
    if not people:
        return {}
    rooms = limits.read_rooms(db, *(AskedAmount(one, "in", 0) for one in people))
    rows = db.execute(BALANCES, {"ids": [one.account_id for one in people]})
    balances = {row.id: row.balance for row in rows}
    return {
        one.id: room.find_most(balances[one.account_id]) for one, room in zip(people, rooms, strict=True)
    }  # fmt: skip


def _read_paid(db: Connection, merchant_id: str, numbers: Sequence[str]) -> dict[str, datetime]:
    rows = db.execute(PAID, {"merchant": merchant_id, "numbers": list(numbers), "within": PAID_WITHIN})
    return {row.number: row.at for row in rows}
