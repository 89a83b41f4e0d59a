"""Texts that came in: stored once by the gateway's id, shielded before, answered by a worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

TRIES: Final = 5
HELPS: Final = 3  # in ten minutes
HELP_SPAN: Final = timedelta(minutes=10)
BEHIND_ANOTHER: Final = timedelta(seconds=30)
ANSWERED: Final = "answered"
TEXTS_A_MINUTE: Final = 20  # of one sender; more are kept and get no answer
# A sender's texts are counted one after another, so that a flood is one.
TAKE_TURN: Final = text(
    "INSERT INTO texting (phone) VALUES (:sender) ON CONFLICT (phone) DO UPDATE SET stopped = texting.stopped"
)


@dataclass(frozen=True)
class TextIn:
    """A text from a phone, as shielded at the door. `late` when its command is older than 15 minutes."""

    gateway_id: str
    sender: str
    text: str
    late: bool


@dataclass(frozen=True)
class TextAnswer:
    """The end of a text: the command it was read as, "" for none, and how it was answered.

    `outcome` is ANSWERED, or the key of the sentence that said what was wrong.
    """

    command: str
    outcome: str


def store(
    db: Connection, gateway_id: str, sender: str, shielded: str, sent_at: datetime | None, *, answer: bool
) -> bool:
    """Keep a text, once. False when it was here before. One that floods is kept and not answered.

    The next text of a sender whose others wait takes its turn half a minute later for each of them: whoever texts once
    is not kept waiting by whoever texts without end.
    """
    row = {
        "id": gateway_id,
        "sender": sender,
        "text": shielded,
        "sent_at": sent_at,
        "minute": timedelta(minutes=1),
        "behind_another": BEHIND_ANOTHER,
    }
    db.execute(TAKE_TURN, row)
    lately, waiting = db.execute(
        text("""SELECT count(*), count(*) FILTER (WHERE state = 'waiting') FROM text_in
            WHERE sender = :sender AND heard_at > wallet_now() - :minute"""),
        row,
    ).one()
    row |= {"state": "waiting" if answer and lately < TEXTS_A_MINUTE else "unanswered", "waiting": waiting}
    return bool(
        db.execute(
            text(
                "INSERT INTO text_in (gateway_id, sender, text, sent_at, heard_at, state, turn_at)"
                " VALUES (:id, :sender, :text, :sent_at, wallet_now(), :state,"
                " wallet_now() + :waiting * :behind_another) ON CONFLICT DO NOTHING"
            ),
            row,
        ).rowcount
    )


def count_try(db: Connection) -> bool:
    """Count a try of the text whose turn it is, committed first: one that breaks us is left alone after five."""
    return bool(
        db.execute(
            text(
                "UPDATE text_in SET tries = tries + 1,"
                " state = CASE WHEN tries >= :most THEN 'unanswered' ELSE state END"
                " WHERE gateway_id = (SELECT gateway_id FROM text_in WHERE state = 'waiting' ORDER BY turn_at LIMIT 1"
                " FOR UPDATE SKIP LOCKED)"
            ),
            {"most": TRIES},
        ).rowcount
    )


def answer_next(db: Connection, answer: Callable[[TextIn], TextAnswer]) -> bool:
    """Hold the text whose turn it is, have it answered, and note what came of it; False when none waits."""
    row = db.execute(
        text("""SELECT gateway_id, sender, text, COALESCE(heard_at - sent_at > :too_old, false) AS late FROM text_in
            WHERE state = 'waiting' ORDER BY turn_at LIMIT 1 FOR UPDATE SKIP LOCKED"""),
        {"too_old": TOO_OLD},
    ).one_or_none()
    if row is None:
        return False
    came = answer(TextIn(**row._mapping))
    db.execute(
        text("""UPDATE text_in SET state = 'answered', command = :command, outcome = :outcome,
            answered_at = wallet_now() WHERE gateway_id = :id"""),
        {"id": row.gateway_id, "command": came.command, "outcome": came.outcome},
    )
    return True


TOO_OLD: Final = timedelta(minutes=15)  # gateways retry for hours: money asked for then is not what is wanted now


def count_help(db: Connection, phone: str) -> int:
    """Return which help message of ten minutes this phone gets now, 1 to 3; 0 for none, so two machines never chat."""
    counted = db.execute(
        text("""INSERT INTO texting AS t (phone, helped_at, helps) VALUES (:phone, wallet_now(), 1)
            ON CONFLICT (phone) DO UPDATE SET
                helps = CASE WHEN t.helped_at > wallet_now() - :span THEN least(t.helps + 1, :most + 1) ELSE 1 END,
                helped_at = CASE WHEN t.helped_at > wallet_now() - :span THEN t.helped_at ELSE wallet_now() END
            RETURNING helps"""),
        {"phone": phone, "span": HELP_SPAN, "most": HELPS},
    ).scalar_one()
    return int(counted) if counted <= HELPS else 0


def set_stopped(db: Connection, phone: str, *, stopped: bool) -> None:
    """Stop news, reminders and requests by SMS, or allow them; receipts, codes and security events still come."""
    db.execute(
        text(
            "INSERT INTO texting (phone, stopped) VALUES (:phone, :stopped)"
            " ON CONFLICT (phone) DO UPDATE SET stopped = :stopped"
        ),
        {"phone": phone, "stopped": stopped},
    )


def is_stopped(db: Connection, phone: str) -> bool:
    """True when this phone wants no news, reminders or requests by SMS."""
    return bool(db.execute(text("SELECT 1 FROM texting WHERE phone = :phone AND stopped"), {"phone": phone}).first())
