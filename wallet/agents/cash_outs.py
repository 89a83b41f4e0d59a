"""Withdrawals that wait at an agent: held whole, good for thirty minutes, ended once, by the payout or by a return.

What opens one is a code of seven digits, computed from its id whenever it is shown or texted and stored nowhere. Until
it leaves this program a sentence carries a mark in its place (`make_placeholder`): no session, outcome or notice holds
a code.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.agents.agents import Agent
from wallet.core.clock import now
from wallet.core.errors import Refused
from wallet.core.secrets import Secrets
from wallet.core.values import Priced
from wallet.ledger import Entry, Posting, holds
from wallet.messages import notices
from wallet.operations import asks
from wallet.people import people
from wallet.people.attempts import WrongCodes
from wallet.prices import limits

CODE_DIGITS: Final = 7
PLACE_DIGITS: Final = 2  # the first ones, which find it among the agent's
PLACES: Final = 10**PLACE_DIGITS
GOOD_FOR: Final = timedelta(minutes=30)
NOBODYS: Final = "0" * (PLACE_DIGITS + asks.DIGEST_LETTERS)
TRIES: Final = 5  # wrong codes that found it, and wrong amounts: then it is returned
MOST_OPEN: Final = 3  # a human's that wait at the same time: each keeps a place at an agent, and costs nothing
WRONG_CODES: Final = WrongCodes("agent", "code", most=10)  # then no more today
# The pepper and the id; no name or reason can hold a ~. The release of November 2026 wrote the id alone, with dashes.
PLACEHOLDER: Final = re.compile(
    "~(?:([A-Za-z0-9_-]{1,8}):)?([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})~"
)


@dataclass(frozen=True)
class NewCashOut:
    """A withdrawal to be written down: its id is chosen (choose_id), its money held by the transfer `held`."""

    id: str
    reference: str
    agent_code: str
    customer_id: str
    channel: str
    amount: int
    fee: int
    tax: int
    commission: int
    held: uuid.UUID


@dataclass(frozen=True)
class CashOut(Priced):
    """A withdrawal at an agent, as the use cases see it."""

    id: str
    reference: str
    agent_code: str
    customer_id: str
    channel: str
    amount: int
    fee: int
    tax: int
    commission: int
    held: uuid.UUID
    state: str
    tries: int
    asked_at: datetime
    until: datetime
    code_digest: str
    pepper: str | None  # the id of the one its code is computed by


COLUMNS: Final = """id::text, reference, agent_code, customer_id::text, channel, amount, fee, tax, commission, held,
    state, tries, asked_at, until, code_digest, pepper"""


def compute_code(secrets: Secrets, cash_out_id: str, pepper: str | None = None) -> str:
    """Return the code of a withdrawal; dashes when the pepper is gone, long after the withdrawal has ended."""
    if pepper and pepper not in secrets.ids:
        return "-" * CODE_DIGITS
    return secrets.code(f"cash out {cash_out_id}", CODE_DIGITS, pepper)


def make_placeholder(one: CashOut) -> str:
    """Return the mark that stands for its code in everything kept."""
    return f"~{one.pepper}:{one.id.replace('-', '')}~" if one.pepper else f"~{one.id}~"


def fill_placeholders(secrets: Secrets, said: str) -> str:
    """Return a sentence as it leaves, with the code it carries."""
    if "~" not in said:
        return said
    return PLACEHOLDER.sub(lambda found: compute_code(secrets, str(uuid.UUID(found[2])), found[1]), said)


def refuse_many(db: Connection, human_id: str) -> None:
    """Raise Refused for a human with whose wallets as many wait as anybody may have; their wallets must be locked."""
    waiting = text("""SELECT count(*) FROM person h JOIN cash_out c ON c.customer_id = h.id
        WHERE h.human_id = CAST(:human AS uuid) AND c.state = 'open'""")
    if db.execute(waiting, {"human": human_id}).scalar_one() >= MOST_OPEN:
        raise Refused("refusal.cash_codes_open", most=MOST_OPEN)


def choose_id(db: Connection, secrets: Secrets, agent_code: str) -> str:
    """Return an id whose code is unlike that of any other waiting at this agent, whose row stays locked.

    Raises Refused when a hundred wait there.
    """
    db.execute(text("SELECT 1 FROM agent WHERE code = :code FOR UPDATE"), {"code": agent_code})
    taken = text("SELECT place FROM cash_out WHERE agent_code = :code AND state = 'open'")
    places = set(db.execute(taken, {"code": agent_code}).scalars())
    if len(places) >= PLACES:
        raise Refused("refusal.agent_busy")
    cash_out_id = str(uuid.uuid4())
    while read_place(compute_code(secrets, cash_out_id)) in places:
        cash_out_id = str(uuid.uuid4())
    return cash_out_id


def write(db: Connection, secrets: Secrets, asked: NewCashOut, agents_phone: str) -> None:
    """Write down a withdrawal whose money is held, and the digest of its code as typed on the agent's phone."""
    shown = compute_code(secrets, asked.id)
    db.execute(
        text("""INSERT INTO cash_out (id, reference, agent_code, customer_id, channel, amount, fee, tax, commission,
                held, place, code_digest, pepper, asked_at, until)
            VALUES (:id, :reference, :agent_code, :customer_id, :channel, :amount, :fee, :tax, :commission, :held,
                :place, :code_digest, :pepper, wallet_now(), wallet_now() + :good_for)"""),
        {
            **vars(asked),
            "place": read_place(shown),
            "code_digest": asks.digest_code(secrets, agents_phone, shown),
            "pepper": secrets.newest,
            "good_for": GOOD_FOR,
        },
    )


