"""`alert`: what compliance's rules found of people, looked into and decided by two; what the rules count by."""

from datetime import date, timedelta
from typing import Final

import click
from sqlalchemy import Connection

from cli.approve import approve as approve_asked
from cli.days import Day
from cli.office import Office, pass_office
from cli.office_command import OfficeGroup
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.program import as_typed
from cli.tables import print_lines, print_table
from wallet.compliance import alerts, numbers
from wallet.compliance.alerts import Alert, AlertCase, Decision, Happening
from wallet.compliance.numbers import RuleNumbers
from wallet.compliance.rules import RULES
from wallet.core import clock
from wallet.core.values import space
from wallet.people import people
from wallet.people.people import Person
from wallet.staff.actions.decide_alerts import AlertVerdict, DecideAlerts
from wallet.staff.actions.look_at_person import LookAtPerson
from wallet.staff.actions.note_alerts import NoteAlerts
from wallet.staff.actions.set_alert_rule import SetAlertRule
from wallet.staff.actions.take_alerts import TakeAlerts

# Support sees that somebody looked at a person, and this: what looking at anybody says, and nothing of alerts.
LOOKED: Final = "person show"
SOON: Final = timedelta(days=180)  # a day that is proposed


@click.group(cls=OfficeGroup)
def alert() -> None:
    """List, look into and decide what rules found of people; set what they count by. CASE is its number: C17.

    Nobody it is about is told, and no role reads it but compliance, administrators and auditors.
    """


