"""What staff see of a person: who they are, what their money is, and what stands in its way."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core import clock

HOLDERS: Final = text("SELECT person_id::text, since, until FROM phone WHERE number = :number ORDER BY since DESC")
PERSON: Final = text("""SELECT p.name, p.tier, p.language, p.state, p.locked_by_owner, p.joined_at, p.account_id,
    a.code, n.tries, n.locks, n.locked_until > wallet_now() AS pin_locked
    FROM person p JOIN account a ON a.id = p.account_id LEFT JOIN pin n ON n.person_id = p.id WHERE p.id = :id""")
ACTS: Final = text("""SELECT at, what, asked_by, approved_by, why FROM staff_act WHERE subject = :id
    ORDER BY at DESC LIMIT 10""")
DAY: Final = "%d/%m/%Y %H:%M"


@dataclass(frozen=True)
class Card:
    """One holder of a number: each line a name and what is said under it."""

    person_id: str
    lines: dict[str, str]


def cards(db: Connection, number: str) -> list[Card]:
    """Everyone a number (E.164) has reached, newest first; of those it left only that they had it."""
    holders = db.execute(HOLDERS, {"number": number}).all()
    return [
        Card(holder.person_id, {"number": f"{number} {_span(holder)}", **_person(db, holder.person_id)})
        for holder in holders
    ]


def _span(holder: object) -> str:
    since, until = holder.since.astimezone(clock.DOUALA), holder.until  # type: ignore[attr-defined]  # a row of HOLDERS
    return f"since {since:{DAY}}" + (f" until {until.astimezone(clock.DOUALA):{DAY}}" if until else "")


def _person(db: Connection, person_id: str) -> dict[str, str]:
    row = db.execute(PERSON, {"id": person_id}).one()
    pin = "locked" if row.pin_locked else f"{row.tries or 0} wrong tries"
    acts = db.execute(ACTS, {"id": person_id}).all()
    return {
        "person": f"{row.name}, tier {row.tier}, {row.language}, since {row.joined_at.astimezone(clock.DOUALA):{DAY}}",
        "state": row.state + (", locked by its owner" if row.locked_by_owner else ""),
        "PIN": f"{pin}, {row.locks or 0} locks",
        "balance": f"{ledger.balance(db, row.account_id)} FCFA ({row.code})",
        "staff": "\n".join(
            f"{act.at.astimezone(clock.DOUALA):{DAY}} {act.what} by {act.asked_by}"
            + (f", approved by {act.approved_by}" if act.approved_by else "")
            + f": {act.why}"
            for act in acts
        ),
    }
