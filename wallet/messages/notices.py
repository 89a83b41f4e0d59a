"""Notices: sentences waiting to be texted, written in the transaction of what they tell (the outbox).

receipt, security, answer: at least once. code: at most once, and the code itself is nowhere: the worker that texts
it computes it (Secrets.code) from the ask whose id the notice carries.

A text ends as sent; refused, which the gateway says of its reader alone; uncertain, when it may have left and is not
sent again; or expired, when no try succeeded in its life, as while the gateway refuses our account.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, NamedTuple, Protocol

from sqlalchemy import Connection, text

NoticeKind = Literal["receipt", "security", "answer", "code"]
LEASE_SECONDS: Final = 30
RETRY_SECONDS: Final = (2, 10, 30, 60, 120, 300)  # and every five minutes from then on, for as long as it lives
LIFE: Final[dict[NoticeKind, timedelta]] = {
    "code": timedelta(minutes=5),  # as long as a question waits
    "answer": timedelta(days=1),
    "receipt": timedelta(days=3),
    "security": timedelta(days=3),
}
MAY_HAVE_LEFT_MOST: Final = 5  # sends of one text, each of which may have reached its reader
KEPT_WORDS: Final = 200  # of a failure, for the person who must look


@dataclass(frozen=True)
class Notice:
    """One sentence for one phone."""

    id: str
    phone: str
    language: str
    sentence: str
    values: dict[str, Any]
    kind: NoticeKind
    tries: int
    maybe_sent: int


class Reader(Protocol):
    """The reader of a sentence: a person, an actor, or a number alone."""

    @property
    def phone(self) -> str:
        """Number it is texted to, "" for a reader no number reaches."""

    @property
    def language(self) -> str:
        """Language it is said in."""


class Number(NamedTuple):
    """A number whose owner we may not know, and the language it is texted in."""

    phone: str
    language: str


class Message(NamedTuple):
    """A sentence for one reader: its key, without a channel, and its values."""

    reader: Reader
    sentence: str
    values: dict[str, Any]


# Each a microsecond after the one before it at least: they are sent in the order in which they were written.
WRITE: Final = text("""INSERT INTO notice (id, phone, language, kind, sentence, "values",
        due_at, written_at, good_until)
    SELECT gen_random_uuid(), phone, language, :kind, sentence, "values",
        wallet_now(), wallet_now() + place * interval '1 microsecond', wallet_now() + :life
    FROM ROWS FROM (jsonb_to_recordset(:told) AS (phone text, language text, sentence text, "values" jsonb))
        WITH ORDINALITY AS told (phone, language, sentence, "values", place)""")


def tell(db: Connection, reader: Reader, kind: NoticeKind, sentence: str, /, **values: Any) -> None:
    """Put a sentence in the outbox, to be texted to this reader once this transaction has committed."""
    tell_all(db, kind, Message(reader, sentence, values))


def tell_all(db: Connection, kind: NoticeKind, *messages: Message) -> None:
    """Put what several are to know of one event in the outbox, in this order.

    Whoever would read two of them, as a shop's owner who is given back what they paid there, reads the first.
    """
    tell_each(db, kind, [messages])


def tell_each(db: Connection, kind: NoticeKind, events: Iterable[Iterable[Message]]) -> None:
    """Put what is to be known of several events in the outbox at once, in this order.

    Of each event one sentence to a number; whoever no number reaches is told nothing.
    """
    told = [
        {"phone": reader.phone, "language": reader.language, "sentence": sentence, "values": values}
        for messages in events
        for reader, sentence, values in keep_first_each(messages)
    ]
    db.execute(WRITE, {"kind": kind, "life": LIFE[kind], "told": json.dumps(told)})


def keep_first_each(messages: Iterable[Message]) -> list[Message]:
    """Return the messages of one event in their order, the first to each number; none to a reader without one."""
    first: dict[str, Message] = {}
    for one in messages:
        if one.reader.phone:
            first.setdefault(one.reader.phone, one)
    return list(first.values())


# A code found half sent is not taken again: it may have left, and a code is texted at most once.
END_OLD: Final = text("""UPDATE notice SET state = CASE state WHEN 'sending' THEN 'uncertain' ELSE 'expired' END,
        failure = CASE state WHEN 'sending' THEN 'its worker died while sending' ELSE failure END
    WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()
    AND (good_until <= wallet_now() OR (state = 'sending' AND (kind = 'code' OR maybe_sent + 1 >= :most)))""")
LEASE: Final = text("""UPDATE notice SET state = 'sending', tries = tries + 1, due_at = wallet_now() + :lease,
        maybe_sent = maybe_sent + (state = 'sending')::int
    WHERE id IN (SELECT id FROM notice WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()
                 ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING id::text, phone, language, sentence, "values", kind, tries, maybe_sent, written_at""")


def lease(db: Connection, most: int = 50) -> Sequence[Notice]:
    """Take what is due for this worker alone, for 30 seconds; committed before any of it is sent.

    What has outlived its life is ended first.
    """
    db.execute(END_OLD, {"most": MAY_HAVE_LEFT_MOST})
    rows = db.execute(LEASE, {"lease": timedelta(seconds=LEASE_SECONDS), "most": most}).all()
    first_written = sorted(rows, key=lambda row: row.written_at)
    return [
        Notice(r.id, r.phone, r.language, r.sentence, r.values, r.kind, r.tries, r.maybe_sent) for r in first_written
    ]


def note_sent(db: Connection, notice: Notice, gateway_id: str) -> None:
    """Note that the gateway took a text under this id."""
    _end(db, notice, "sent", gateway_id=gateway_id.lower())


def note_refused(db: Connection, notice: Notice, failure: str) -> None:
    """Note that the gateway will never take a text: nobody can be reached there, or it cannot be said."""
    _end(db, notice, "refused", failure=failure)


def note_failed(db: Connection, notice: Notice, failure: str, *, may_have_left: bool) -> None:
    """Note a text that did not go, or may have; try later, unless a code, or many of it, may have left."""
    if may_have_left and (notice.kind == "code" or notice.maybe_sent + 1 >= MAY_HAVE_LEFT_MOST):
        _end(db, notice, "uncertain", failure=failure)
        return
    wait = timedelta(seconds=RETRY_SECONDS[min(notice.tries, len(RETRY_SECONDS)) - 1])
    db.execute(
        text("""UPDATE notice SET state = 'waiting', due_at = wallet_now() + :wait, failure = :failure,
            maybe_sent = maybe_sent + :maybe WHERE id = :id"""),
        {"id": notice.id, "wait": wait, "maybe": int(may_have_left), "failure": failure[:KEPT_WORDS]},
    )


def _end(db: Connection, notice: Notice, state: str, gateway_id: str | None = None, failure: str | None = None) -> None:
    db.execute(
        text("UPDATE notice SET state = :state, gateway_id = :gateway_id, failure = :failure WHERE id = :id"),
        {
            "id": notice.id,
            "state": state,
            "gateway_id": gateway_id,
            "failure": failure and failure[:KEPT_WORDS],
        },
    )


# Africa's Talking's delivery words (docs.africastalking.com/sms/deliveryreports), by how far along they are.
DELIVERY_RANK: Final = {
    "sent": 1, "submitted": 2, "buffered": 3,
    "success": 9, "rejected": 9, "failed": 9, "absentsubscriber": 9, "expired": 9,
}  # fmt: skip


def note_delivered(db: Connection, gateway_id: str, status: str, failure: str | None) -> None:
    """Note a delivery report, early, late or twice; it never moves backwards from a final state."""
    db.execute(
        text("""INSERT INTO delivery (gateway_id, status, rank, failure, at)
            VALUES (:id, :status, :rank, :failure, wallet_now())
            ON CONFLICT (gateway_id) DO UPDATE
            SET status = excluded.status, rank = excluded.rank, failure = excluded.failure, at = excluded.at
            WHERE delivery.rank < excluded.rank"""),
        {
            "id": gateway_id.lower(),
            "status": status,
            "rank": DELIVERY_RANK.get("".join(filter(str.isalpha, status)).lower(), 0),
            "failure": failure,
        },
    )
