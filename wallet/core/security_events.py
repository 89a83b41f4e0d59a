"""Security events: acts of no honest gateway or person, kept for whoever must look, and counted by kind."""

import uuid
from typing import Final

from sqlalchemy import Connection, text

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
COUNTS: Final = text(
    """SELECT kind, count(*) FROM security_event WHERE at > wallet_now() - interval '1 day' GROUP BY 1"""
)

SPREAD: Final = text("""SELECT count(DISTINCT e.phone) AS phones, max(t.amount) AS most FROM security_event e,
      (SELECT amount FROM threshold WHERE name = 'spraying' AND since <= wallet_now() ORDER BY since DESC LIMIT 1) t
    WHERE e.kind = 'wrong PIN' AND e.at > wallet_now() - interval '10 minutes'""")
SPREAD_NOTED: Final = text("""SELECT 1 FROM security_event
    WHERE kind = 'wrong PINs on many phones' AND at > wallet_now() - interval '10 minutes' LIMIT 1""")


def note(db: Connection, kind: str, phone: str, detail: str = "") -> None:
    """Note an event; never what was typed. Raises KeyError for a kind that KINDS does not name."""
    KINDS[kind]
    db.execute(NOTE, {"id": str(uuid.uuid4()), "kind": kind, "phone": phone, "detail": detail})


def note_once_a_day(db: Connection, kind: str, phone: str, detail: str = "") -> None:
    """Note an event unless it was noted today: one that goes on says no more than its first. Raises as note() does."""
    if db.execute(NOTED_TODAY, {"kind": kind, "phone": phone, "detail": detail}).first() is None:
        note(db, kind, phone, detail)


def note_wrong_pin(db: Connection, phone: str) -> None:
    """Note a wrong PIN, and once in ten minutes that they come from many phones: one who tries few PINs on many."""
    note(db, "wrong PIN", phone)
    spread = db.execute(SPREAD).one()
    if spread.phones and spread.phones >= spread.most and db.execute(SPREAD_NOTED).first() is None:
        note(db, "wrong PINs on many phones", "", f"{spread.phones} phones")


def count_lately(db: Connection) -> dict[str, int]:
    """Return how many events of each kind the last day brought, 0 for none."""
    return dict.fromkeys(KINDS, 0) | {kind: count for kind, count in db.execute(COUNTS) if kind in KINDS}
