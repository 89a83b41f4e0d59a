"""Contested operations: what may be contested, what is held of it, and what two members of staff make of it.

The money that was still with the receiver is held. Giving it back undoes the operation by as much, so that refunds and
contests together never take back more than was given; what undoes something can itself not be undone.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.cases import cases
from wallet.core.errors import DeniedError, Refused
from wallet.ledger import Entry, Transfer
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import MAY_CONTEST
from wallet.people import people

MOST_OPEN: Final = 3  # a person's contests undecided at the same time
VERDICTS: Final = {"give back": "given back", "leave": "left"}


@dataclass(frozen=True)
class Given:
    """What a person gave and may contest: a fact for the screen. `account_id` is where the money went.

    Of a shop, `name` is the shop's and `phone` the till's code: its owner is nobody's business.
    """

    transfer: str
    reference: str
    account_id: int
    person_id: str
    name: str
    phone: str
    amount: int


GIVEN: Final = text(f"""SELECT m.reference, e.account_id, m.receiver_id::text AS person_id, o.name, o.tier,
    COALESCE(f.number, '') AS number, s.name AS shop, m.till, m.amount
    FROM movement m JOIN transfer t ON t.id = m.transfer_id JOIN person o ON o.id = m.receiver_id
    JOIN entry e ON e.transfer_id = t.id AND e.amount > 0 JOIN account a ON a.id = e.account_id AND NOT a.accrued
    LEFT JOIN merchant s ON s.id = m.merchant_id LEFT JOIN phone f ON f.person_id = o.id AND f.until IS NULL
    WHERE m.transfer_id = CAST(:transfer AS uuid) AND m.giver_id = :giver AND {MAY_CONTEST}""")  # noqa: S608 - constants


def find_given(db: Connection, person_id: str, transfer: str) -> Given:
    """What the caller gave. Raises Refused when it can be contested no more, or too many are."""
    refuse_many(db, person_id)
    row = db.execute(GIVEN, {"transfer": transfer, "giver": person_id}).one_or_none()
    if row is None:
        raise Refused("refusal.contest_too_late")
    name, phone = (row.shop, row.till) if row.shop else (people.shown_name(row.name, row.tier), row.number)
    return Given(transfer, row.reference, row.account_id, row.person_id, name, phone, row.amount)


def take_turns(db: Connection, transfer: str) -> None:
    """Whoever undoes an operation, here or by a refund, holds its row."""
    db.execute(text("SELECT 1 FROM movement WHERE transfer_id = CAST(:id AS uuid) FOR UPDATE"), {"id": transfer})


def refuse_many(db: Connection, person_id: str) -> None:
    """Raises Refused for a person whose contests already fill the staff's table."""
    undecided = text("SELECT count(*) FROM contest WHERE giver_id = :id AND state = 'open'")
    if db.execute(undecided, {"id": person_id}).scalar_one() >= MOST_OPEN:
        raise Refused("refusal.contests_open")


@dataclass(frozen=True)
class Contest:
    """A contest as staff decide it."""

    id: str
    transfer_id: UUID
    case_number: int
    reference: str
    giver_id: str
    receiver_id: str
    account_id: int
    amount: int
    held: int
    hold_id: UUID | None
    state: str


COLUMNS: Final = """id::text, transfer_id, case_number, reference, giver_id::text, receiver_id::text, account_id,
    amount, held, hold_id, state"""


def of_case(db: Connection, name: str) -> Contest:
    """The contest a case is about. Raises DeniedError for another kind of case."""
    case = cases.named(db, name)
    if case.contest is None:
        raise DeniedError(f"{case.name} is no contest: {case.way}")
    row = db.execute(text(f"SELECT {COLUMNS} FROM contest WHERE id = :id"), {"id": case.contest}).one()  # noqa: S608 - a constant
    return Contest(**row._mapping)


def ask(db: Connection, name: str, verdict: str) -> dict[str, Any]:
    """What a request to decide holds. Raises DeniedError when that cannot be decided."""
    contest = of_case(db, name)
    _judge(db, contest, verdict)
    return {"verdict": verdict, "contested": contest.reference, "held": contest.held}


