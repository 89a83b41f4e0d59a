"""`bank`: our accounts at banks, files of payouts for them, their statements, and what waits for a person."""

import sys
from pathlib import Path

import click

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office, read
from cli.office_command import FileToKeep, FileToSend, OfficeGroup
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.program import as_typed
from cli.rejections import approve_rejections, ask_what_is_rejected
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.banks.amounts import DIGITS, write_decimal
from wallet.banks.bank_profiles import BANK_PROFILES
from wallet.banks.pain002 import read_status_report
from wallet.banks.rib import Rib, print_rib
from wallet.banks.statement_file import open_statement
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.payouts import bookings, payout_files
from wallet.payouts.payout_files import PayoutFile
from wallet.reconciliation import bank_accounts, bank_legs, bank_lines
from wallet.reconciliation.bank_lines import BankLine
from wallet.reconciliation.numbered_names import read_number
from wallet.staff import approvals
from wallet.staff.actions.add_bank_account import AddBankAccount
from wallet.staff.actions.approve_payout_file import ApprovePayoutFile
from wallet.staff.actions.book_payouts import BookPayouts
from wallet.staff.actions.drop_payout_file import DropPayoutFile
from wallet.staff.actions.make_payout_file import MakePayoutFile
from wallet.staff.actions.match_bank_line import MatchBankLine
from wallet.staff.actions.pay_bank_line import PayBankLine
from wallet.staff.actions.reject_payout import RejectPayout
from wallet.staff.actions.send_payout_file import SendPayoutFile
from wallet.staff.import_statement import import_statement

NAMED_MOST = 20  # lines, in what an import tells
HOLDS = {"trust": "people's money", "own": "our own"}
EXIT_OPEN = 3  # something waits for a person


@click.group(cls=OfficeGroup)
def bank() -> None:
    """Import statements of our accounts at banks, and say what their lines pay. LINE is its name: L12."""


@bank.command("accounts")
@pass_office
def list_accounts(office: Office) -> None:
    """List our accounts at banks."""
    rows = ((print_rib(Rib(one.rib)), one.title, one.currency, one.profile, HOLDS[one.holds])
            for one in office.read(bank_accounts.list_all))  # fmt: skip
    print_table(("RIB", "title", "currency", "profile", "holds"), rows, "No account at a bank was added yet.")


@bank.command("add")
@click.argument("rib")
@click.option("--title", metavar="TEXT", default="", help="What the account is called here.")
@click.option("--profile", type=click.Choice(list(BANK_PROFILES)), default="iso_09", help="How its bank writes files.")
@click.option("--bic", metavar="BIC", default="", help="Of its bank: a file of payouts names it.")
@click.option("--currency", type=click.Choice(list(DIGITS)), default="XAF", help="Of the account.")
@click.option("--own", is_flag=True, help="It holds our own money, and not what people hold here.")
@approve_option
@asked_why_option
@pass_office
def add(
    office: Office, rib: str, title: str, profile: str, bic: str, currency: str, own: bool, approve: bool, why: str
) -> None:  # fmt: skip
    """Ask to add our account of a RIB, or approve what somebody else asked."""
    account = read(Rib, rib)
    if approve:
        return approve_asked(office, account, AddBankAccount.kind)
    require_all(title=title, why=why)
    return office.do(AddBankAccount(account, title, profile, currency, bic.upper(), "own" if own else "trust", why=why))


@bank.command("import")
@click.argument("rib")
@click.argument("file", type=FileToSend())
@pass_office
def import_(office: Office, rib: str, file: Path) -> None:
    """Import a statement of our account: camt.053, MT940, or CSV as its bank writes it.

    One imported before changes nothing. Ends with 3 while a line waits for a person.
    """
    office.refuse("ask", "import_statement")
    account = read(Rib, rib)
    try:
        statement = open_statement(file)
        with office.wallet.engine.begin() as db:
            report = import_statement(db, office.session.secret, account, statement)
            waiting = bank_lines.count_waiting(db)
            unpaid = bank_lines.list_unpaid(db, report.file)
            unbooked = dict(bookings.list_unbooked(db)).get(f"B{report.file}", 0)
    except OSError as wrong:
        raise Refused("staff.file_not_opened", file=file.name, why=wrong.strerror) from None
    told = say("staff.statement_imported", **vars(report))
    tell(f"This statement was imported before. {told}" if report.seen_before else told)
    if unpaid:
        named = ", ".join(unpaid[:NAMED_MOST]) + (", ..." if len(unpaid) > NAMED_MOST else "")
        tell(as_typed(f'Matched and not paid yet: {named}. ./mbongo bank pay LINE --why "..." --login YOU'))
    if unbooked and report.new_lines:
        named = f"B{report.file}"
        tell(as_typed(f'Lines that tell of payouts: {unbooked}. ./mbongo bank book {named} --why "..." --login YOU'))
    if waiting:
        tell(as_typed(f"Lines that wait for a person: {waiting}. ./mbongo bank lines --login YOU"))
        sys.exit(EXIT_OPEN)


