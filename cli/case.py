"""`case`: cases that wait for people, and deciding them: one asks, another approves."""

import click
from sqlalchemy import Connection

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office, read
from cli.office_command import OfficeGroup
from cli.options import approve_option, asked_why_option
from cli.program import as_typed
from cli.tables import print_lines, print_table
from wallet.cases import cases
from wallet.cases.cases import Case
from wallet.core import clock
from wallet.core.values import space
from wallet.people import people
from wallet.staff.act import ApprovedAct
from wallet.staff.actions.close_case import CloseCase
from wallet.staff.actions.decide_contest import DecideContest, Verdict, get_contest
from wallet.staff.actions.look_at_person import LookAtPerson
from wallet.staff.actions.pay_unclaimed import PayUnclaimed, find_owner, get_unclaimed
from wallet.staff.wallets import Whom


@click.group(cls=OfficeGroup)
def case() -> None:
    """List, show and decide what only people can decide. CASE is its number: C17."""


@case.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every open case, oldest first, with the command that shows it."""
    found = office.read(cases.list_open)
    rows = (
        (one.name, clock.written(one.opened_at), one.days, one.taken_by or "nobody", _describe_due(one), one.kind,
         one.detail, find_command(one))
        for one in found
    )  # fmt: skip
    titles = ("case", "since", "days", "taken by", "decide by", "kind", "detail", "decide it")
    print_table(titles, rows, "No case is open.")


def _describe_due(one: Case) -> str:
    due = clock.written(one.due_at) if one.due_at else ""
    return f"{due}, LATE" if one.late else due


def find_command(one: Case) -> str:
    """Return the command that leads on from a case."""
    if one.payment_state == "review" and not one.unclaimed:
        return as_typed("./mbongo payments --review")
    return as_typed(f"./mbongo case show {one.name} --login YOU")


@case.command()
@click.argument("name", metavar="CASE")
@pass_office
def show(office: Office, name: str) -> None:
    """Show one case: of a contest both sides and what is held, of unclaimed money how much, and what decides it.

    That you looked at the people it is about is kept.
    """
    found, lines = office.read(lambda db: _describe(db, name))
    for person_id in office.read(lambda db: _list_people(db, found)):
        office.perform(LookAtPerson(person_id, why=f"case show {found.name}"))
    print_lines(lines, found.name)


def _list_people(db: Connection, one: Case) -> list[str]:
    """Return the ids of the people a case shows."""
    if not one.contest:
        return []
    contest = get_contest(db, one.name)
    return [*people.find_by_ids(db, [contest.giver_id, contest.receiver_id])]


def _describe(db: Connection, name: str) -> tuple[Case, dict[str, str]]:
    found = cases.get_case(db, name)
    lines = {
        "state": found.state,
        "since": f"{clock.written(found.opened_at)}, {found.days} days",
        "taken by": found.taken_by,
        found.kind: found.detail,
        "payment": f"{found.payment}, {found.payment_state}" if found.payment else "",
    }
    more, options = _describe_contest(db, found) if found.contest else _describe_other(db, found)
    decisions = [as_typed(f'./mbongo case decide {found.name} {option} --why "..." --login YOU') for option in options]
    if found.state == "open" and not options:
        decisions = [find_command(found)]
    return found, {**lines, **more, "decide it": "\n".join(decisions)}


def _describe_contest(db: Connection, one: Case) -> tuple[dict[str, str], list[str]]:
    """Return the lines of a contest, and the options that decide it."""
    contest = get_contest(db, one.name)
    sides = people.find_by_ids(db, [contest.giver_id, contest.receiver_id])
    lines = {}
    for label, person_id in (("gave", contest.giver_id), ("received", contest.receiver_id)):
        side = sides.get(person_id)
        lines[label] = (
            f"{side.shown}, {side.public_id}, tier {side.tier}, {side.state}" if side else "no phone any more"
        )
    amount, held = space(contest.amount), space(contest.held)
    lines |= {"amount": f"{amount} FCFA", "held": f"{held} FCFA", "decided": contest.state}
    if contest.state != "open":
        return lines, []
    lines["decide by"] = _describe_due(one)
    return lines, ["--give-back", "--leave"] if contest.held else ["--leave"]


def _describe_other(db: Connection, one: Case) -> tuple[dict[str, str], list[str]]:
    """Return the lines of another case, and the option that decides it."""
    if one.state != "open" or (one.payment_state == "review" and not one.unclaimed):
        return {}, []
    if one.unclaimed:
        return {"in unclaimed": f"{space(get_unclaimed(db, one.name).amount)} FCFA"}, ["--pay-to PERSON"]
    return {}, ["--close"]


@case.command()
@click.argument("name", metavar="CASE")
@click.option("--give-back", "verdict", flag_value="give_back", help="What is held goes back to who gave it.")
@click.option("--leave", "verdict", flag_value="leave", help="What is held stays with who received it.")
@click.option(
    "--pay-to", "whom", metavar="PERSON", help="What waits in unclaimed goes to this person, by id or number."
)
@click.option("--close", "close", is_flag=True, help="Looked into: nothing else is to be done.")
@asked_why_option
@approve_option
@pass_office
def decide(
    office: Office, name: str, verdict: Verdict | None, whom: str | None, close: bool, why: str, approve: bool
) -> None:
    """Ask that a case be decided so, or approve that."""
    if sum(map(bool, (verdict, whom, close, approve))) != 1:
        raise click.UsageError("say one of: --give-back, --leave, --pay-to PERSON, --close, --approve")
    found = office.read(lambda db: cases.get_case(db, name)).name
    if approve:
        approve_asked(office, found, DecideContest.kind, PayUnclaimed.kind, CloseCase.kind)
    else:
        office.do(_make_decision(office, found, verdict, whom, why))


def _make_decision(office: Office, found: str, verdict: Verdict | None, whom: str | None, why: str) -> ApprovedAct:
    if verdict:
        return DecideContest(found, verdict, why=why)
    if whom:
        return PayUnclaimed(found, office.read(lambda db: find_owner(db, read(Whom, whom))), why=why)
    return CloseCase(found, why=why)