def read_place(typed: str) -> int:
    """Return the place among an agent's withdrawals that a code, or its digest, begins with."""
    return int(typed[:PLACE_DIGITS])


def find_by_reference(db: Connection, reference: str) -> CashOut | None:
    """Return the withdrawal of this operation's reference, or None."""
    return _one(db, "reference = :reference", reference=reference)


def find_newest_open(db: Connection, customer_id: str) -> CashOut | None:
    """Return the customer's newest one that still waits, or None."""
    where = "customer_id = :id AND state = 'open' AND until > wallet_now() ORDER BY asked_at DESC LIMIT 1"
    return _one(db, where, id=customer_id)


def lock_row_open(db: Connection, cash_out_id: str) -> CashOut | None:
    """Return one that nothing has ended, locked until the transaction ends, or None; its time may be up."""
    return _one(db, "id = CAST(:id AS uuid) AND state = 'open' FOR UPDATE", id=cash_out_id)


def lock_row_at_place(db: Connection, agent_code: str, place: int) -> CashOut | None:
    """Return the one a code leads to, locked, or None."""
    where = "agent_code = :agent AND place = :place AND state = 'open' AND until > wallet_now() FOR UPDATE"
    return _one(db, where, agent=agent_code, place=place)


def _one(db: Connection, where: str, **values: Any) -> CashOut | None:
    row = db.execute(text(f"SELECT {COLUMNS} FROM cash_out WHERE {where}"), values).one_or_none()  # noqa: S608 - constants
    return CashOut(**row._mapping) if row else None


def matches(one: CashOut | None, digest: str) -> bool:
    """True when this digest is that of its code; the same work is done for none."""
    return asks.is_same_code(one.code_digest if one else NOBODYS, digest) and one is not None


def pay(db: Connection, one: CashOut, entries: Sequence[Entry], refusal: Refused) -> Posting:
    """Post what becomes of a locked, open withdrawal's money at the payout. Raises `refusal`."""
    posting = holds.end(db, f"cash_out:{one.id}:paid", "pay_cash_out", one.held, entries, refusal)
    _become(db, one.id, "paid")
    return posting


def give_back(db: Connection, one: CashOut, sentence: str = "cash_out_returned") -> int:
    """Return the money of a locked, open withdrawal whole, and tell the customer. Returns the balance after.

    Its account is open: a wallet does not close while a code waits.
    """
    limits.return_spent(db, one.customer_id, one.amount, one.channel, one.asked_at)
    account = get_account(db, one.customer_id)
    back = [Entry(account, one.total)]
    posting = holds.end(db, f"cash_out:{one.id}:returned", "return_cash_out", one.held, back)
    _become(db, one.id, "returned")
    balance = posting.balances[account]
    said = {"amount": one.amount, "total": one.total, "reference": one.reference, "balance": balance}
    customer = people.find_by_ids(db, [one.customer_id]).get(one.customer_id)
    if customer:
        name = get_agents_name(db, one.agent_code)
        notices.tell(db, customer, "receipt", sentence, **said, name=name)
    return balance