def lock(db: Connection, name: str) -> None:
    """Nobody else decides it until this transaction ends."""
    contest = of_case(db, name)
    people.lock(db, contest.giver_id, contest.receiver_id)
    take_turns(db, str(contest.transfer_id))
    db.execute(text("SELECT 1 FROM contest WHERE id = :id FOR UPDATE"), {"id": contest.id})


def preview(db: Connection, name: str, content: dict[str, Any]) -> Transfer | None:
    """What would be posted; None: nothing is held. Raises DeniedError when it cannot be decided so any more."""
    contest = of_case(db, name)
    _judge(db, contest, content["verdict"])
    return transfer_for(db, contest, content["verdict"])


def do(db: Connection, name: str, content: dict[str, Any], _: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give back or leave what is held, tell both, close the case; it is locked."""
    contest, state = of_case(db, name), VERDICTS[content["verdict"]]
    transfer = preview(db, name, content)
    if transfer:
        [posting] = ledger.post(db, [transfer])
        if posting.outcome != "posted":
            raise DeniedError(f"The ledger does not take it: {posting.reason}.")
        other, owner = (contest.receiver_id, contest.giver_id)
        if state == "left":
            other, owner = owner, other
        kind = transfer.kind
        movements.note(db, posting.transfer, contest.reference, kind, other, owner, contest.held)
    decided = text("UPDATE contest SET state = :state, decided_at = wallet_now() WHERE id = :id")
    db.execute(decided, {"state": state, "id": contest.id})
    cases.close(db, contest.case_number)
    tell(db, contest, state)
    return {"state": "open", "held": contest.held}, {"state": state, "held": 0}


def transfer_for(db: Connection, contest: Contest, verdict: str) -> Transfer | None:
    """What a verdict means in the ledger: one end of the hold."""
    if contest.hold_id is None:
        return None
    held = Entry(ledger.account_named(db, "held"), -contest.held)
    if verdict == "leave":
        back = Entry(contest.account_id, contest.held)
        return Transfer(f"contest:{contest.id}:left", "release_contested", (held, back), ends=contest.hold_id)
    giver = people.by_id(db, contest.giver_id)
    entries = (held, Entry(giver.account_id, contest.held))
    return Transfer(
        f"contest:{contest.id}:given", "return_contested", entries, undoes=contest.transfer_id, ends=contest.hold_id
    )


def tell(db: Connection, contest: Contest, state: str) -> None:
    """Both hear what was decided."""
    sides = people.by_ids(db, [contest.giver_id, contest.receiver_id])
    sentences = {
        contest.giver_id: f"sms.contest_{WORD[state]}",
        contest.receiver_id: f"sms.contest_{WORD[state]}_against",
    }
    for person in sides.values():
        said = {
            "amount": contest.held,
            "reference": contest.reference,
            "balance": ledger.balance(db, person.account_id),
        }
        notices.write(db, person.phone, person.language, "receipt", sentences[person.id], said)


WORD: Final = {"given back": "given", "left": "left"}


def _judge(db: Connection, contest: Contest, verdict: str) -> None:
    if verdict not in VERDICTS:
        raise DeniedError(f"Decide one of: {', '.join(VERDICTS)}.")
    if contest.state != "open":
        raise DeniedError(f"This was decided already: {contest.state}.")
    if verdict == "give back" and contest.hold_id is None:
        raise DeniedError("Nothing was left with the receiver, so nothing is held to give back. It can be left.")
    undone = left_to_undo(db, contest.transfer_id, contest.amount)
    if verdict == "give back" and contest.held > undone:
        raise DeniedError(
            f"Only {undone} FCFA of it were not refunded meanwhile; leave it, and let the receiver refund."
        )


def left_to_undo(db: Connection, transfer: UUID, amount: int) -> int:
    """How much of an operation's amount nobody has taken back yet, in francs."""
    undone = text("""SELECT coalesce(sum(e.amount), 0) FROM transfer t JOIN entry e ON e.transfer_id = t.id
        WHERE t.undoes = :id AND e.amount > 0""")
    return max(amount - int(db.execute(undone, {"id": transfer}).scalar_one()), 0)
