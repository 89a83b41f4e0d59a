"""Payments that wait for a person: those in review and those with an open case, with all that is needed to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from wallet.core.values import Priced
from wallet.payments.payments import POSTED

MOST: Final = 500
SEEN: Final = f"""SELECT p.reference, p.rail, p.direction, p.amount, p.fee, p.tax, p.party, p.state,
    p.operator_id, p.handle, coalesce(n.by_login, '') AS taken_by, e.id::text AS owner_id, e.name AS owner,
    ARRAY(SELECT kind || ': ' || detail FROM case_file c
          WHERE c.payment_id = p.id AND c.state = 'open' AND c.transfer_id IS NULL
          ORDER BY opened_at, id) AS cases,
    COALESCE((SELECT raw FROM payment_step s WHERE s.payment_id = p.id AND raw <> '' ORDER BY at DESC LIMIT 1), '')
      AS last_words,
    CASE WHEN p.reservation IS NULL THEN ''
      WHEN EXISTS (SELECT FROM transfer_link l WHERE l.target = p.reservation AND l.role = 'ends') THEN 'ended'
      ELSE 'held' END AS hold,
    (SELECT kind FROM transfer WHERE id = ({POSTED})) AS posted,
    COALESCE((SELECT code || ', ' || q.state FROM request q WHERE q.id = p.request_id), '') AS request,
    r.asked_by, r.content->>'state' AS asked_for, r.why AS asked_why,
    p.id::text
    FROM payment p JOIN person e ON e.id = p.person_id
    LEFT JOIN taken n ON n.name = p.reference
    LEFT JOIN LATERAL (SELECT * FROM staff_request r
      WHERE r.subject = p.reference AND is_open_request(r)) r ON true"""  # noqa: S608 - a constant
WAITING: Final = text(f"""{SEEN}
    WHERE p.id IN (SELECT id FROM payment WHERE state = 'review'
      UNION SELECT payment_id FROM case_file WHERE state = 'open' AND transfer_id IS NULL)
    ORDER BY p.created_at LIMIT :most""")  # noqa: S608 - a constant
OF_REFERENCE: Final = text(f"{SEEN} WHERE p.reference = :reference")
STEPS: Final = text("""SELECT payment_id::text, at, state, why FROM payment_step
    WHERE payment_id = ANY(CAST(:ids AS uuid[])) ORDER BY at""")


@dataclass(frozen=True)
class PaymentStep:
    """One step of a payment's life."""

    at: datetime
    state: str
    why: str


@dataclass(frozen=True)
class PaymentInReview(Priced):
    """A payment that waits for a person. `posted` is the kind of the transfer that ended it, if one did.

    `request`: code and state of the request an operator's customer pays with it, whose asker is its owner. `asked_for`:
    the state as which a member of staff asked to settle it, which another may approve.
    """

    id: str
    reference: str
    rail: str
    direction: str
    amount: int
    fee: int
    tax: int
    party: str
    state: str
    operator_id: str
    handle: str
    taken_by: str
    owner: str
    owner_id: str
    cases: list[str]
    last_words: str
    hold: str
    posted: str | None
    request: str
    asked_by: str | None
    asked_for: str | None
    asked_why: str | None
    steps: tuple[PaymentStep, ...] = ()


def list_in_review(db: Connection) -> list[PaymentInReview]:
    """Return the oldest 500, oldest first, each with its whole life."""
    return _read(db, db.execute(WAITING, {"most": MOST}).all())


def find_seen(db: Connection, reference: str) -> PaymentInReview | None:
    """Return the payment of a reference as staff see it, whatever its state; None for none."""
    found = _read(db, db.execute(OF_REFERENCE, {"reference": reference}).all())
    return found[0] if found else None


def _read(db: Connection, rows: Sequence[Row[Any]]) -> list[PaymentInReview]:
    steps: dict[str, list[PaymentStep]] = {row.id: [] for row in rows}
    for step in db.execute(STEPS, {"ids": list(steps)}):
        steps[step.payment_id].append(PaymentStep(step.at, step.state, step.why))
    return [PaymentInReview(**row._mapping, steps=tuple(steps[row.id])) for row in rows]


def count_other_cases(db: Connection) -> int:
    """Return how many open cases are about something else, or wait for what a payment left in unclaimed."""
    others = text("""SELECT count(*) FROM case_file WHERE state = 'open'
        AND (payment_id IS NULL OR transfer_id IS NOT NULL)""")
    return int(db.execute(others).scalar_one())
