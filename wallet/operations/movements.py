"""Movements: the money of operations as both sides see it in their histories."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.ledger.history import look_back
from wallet.operations.kinds import CONTESTABLE, GROUPS, KINDS, SALES
from wallet.payments.rails import RAILS
from wallet.people import people

SUMMED_MOST: Final = 10_000  # lines that are added up for a page
DIGITS_LEAST: Final = 3  # of a number, to look for it
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

NOTE_MANY: Final = text("""INSERT INTO movement (transfer_id, reference, kind, giver_id, receiver_id, amount, fee, tax,
      merchant_id, till, at)
    SELECT transfer, reference, kind, giver_id, receiver_id, amount, fee, tax, merchant_id, till, wallet_now()
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (transfer uuid, reference text, kind text, giver_id uuid,
      receiver_id uuid, amount bigint, fee bigint, tax bigint, merchant_id uuid, till text)""")


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
    if len(movements) == 1:
        db.execute(NOTE, vars(movements[0]))
    elif movements:
        db.execute(NOTE_MANY, {"rows": json.dumps([vars(one) for one in movements], default=str)})


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
    AND e.seq < :before AND e.posted_at >= :since ORDER BY e.seq DESC LIMIT :most""")  # noqa: S608 - constants
OPENED: Final = text("""SELECT opened_at FROM account
    WHERE id = COALESCE(:account, (SELECT account_id FROM person WHERE id = :id))""")


def list_latest(
    db: Connection, person_id: str, most: int = 5, before_seq: int = 2**62, account_id: int | None = None
) -> list[Movement]:
    """Return the newest movements of a person's wallet, or of their shop's account, newest first.

    Fee and tax only to who paid them.
    """
    asked = {"id": person_id, "account": account_id, "before": before_seq, "most": most}
    return [_seen(row) for row in look_back(db, LATEST, asked, most, OPENED)]


@dataclass(frozen=True)
class MovementFilter:
    """The movements a reader asks for: of days in Douala, both included, None for no bound; `way` is in, out, or "".

    `group` is one of GROUPS, `state` one of STATES, `who` a first name, a shop, or the last digits of a number; "" for
    any. `least` and `most` bound the amount without its price, 0 for no bound.
    """

    since: date | None = None
    until: date | None = None
    way: str = ""
    group: str = ""
    who: str = ""
    least: int = 0
    most: int = 0
    state: str = ""

    @property
    def is_of_days(self) -> bool:
        """True where nothing but days bounds it: all that was moved in them is there."""
        return vars(self) == vars(MovementFilter(self.since, self.until))

    def to_row(self) -> dict[str, Any]:
        """Return what a query compares with."""
        digits = "".join(sign for sign in self.who if sign.isdigit())
        return {
            "since": self.since, "until": self.until, "way": self.way, "least": self.least, "most": self.most,
            "state": self.state, "kinds": list(GROUPS[self.group]) if self.group else None, "who": self.who,
            "first": self.who.split()[0] if self.who.split() else "",
            "digits": digits if len(digits) >= DIGITS_LEAST else "",
        }  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """Sums of movements, in francs: how many, what came in, what went out, and its price, fee and tax."""

    count: int
    came_in: int
    went_out: int
    price: int


@dataclass(frozen=True)
class HistoryLine:
    """A movement with what a page or a paper says of it besides: when, to the second, and one of STATES."""

    movement: Movement
    at: datetime
    state: str


STATES: Final = ("done", "waiting", "undone")  # undone: whole or in part
# A send to nobody yet waits until its hold ends, and so does what is contested; what was claimed is a send (SIDES).
STATE: Final = """CASE
    WHEN EXISTS (SELECT FROM transfer_link u WHERE u.target = m.transfer_id AND u.role = 'undoes') THEN 'undone'
    WHEN m.kind NOT IN ('send_to_stranger', 'hold_contested') THEN 'done'
    WHEN NOT EXISTS (SELECT FROM transfer_link u WHERE u.target = m.transfer_id AND u.role = 'ends') THEN 'waiting'
    WHEN m.kind = 'send_to_stranger' THEN 'undone' ELSE 'done' END"""
OF_ME: Final = "e.account_id = (SELECT account_id FROM person WHERE id = :id)"
# Names are compared as others are shown them: by the first one, so that no other is guessed letter by letter.
# An account's entries are numbered as they are posted: days are a span of numbers, found from the newest on.
BEFORE: Final = f"""SELECT b.seq FROM entry b WHERE b.{OF_ME.removeprefix("e.")} AND b.posted_at < {{}}
    ORDER BY b.seq DESC LIMIT 1"""  # noqa: S608 - constants
