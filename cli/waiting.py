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
from wallet.core import clock
from wallet.staff import approvals, permissions
from wallet.staff.approvals import ApprovalRequest
from wallet.staff.queues import count_waiting

TITLES: Final = ("ask", "what", "asked by", "at", "why", "approve it")
QUEUES: Final = {  # what one and many are called
    "review": ("payment in review", "payments in review"),
    "cases": ("open case", "open cases"),
    "alerts": ("case of alerts", "cases of alerts"),
    "hits": ("name like a sanctions list's", "names like a sanctions list's"),
    "discrepancies": ("discrepancy", "discrepancies"),
    "payouts": ("payout for a file", "payouts for a file"),
    "bookings": ("line that tells of a payout", "lines that tell of payouts"),
    "documents": ("document of a business", "documents of businesses"),
    "bank_lines": ("line of a bank", "lines of banks"),
    "moves": ("move no statement told of in 3 days", "moves no statement told of in 3 days"),
    "operators": ("operator that does not work as usual", "operators that do not work as usual"),
}
QUEUE_TITLES: Final = ("what", "how many", "the oldest", "nobody took", "go on")


@click.command(cls=OfficeCommand)
@click.option("--take-back", "ask", metavar="ASK", default="", help="Take back what was asked, by its name here.")
@pass_office
def waiting(office: Office, ask: str) -> None:
    """List what waits for a person: to approve, in review, open, not resolved, not working as usual.

    What was asked is taken back by its asker, or by a login that may approve it. After 24 h it is not listed any more.
    """
    if ask:
        return take_back(office, ask)
    asked, queues, now = office.read(
        lambda db: (list_seen(db, office.login), count_waiting(db, office.login), clock.now(db))
    )
    print_table(TITLES, map(describe, asked), "Nothing waits for an approval.", "To approve, within 24 h of the asking")
    if asked:
        tell(as_typed("To take one back: ./mbongo waiting --take-back ASK --login YOU"))
    commands = name_commands()
    rows = [(QUEUES[one.queue.name][one.count > 1], one.count, clock.say_ago(one.since, now), one.untaken,
             commands[one.queue.name]) for one in queues if one.since]  # fmt: skip
    print_table(QUEUE_TITLES, rows, "Nothing else waits for a person.", "What waits for a person")
    if any(one.untaken for one in queues):
        tell(as_typed('To take one, by its name there: ./mbongo take NAME --why "..." --login YOU'))
    return None


def name_commands() -> dict[str, str]:
    """Return the command that lists each queue."""
    return {
        "review": as_typed("./mbongo payments"),
        "cases": as_typed("./mbongo case list"),
        "alerts": as_typed("./mbongo alert list"),
        "hits": as_typed("./mbongo sanctions hits"),
        "discrepancies": as_typed("./mbongo reconcile"),
        "payouts": as_typed("./mbongo bank payouts"),
        "bookings": as_typed("./mbongo bank payouts"),
        "documents": as_typed("./mbongo merchant documents"),
        "bank_lines": as_typed("./mbongo bank lines"),
        "moves": as_typed("./mbongo bank moves"),
        "operators": as_typed("./mbongo operator"),
    }


def list_seen(db: Connection, login: str) -> list[ApprovalRequest]:
    """Return what waits for an approval, but what only readers of a command may know that this login does not read."""
    known, asked = permissions.list_read(db, login), approvals.list_waiting(db)
    return [one for one in asked if not one.act.read_by or permissions.reads(known, one.act.read_by)]


def take_back(office: Office, ask: str) -> None:
    """Take back what was asked and is called so, which the trail keeps. Raises Refused."""
    request = office.read(lambda db: approvals.get_open(db, ask))
    office.read(lambda db: approvals.take_back(db, office.session.secret, request))
    office.has_acted = True
    tell(say("staff.taken_back_now", **describe_request(request)))


def describe(one: ApprovalRequest) -> tuple[str, ...]:
    """Return what was asked, as cells, under TITLES; the command that approves it last."""
    said = describe_request(one)
    return (one.name, said["asked"], one.asked_by, said["at"], one.act.why, f"{said['command']} --login YOU")
