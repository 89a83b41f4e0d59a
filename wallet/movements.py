"""The money of an operation as both sides see it: what a history is made of."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import clock, people


@dataclass(frozen=True)
class Movement:
    """One line of a person's history: signed amount, the other side, and what its details show.

    Of money from or to an operator, `operator` is the rail and `phone` the number there.
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


def note(
    db: Connection,
    transfer: UUID,
    reference: str,
    kind: str,
    giver_id: str | None,
    receiver_id: str | None,
    amount: int,
    fee: int = 0,
    tax: int = 0,
) -> None:
    """Tie a transfer to what a person did."""
    db.execute(
        text(
            "INSERT INTO movement (transfer_id, reference, kind, giver_id, receiver_id, amount, fee, tax)"
            " VALUES (:transfer, :reference, :kind, :giver, :receiver, :amount, :fee, :tax)"
        ),
        {
            "transfer": transfer,
            "reference": reference,
            "kind": kind,
            "giver": giver_id,
            "receiver": receiver_id,
            "amount": amount,
            "fee": fee,
            "tax": tax,
        },
    )


def latest(db: Connection, person_id: str, most: int = 5, before_seq: int = 2**62) -> list[Movement]:
    """A person's newest movements, newest first, from their account's own index. Fee and tax only to who paid them."""
    rows = db.execute(
        text("""SELECT e.seq, m.kind, m.amount, m.fee, m.tax, m.reference, t.posted_at, m.giver_id = p.id AS gave,
                   o.name, o.tier, COALESCE(y.phone, f.number) AS number, y.rail
            FROM person p JOIN entry e ON e.account_id = p.account_id JOIN transfer t ON t.id = e.transfer_id
            JOIN movement m ON m.transfer_id = t.id
            LEFT JOIN person o ON o.id = CASE WHEN m.giver_id = p.id THEN m.receiver_id ELSE m.giver_id END
            LEFT JOIN phone f ON f.person_id = o.id AND f.until IS NULL
            LEFT JOIN payment y ON y.reference = m.reference
            WHERE p.id = :id AND e.seq < :before ORDER BY e.seq DESC LIMIT :most"""),
        {"id": person_id, "before": before_seq, "most": most},
    ).all()
    return [
        Movement(
            row.seq, row.kind, -row.amount if row.gave else row.amount,
            people.shown_name(row.name, row.tier) if row.name else "", row.number or "",
            row.fee if row.gave else 0, row.tax if row.gave else 0, row.reference, **clock.shown(row.posted_at),
            operator=row.rail or "",
        )
        for row in rows
    ]  # fmt: skip
