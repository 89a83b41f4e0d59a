"""Bills due at billers, from a file that was loaded or from what a worker heard when it asked."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.business import merchants
from wallet.core.codes import RequestCode
from wallet.core.errors import Misread
from wallet.messages import notices
from wallet.people import people
from wallet.prices import tariffs

GOOD_FOR: Final = timedelta(hours=72)  # then a biller is asked again, and a code found no longer pays
AGAIN_SECONDS: Final = (5, 30, 120, 600)  # after a try that told nothing; then it is given up
LEASE: Final = timedelta(seconds=60)
DRAWS: Final = 50


@dataclass(frozen=True)
class Bill:
    """One bill: `reference` is typed by people, `number` is the biller's own."""

    id: str
    merchant_id: str
    reference: str
    number: str
    amount: int
    paid: bool


class Due(NamedTuple):
    """A bill as a biller states it; `amount` in francs."""

    reference: str
    number: str
    amount: int


@dataclass(frozen=True)
class Search:
    """A person's search for a bill, to be put to the biller by a worker."""

    id: str
    merchant_id: str
    reference: str
    person_id: str
    lookup_url: str
    tries: int


SEEN: Final = "SELECT id::text, merchant_id::text, reference, number, amount, paid_with IS NOT NULL AS paid FROM bill"


DUE: Final = text(f"""{SEEN} WHERE merchant_id = :merchant AND reference = :reference AND paid_with IS NULL
    AND known_until > wallet_now() ORDER BY learnt_at, number LIMIT 1""")


def find_due(db: Connection, merchant_id: str, reference: str) -> Bill | None:
    """Return the oldest bill to be paid under this reference, as far as it is known now, or None."""
    row = db.execute(DUE, {"merchant": merchant_id, "reference": reference}).one_or_none()
    return Bill(**row._mapping) if row else None


def is_paid(db: Connection, merchant_id: str, reference: str) -> bool:
    """True when a bill under this reference was paid here."""
    paid = text("SELECT 1 FROM bill WHERE merchant_id = :merchant AND reference = :reference AND paid_with IS NOT NULL")
    return db.execute(paid, {"merchant": merchant_id, "reference": reference}).first() is not None


def lock_row(db: Connection, bill_id: str) -> Bill:
    """Return this bill, locked until the transaction ends. Raises NoResultFound."""
    return Bill(**db.execute(text(f"{SEEN} WHERE id = :id FOR UPDATE"), {"id": bill_id}).one()._mapping)


def mark_paid(db: Connection, bill_id: str, transfer: str) -> None:
    """Mark the bill paid by this transfer, once and for all."""
    db.execute(
        text("UPDATE bill SET paid_with = CAST(:transfer AS uuid) WHERE id = :id AND paid_with IS NULL"),
        {"id": bill_id, "transfer": transfer},
    )


def find_by_code(db: Connection, person_id: str, code: str) -> Bill | None:
    """Return the bill this person looked for and was told this code of, while it is good, or None."""
    found = text(f"""{SEEN} WHERE id = (SELECT bill_id FROM bill_search WHERE code = :code AND person_id = :person
        AND asked_at > wallet_now() - :good_for) AND (paid_with IS NOT NULL OR known_until > wallet_now())
        AND EXISTS (SELECT FROM merchant m WHERE m.id = merchant_id AND m.biller IS NOT NULL)""")  # noqa: S608 - a constant
    row = db.execute(found, {"code": code, "person": person_id, "good_for": GOOD_FOR}).one_or_none()
    return Bill(**row._mapping) if row else None


LEARN: Final = text("""INSERT INTO bill (id, merchant_id, reference, number, amount, known_until, learnt_at)
    VALUES (:id, :merchant, :reference, :number, :amount,
        COALESCE(wallet_now() + CAST(:good_for AS interval), 'infinity'), wallet_now())
    ON CONFLICT (merchant_id, number) DO UPDATE
    SET reference = excluded.reference, amount = excluded.amount, known_until = excluded.known_until
    WHERE bill.paid_with IS NULL""")


def check_amount(amount: int) -> int:
    """Return a bill's amount. Raises Misread for one of less than anybody can pay."""
    if amount < tariffs.MINIMUM:
        raise Misread("error.amount_below", minimum=int(tariffs.MINIMUM))
    return amount


def learn(db: Connection, merchant_id: str, told: Iterable[Due], good_for: timedelta | None = None) -> int:
    """Keep what a biller states; a bill that was paid stays paid. Returns how many were new, or changed.

    Raises Misread for a bill of less than anybody can pay.
    """
    kept = 0
    for one in told:
        check_amount(one.amount)
        row = {"id": str(uuid.uuid4()), "merchant": merchant_id, **one._asdict(), "good_for": good_for}
        kept += db.execute(LEARN, row).rowcount
    return kept


