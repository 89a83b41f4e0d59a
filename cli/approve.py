"""Approving what somebody else asked: shown with what it would do, and done, once, when a second login agrees."""

import click
from rich.console import Console
from sqlalchemy import Connection

from cli.office import Office, Unagreed
from cli.plain import make_plain
from cli.rules import print_rules
from cli.sentences import tell
from cli.words import say
from wallet.core import clock
from wallet.ledger import Transfer
from wallet.staff import approvals
from wallet.staff.account_owners import name_accounts
from wallet.staff.actions.drop_tariff import DropTariff
from wallet.staff.actions.load_tariff import LoadTariff
from wallet.staff.approvals import ApprovalRequest
from wallet.staff.approve_request import ApproveRequest


def approve_newest(office: Office, subject: str) -> None:
    """Approve what was last asked of a subject."""
    approve(office, subject.upper())


def approve(office: Office, subject: str, *kinds: str) -> None:
    """Do what was last asked of a subject (one of `kinds`, if any are named), as this login agreed to it.

    Raises Unagreed once it is shown, for a login that has not yet.
    """
    request = office.read(lambda db: approvals.get_newest(db, subject, *kinds))
    if approval := office.read(lambda db: approvals.find_approval(db, request.id)):
        tell(say("staff.already_approved", login=approval.approved_by, at=clock.written(approval.at)))
        return None
    approvals.refuse_own(request, office.login)
    office.refuse("approve", request.act.kind)
    if office.agreed:
        return office.do(ApproveRequest(request.id, office.agreed))
    show(office, request)
    raise Unagreed(request.content_hash)


def show(office: Office, request: ApprovalRequest) -> None:
    """Print what was asked, by whom and why, and what it would do now."""
    act = request.act
    asked = say("staff.asked_by", login=request.asked_by, at=clock.written(request.asked_at), why=act.why,
                act=say(f"act.{act.kind}", **act.list_values()))  # fmt: skip
    Console().print(make_plain(asked))
    preview = office.read(lambda db: approvals.preview(db, request))
    if isinstance(act, LoadTariff | DropTariff):
        print_rules(act.rules.begins, preview.rules)
    elif preview.rules:
        for name, (was, will_be) in preview.rules.items():
            click.echo(f"{name}: {was or 'none'} -> {will_be}")
    else:
        posted = office.read(lambda db: list_entries(db, preview.transfer))
        Console().print(
            make_plain("\n".join(["This would post:", *posted] if posted else ["This would post nothing."]))
        )


def list_entries(db: Connection, transfer: Transfer | None) -> list[str]:
    """Return a transfer as people read it, an account and its signed francs a line."""
    if transfer is None:
        return []
    names = name_accounts(db, [entry.account for entry in transfer.entries])
    return [f"  {f'{entry.amount:+,}'.replace(',', ' '):>14}  {names[entry.account]}" for entry in transfer.entries]