def get_account(db: Connection, person_id: str) -> int:
    """Return a person's account, whether a phone reaches them or not."""
    account: int = db.execute(text("SELECT account_id FROM person WHERE id = :id"), {"id": person_id}).scalar_one()
    return account


def get_agents_name(db: Connection, agent_code: str) -> str:
    """Return an agent's name as people read it."""
    row = db.execute(
        text("SELECT p.name FROM agent a JOIN person p ON p.id = a.person_id WHERE a.code = :code"),
        {"code": agent_code},
    ).one()
    return people.shorten_name(row.name)


def _become(db: Connection, cash_out_id: str, state: str) -> None:
    db.execute(text("UPDATE cash_out SET state = :state WHERE id = :id"), {"id": cash_out_id, "state": state})


DUE: Final = "SELECT id::text FROM cash_out WHERE state = 'open' AND until <= wallet_now() ORDER BY until"


def expire(db: Connection, cash_out_id: str) -> None:
    """Return the money of one whose time is up, or that was tried too often, unless somebody ended it first."""
    one = lock_row_open(db, cash_out_id)
    if one and one.until <= now(db):
        give_back(db, one)


def return_all(db: Connection, customer_id: str) -> None:
    """End every code of a customer and return what it holds: their wallet was locked."""
    open_ones = text(f"SELECT {COLUMNS} FROM cash_out WHERE customer_id = :id AND state = 'open' FOR UPDATE")  # noqa: S608 - a constant
    for row in db.execute(open_ones, {"id": customer_id}).all():
        give_back(db, CashOut(**row._mapping))


def has_open_at(db: Connection, agent_code: str) -> bool:
    """True while something waits for a code at an agent."""
    waits = text("SELECT 1 FROM cash_out WHERE agent_code = :code AND state = 'open' LIMIT 1")
    return db.execute(waits, {"code": agent_code}).first() is not None


def return_all_at(db: Connection, agent_code: str) -> None:
    """End every code at an agent and return what it holds: the agent was stopped. Their person must be locked."""
    open_ones = text(f"SELECT {COLUMNS} FROM cash_out WHERE agent_code = :code AND state = 'open' FOR UPDATE")  # noqa: S608 - a constant
    for row in db.execute(open_ones, {"code": agent_code}).all():
        give_back(db, CashOut(**row._mapping))


@dataclass(frozen=True)
class Tried:
    """The result of trying a code and an amount; `left` counts the wrong codes an agent may still type today."""

    one: CashOut | None
    left: int


def try_code(db: Connection, agent: Agent, digest: str, amount: int) -> Tried:
    """Try a code and an amount. Whatever is wrong, the same statements run: nobody learns from the time it takes.

    A wrong code counts against the agent, and on the withdrawal its first two digits find; a wrong amount on the
    withdrawal. One tried five times is returned by a worker at once.
    """
    counted = WRONG_CODES.count(db, agent.code)
    one = lock_row_at_place(db, agent.code, read_place(digest))
    may_move = may_be_served(db, one)
    right_code = matches(one, digest) and counted <= WRONG_CODES.most
    served = right_code and may_move and one is not None and one.amount == amount
    WRONG_CODES.take_back(db, agent.code, int(right_code))
    db.execute(
        text("""UPDATE cash_out SET tries = tries + :more,
                until = CASE WHEN tries + :more >= :most THEN least(until, wallet_now()) ELSE until END
            WHERE id = CAST(:id AS uuid)"""),
        {"id": one.id if one else str(uuid.UUID(int=0)), "more": int(not served), "most": TRIES},
    )
    return Tried(one if served else None, WRONG_CODES.most + 1 - counted)


def may_be_served(db: Connection, one: CashOut | None) -> bool:
    """True when its customer's money may move now; false, after the same work, when there is none."""
    customer_id = one.customer_id if one else str(uuid.UUID(int=0))
    customer = people.find_by_ids(db, [customer_id]).get(customer_id)
    return customer is not None and customer.state == "open" and not customer.locked_by_owner
