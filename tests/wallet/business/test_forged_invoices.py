"""A taken-over web app issues what says something else than its number, its sums, its day or its chain; it cannot."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.accountant import Accountant
from tests.world.shop import Shop
from tests.world.world import World

SAID = """SELECT jsonb_build_object('invoice_number', CAST(:number AS text), 'document_totals', jsonb_build_object(
        'total_without_vat', net, 'total_vat_amount', vat, 'total_with_vat', total, 'withheld_amount', withheld,
        'paid_amount', deposit, 'amount_due_for_payment', payable + CAST(:more AS int)))::text
    FROM invoice WHERE id = :id"""
COUNT = """INSERT INTO invoice_series AS s (merchant_id, kind, year, taken, last_on, last_hash)
    SELECT merchant_id, kind, :year, 1, CAST(:day AS date), :hash FROM invoice WHERE id = :id
    ON CONFLICT (merchant_id, kind, year) DO UPDATE SET taken = s.taken + 1, last_on = excluded.last_on,
      last_hash = excluded.last_hash RETURNING taken"""
ISSUE = """UPDATE invoice SET state = 'final', year = :year, place = :place, number = :number,
    issued_on = CAST(:day AS date), canonical = :canonical, hash = :hash, finalised_at = wallet_now() WHERE id = :id"""


@pytest.fixture
def accountant(world: World, shop: Shop) -> Accountant:
    return Accountant.hire(world, shop)


def forge(
    accountant: Accountant, *, number: str = "", more: int = 0, days: int = 0, year: int = 0, hashed: bytes = b""
) -> None:
    """Issue a second invoice by hand, as the web app's role; what is not said is as it should be."""
    first, second = accountant.issue(), accountant.draft()

    def do(db: Connection) -> None:
        days_on = text("SELECT (wallet_now() AT TIME ZONE 'Africa/Douala')::date + CAST(:days AS int)")
        today = db.execute(days_on, {"days": days}).scalar_one()
        row = {"id": second, "year": year or today.year, "day": today, "place": 2 if not year else 1}
        row["number"] = number or f"FAC-{row['year']}-{row['place']:06d}"
        row["canonical"] = db.execute(text(SAID), {**row, "more": more}).scalar_one()
        before = db.execute(text("SELECT hash FROM invoice WHERE id = :id"), {"id": first}).scalar_one()
        before = b"" if year else bytes(before)
        made = text("SELECT sha256(CAST(:before AS bytea) || convert_to(:canonical, 'UTF8'))")
        row["hash"] = hashed or db.execute(made, {**row, "before": before}).scalar_one()
        db.execute(text(COUNT), row)
        db.execute(text(ISSUE), row)

    accountant.world.do(do, "web")


def test_what_says_itself_is_issued(accountant: Accountant) -> None:
    forge(accountant)
    accountant.world.check()


@pytest.mark.parametrize("wrong", [
    {"number": "FAC-2026-000001"}, {"number": "FAC-2026-000009"}, {"number": "X"}, {"more": 1_000}, {"more": -1},
    {"days": -2}, {"days": 1}, {"year": 2031}, {"hashed": b"any"},
])  # fmt: skip
def test_what_says_something_else_is_not(accountant: Accountant, wrong: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(DBAPIError, match=r"what an invoice says|the count of a series"):
        forge(accountant, **wrong)
    accountant.world.check()
