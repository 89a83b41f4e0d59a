"""Security events: acts of no honest gateway or person, kept for whoever must look, and counted by kind."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet.core import thresholds
from wallet.core.clock import DAY_BEGAN

# Every kind, and what it tells.
KINDS: Final = {
    "text diverged": "a call's text is not what its phone typed before",
    "service code changed": "a call goes on under another service code",
    "session id of another phone": "a call's id is of a call of another phone",
    "call record changed": "what Redis gave back is not what was stored there",
    "job refused": "a queue held what no worker of it does",
    "wrong PIN": "a PIN was wrong",
    "PIN locked": "three wrong PINs in a row",
    "wrong PINs on many phones": "more phones than usual typed a wrong PIN within ten minutes",
    "wrong PINs on many phones in a day": "the same within a day: one who takes their time",
    "many PINs locked": "more PINs than usual were locked within an hour: a guesser, or one who locks people out",
    "wrong password": "a login's password was wrong",
    "unknown login": "a login was tried that nobody has; what was typed is not kept, it may be a password",
    "login locked": "three wrong passwords of a login in a row",
    "wrong password of a member": "a member's password was wrong, or locked; once a day of each",
    "unknown member": "somebody signs in to a business by an address that no member has; once a day",
    "wrong passwords of many logins": "more logins than usual had a wrong password within an hour",
    "secrets tried at a door": "an address knocked with as many wrong secrets in a minute as are listened to",
    "operator prompts to many": "a person had operators ask more others' phones for money in a day than usual",
    "SMS money locked": "five wrong codes of texted questions in a day",
    "wrong withdrawal codes": "an agent typed as many wrong codes in a day as anybody may",
    "request codes tried": "a phone looked at more codes of others' requests in a day than anybody may",
    "names looked up": "a person asked for more new names in a day than anybody sees",
    "documents tried on many": "an agent typed wrong ID documents of several customers in a day",
    "balance above its ceiling": "what was owed left a wallet above the ceiling of its balance",
}
NOTE: Final = text("""INSERT INTO security_event (id, kind, phone, detail, at)
    VALUES (:id, :kind, :phone, :detail, wallet_now())""")
NOTED_TODAY: Final = text(f"""SELECT 1 FROM security_event
    WHERE kind = :kind AND phone = :phone AND detail = :detail AND at >= {DAY_BEGAN} LIMIT 1""")  # noqa: S608 - a constant
NEWEST: Final = text("""SELECT kind, phone, detail, at FROM security_event
    WHERE (CAST(:kind AS text) IS NULL OR kind = :kind)
      AND (CAST(:day AS date) IS NULL OR (at AT TIME ZONE 'Africa/Douala')::date = :day)
      AND (CAST(:phone AS text) IS NULL OR phone = :phone)
    ORDER BY at DESC, id LIMIT :count""")
COUNTS: Final = text(
    """SELECT kind, count(*) FROM security_event WHERE at > wallet_now() - interval '1 day' GROUP BY 1"""
)


@dataclass(frozen=True)
class Spread:
    """Events that are harmless from a few and an attack from many: how many victims within how long are told as `kind`.

    `victim` is the column that names one; `threshold` the row of that table that says from how many.
    """

    victim: Literal["phone", "detail"]
    within: str
    threshold: str
    kind: str


SPREADS: Final = {
    "wrong PIN": (
        Spread("phone", "10 minutes", "spraying", "wrong PINs on many phones"),
        Spread("phone", "1 day", "spraying_day", "wrong PINs on many phones in a day"),
    ),
    "PIN locked": (Spread("phone", "1 hour", "locking", "many PINs locked"),),
    "wrong password": (Spread("detail", "1 hour", "logins_tried", "wrong passwords of many logins"),),
}
VICTIMS: Final = """SELECT count(DISTINCT e.{victim}) AS victims, max(t.amount) AS most
    FROM security_event e, ({threshold}) t
    WHERE e.kind = :of AND e.at > wallet_now() - CAST(:within AS interval)"""
NOTED_WITHIN: Final = text("""SELECT 1 FROM security_event
    WHERE kind = :kind AND at > wallet_now() - CAST(:within AS interval) LIMIT 1""")


def note(db: Connection, kind: str, phone: str, detail: str = "") -> None:
    """Note an event; never what was typed. Raises KeyError for a kind that KINDS does not name."""
    KINDS[kind]
    db.execute(NOTE, {"id": str(uuid.uuid4()), "kind": kind, "phone": phone, "detail": detail})


def note_once_a_day(db: Connection, kind: str, phone: str, detail: str = "") -> None:
    """Note an event unless it was noted today: one that goes on says no more than its first. Raises as note() does."""
    if db.execute(NOTED_TODAY, {"kind": kind, "phone": phone, "detail": detail}).first() is None:
        note(db, kind, phone, detail)


def note_try(db: Connection, kind: str, phone: str, detail: str = "") -> None:
    """Note an event of SPREADS, and once in its time that such events have many victims: one who tries few on each."""
    note(db, kind, phone, detail)
    for spread in SPREADS[kind]:
        row = {"of": kind, "within": spread.within, "threshold": spread.threshold, "kind": spread.kind}
        victims = VICTIMS.format(victim=spread.victim, threshold=thresholds.IN_FORCE.format(name=":threshold"))
        seen = db.execute(text(victims), row).one()
        if seen.victims and seen.victims >= seen.most and db.execute(NOTED_WITHIN, row).first() is None:
            note(db, spread.kind, "", f"{seen.victims} within {spread.within}")


@dataclass(frozen=True)
class SecurityEvent:
    """An event as it was noted; `phone` is E.164, "" where none was in it."""

    kind: str
    phone: str
    detail: str
    at: datetime


@dataclass(frozen=True)
class WantedEvents:
    """The events to be listed: of a kind, of a day in Douala, of a phone (E.164); what is None is no matter."""

    kind: str | None = None
    day: date | None = None
    phone: str | None = None


def list_newest(db: Connection, count: int, wanted: WantedEvents) -> list[SecurityEvent]:
    """Return the last events of those wanted, oldest first."""
    rows = db.execute(NEWEST, {"count": count, **vars(wanted)})
    return [SecurityEvent(**row._mapping) for row in rows][::-1]


def count_lately(db: Connection) -> dict[str, int]:
    """Return how many events of each kind the last day brought, 0 for none."""
    return dict.fromkeys(KINDS, 0) | {kind: count for kind, count in db.execute(COUNTS) if kind in KINDS}
