"""The check of the books: the ledger's own invariants, each room's, and that what is held waits in some room."""

from typing import Final

from sqlalchemy import Connection

from wallet.accounts import checks as accounts
from wallet.agents import checks as agents
from wallet.books import checks as books
from wallet.business import checks as business
from wallet.cases import checks as cases
from wallet.compliance import checks as compliance
from wallet.core import grants, peppers
from wallet.dormancy import checks as dormancy
from wallet.ledger import check as ledger
from wallet.ledger import check_reasons
from wallet.ledger.check import DUE, LEGS, Violation, find_violations
from wallet.members import roles
from wallet.operations import checks as operations
from wallet.payments import checks as payments
from wallet.payouts import checks as payouts
from wallet.requests import checks as requests
from wallet.retentions import checks as retentions
from wallet.salaries import checks as salaries
from wallet.sanctions import checks as sanctions
from wallet.sending import checks as sending
from wallet.staff import check_acts, check_lifts, for_logins
from wallet.staff import checks as staff
from wallet.subscriptions import checks as subscriptions
from wallet.topups import checks as topups
from wallet.verification import checks as verification

WAITING: Final = f"({agents.WAITING} UNION ALL {sending.WAITING} UNION ALL {accounts.WAITING})"
ENDED: Final = f"({agents.ENDED} UNION ALL {sending.ENDED} UNION ALL {accounts.ENDED})"
HELD: Final = f"(SELECT l.transfer_id, l.amount FROM {LEGS} l WHERE l.account_id = account_named('held'))"
HELD_AND_WAITING: Final[dict[str, str]] = {
    "what is held is what waits": f"""
        SELECT a.code, 'held ' || a.balance + coalesce(d.due, 0) || ', waiting ' || waiting.total
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id,
             (SELECT coalesce(sum(total), 0) AS total FROM {WAITING} w) waiting
        WHERE a.id = account_named('held') AND a.balance + coalesce(d.due, 0) <> waiting.total""",
    "what waits is held whole": f"""
        SELECT 'held', 'transfer ' || w.transfer_id || ' holds ' || coalesce(h.amount, 0) || ', ' || w.total || ' wait'
        FROM {WAITING} w LEFT JOIN {HELD} h ON h.transfer_id = w.transfer_id
        WHERE h.amount IS DISTINCT FROM w.total""",
    "what is held waits for something": f"""
        SELECT 'held', 'transfer ' || h.transfer_id || ' holds ' || h.amount FROM {HELD} h WHERE h.amount > 0
        AND NOT EXISTS (SELECT FROM transfer_link WHERE target = h.transfer_id AND role = 'ends')
        AND NOT EXISTS (SELECT FROM {WAITING} w WHERE w.transfer_id = h.transfer_id)""",
    "what waits has not ended": f"""
        SELECT 'held', 'transfer ' || w.transfer_id FROM {WAITING} w
        WHERE EXISTS (SELECT FROM transfer_link WHERE target = w.transfer_id AND role = 'ends')""",
    "what waits no more has ended": f"""
        SELECT 'held', 'transfer ' || e.transfer_id FROM {ENDED} e
        WHERE NOT EXISTS (SELECT FROM transfer_link WHERE target = e.transfer_id AND role = 'ends')""",
}
INVARIANTS: Final[dict[str, str]] = (
    ledger.INVARIANTS
    | check_reasons.INVARIANTS
    | HELD_AND_WAITING
    | cases.INVARIANTS
    | retentions.INVARIANTS
    | dormancy.INVARIANTS
    | sanctions.INVARIANTS
    | payments.INVARIANTS
    | operations.INVARIANTS
    | agents.INVARIANTS
    | topups.INVARIANTS
    | requests.INVARIANTS
    | business.INVARIANTS
    | payouts.INVARIANTS
    | subscriptions.INVARIANTS
    | salaries.INVARIANTS
    | verification.INVARIANTS
    | accounts.INVARIANTS
    | books.INVARIANTS
    | compliance.INVARIANTS
    | staff.INVARIANTS
    | check_lifts.INVARIANTS
    | check_acts.INVARIANTS
    | for_logins.INVARIANTS
    | grants.INVARIANTS
    | peppers.INVARIANTS
    | roles.INVARIANTS
)


def check(db: Connection) -> list[Violation]:
    """Return everything in the books that is not as it must be; an empty list is sound books."""
    return find_violations(db, INVARIANTS)