@bank.command("lines")
@pass_office
def list_lines(office: Office) -> None:
    """List lines of statements that wait for a person: suggested, nothing known of, or matched and not paid."""
    found = office.read(lambda db: list(bank_lines.list_waiting(db)))
    rows = ((one.line, f"{one.booked_on:%d/%m/%Y}", f"{write_decimal(one.amount, one.currency)} {one.currency}",
             one.name, one.words, one.taken_by, describe(one)) for one in found)  # fmt: skip
    print_table(("line", "day", "amount", "name", "words", "taken by", "go on"), rows, "No line waits for a person.")


def describe(one: BankLine) -> str:
    """Return how to go on with a line."""
    if one.state == "suggested":
        found = f"perhaps {one.code}, {one.due} FCFA ({one.how})"
        return as_typed(f'{found}: ./mbongo bank match {one.line} --why "..." --login YOU')
    look = as_typed(f"./mbongo case show {one.case} --login YOU")
    if one.state == "matched":
        pay_it = as_typed(f'./mbongo bank pay {one.line} --why "..." --login YOU')
        given_back = f"; perhaps given back: {look}" if one.is_given_back else ""
        return f"pays {one.code}, {one.due} FCFA: {pay_it}{given_back}"
    keep = as_typed(f'./mbongo move keep-unmatched {one.line} --why "..." --login YOU')
    whose, named = ("a payout's", "REFERENCE") if one.amount < 0 else ("a payer's", "CODE")
    match = as_typed(f'./mbongo bank match {one.line} {named} --why "..." --login YOU')
    return f"{whose}: {match}; nobody's: {keep}; else {look}"


@bank.command("moves")
@pass_office
def list_moves(office: Office) -> None:
    """List what moves of ours did at banks, and no statement told of yet, oldest first."""
    found = office.read(lambda db: list(bank_legs.list_unseen(db)))
    rows = ((one.name, f"{one.made_at.astimezone(clock.DOUALA):%d/%m/%Y}", f"{one.days}", one.bank,
             f"{space(one.amount)} FCFA", one.move, one.taken_by) for one in found)  # fmt: skip
    print_table(
        ("move", "day", "days ago", "bank", "amount", "kind", "taken by"), rows, "Statements told of every move."
    )
    if found:
        tell(as_typed(f'If a line tells of it: ./mbongo bank match LINE {found[0].name} --why "..." --login YOU'))


@bank.command("match")
@click.argument("line")
@click.argument("code", required=False, default="")
@why_option
@pass_office
def match(office: Office, line: str, code: str, why: str) -> None:
    """Note that a line pays the checkout of CODE; without it, that what is suggested is right. No money moves by it.

    Of a line that tells of a payout, CODE is the payout's reference; of one that tells of a move, its name: M12.
    Until the line is paid it can be matched anew, with another code.
    """
    office.do(MatchBankLine(line.upper(), code, why=why))


@bank.command("pay")
@click.argument("line")
@approve_option
@asked_why_option
@pass_office
def pay(office: Office, line: str, approve: bool, why: str) -> None:
    """Ask to have a matched line pay its checkout, so that its business is credited; or approve that.

    Of an invoice it may be a part; what is above what is due stays at the bank, under a case.
    """
    if approve:
        return approve_asked(office, line.upper(), PayBankLine.kind)
    require_all(why=why)
    matched = office.read(lambda db: bank_lines.get_line(db, line))
    return office.do(PayBankLine(matched.line, matched.code, why=why))


@bank.command("payouts")
@pass_office
def list_payouts(office: Office) -> None:
    """List files of payouts, what waits for one, and statements that tell of payouts and were not booked."""
    files, waiting, unbooked = office.read(
        lambda db: (payout_files.list_latest(db), payout_files.count_waiting(db), bookings.list_unbooked(db))
    )
    asked = {request.act.subject for request in office.read(approvals.list_waiting)}
    rows = ((one.file, one.account, f"{one.payouts}", f"{space(one.total)} FCFA", one.state, one.sha256[:12],
             go_on(one, is_asked=one.file in asked)) for one in files)  # fmt: skip
    print_table(("file", "from", "payouts", "total", "state", "sha256", "go on"), rows, "No file was made yet.")
    if waiting:
        tell(as_typed(f'Payouts that wait for a file: {waiting}. ./mbongo bank gather RIB --why "..." --login YOU'))
    for statement, lines in unbooked:
        tell(as_typed(f'{statement}: {lines} lines. ./mbongo bank book {statement} --why "..." --login YOU'))


