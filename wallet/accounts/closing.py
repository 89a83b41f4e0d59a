"""Closing a wallet: nothing may be under way; then its account is closed, its number is free, its history is nobody's.

The same when a number has gone to somebody else: staff detach it, and what is left waits in unclaimed for its owner.
"""

from typing import Any, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.business import merchants
from wallet.cases import cases
from wallet.core.errors import DeniedError, Refused
from wallet.core.payment_states import UNDER_WAY, in_sql
from wallet.ledger import Entry, Transfer
from wallet.people import people, pin_resets
from wallet.people.people import Person
from wallet.requests import payment_requests

# Money of this account that waits for a code, a claim or a decision; a payment an operator has not ended; a contest.
WAITING: Final = text(f"""SELECT 1 FROM entry mine JOIN entry held ON held.transfer_id = mine.transfer_id
        AND held.account_id = :held AND held.amount > 0
    WHERE mine.account_id = :account AND mine.amount < 0
        AND NOT EXISTS (SELECT FROM transfer t WHERE t.ends = mine.transfer_id)
        AND NOT EXISTS (SELECT FROM transfer t WHERE t.undoes = mine.transfer_id)
    UNION ALL SELECT 1 FROM payment WHERE person_id = :id AND state IN {in_sql(UNDER_WAY)}
    UNION ALL SELECT 1 FROM contest WHERE giver_id = :id AND state = 'open' LIMIT 1""")  # noqa: S608 - constants

FREEING: Final = (
    text("UPDATE phone SET until = wallet_now() WHERE number = :number AND until IS NULL"),
    text("UPDATE ask SET state = 'dropped' WHERE phone = :number"),
    text("UPDATE texting SET stopped = false, locked = false, wrong_codes = 0 WHERE phone = :number"),
)


def refuse_open(db: Connection, person: Person) -> None:
    """Raises Refused while something of this person's is under way, or they serve others."""
    if agents.of(db, person.id) or merchants.of_owner(db, person.id):
        raise Refused("refusal.close_serves_others")
    row = {"held": ledger.account_named(db, "held"), "account": person.account_id, "id": person.id}
    if db.execute(WAITING, row).first():
        raise Refused("refusal.close_under_way")


def close(db: Connection, person: Person) -> None:
    """The account, which is empty, the person, what they asked of others, the number; the person is locked.

    Raises Refused for a late credit.
    """
    try:
        ledger.close_account(db, person.account_id)
    except ledger.NotClosedError:
        raise Refused("refusal.close_under_way") from None
    db.execute(text("UPDATE person SET state = 'closed' WHERE id = :id"), {"id": person.id})
    pin_resets.drop(db, person.id)
    payment_requests.withdraw_all(db, person)
    free_number(db, person.phone)


def free_number(db: Connection, number: str) -> None:
    """Whoever has it next finds nothing of its last owner: no question answered or waiting, no wish about texts."""
    for statement in FREEING:
        db.execute(statement, {"number": number})


# -------------------------------------------------------------------------------- a number that moved on
def ask(db: Connection, number: str) -> Person:
    """Whom a request to detach a number is about. Raises DeniedError."""
    person = people.by_phone(db, number)
    if person is None:
        raise DeniedError(f"{number} reaches no wallet.")
    _judge(db, person)
    return person


def lock(db: Connection, person_id: str) -> None:
    """Nobody else moves them until this transaction ends."""
    people.lock(db, person_id)


def preview(db: Connection, person_id: str, _: dict[str, Any]) -> Transfer | None:
    """What would be posted: all that is left, to unclaimed. Raises DeniedError when that cannot be."""
    person = people.by_id(db, person_id)
    _judge(db, person)
    left = ledger.balance(db, person.account_id)
    if not left:
        return None
    entries = (Entry(person.account_id, -left), Entry(ledger.account_named(db, "unclaimed"), left))
    return Transfer(f"detach:{person.id}", "keep_unclaimed", entries)


def do(db: Connection, person_id: str, content: dict[str, Any], _: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keep what is left for its owner, open a case for it, and free the number; the person is locked."""
    person, transfer = people.by_id(db, person_id), preview(db, person_id, content)
    left = transfer.entries[1].amount if transfer else 0
    if transfer:
        [posting] = ledger.post(db, [transfer])
        if posting.outcome != "posted":
            raise DeniedError(f"The ledger does not take it: {posting.reason}.")
        detail = f"{left} FCFA of {person.name}, whose number {person.phone} was detached"
        cases.open_one(db, "unclaimed", detail, unclaimed=posting.transfer)
    close(db, person)
    return {"state": person.state, "number": person.phone, "balance": left}, {"state": "closed", "unclaimed": left}


def _judge(db: Connection, person: Person) -> None:
    if person.state == "closed":
        raise DeniedError(f"{person.name} is closed already.")
    try:
        refuse_open(db, person)
    except Refused as refusal:
        raise DeniedError(WHY[refusal.key]) from None


WHY: Final = {
    "refusal.close_serves_others": "This is an agent or a merchant: empty their float, commission and tills first.",
    "refusal.close_under_way": "Something is under way (a payment, a code, a claim, a contest): let it end first.",
}