SINCE: Final = BEFORE.format("CAST(:since AS date)::timestamp AT TIME ZONE 'Africa/Douala'")
UNTIL: Final = BEFORE.format("(CAST(:until AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala'")
# The moments besides, so that no month is looked into but theirs.
OF_PERSON: Final = f"""{SIDES} WHERE {OF_ME}
    AND (CAST(:since AS date) IS NULL OR e.posted_at >= CAST(:since AS date)::timestamp AT TIME ZONE 'Africa/Douala')
    AND (CAST(:until AS date) IS NULL
      OR e.posted_at < (CAST(:until AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala')
    AND e.seq > CASE WHEN CAST(:since AS date) IS NULL THEN 0 ELSE COALESCE(({SINCE}), 0) END
    AND e.seq <= CASE WHEN CAST(:until AS date) IS NULL THEN {2**62} ELSE COALESCE(({UNTIL}), 0) END
    AND (:way = '' OR (e.amount < 0) = (:way = 'out'))
    AND (CAST(:kinds AS text[]) IS NULL OR m.kind = ANY(CAST(:kinds AS text[])))
    AND m.amount >= :least AND (:most = 0 OR m.amount <= :most)
    AND (:who = '' OR starts_with(lower(split_part(ltrim(o.name), ' ', 1)), lower(:first))
      OR strpos(lower(s.name), lower(:who)) > 0
      OR (:digits <> '' AND right(COALESCE(y.party, f.number, c.phone), length(:digits)) = :digits))
    AND (:state = '' OR {STATE} = :state)"""
LINES: Final = f"""SELECT line.*, {STATE} AS state FROM ({{}}) line JOIN movement m USING (transfer_id)
    ORDER BY seq DESC"""  # noqa: S608 - constants
FILTERED: Final = text(LINES.format(f"{OF_PERSON} AND e.seq < :before ORDER BY e.seq DESC LIMIT :lines"))
MINE: Final = f"{SIDES} WHERE {OF_ME} AND e.seq = :seq"
ONE: Final = text(LINES.format(MINE))
SUMMED: Final = text(f"""SELECT count(*) AS count, coalesce(sum(amount) FILTER (WHERE NOT gave), 0)::bigint AS came_in,
        coalesce(sum(amount) FILTER (WHERE gave), 0)::bigint AS went_out,
        coalesce(sum(fee + tax) FILTER (WHERE gave AND kind <> ALL (:sales)), 0)::bigint AS price
    FROM ({OF_PERSON} ORDER BY e.seq DESC LIMIT :lines) line""")  # noqa: S608 - constants


def list_filtered(
    db: Connection, person_id: str, wanted: MovementFilter, most: int, before_seq: int = 2**62
) -> list[HistoryLine]:
    """Return the newest lines of a person's history that a filter lets through, newest first."""
    asked = {**wanted.to_row(), "id": person_id, "before": before_seq, "lines": most}
    return [HistoryLine(_seen(row), row.posted_at, row.state) for row in db.execute(FILTERED, asked)]


def find_line(db: Connection, person_id: str, seq: int) -> HistoryLine | None:
    """Return a line of a person's history by its number, None where it has none of it."""
    row = db.execute(ONE, {"id": person_id, "seq": seq}).one_or_none()
    return HistoryLine(_seen(row), row.posted_at, row.state) if row else None


def sum_filtered(db: Connection, person_id: str, wanted: MovementFilter) -> Totals:
    """Return what the newest of them come to, one more than SUMMED_MOST where there are more."""
    row = db.execute(SUMMED, {**wanted.to_row(), "id": person_id, "sales": list(SALES), "lines": SUMMED_MOST + 1}).one()
    return Totals(**row._mapping)


def _seen(row: Any) -> Movement:
    pays = KINDS[row.kind].fee_from == ("giver" if row.gave else "receiver")
    return Movement(
        row.seq, row.kind, -row.amount if row.gave else row.amount,
        people.shorten_name(row.name) if row.name else "", _name_number(row),
        row.fee if pays else 0, row.tax if pays else 0, row.reference, **clock.shown(row.posted_at),
        operator=row.rail or "", shop=row.shop or "", till=row.till, transfer=str(row.transfer_id),
        person_id=row.person_id or "",
        contestable=row.contestable,
    )  # fmt: skip


def _name_number(row: Any) -> str:
    """Return the other side's number; "" where a card or an account paid, of which we know no number."""
    return "" if row.rail and RAILS[row.rail].kind != "phone" else row.number or ""
