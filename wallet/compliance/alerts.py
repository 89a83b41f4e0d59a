"""Alerts as compliance reads them: the cases they gather in, what each found in words, what was decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.compliance.rules import RULES
from wallet.core.errors import Refused
from wallet.core.values import space

MOST: Final = 500
CASES: Final = """SELECT c.number, c.person_id::text, c.state, f.opened_at, coalesce(t.by_login, '') AS taken_by,
    extract(day FROM wallet_now() - f.opened_at)::int AS days,
    (SELECT count(*) FROM alert a WHERE a.of_case = c.number) AS alerts,
    ARRAY(SELECT DISTINCT a.rule FROM alert a WHERE a.of_case = c.number ORDER BY 1) AS rules
    FROM alert_case c JOIN case_file f ON f.number = c.number LEFT JOIN taken t ON t.name = 'C' || c.number"""
OPEN: Final = text(f"{CASES} WHERE c.state <> 'closed' ORDER BY f.opened_at, c.number LIMIT :most")
OF_NUMBER: Final = text(f"{CASES} WHERE c.number = :number")
HOLD: Final = text("SELECT 1 FROM case_file WHERE number = :number FOR UPDATE")
FOUND: Final = text("""SELECT number, rule, day, begins, ends, times, amount, about, thing, refs,
    ARRAY(SELECT o::text FROM unnest(others) o) AS others, numbers, raised_at
    FROM alert WHERE of_case = :number ORDER BY number""")
# What happened lies near its time (movement_by_age), and is known by its reference there.
HAPPENED: Final = text("""SELECT m.at, m.kind, m.amount, m.reference, m.giver_id::text AS giver_id,
    m.receiver_id::text AS receiver_id FROM movement m
    WHERE m.at >= CAST(:begins AS timestamptz) - interval '1 hour'
    AND m.at <= CAST(:ends AS timestamptz) + interval '1 hour'
    AND m.reference = ANY(:refs) ORDER BY m.at, m.reference""")
DECISIONS: Final = text("""SELECT d.of_case, d.verdict, d.until, d.decided_at, s.asked_by, s.approved_by, s.why
    FROM alert_case c JOIN alert_decision d ON d.of_case = c.number
    LEFT JOIN staff_act s ON s.request_id = d.request_id
    WHERE c.person_id = CAST(:person AS uuid) ORDER BY d.decided_at""")
NOTES: Final = text("""SELECT at, asked_by, why FROM staff_act
    WHERE kind = 'note_alerts' AND subject = :case ORDER BY number""")


@dataclass(frozen=True)
class AlertCase:
    """A case of alerts about one person: `alerts` how many, of which `rules`; `days` how long it is open."""

    number: int
    person_id: str
    state: str
    opened_at: datetime
    taken_by: str
    days: int
    alerts: int
    rules: Sequence[str]

    @property
    def name(self) -> str:
        """Return the case as staff say it."""
        return f"C{self.number}"


@dataclass(frozen=True)
class Alert:
    """One finding of a rule about a person between two moments, and the numbers it counted by then."""

    number: int
    rule: str
    day: date
    begins: datetime
    ends: datetime
    times: int
    amount: int
    about: str
    thing: str
    refs: Sequence[str]
    others: Sequence[str]
    numbers: dict[str, int]
    raised_at: datetime

    @property
    def told(self) -> str:
        """Return what it found, in a sentence."""
        known = {name: space(value) for name, value in self.numbers.items()}
        shown = known | {
            "times": space(self.times),
            "amount": space(self.amount),
            "about": self.about,
            "thing": self.thing,
        }
        return RULES[self.rule].told.format(**shown)


@dataclass(frozen=True)
class Happening:
    """One movement that a rule counted."""

    at: datetime
    kind: str
    amount: int
    reference: str
    giver_id: str | None
    receiver_id: str | None


@dataclass(frozen=True)
class Decision:
    """One decision of two about a case, and why; `until` the day before which it is quiet, or watched."""

    of_case: int
    verdict: str
    until: date | None
    decided_at: datetime
    asked_by: str
    approved_by: str
    why: str


@dataclass(frozen=True)
class Note:
    """One note of an officer about a case."""

    at: datetime
    by: str
    text: str


def list_open(db: Connection) -> list[AlertCase]:
    """Return the oldest 500 that are open or being reported, oldest first."""
    return [AlertCase(**row._mapping) for row in db.execute(OPEN, {"most": MOST})]


def get_case(db: Connection, name: str) -> AlertCase:
    """Return the case of alerts of this name. Raises Refused for none."""
    number = re.fullmatch(r"[Cc]([0-9]{1,15})", name)
    row = db.execute(OF_NUMBER, {"number": number[1] if number else 0}).one_or_none()
    if row is None:
        raise Refused("staff.no_alerts", case=name)
    return AlertCase(**row._mapping)


def get_open_case(db: Connection, name: str) -> AlertCase:
    """Return the case of this name. Raises Refused for none, and for one that is closed."""
    case = get_case(db, name)
    if case.state == "closed":
        raise Refused("staff.alerts_closed", case=case.name)
    return case


def lock_row_case(db: Connection, number: int) -> None:
    """Hold a case: no rule adds to it, and nobody decides it, until this transaction ends."""
    db.execute(HOLD, {"number": number})


def list_alerts(db: Connection, number: int) -> list[Alert]:
    """Return what rules found that is in this case, oldest first."""
    return [Alert(**row._mapping) for row in db.execute(FOUND, {"number": number})]


def list_happenings(db: Connection, alert: Alert) -> list[Happening]:
    """Return what an alert counted, oldest first, as far as it is money that moved: the newest fifty."""
    asked = {"begins": alert.begins, "ends": alert.ends, "refs": list(alert.refs)}
    return [Happening(**row._mapping) for row in db.execute(HAPPENED, asked)]


def list_decisions(db: Connection, person_id: str) -> list[Decision]:
    """Return what was decided of a person's cases, this one and those before, oldest first."""
    return [Decision(**row._mapping) for row in db.execute(DECISIONS, {"person": person_id})]


def list_notes(db: Connection, name: str) -> list[Note]:
    """Return what officers wrote down about a case, oldest first."""
    return [Note(*row) for row in db.execute(NOTES, {"case": name})]
