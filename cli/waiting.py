"""`waiting`: everything that waits for a person, with the command that goes on with each."""

from typing import Final

import click
from sqlalchemy import Connection

from cli.office import Office, describe_request, pass_office
from cli.office_command import OfficeCommand
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.cases import cases
from wallet.compliance import alerts
from wallet.payments import operators
from wallet.payments.operators import Operator
from wallet.payments.rails import RAILS
from wallet.payouts import bookings, payout_files
from wallet.reconciliation import bank_lines, discrepancies
from wallet.staff import approvals, payments_in_review, permissions
from wallet.staff.approvals import ApprovalRequest
from wallet.verification import business_documents

TITLES: Final = ("ask", "what", "asked by", "at", "why", "approve it")


@click.command(cls=OfficeCommand)
@click.option("--take-back", "ask", metavar="ASK", default="", help="Take back what was asked, by its name here.")
@pass_office
def waiting(office: Office, ask: str) -> None:
    """List what waits for a person: to approve, in review, open, not resolved, not working as usual.

    What was asked is taken back by its asker, or by a login that may approve it. After 24 h it is not listed any more.
    """
    if ask:
        return take_back(office, ask)
    asked, counted = office.read(lambda db: (list_seen(db, office.login), count_waiting(db, office.login)))
    print_table(TITLES, map(describe, asked), "Nothing waits for an approval.", "To approve, within 24 h of the asking")
    if asked:
        tell(as_typed("To take one back: ./mbongo waiting --take-back ASK --login YOU"))
    for one, many, count, command in counted:
        told = f"{count or 'no'} {one if count == 1 else many}{f': {command}' if count else ''}"
        click.echo(told)
    return None


def list_seen(db: Connection, login: str) -> list[ApprovalRequest]:
    """Return what waits for an approval, but what only readers of a command may know that this login does not read."""
    asked = approvals.list_waiting(db)
    return [one for one in asked if not one.act.read_by or permissions.may_read(db, login, one.act.read_by)]


def take_back(office: Office, ask: str) -> None:
    """Take back what was asked and is called so, which the trail keeps. Raises Refused."""
    request = office.read(lambda db: approvals.get_open(db, ask))
    office.read(lambda db: approvals.take_back(db, office.session.secret, request))
    office.has_acted = True
    tell(say("staff.taken_back_now", **describe_request(request)))


def count_waiting(db: Connection, login: str) -> list[tuple[str, str, int, str]]:
    """Return what else waits that this login may know of, as one and many are called, how many, and what lists them."""
    known = operators.list_operators(db)
    unwell = [one for one in known if one.health != "available" and not is_switched_off(one)]
    return [
        (
            "payment in review",
            "payments in review",
            len(payments_in_review.list_in_review(db)),
            as_typed("./mbongo payments"),
        ),
        ("open case", "open cases", len(cases.list_open(db)), as_typed("./mbongo case list")),
        (
            "discrepancy",
            "discrepancies",
            sum(discrepancies.count_open(db, rail) for rail in RAILS),
            as_typed("./mbongo reconcile"),
        ),
        (
            "payout for a file",
            "payouts for a file",
            payout_files.count_waiting(db),
            as_typed("./mbongo bank payouts"),
        ),
        (
            "line that tells of a payout",
            "lines that tell of payouts",
            sum(lines for _, lines in bookings.list_unbooked(db)),
            as_typed("./mbongo bank payouts"),
        ),
        (
            "document of a business",
            "documents of businesses",
            len(business_documents.list_queue(db)),
            as_typed("./mbongo merchant documents"),
        ),
        ("line of a bank", "lines of banks", bank_lines.count_waiting(db), as_typed("./mbongo bank lines")),
        (
            "operator that does not work as usual",
            "operators that do not work as usual",
            len(unwell),
            as_typed("./mbongo operator"),
        ),
        *_count_alerts(db, login),
    ]


def _count_alerts(db: Connection, login: str) -> list[tuple[str, str, int, str]]:
    if not permissions.may_read(db, login, "alert"):
        return []
    return [("case of alerts", "cases of alerts", len(alerts.list_open(db)), as_typed("./mbongo alert list"))]


def describe(one: ApprovalRequest) -> tuple[str, ...]:
    """Return what was asked, as cells, under TITLES; the command that approves it last."""
    said = describe_request(one)
    return (one.name, said["asked"], one.asked_by, said["at"], one.act.why, f"{said['command']} --login YOU")


def is_switched_off(operator: Operator) -> bool:
    """True for one that staff have not switched on, or switched off again, which nobody need look at."""
    return RAILS[operator.rail].off_at_first and operator.health == "maintenance"
