"""Movements: the money of operations as both sides see it in their histories."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.operations.kinds import CONTESTABLE, KINDS
from wallet.people import people

CONTESTED_WITHIN: Final = timedelta(hours=24)
# Of a movement m: also of what waited for a wallet, from when it was claimed.
MAY_CONTEST: Final = f"""m.kind = ANY('{{{",".join(CONTESTABLE)}}}') AND m.receiver_id IS NOT NULL
    AND m.at > wallet_now() - interval '{CONTESTED_WITHIN.total_seconds()} seconds'
    AND NOT EXISTS (SELECT FROM contest k WHERE k.transfer_id = m.transfer_id)"""


@dataclass(frozen=True)
class Movement:
    """One line of a person's history: signed amount, the other side, and what its details show and offer.

    Of money from or to an operator, `operator` is the rail and `phone` the number there. Of money from or to a shop,
    `shop` is its name and `till` the till's code.
    """

    seq: int
    kind: str
    amount: int
    name: str
    phone: str
    fee: int
    tax: int
    reference: str
    date: str
    time: str
    operator: str = ""
    shop: str = ""
    till: str = ""
    transfer: str = ""
    person_id: str = ""
    contestable: int = 0

    @property
    def other(self) -> str:
        """Other side in one word, for a line: a name, a shop, or a number."""
        return self.name or self.shop or self.phone


NOTE: Final = text("""INSERT INTO movement (transfer_id, reference, kind, giver_id, receiver_id, amount, fee, tax,
      merchant_id, till, at)
    VALUES (:transfer, :reference, :kind, :giver_id, :receiver_id, :amount, :fee, :tax, :merchant_id, :till,
      wallet_now())""")


@dataclass(frozen=True)
class NewMovement:
    """A movement to write down: a transfer tied to what a person did. At a shop, giver or receiver is its owner."""

    transfer: UUID
    reference: str
    kind: str
    amount: int
    giver_id: str | None = None
    receiver_id: str | None = None
    fee: int = 0
    tax: int = 0
    merchant_id: str | None = None
    till: str = ""


SENDS: Final = text("""SELECT count(*) FROM (SELECT 1 FROM movement
    WHERE giver_id = :giver AND receiver_id = :receiver AND kind = 'send_money' LIMIT :most) sends""")


def count_sends(db: Connection, giver_id: str, receiver_id: str, most: int) -> int:
    """Return how often one person has sent money to another, counted up to `most`."""
    counted: int = db.execute(SENDS, {"giver": giver_id, "receiver": receiver_id, "most": most}).scalar_one()
    return counted


def note(db: Connection, *movements: NewMovement) -> None:
    """Write movements down. Raises KeyError for a kind that has no row in KINDS."""
    for one in movements:
        KINDS[one.kind]
    if movements:
        db.execute(NOTE, [vars(one) for one in movements])


# What was sent to somebody without a wallet is, once claimed, what it became: a send to a person (m), by the transfer
# that ended the hold (b); when, and at which price, stays as it was then (e, h).
SIDES: Final = f"""SELECT e.seq, m.kind, m.amount, h.fee, h.tax, m.reference, e.posted_at, e.amount < 0 AS gave,
        o.name, COALESCE(y.party, f.number, c.phone) AS number, y.rail, s.name AS shop, m.till,
        m.transfer_id, o.id::text AS person_id,
        (e.amount < 0 AND {MAY_CONTEST})::int AS contestable
    FROM entry e JOIN movement h ON h.transfer_id = e.transfer_id
    LEFT JOIN (transfer_link b JOIN movement k ON k.transfer_id = b.by_id AND k.kind = 'send_money')
      ON h.kind = 'send_to_stranger' AND b.target = h.transfer_id AND b.role = 'ends'
    JOIN movement m ON m.transfer_id = COALESCE(b.by_id, e.transfer_id)
    LEFT JOIN merchant s ON s.id = m.merchant_id AND s.account_id <> e.account_id
    LEFT JOIN person o ON s.id IS NULL AND o.id = CASE WHEN e.amount < 0 THEN m.receiver_id ELSE m.giver_id END
    LEFT JOIN phone f ON f.person_id = o.id AND f.until IS NULL
    LEFT JOIN payment y ON y.reference = m.reference
    LEFT JOIN claim c ON c.reference = m.reference"""  # noqa: S608 - constants
LATEST: Final = text(f"""{SIDES} WHERE e.account_id = COALESCE(:account, (SELECT account_id FROM person WHERE id = :id))
    AND e.seq < :before ORDER BY e.seq DESC LIMIT :most""")  # noqa: S608 - constants


def list_latest(
    db: Connection, person_id: str, most: int = 5, before_seq: int = 2**62, account_id: int | None = None
) -> list[Movement]:
    """Return the newest movements of a person's wallet, or of their shop's account, newest first.

    Fee and tax only to who paid them.
    """
    asked = {"id": person_id, "account": account_id, "before": before_seq, "most": most}
    return [_seen(row) for row in db.execute(LATEST, asked)]


@dataclass(frozen=True)
class MovementFilter:
    """The movements of days in Douala, both included, None for no bound; `way` is in, out, or "" for both."""

    since: date | None = None
    until: date | None = None
    way: str = ""


@dataclass(frozen=True)
class Totals:
    """Sums of movements, in francs: how many, what came in, what went out, and its price, fee and tax."""

    count: int
    came_in: int
    went_out: int
    price: int


OF_PERSON: Final = f"""{SIDES} WHERE e.account_id = (SELECT account_id FROM person WHERE id = :id)
    AND (CAST(:since AS date) IS NULL OR e.posted_at >= CAST(:since AS date)::timestamp AT TIME ZONE 'Africa/Douala')
    AND (CAST(:until AS date) IS NULL
      OR e.posted_at < (CAST(:until AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala')
    AND (:way = '' OR (e.amount < 0) = (:way = 'out'))"""  # noqa: S608 - constants
FILTERED: Final = text(f"{OF_PERSON} AND e.seq < :before ORDER BY e.seq DESC LIMIT :most")
SUMMED: Final = text(f"""SELECT count(*) AS count, coalesce(sum(amount) FILTER (WHERE NOT gave), 0)::bigint AS came_in,
        coalesce(sum(amount) FILTER (WHERE gave), 0)::bigint AS went_out,
        coalesce(sum(fee + tax) FILTER (WHERE gave AND kind <> ALL (:of_receiver)), 0)::bigint AS price
    FROM ({OF_PERSON}) line""")  # noqa: S608 - constants
OF_RECEIVER: Final = [name for name, kind in KINDS.items() if kind.fee_from == "receiver"]


def list_filtered(
    db: Connection, person_id: str, wanted: MovementFilter, most: int, before_seq: int = 2**62
) -> list[Movement]:
    """Return the newest movements of a person's wallet that a filter lets through, newest first."""
    asked = {**vars(wanted), "id": person_id, "before": before_seq, "most": most}
    return [_seen(row) for row in db.execute(FILTERED, asked)]


def sum_filtered(db: Connection, person_id: str, wanted: MovementFilter) -> Totals:
    """Return what all of them come to."""
    row = db.execute(SUMMED, {**vars(wanted), "id": person_id, "of_receiver": OF_RECEIVER}).one()
    return Totals(**row._mapping)


def _seen(row: Any) -> Movement:
    pays = KINDS[row.kind].fee_from == ("giver" if row.gave else "receiver")
    return Movement(
        row.seq, row.kind, -row.amount if row.gave else row.amount,
        people.shorten_name(row.name) if row.name else "", row.number or "",
        row.fee if pays else 0, row.tax if pays else 0, row.reference, **clock.shown(row.posted_at),
        operator=row.rail or "", shop=row.shop or "", till=row.till, transfer=str(row.transfer_id),
        person_id=row.person_id or "",
        contestable=row.contestable,
    )  # fmt: skip
