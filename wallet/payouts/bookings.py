"""Payouts as banks' statements show them: booked where a debit is seen, back at their business where one came back.

A line says it of one payout, or of a whole file that was booked as one sum. A return waits until its payout was booked.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.business import merchants
from wallet.cases import cases
from wallet.core.values import space
from wallet.ledger import Entry, NotPosted, Transfer, holds
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.payouts import payouts, settlement_accounts
from wallet.payouts.change_settlement import name_account
from wallet.payouts.for_salaries import note_back
from wallet.payouts.payouts import COLUMNS, BusinessPayout
from wallet.people import people

AT: Final = "in_transit:bank"
OF_LINE: Final = "(p.id = l.payout_id OR p.file_id = l.payout_file_id)"
# Lines of a statement that were matched and not believed yet, debits first.
DUE: Final = text(f"""SELECT l.id, l.amount FROM bank_line l WHERE l.file_id = :file AND l.booked_at IS NULL
      AND l.state = 'matched' AND num_nonnulls(l.payout_id, l.payout_file_id) = 1
      AND EXISTS (SELECT FROM payout p WHERE {OF_LINE} AND (p.state = 'pending' OR l.amount > 0))
    ORDER BY l.amount > 0, l.id FOR NO KEY UPDATE OF l""")  # noqa: S608 - constants
TOLD: Final = text(f"""SELECT p.{COLUMNS.replace(", ", ", p.")} FROM payout p JOIN bank_line l ON {OF_LINE}
    WHERE l.id = :line AND p.state = :state ORDER BY p.id FOR NO KEY UPDATE OF p""")  # noqa: S608 - constants
BOOKED: Final = text("UPDATE bank_line SET booked_at = wallet_now() WHERE id = :line")
IS_UNBOOKED: Final = "l.booked_at IS NULL AND l.state = 'matched' AND num_nonnulls(l.payout_id, l.payout_file_id) = 1"
UNBOOKED: Final = text(f"""SELECT 'B' || l.file_id AS statement, count(*) AS lines FROM bank_line l
    WHERE {IS_UNBOOKED} GROUP BY l.file_id ORDER BY l.file_id""")  # noqa: S608 - a constant
BANK: Final = text("""SELECT 'bank:' || t.rib FROM payout p JOIN payout_file f ON f.id = p.file_id
    JOIN bank_account t ON t.id = f.account_id WHERE p.id = CAST(:payout AS uuid)""")
HELD: Final = text("SELECT id FROM transfer WHERE id = transfer_id(:key)")


@dataclass
class Booking:
    """The payouts that a statement tells of: how many were paid, how many came back, and the francs of each."""

    paid: int = 0
    paid_francs: int = 0
    returned: int = 0
    returned_francs: int = 0


def count_due(db: Connection, file: int) -> Booking:
    """Return what believing a statement would do."""
    found = Booking()
    for line in db.execute(DUE, {"file": file}).all():
        if line.amount > 0:
            found.returned += 1
            found.returned_francs += line.amount
            continue
        told = _read_told(db, line, "pending")
        found.paid += len(told)
        found.paid_francs += sum(one.amount for one in told)
    return found


def book(db: Connection, file: int) -> Booking:
    """Believe a statement: end the payouts it tells of, and give back what came back."""
    done = Booking()
    for line in db.execute(DUE, {"file": file}).all():
        came_back = line.amount > 0
        told = _read_told(db, line, "paid" if came_back else "pending")
        for one in told:
            if came_back:
                give_back(db, one)
                done.returned, done.returned_francs = done.returned + 1, done.returned_francs + one.amount
            else:
                note_paid(db, one)
                done.paid, done.paid_francs = done.paid + 1, done.paid_francs + one.amount
        if told:
            db.execute(BOOKED, {"line": line.id})
    return done


def _read_told(db: Connection, line: Any, state: str) -> list[BusinessPayout]:
    return [BusinessPayout(**row._mapping) for row in db.execute(TOLD, {"line": line.id, "state": state})]


def find_hold(db: Connection, payout: BusinessPayout) -> UUID:
    """Return the transfer that put a payout aside."""
    held: UUID = db.execute(HELD, {"key": payout.key}).scalar_one()
    return held


def find_bank(db: Connection, payout: BusinessPayout) -> int:
    """Return the account in the ledger of the bank whose file ordered a payout."""
    return ledger.get_named(db, db.execute(BANK, {"payout": payout.id}).scalar_one())


def note_paid(db: Connection, payout: BusinessPayout) -> None:
    """End a payout as its bank paid it."""
    ended = payouts.end(db, payout, "paid")
    held = find_hold(db, ended)
    paid = [Entry(find_bank(db, ended), ended.amount)]
    if ended.fee:
        paid.append(Entry(ledger.ours(db, "fees"), ended.fee))
    ledger.post_one(db, holds.ending(db, f"{ended.key}:paid", "pay_payout", held, paid, AT))
    if ended.for_salary:
        return
    shop = merchants.get_merchant(db, ended.merchant_id)
    movements.note(db, NewMovement(
        held, ended.reference, "make_payout", ended.amount, giver_id=shop.owner_id, fee=ended.fee,
        merchant_id=shop.id,
    ))  # fmt: skip
    _tell(db, ended, "payout_succeeded")


def give_back(db: Connection, payout: BusinessPayout) -> None:
    """Give a payout back that its bank had paid, and that came back: its fee is spent.

    It waits in unclaimed, under a case, where its business was closed since.
    """
    ended = payouts.end(db, payout, "returned", "returned by the bank")
    shop = merchants.get_merchant(db, ended.merchant_id)
    came = Entry(find_bank(db, ended), -ended.amount)
    back = (came, Entry(shop.account_id, ended.amount))
    try:
        posted = ledger.post_one(db, Transfer(f"{ended.key}:returned", "return_payout", back))
    except NotPosted as wrong:
        if wrong.reason != "closed":
            raise
        _keep_unclaimed(db, ended, shop.name, came)
        return
    if ended.for_salary:
        movements.note(db, note_back(shop, posted.transfer, ended.reference, ended.amount))
        return
    _tell(db, ended, "payout_returned")


def _keep_unclaimed(db: Connection, payout: BusinessPayout, shop: str, came: Entry) -> None:
    kept = (came, Entry(ledger.ours(db, "unclaimed"), payout.amount))
    posting = ledger.post_one(db, Transfer(f"{payout.key}:unclaimed", "keep_unclaimed", kept))
    detail = f"{space(payout.amount)} FCFA of payout {payout.reference}: its business {shop} is closed"
    cases.open_case(db, "unclaimed", detail, unclaimed=posting.transfer)


def fail(db: Connection, payout: BusinessPayout, reason: str) -> None:
    """Give a payout back whole that its bank refused to make."""
    ended = payouts.end(db, payout, "failed", reason)
    shop = merchants.get_merchant(db, ended.merchant_id)
    back = [Entry(shop.account_id, ended.total)]
    held = find_hold(db, ended)
    posted = ledger.post_one(db, holds.ending(db, f"{ended.key}:returned", "return_payout", held, back, AT))
    if ended.for_salary:
        movements.note(db, note_back(shop, posted.transfer, ended.reference, ended.total))
        return
    _tell(db, ended, "payout_failed")


def _tell(db: Connection, payout: BusinessPayout, sentence: str) -> None:
    shop = merchants.get_merchant(db, payout.merchant_id)
    account = name_account(settlement_accounts.get(db, payout.account_id))
    said = {
        "amount": payout.amount, "account": account, "fee": payout.fee, "reference": payout.reference,
        "shop": shop.name, "balance": ledger.balance(db, shop.account_id),
    }  # fmt: skip
    notices.tell(db, people.get_person(db, shop.owner_id), "receipt", sentence, **said)


def list_unbooked(db: Connection) -> list[tuple[str, int]]:
    """Return the names of statements (B12) that tell of payouts and were not believed yet, and how many lines do."""
    return [(row.statement, row.lines) for row in db.execute(UNBOOKED)]