def search(db: Connection, merchant_id: str, reference: str, person_id: str) -> None:
    """Have a worker ask the biller; a question of the same person that still waits is this one."""
    row = {"id": str(uuid.uuid4()), "merchant": merchant_id, "reference": reference, "person": person_id}
    db.execute(
        text("""INSERT INTO bill_search (id, merchant_id, reference, person_id, due_at, asked_at)
            SELECT CAST(:id AS uuid), CAST(:merchant AS uuid), :reference, CAST(:person AS uuid),
                wallet_now(), wallet_now()
            WHERE NOT EXISTS (SELECT FROM bill_search WHERE merchant_id = :merchant AND reference = :reference
                AND person_id = :person AND state IN ('waiting', 'asking'))"""),
        row,
    )


def count_searches(db: Connection, person_id: str) -> int:
    """Return how often this person looked for a bill in the last day."""
    count = text("""SELECT count(*) FROM bill_search WHERE person_id = :id AND asked_at > wallet_now() - :day""")
    return int(db.execute(count, {"id": person_id, "day": timedelta(days=1)}).scalar_one())


def lease(db: Connection, most: int) -> Sequence[Search]:
    """Take the searches that are due for this worker alone, for a minute; committed before any biller is asked."""
    rows = db.execute(
        text("""UPDATE bill_search s SET state = 'asking', tries = tries + 1, due_at = wallet_now() + :lease
            FROM merchant m WHERE m.id = s.merchant_id AND s.id IN (
                SELECT id FROM bill_search WHERE state IN ('waiting', 'asking') AND due_at <= wallet_now()
                ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
            RETURNING s.id::text, s.merchant_id::text, s.reference, s.person_id::text,
                COALESCE(m.lookup_url, '') AS lookup_url, s.tries"""),
        {"lease": LEASE, "most": most},
    )
    return [Search(**row._mapping) for row in rows]


def note_found(db: Connection, asked: Search, told: Due) -> None:
    """Note the bill a biller named, and tell who asked its amount and the code that pays it."""
    learn(db, asked.merchant_id, [told], GOOD_FOR)
    bill = get_named(db, asked.merchant_id, told)
    if bill.paid:  # the biller does not know yet that it was paid here
        end(db, asked, "missing", "bill_paid_before", told.reference)
        return
    code = draw_code(db)
    if end(db, asked, "found", "bill_found", told.reference, amount=bill.amount, pay_code=code):
        row = {"id": asked.id, "bill": bill.id, "code": code}
        db.execute(text("UPDATE bill_search SET bill_id = CAST(:bill AS uuid), code = :code WHERE id = :id"), row)


def get_named(db: Connection, merchant_id: str, told: Due) -> Bill:
    """Return the bill a biller has just named; what it named before under this reference is no longer due."""
    row = {"merchant": merchant_id, "reference": told.reference, "number": told.number}
    db.execute(
        text("""UPDATE bill SET known_until = wallet_now() WHERE merchant_id = :merchant AND reference = :reference
            AND number <> :number AND paid_with IS NULL AND known_until < 'infinity'"""),
        row,
    )
    named = text(f"{SEEN} WHERE merchant_id = :merchant AND number = :number")
    return Bill(**db.execute(named, row).one()._mapping)


def note_missing(db: Connection, asked: Search) -> None:
    """Note that the biller knows of no bill to be paid under this reference."""
    end(db, asked, "missing", "bill_missing", asked.reference)


def note_failed(db: Connection, asked: Search) -> None:
    """Note that nothing of use was heard: ask again later, and after the last time say so."""
    if asked.tries > len(AGAIN_SECONDS):
        end(db, asked, "failed", "bill_not_found", asked.reference)
        return
    wait = timedelta(seconds=AGAIN_SECONDS[asked.tries - 1])
    db.execute(
        text("UPDATE bill_search SET state = 'waiting', due_at = wallet_now() + :wait WHERE id = :id"),
        {"id": asked.id, "wait": wait},
    )


def end(db: Connection, asked: Search, state: str, sentence: str, reference: str, **more: object) -> bool:
    """End the search and tell who asked, once. False when another worker ended it before."""
    ended = text("UPDATE bill_search SET state = :state WHERE id = :id AND state = 'asking'")
    if not db.execute(ended, {"id": asked.id, "state": state}).rowcount:
        return False
    shop = merchants.get_merchant(db, asked.merchant_id).name
    for person in people.find_by_ids(db, [asked.person_id]).values():
        said = {"shop": shop, "bill": reference, **more}
        notices.tell(db, person, "answer", sentence, **said)
    return True


def draw_code(db: Connection) -> str:
    """Return a code that names nothing else that is paid by code. Raises RuntimeError when nearly all are taken."""
    taken = text("SELECT 1 FROM bill_search WHERE code = :code UNION ALL SELECT 1 FROM pay_address WHERE code = :code")
    for _ in range(DRAWS):
        code = str(RequestCode.draw())
        if db.execute(taken, {"code": code}).first() is None:
            return code
    raise RuntimeError("no free code found")
