"""Moves whose legs depend on what is there: VAT of a month, a wrong cash-in, a card charged back, suspense paid on."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.books.fee_vat import list_fee_days, sum_vat
from wallet.books.months import read_past_month
from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.core.values import CURRENCY
from wallet.operations.taken_back import sum_taken_back
from wallet.payments import payments
from wallet.reconciliation import bank_legs, bank_lines
from wallet.staff.moves import SUSPENSE, Leg, Move, write_code
from wallet.staff.wallets import find_named

MADE: Final = text("""SELECT coalesce(sum((r.content ->> 'amount')::bigint), 0)::bigint
    FROM staff_request r JOIN staff_act a ON a.request_id = r.id
    WHERE r.kind = 'move_money' AND r.subject = :subject""")
CASH_IN: Final = text("""SELECT m.transfer_id, l.id AS account, a.kind, a.code, l.amount,
      greatest(a.balance - a.retained, 0) AS balance
    FROM movement m JOIN transfer t ON t.id = m.transfer_id
    CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (id, amount) JOIN account a ON a.id = l.id
    WHERE m.reference = :reference AND m.kind = 'take_cash_in'""")
CHARGED_BACK: Final = text("""SELECT coalesce(sum(k.size), 0)::bigint FROM transfer_link k
    JOIN transfer t ON t.id = k.by_id WHERE k.target = :target AND k.role = 'undoes' AND t.kind = 'charge_back'""")
HOLD_CHECKOUT: Final = text("SELECT FROM checkout WHERE paid_with = :transfer FOR NO KEY UPDATE")
UNDONE: Final = text("""SELECT coalesce(sum((SELECT sum(-l.amount) FROM unnest(t.accounts, t.amounts) l (id, amount)
      WHERE l.id = :account)), 0)::bigint
    FROM transfer_link k JOIN transfer t ON t.id = k.by_id WHERE k.target = :target AND k.role = 'undoes'""")


class PlannedMove(NamedTuple):
    """The legs that a move posts now, and the transfer it takes back, if any."""

    legs: tuple[Leg, ...]
    undoes: UUID | None = None


def compute_vat_due(db: Connection, month: str) -> int:
    """Return the VAT in our fees of a month (2026-10) that is not booked yet. Raises Refused until it is over."""
    over = read_past_month(db, month)
    made: int = db.execute(MADE, {"subject": f"book_vat {month}"}).scalar_one()
    return max(0, sum_vat(list_fee_days(db, over.first, over.last)) - made)


def plan_vat(db: Connection, words: Sequence[str], amount: int) -> PlannedMove:
    """Return the legs that part the VAT of a month from our fees. Raises Refused where another sum is due, or none."""
    due = compute_vat_due(db, words[0])
    if due == 0 or amount != due:
        raise Refused("staff.vat_due", month=words[0], due=due)
    return PlannedMove((Leg("fees", -due), Leg("vat", due)))


def plan_reversal(db: Connection, words: Sequence[str], amount: int) -> PlannedMove:
    """Return the legs by which a wrong cash-in goes back to its agent: as much of `amount` as the customer still has.

    The commission goes back with all of it, where the agent still has that. Raises Refused where nothing is left.
    """
    rows = {row.kind: row for row in db.execute(CASH_IN, {"reference": words[0]})}
    if not rows:
        raise Refused("staff.no_cash_in", reference=words[0])
    customer, agent = rows["customer"], rows["agent_float"]
    undone: int = db.execute(UNDONE, {"account": customer.account, "target": customer.transfer_id}).scalar_one()
    left = customer.amount - undone
    if amount > left:
        raise Refused("staff.cash_in_was", reference=words[0], left=left)
    taken = min(amount, customer.balance)
    if taken <= 0:
        raise Refused("staff.nothing_left", reference=words[0])
    legs = [Leg(customer.code, -taken), Leg(agent.code, taken)]
    earned = rows.get("agent_commission")
    if earned and taken == customer.amount and earned.balance >= earned.amount:
        legs += [Leg(earned.code, -earned.amount), Leg("commissions", earned.amount)]
    return PlannedMove(tuple(legs), customer.transfer_id)


def plan_charge_back(db: Connection, words: Sequence[str], amount: int) -> PlannedMove:
    """Return the legs of what a provider took back of a payment: from who got it, and what they lack from suspense.

    It takes the payment back, so that no refund gives it once more; what a refund gave before waits in suspense alone.
    Raises Refused for a payment that was not collected in francs, or for more than it brought.
    """
    payment = payments.find_by_reference(db, words[0])
    if payment is None or (payment.direction, payment.state, payment.currency) != ("collect", "succeeded", CURRENCY):
        raise Refused("staff.nothing_to_charge_back", reference=words[0])
    made: int = db.execute(MADE, {"subject": f"charge_back {words[0]}"}).scalar_one()
    if amount > payment.amount - made:
        raise Refused("staff.charged_back_more", reference=words[0], left=payment.amount - made)
    posted = payments.find_posted(db, payment.id)
    db.execute(HOLD_CHECKOUT, {"transfer": posted})
    back = sum_given_back(db, posted) if posted else 0
    theirs = max(0, payment.amount - back - made)  # of what its payer had back before, who got it pays nothing twice
    if 0 < theirs < amount:
        raise Refused("staff.charged_back_twice", reference=words[0], back=back, left=theirs)
    account = find_credited(db, payment.id) if theirs else None
    there = min(amount, ledger.available(db, account)) if account else 0
    legs = [Leg(f"operator_float:{payment.rail}", amount)]
    if account and there:
        legs.append(Leg(write_code(db, account), -there))
    if amount > there:
        legs.append(Leg(f"{SUSPENSE}chargeback", there - amount))
    return PlannedMove(tuple(legs), posted if theirs else None)


def sum_given_back(db: Connection, posted: UUID) -> int:
    """Return how much of a payment went back to its payer, or is on its way, charge-backs left out."""
    charged: int = db.execute(CHARGED_BACK, {"target": posted}).scalar_one()
    return sum_taken_back(db, posted) - charged


def find_credited(db: Connection, payment_id: str) -> int | None:
    """Return the account of the person or the business that a payment credited; None for none that is open."""
    credited = text("""SELECT a.id FROM transfer t JOIN account a ON a.id = ANY (t.accounts)
        WHERE t.id = :transfer AND a.kind IN ('customer', 'merchant') AND a.closed_at IS NULL""")
    found: int | None = db.execute(credited, {"transfer": payments.find_posted(db, payment_id)}).scalar_one_or_none()
    return found


def plan_paying_on(db: Connection, words: Sequence[str], amount: int) -> PlannedMove:
    """Return the legs that pay what waits in suspense to whom it is owed. Raises Refused for who cannot get it."""
    reason, whom = words
    return PlannedMove((Leg(f"{SUSPENSE}{reason}", -amount), Leg(write_code(db, find_payee(db, whom)), amount)))


def find_payee(db: Connection, whom: str) -> int:
    """Return the account behind a number, a till's code or an agent's. Raises Refused for none that is open."""
    if agent := agents.find_agent(db, whom):
        if not agent.works:
            raise Refused("staff.agent_takes_no_float", agent=agent.code, state=agent.state)
        return agent.float_id
    if shop := merchants.find_by_till(db, whom):
        if not merchants.is_open(db, shop.id):
            raise Refused("staff.no_payee", whom=whom)
        return shop.account_id
    person = find_named(db, whom)
    if person is None or person.state != "open":
        raise Refused("staff.no_payee", whom=whom)
    return person.account_id


def plan_keeping(db: Connection, words: Sequence[str], amount: int) -> PlannedMove:
    """Return the legs of a bank's line that is about nothing we know: it waits in suspense until somebody does.

    Raises Refused for a line that pays something, that a move explains, or of another amount.
    """
    line = bank_lines.get_line(db, words[0])
    if line.state != "open" or bank_legs.is_told(db, line) or line.currency != CURRENCY:
        raise Refused("staff.line_is_known", line=line.line)
    if amount != abs(line.amount):
        raise Refused("staff.line_is_of", line=line.line, amount=abs(line.amount))
    return PlannedMove((Leg(f"bank:{line.rib}", -line.amount), Leg(f"{SUSPENSE}bank_unmatched", line.amount)))


PLANNERS: Final[dict[str, Callable[[Connection, Sequence[str], int], PlannedMove]]] = {
    "book_vat": plan_vat,
    "reverse_cash_in": plan_reversal,
    "charge_back": plan_charge_back,
    "pay_on": plan_paying_on,
    "keep_unmatched": plan_keeping,
}


def find_amount(db: Connection, move: Move, words: Sequence[str], amount: int) -> int:
    """Return what a move is of: what was said; else what is due of a month's VAT, or what a line says."""
    if not amount and move.name == "book_vat":
        return compute_vat_due(db, words[0])
    return abs(bank_lines.get_line(db, words[0]).amount) if not amount and move.name == "keep_unmatched" else amount
