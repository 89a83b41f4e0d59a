"""Approving what somebody else asked: shown with what it would do, and done, once, when a second login agrees."""

from collections.abc import Mapping
from typing import Final

import click
from rich.console import Console
from sqlalchemy import Connection

from cli.office import Office, Unagreed, describe_request
from cli.plain import make_plain
from cli.program import as_typed
from cli.rules import print_rules
from cli.sentences import tell
from cli.words import say
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.ledger import Entry, Transfer
from wallet.staff import approvals
from wallet.staff.account_owners import NamedAccount, name_accounts
from wallet.staff.act import Preview
from wallet.staff.actions.drop_tariff import DropTariff
from wallet.staff.actions.load_tariff import LoadTariff
from wallet.staff.approvals import ApprovalRequest
from wallet.staff.approve_request import ApproveRequest

# What + and - mean on accounts of what is owed to us, which stand below zero (account_kind), and of what we spend.
SIGNS: Final = {
    "cash": ("we hold less there", "we hold more there"),
    "trust_bank": ("we hold less there", "we hold more there"),
    "own_bank": ("we hold less there", "we hold more there"),
    "operator_float": ("we hold less there", "we hold more there"),
    "commissions": ("we spend less", "we spend more"),
    "bank_charges": ("we spend less", "we spend more"),
    "losses": ("we lose less", "we lose more"),
}


def approve(office: Office, subject: str, *kinds: str, called: str = "") -> None:
    """Do what was last asked of a subject, which must be of one of `kinds`, as this login agreed to it.

    `called` is the subject as a person says it, where that is otherwise. Raises Unagreed once it is shown, for a login
    that has not yet agreed, and Refused.
    """
    request = office.read(lambda db: approvals.get_newest(db, subject, called))
    office.approving = request
    if request.act.kind not in kinds:
        raise Refused("staff.other_asked", subject=called or subject, **describe_request(request))
    if approval := office.read(lambda db: approvals.find_approval(db, request.id)):
        tell(say("staff.already_approved", login=approval.approved_by, at=clock.written(approval.at)))
        return None
    approvals.refuse_own(request, office.login)
    office.refuse("approve", request.act.kind)
    if office.declined:
        return decline(office, request)
    if office.agreed:
        return office.do(ApproveRequest(request.id, office.agreed))
    show(office, request)
    raise Unagreed(request.content_hash)


def decline(office: Office, request: ApprovalRequest) -> None:
    """Keep that this login said no to what it was shown, which stays open. Raises Refused for something else."""
    if request.content_hash != office.declined:
        raise Refused("staff.not_as_shown", subject=request.act.called)
    office.note_declined(request)
    tell(say("staff.declined", ask=request.name))
    click.get_current_context().exit(1)


def show(office: Office, request: ApprovalRequest) -> None:
    """Print what was asked, by whom and why, and what it would do now."""
    act = request.act
    asked = say("staff.asked_by", login=request.asked_by, at=clock.written(request.asked_at), why=write_line(act.why),
                act=write_line(say(f"act.{act.kind}", **act.list_values())))  # fmt: skip
    Console().print(make_plain(asked))
    preview = office.read(lambda db: approvals.preview(db, request))
    if preview.given_back:
        look = as_typed(f"./mbongo case show {preview.given_back} --login YOU")
        click.echo(f"The bank took it out again, perhaps. Look first: {look}")
    if isinstance(act, LoadTariff | DropTariff):
        print_rules(act.rules.begins, preview.rules)
    elif preview.rules:
        for name, (was, will_be) in preview.rules.items():
            click.echo(write_line(f"{name}: {was or 'none'} -> {will_be}"))
    else:
        posted = office.read(lambda db: list_entries(db, preview.transfer))
        Console().print(
            make_plain("\n".join(["This would post:", *posted] if posted else ["This would post nothing."]))
        )
        for line in office.read(lambda db: list_holds(db, preview)):
            click.echo(line)


def write_line(said: str) -> str:
    """Return words as one line, which steers no terminal: what an asker typed writes no other line of what is shown."""
    return make_plain(" ".join(said.split())).plain


def list_entries(db: Connection, transfer: Transfer | None) -> list[str]:
    """Return a transfer as people read it: an account a line, its signed francs, and what the sign means there."""
    if transfer is None:
        return []
    known = name_accounts(db, [entry.account for entry in transfer.entries])
    return [
        f"  {f'{entry.amount:+,}'.replace(',', ' '):>14}  {known[entry.account].name} ({explain_sign(entry, known)})"
        for entry in transfer.entries
    ]


def list_holds(db: Connection, preview: Preview) -> list[str]:
    """Return what stands on each account before and after, a line each, as people read it."""
    known = name_accounts(db, [account for account, _, _ in preview.holds])
    return [f"  {known[account].name}: {space(before)} -> {space(after)}" for account, before, after in preview.holds]


def explain_sign(entry: Entry, known: Mapping[int, NamedAccount]) -> str:
    """Return what the sign of an entry means on its account."""
    more, less = SIGNS.get(known[entry.account].kind, ("more on it", "less on it"))
    return more if entry.amount > 0 else less
