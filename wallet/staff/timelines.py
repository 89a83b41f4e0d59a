"""List what happened to a person or a business, newest first: what they did, were refused and given, and staff did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.staff.audit import WHY_OF_PERSON

MOST: Final = 500


@dataclass(frozen=True)
class Happened:
    """One thing: when, of which sort, what, and how it stands."""

    at: datetime
    sort: str
    what: str
    state: str


# Whole francs as people read them: 12 500.
FRANCS: Final = "replace(to_char({}, '{}999,999,999,999,990'), ',', ' ')"
IN: Final = FRANCS.format("e.amount", "FMS")
AFTER: Final = FRANCS.format("e.balance_after", "FM")
MOVED: Final = FRANCS.format("m.amount", "FM")
PAID_OUT: Final = FRANCS.format("p.amount", "FM")
OF_PERSON: Final = text(f"""
    (SELECT o.at, 'did' AS sort, o.kind || ' by ' || o.channel || ', ' || o.reference AS what,
       CASE WHEN o.refused THEN 'refused: ' || o.sentence
            ELSE coalesce((SELECT p.rail || ' ' || p.state FROM payment p WHERE p.reference = o.reference), 'done')
       END AS state
     FROM operation o WHERE o.actor_id = :person ORDER BY o.at DESC LIMIT :most)
    UNION ALL
    (SELECT e.posted_at, 'money', e.kind || coalesce(', ' || m.reference, ''),
       {IN} || ', then ' || {AFTER}
     FROM entry e LEFT JOIN movement m ON m.transfer_id = e.transfer_id
     WHERE e.account_id = (SELECT account_id FROM person WHERE id = CAST(:person AS uuid))
     ORDER BY e.seq DESC LIMIT :most)
    UNION ALL
    (SELECT a.at, 'staff', a.kind || ' by ' || a.asked_by || coalesce(', ' || a.approved_by, ''),
       {WHY_OF_PERSON}
     FROM staff_act a WHERE a.subject = :person ORDER BY a.at DESC LIMIT :most)
    UNION ALL
    (SELECT s.at, 'security', s.kind, s.detail FROM phone h
       JOIN security_event s ON s.phone = h.number AND s.at >= h.since AND (h.until IS NULL OR s.at < h.until)
     WHERE h.person_id = CAST(:person AS uuid) ORDER BY s.at DESC LIMIT :most)
    UNION ALL
    SELECT h.since, 'number', h.number, 'since then' FROM phone h WHERE h.person_id = CAST(:person AS uuid)
    UNION ALL
    SELECT h.until, 'number', h.number, 'until then' FROM phone h
    WHERE h.person_id = CAST(:person AS uuid) AND h.until IS NOT NULL
    UNION ALL
    SELECT r.started_at, 'PIN', 'a new PIN was begun by ' || r.started_by, r.state FROM pin_reset r
    WHERE r.person_id = CAST(:person AS uuid)
    UNION ALL
    SELECT r.locked_at, 'stopped', 'locked for its robbed owner by ' || r.locked_by,
      coalesce('lifted by ' || r.lifted_by, 'stands')
    FROM robbed_lock r WHERE r.person_id = CAST(:person AS uuid)
    ORDER BY at DESC LIMIT :most""")  # noqa: S608 - constants
OF_SHOP: Final = text(f"""
    (SELECT a.at, 'member' AS sort, a.kind || ' by ' || coalesce(l.email, l.phone, 'its owner') AS what,
       CASE WHEN a.refused = '' THEN 'done' ELSE 'refused: ' || a.refused END AS state
     FROM business_act a LEFT JOIN member_login l ON l.id = a.login_id
     WHERE a.merchant_id = CAST(:shop AS uuid) ORDER BY a.at DESC LIMIT :most)
    UNION ALL
    (SELECT m.at, 'money', m.kind || ', ' || m.reference, {MOVED}
     FROM movement m WHERE m.merchant_id = CAST(:shop AS uuid) ORDER BY m.at DESC LIMIT :most)
    UNION ALL
    (SELECT r.created_at, 'refund', r.reference, r.state FROM refund r
     WHERE r.merchant_id = CAST(:shop AS uuid) ORDER BY r.created_at DESC LIMIT :most)
    UNION ALL
    (SELECT p.created_at, 'payout', {PAID_OUT}, p.state FROM payout p
     WHERE p.merchant_id = CAST(:shop AS uuid) ORDER BY p.created_at DESC LIMIT :most)
    UNION ALL
    (SELECT a.at, 'staff', a.kind || ' by ' || a.asked_by || coalesce(', ' || a.approved_by, ''), a.why
     FROM staff_act a
     WHERE a.subject = CAST(:shop AS text)
       OR a.subject IN (SELECT t.code FROM till t WHERE t.merchant_id = CAST(:shop AS uuid))
     ORDER BY a.at DESC LIMIT :most)
    UNION ALL
    SELECT d.sent_at, 'paper', d.kind, d.state FROM business_document d WHERE d.merchant_id = CAST(:shop AS uuid)
    UNION ALL
    SELECT s.since, 'member', 'is ' || s.role || ' now: ' || coalesce(l.email, l.phone, ''), 'since then'
    FROM membership s JOIN member_login l ON l.id = s.login_id WHERE s.merchant_id = CAST(:shop AS uuid)
    ORDER BY at DESC LIMIT :most""")  # noqa: S608 - constants


def list_of_person(db: Connection, person_id: str, most: int) -> list[Happened]:
    """Return the newest of what happened to a person."""
    return [Happened(*row) for row in db.execute(OF_PERSON, {"person": person_id, "most": most})]


def list_of_shop(db: Connection, merchant_id: str, most: int) -> list[Happened]:
    """Return the newest of what happened to a business."""
    return [Happened(*row) for row in db.execute(OF_SHOP, {"shop": str(merchant_id), "most": most})]
