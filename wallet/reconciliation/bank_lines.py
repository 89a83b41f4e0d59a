"""Lines of banks' statements that wait for a person, until one is paid or its case is decided; and matching them.

They wait as suggested, as about nothing that is known, or as matched: a match moves no money.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.reconciliation.numbered_names import read_number

SELECTED: Final = """SELECT b.id, 'L' || b.id AS line, t.title AS account, t.rib, t.currency,
      'B' || b.file_id AS statement, b.booked_on, b.amount, b.name, b.words, b.end_to_end_id, b.reverses, b.returned,
      b.nth, b.state, b.how, coalesce(a.code, '') AS code,
      c.amount AS due, coalesce('C' || k.number, '') AS case,
      coalesce(k.kind = 'bank_line_given_back', false) AS is_given_back, coalesce(n.by_login, '') AS taken_by
    FROM bank_line b JOIN bank_account t ON t.id = b.account_id
    LEFT JOIN checkout c ON c.id = b.checkout_id LEFT JOIN pay_address a ON a.checkout_id = c.id
    LEFT JOIN case_file k ON k.id = b.case_id AND k.state = 'open' LEFT JOIN taken n ON n.name = 'L' || b.id"""
# A line is out of sight once it paid, or two closed its case; a match closes none.
WAITS: Final = """(b.state = 'suggested' OR b.state = 'open' AND k.number IS NOT NULL
      AND NOT EXISTS (SELECT FROM bank_leg g WHERE g.line_id = b.id) OR b.state = 'matched'
    AND b.checkout_id IS NOT NULL AND NOT EXISTS (SELECT FROM bank_line_paid p WHERE p.line_id = b.id)
    AND NOT EXISTS (SELECT FROM case_file d JOIN staff_act s ON s.subject = 'C' || d.number AND s.kind = 'close_case'
      WHERE d.id = b.case_id))"""
WAITING: Final = text(f"""{SELECTED} WHERE {WAITS}
    ORDER BY b.state DESC, b.id LIMIT :most""")
FIND: Final = text(f"{SELECTED} WHERE b.id = :id")
MOST: Final = 500


@dataclass(frozen=True)
class BankLine:
    """A line of a statement as a person reads it: `code` and `due` are of the checkout it pays, or perhaps pays.

    Amounts are in minor units; `nth` above 1 says that the statement told the very same before; `taken_by` is the login
    that looks into it, "" for nobody.
    """

    id: int
    line: str
    account: str
    rib: str
    currency: str
    statement: str
    booked_on: date
    amount: int
    name: str
    words: str
    end_to_end_id: str
    reverses: bool
    returned: str
    nth: int
    state: str
    how: str
    code: str
    due: int | None
    case: str
    is_given_back: bool
    taken_by: str


def list_waiting(db: Connection) -> Iterator[BankLine]:
    """Yield what waits for a person, what is suggested first, what is matched last: 500 at most."""
    for row in db.execute(WAITING, {"most": MOST}):
        yield BankLine(**row._mapping)


def count_waiting(db: Connection) -> int:
    """Return how many lines wait for a person."""
    waiting = text(f"""SELECT count(*) FROM bank_line b
        LEFT JOIN case_file k ON k.id = b.case_id AND k.state = 'open' WHERE {WAITS}""")  # noqa: S608 - a constant
    return int(db.execute(waiting).scalar_one())


def list_unpaid(db: Connection, file: int) -> list[str]:
    """Return the names of lines of an imported file that are matched and not paid: 500 at most."""
    unpaid = text("""SELECT 'L' || b.id FROM bank_line b WHERE b.file_id = :file AND b.state = 'matched'
        AND b.checkout_id IS NOT NULL AND NOT EXISTS (SELECT FROM bank_line_paid p WHERE p.line_id = b.id)
        ORDER BY b.id LIMIT :most""")
    return list(db.execute(unpaid, {"file": file, "most": MOST}).scalars())


def get_line(db: Connection, name: str) -> BankLine:
    """Return the line of this name (L12). Raises Refused for none."""
    row = db.execute(FIND, {"id": read_number(name.upper(), "L") or 0}).one_or_none()
    if row is None:
        raise Refused("staff.no_bank_line", line=name)
    return BankLine(**row._mapping)


def lock_row_line(db: Connection, name: str) -> BankLine:
    """Return the line of this name, held until the transaction ends. Raises Refused for none."""
    held = get_line(db, name)
    db.execute(text("SELECT FROM bank_line WHERE id = :id FOR UPDATE"), {"id": held.id})
    return get_line(db, name)


def take_line(db: Connection, line: BankLine, checkout_id: str) -> None:
    """Note that a person found what a line pays; its case stays open until it is paid."""
    taken = text("""UPDATE bank_line SET state = 'matched', how = 'person', checkout_id = :checkout, payout_id = NULL,
        payout_file_id = NULL WHERE id = :id""")
    db.execute(taken, {"id": line.id, "checkout": checkout_id})


def close_case(db: Connection, line: BankLine) -> None:
    """Close the case of a line that was paid, if it has one."""
    close = text("""UPDATE case_file SET state = 'closed'
        WHERE id = (SELECT case_id FROM bank_line WHERE id = :id) AND state = 'open'""")
    db.execute(close, {"id": line.id})


def take_payout(db: Connection, line: BankLine, reference: str) -> bool:
    """Note that a person found of which payout a line tells; False where it is no payout that was sent to a bank.

    Nor is it one of which another line says the same: what was paid twice is no second payout.
    """
    taken = text("""UPDATE bank_line SET state = 'matched', how = 'person', payout_id = p.id, checkout_id = NULL
        FROM payout p JOIN payout_file f ON f.id = p.file_id AND f.state = 'sent'
        WHERE bank_line.id = :id AND p.reference = :reference AND p.amount = abs(bank_line.amount)
          AND f.account_id = bank_line.account_id
          AND (p.state = 'pending' OR p.state = 'paid' AND bank_line.amount > 0)
          AND NOT EXISTS (SELECT FROM bank_line o WHERE o.id <> bank_line.id AND o.state = 'matched'
            AND (o.payout_id = p.id OR o.payout_file_id = p.file_id) AND (o.amount > 0) = (bank_line.amount > 0))""")
    return bool(db.execute(taken, {"id": line.id, "reference": reference}).rowcount)


def close_booked_cases(db: Connection, file: int) -> None:
    """Close the cases of lines of a statement that were booked."""
    close = text("""UPDATE case_file SET state = 'closed' WHERE state = 'open'
        AND id IN (SELECT case_id FROM bank_line WHERE file_id = :file AND booked_at IS NOT NULL)""")
    db.execute(close, {"file": file})