@alert.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every open case of alerts, oldest first, with the command that shows it."""
    found = office.read(alerts.list_open)
    rows = (
        (one.name, clock.written(one.opened_at), one.days, one.state, one.taken_by or "nobody", one.alerts,
         ", ".join(one.rules), as_typed(f"./mbongo alert show {one.name} --login YOU"))
        for one in found
    )  # fmt: skip
    titles = ("case", "since", "days", "state", "taken by", "alerts", "rules", "look")
    print_table(titles, rows, "No alert is open.")


@alert.command()
@click.argument("name", metavar="CASE")
@why_option
@pass_office
def take(office: Office, name: str, why: str) -> None:
    """Take a case, so that no two look into it; or take it over from who has it."""
    office.do(TakeAlerts(office.read(lambda db: alerts.get_case(db, name)).name, why=why))


@alert.command()
@click.argument("name", metavar="CASE")
@click.option("--why", metavar="TEXT", required=True, help="The note itself.")
@pass_office
def note(office: Office, name: str, why: str) -> None:
    """Write a note about a case, kept in the trail."""
    office.do(NoteAlerts(office.read(lambda db: alerts.get_case(db, name)).name, why=why))


@alert.command()
@click.argument("name", metavar="CASE")
@pass_office
def show(office: Office, name: str) -> None:
    """Show one case: whose it is, what each rule found in words, what it counted, notes and what was decided.

    That you looked at the person it is about is kept.
    """
    found = office.read(lambda db: alerts.get_case(db, name))
    office.perform(LookAtPerson(found.person_id, why=LOOKED))
    lines = office.read(lambda db: _describe(db, found))
    print_lines(lines, found.name)
    for one in office.read(lambda db: alerts.list_alerts(db, found.number)):
        _print_alert(office, one)


def _describe(db: Connection, case: AlertCase) -> dict[str, str]:
    person = people.find_by_ids(db, [case.person_id]).get(case.person_id)
    lines = {
        "person": _name(person) + (f", tier {person.tier}, {person.state}" if person else ""),
        "look at them": as_typed(f"./mbongo person show {person.public_id} --login YOU") if person else "",
        "state": case.state,
        "since": f"{clock.written(case.opened_at)}, {case.days} days",
        "taken by": case.taken_by,
        "notes": "\n".join(f"{clock.written(one.at)} {one.by}: {one.text}" for one in alerts.list_notes(db, case.name)),
        "decided": "\n".join(map(_describe_decision, alerts.list_decisions(db, case.person_id))),
    }
    if case.state != "closed":
        soon, name = clock.now(db) + SOON, case.name
        lines["decide it"] = "\n".join((
            as_typed(f'./mbongo alert decide {name} --nothing-unusual --until {soon:%Y-%m-%d} --why "..." --login YOU'),
            as_typed(f'./mbongo alert decide {name} --watched --until {soon:%Y-%m-%d} --why "..." --login YOU'),
            as_typed(f'./mbongo alert decide {name} --reported --why "..." --login YOU'),
            as_typed(f'./mbongo alert decide {name} --frozen --why "..." --login YOU'),
        ))  # fmt: skip
    return lines


def _describe_decision(one: Decision) -> str:
    until = f" until {one.until:%d/%m/%Y}" if one.until else ""
    verdict = one.verdict.replace("_", " ")
    by = f"by {one.asked_by} and {one.approved_by}"
    return f"C{one.of_case}, {clock.written(one.decided_at)}: {verdict}{until}, {by}: {one.why}"


def _print_alert(office: Office, one: Alert) -> None:
    happened = office.read(lambda db: alerts.list_happenings(db, one))
    ids = {who for line in happened for who in (line.giver_id, line.receiver_id) if who} | set(one.others)
    known = office.read(lambda db: people.find_by_ids(db, [*ids]))
    title = f"{one.rule}: {one.told}"
    rows = [_describe_happening(line, known) for line in happened]
    others = "\n".join(_name(known.get(who)) for who in one.others)
    between = f"{clock.written(one.begins)} to {clock.written(one.ends)}"
    print_lines({"found": title, "when": between, "people beside": others}, f"Alert {one.number}")
    if rows:
        print_table(("at", "what", "amount", "from", "to", "reference"), rows, "")


def _describe_happening(line: Happening, known: dict[str, Person]) -> tuple[str, ...]:
    giver, receiver = (_name(known.get(who)) if who else "" for who in (line.giver_id, line.receiver_id))
    return clock.written(line.at), line.kind, space(line.amount), giver, receiver, line.reference


def _name(person: Person | None) -> str:
    return f"{person.shown}, {person.public_id}" if person else "no phone any more"


@alert.command()
@click.argument("name", metavar="CASE")
@click.option(
    "--nothing-unusual",
    "verdict",
    flag_value="nothing_unusual",
    help="Close it; the same patterns of this person are not raised before --until.",
)
@click.option("--watched", "verdict", flag_value="watched", help="Close it; they are watched until --until.")
@click.option("--reported", "verdict", flag_value="reported", help="It is being reported, and stays open meanwhile.")
@click.option("--frozen", "verdict", flag_value="frozen", help="Close it: their wallet is frozen.")
@click.option("--until", type=Day(), help="The day before which that holds, a year ahead at most.")
@asked_why_option
@approve_option
@pass_office
def decide(
    office: Office, name: str, verdict: AlertVerdict | None, until: date | None, why: str, approve: bool
) -> None:
    """Ask that a case be decided so, or approve that."""
    if bool(verdict) == approve:
        raise click.UsageError("say one of: --nothing-unusual, --watched, --reported, --frozen, --approve")
    found = office.read(lambda db: alerts.get_case(db, name))
    if approve or not verdict:
        return approve_asked(office, found.name, DecideAlerts.kind)
    return office.do(DecideAlerts(found.name, verdict, found.alerts, until.isoformat() if until else "", why=why))


@alert.command()
@pass_office
def rules(office: Office) -> None:
    """List what each rule counts by, and from when on; and until which day it has judged."""
    found, judged = office.read(lambda db: (numbers.list_numbers(db), numbers.list_judged(db)))
    rows = [row for one in found for row in _describe_numbers(one, judged)]
    print_table(("rule", "from", "number", "is", "what it is", "judged before"), rows, "There are no rules.")


def _describe_numbers(one: RuleNumbers, judged: dict[str, date]) -> list[tuple[str, ...]]:
    since = f"{one.since:%d/%m/%Y}" if one.since else "the beginning"
    before = f"{judged[one.rule]:%d/%m/%Y}" if one.rule in judged else ""
    meant = RULES[one.rule].numbers
    return [(one.rule, since, name, space(one.numbers[name]), meant[name], before) for name in meant]


@alert.command("set")
@click.argument("rule", metavar="RULE")
@click.argument("given", metavar="NAME=NUMBER", nargs=-1)
@click.option("--from", "since", type=Day(), help="The day in Douala from which on it counts so.")
@asked_why_option
@approve_option
@pass_office
def set_(office: Office, rule: str, given: tuple[str, ...], since: date | None, why: str, approve: bool) -> None:
    """Ask that a rule count by other numbers from a day to come, or approve that."""
    if approve:
        return approve_asked(office, f"rule {rule}", SetAlertRule.kind, called=rule)
    if since is None or not given:
        require_all(**{"NAME=NUMBER": given, "from": since})
        return None
    before = office.read(lambda db: numbers.get_numbers(db, rule, since))
    after = numbers.read_numbers(before, given)
    return office.do(SetAlertRule(rule, since.isoformat(), after, before, why=why))
