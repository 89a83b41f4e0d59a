"""Rejections by a bank of what a file orders: one login asks to give each back, another approves them at once.

A report alone gives nothing back: a payout of which a statement tells that it was paid is none that can be rejected.
"""

import hashlib

import click
from sqlalchemy import Connection

from cli.office import Office, Unagreed
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.banks.pain002 import StatusReport
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.payouts import payout_files
from wallet.payouts.payout_files import PayoutFile
from wallet.staff import approvals
from wallet.staff.actions.reject_payout import RejectPayout
from wallet.staff.approvals import ApprovalRequest
from wallet.staff.approve_request import ApproveRequest

NAMED_MOST = 20  # references, in a sentence


def ask_what_is_rejected(office: Office, told: StatusReport) -> list[str]:
    """Ask to give back each payout that a report rejects; return what of the report concerns none that can be.

    Raises Refused for a report of no file of ours, of one that was not sent, and of a bank that makes none.
    """
    file = office.read(lambda db: payout_files.get_by_message(db, told.message_id))
    if not office.read(lambda db: payout_files.get_profile(db, file)).reports:
        raise Refused("staff.bank_without_reports", file=file.file)
    if file.state != "sent":
        raise Refused("staff.payout_file_is", file=file.file, state=file.state)
    standing = office.read(lambda db: payout_files.list_standing_in(db, file))
    rejected = {one: reason for one, _, _ in standing if (reason := told.find_reason(one))}
    said = {"file": file.file, "whole": told.whole or "nothing", "rejected": len(rejected), "payouts": file.payouts}
    tell(say("staff.report_read", **said))
    odd = [one for one in told.payments if told.find_reason(one) and one not in rejected]
    asked = waiting = 0
    for reference, reason in rejected.items():
        try:
            office.perform(RejectPayout(reference, reason, why=f"its bank's report on {told.message_id}"))
        except Refused as refused:
            waits = refused.key == "staff.asked_already"
            waiting, odd = waiting + waits, odd if waits else [*odd, reference]
        else:
            asked += 1
    if asked or waiting:
        tell(say("staff.report_asked", asked=asked + waiting, waiting=waiting, file=file.file))
    if odd:
        tell(say("staff.report_odd", references=name_some(odd)))
    return odd


def approve_rejections(office: Office, name: str) -> None:
    """Give back all that was asked of a file, as this login agreed to it. Raises Unagreed once shown, and Refused."""
    file = office.read(lambda db: payout_files.get_file(db, name))
    asked = office.read(lambda db: list_asked(db, file))
    if not asked:
        raise Refused("staff.nothing_rejected", file=file.file)
    for request in asked:
        approvals.refuse_own(request, office.login)
    office.refuse("approve", RejectPayout.kind)
    whole = hashlib.sha256("".join(request.content_hash for request in asked).encode()).hexdigest()
    if whole not in (office.agreed, office.declined):
        if office.agreed or office.declined:
            raise Refused("staff.not_as_shown", subject=file.file)
        show(office, file, asked)
        raise Unagreed(whole)
    if office.declined:
        for request in asked:
            office.note_declined(request)
        tell(say("staff.declined", ask=file.file))
        click.get_current_context().exit(1)
    give_back(office, file, asked)


def list_asked(db: Connection, file: PayoutFile) -> list[ApprovalRequest]:
    """Return what was asked to be given back of a file and still can be, oldest first."""
    own = {reference for reference, _, _ in payout_files.list_standing_in(db, file)}
    return [one for one in approvals.list_waiting(db) if isinstance(one.act, RejectPayout) and one.act.reference in own]


def show(office: Office, file: PayoutFile, asked: list[ApprovalRequest]) -> None:
    """Print what would be given back, and why."""
    amounts = {one: amount for one, amount, _ in office.read(lambda db: payout_files.list_standing_in(db, file))}
    acts = [(one.act, one.asked_by) for one in asked if isinstance(one.act, RejectPayout)]
    rows = ((act.reference, f"{space(amounts[act.reference])} FCFA", act.reason, asker, act.why) for act, asker in acts)
    print_table(("payout", "amount", "reason", "asked by", "why"), rows, "")


def give_back(office: Office, file: PayoutFile, asked: list[ApprovalRequest]) -> None:
    """Approve each, one after another; what cannot be given back any more keeps no other from it."""
    done, amount, left = 0, 0, list[str]()
    for request in asked:
        try:
            given = office.perform(ApproveRequest(request.id, request.content_hash)).values
        except Refused:
            left.append(request.act.called)
        else:
            done, amount = done + 1, amount + int(given["amount"])
    tell(say("staff.rejections_done", file=file.file, done=done, amount=amount))
    if left:
        tell(say("staff.rejections_left", references=name_some(left)))
        click.get_current_context().exit(1)


def name_some(references: list[str]) -> str:
    """Return references in a sentence: some of many."""
    return ", ".join(references[:NAMED_MOST]) + (", ..." if len(references) > NAMED_MOST else "")