def go_on(one: PayoutFile, *, is_asked: bool) -> str:
    """Return how to go on with a file; to release one is asked anew where whoever made it came no further."""
    if one.state == "made" and is_asked:
        return as_typed(f"./mbongo bank release {one.file} --approve --login YOU")
    if one.state == "made":
        return as_typed(f'./mbongo bank release {one.file} --why "..." --login YOU')
    if one.state == "approved":
        return as_typed(f'./mbongo bank send {one.file} {one.name} --why "..." --login YOU')
    return ""


@bank.command("gather")
@click.argument("rib")
@why_option
@pass_office
def gather(office: Office, rib: str, why: str) -> None:
    """Gather all payouts that wait for a bank into a file, to be paid from our account of RIB; nothing is sent by it.

    It asks that a second login releases it: look at the file first.
    """
    made = office.perform(MakePayoutFile(read(Rib, rib), why=why)).values
    tell(say("staff.payout_file_made", **made))
    office.do(ApprovePayoutFile(made["file"], made["sha256"], why=why))


@bank.command("release")
@click.argument("file")
@approve_option
@asked_why_option
@pass_office
def release(office: Office, file: str, approve: bool, why: str) -> None:
    """Ask anew that a file of payouts may be sent, or approve that: P12."""
    if approve:
        return approve_asked(office, file.upper(), ApprovePayoutFile.kind)
    require_all(why=why)
    found = office.read(lambda db: payout_files.get_file(db, file))
    return office.do(ApprovePayoutFile(found.file, found.sha256, why=why))


@bank.command("drop")
@click.argument("file")
@why_option
@pass_office
def drop(office: Office, file: str, why: str) -> None:
    """Drop a file that was not approved: its payouts wait for another."""
    office.do(DropPayoutFile(file.upper(), why=why))


@bank.command("send")
@click.argument("file")
@click.argument("to", type=FileToKeep())
@click.option("--again", is_flag=True, help="The same bytes once more: ask the bank first if it has them.")
@asked_why_option
@pass_office
def send(office: Office, file: str, to: Path, again: bool, why: str) -> None:
    """Write an approved file to TO, for its bank. It is noted as sent before: a second time takes --again.

    Whatever dies, no second file orders the same: the bytes, and the message by which a bank knows them, never change.
    """
    if not again:
        require_all(why=why)
        office.do(SendPayoutFile(file.upper(), why=why))
    found = office.read(lambda db: payout_files.get_file(db, file))
    if found.state != "sent":
        raise Refused("staff.payout_file_is", file=found.file, state=found.state)
    to.write_bytes(office.read(lambda db: payout_files.read_content(db, found)))


@bank.command("book")
@click.argument("statement")
@approve_option
@asked_why_option
@pass_office
def book(office: Office, statement: str, approve: bool, why: str) -> None:
    """Ask to believe what a statement (B12) tells of payouts: what it shows is paid, what came back is given back."""
    if approve:
        return approve_asked(office, statement.upper(), BookPayouts.kind)
    require_all(why=why)
    return office.do(BookPayouts(statement.upper(), why=why))


@bank.command("report")
@click.argument("file", type=FileToSend())
@pass_office
def report(office: Office, file: Path) -> None:
    """Read a bank's report (pain.002) of a file of payouts: ask to give back what it rejects. No money moves by it.

    Ends with 3 where it names what is none of the file's, or has ended.
    """
    office.refuse("ask", RejectPayout.kind)
    try:
        told = read_status_report(file)
    except OSError as wrong:
        raise Refused("staff.file_not_opened", file=file.name, why=wrong.strerror) from None
    if ask_what_is_rejected(office, told):
        sys.exit(EXIT_OPEN)


@bank.command("reject")
@click.argument("reference")
@click.option("--reason", metavar="CODE", default="", help="The bank's, as AC04.")
@approve_option
@asked_why_option
@pass_office
def reject(office: Office, reference: str, reason: str, approve: bool, why: str) -> None:
    """Ask to give a payout back that its bank will not make, or approve that; of a file, P12, all that was asked."""
    if approve and read_number(reference.upper(), "P"):
        return approve_rejections(office, reference.upper())
    if approve:
        return approve_asked(office, reference.upper(), RejectPayout.kind)
    require_all(why=why, reason=reason)
    return office.do(RejectPayout(reference.upper(), reason, why=why))
