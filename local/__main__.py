# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""Every `./mbongo` command on one page."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from local.case_page import case
from local.options import data_option, login_option, why_option
from local.people_page import person

port_option = click.option("--port", type=int, help="The web app's port. [default: 8384, or any free one]")
as_they_are = {"ignore_unknown_options": True, "help_option_names": []}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def mbongo() -> None:
    """Mobile money for any phone, by USSD and SMS. Start with: ./mbongo demo"""


@mbongo.command()
@data_option
@port_option
@click.option("--once", is_flag=True, help="End after the tour.")
def demo(data: Path, port: int | None, once: bool) -> None:
    """Play the tour: two people register and send each other money; then stay up until Ctrl-C."""
    from local.demo import demo as play

    play(data, port, once=once)


@mbongo.command()
@data_option
@port_option
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as one line of JSON, once ready.")
@click.option("--demo-people", is_flag=True, help="With the tour's people registered and Moussa credited.")
def up(data: Path, port: int | None, as_json: bool, demo_people: bool) -> None:
    """Everything on embedded servers, until Ctrl-C."""
    from local.up import up as stay_up

    stay_up(data, port, as_json=as_json, demo_people=demo_people)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run all tests on throw-away servers; ARGUMENTS are pytest's."""
    alone = any(one.startswith(("-n", "--numprocesses")) for one in arguments)
    spread = () if alone else ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")  # order: tests/conftest.py
    _become("pytest", *spread, *arguments)


@mbongo.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8384, show_default=True)
def serve(host: str, port: int) -> None:
    """The web app alone, under gunicorn."""
    from local.serve import serve as run

    run(host, port)


@mbongo.command()
@click.argument("queue", type=click.Choice(["notices", "inbox", "deadlines", "sims", "billers", "mtn", "orange"]))
def worker(queue: str) -> None:
    """One worker on one queue."""
    _become("workers", queue)


@mbongo.command()
def tick() -> None:
    """The tick alone: finds what Redis forgot."""
    _become("workers.tick")


@mbongo.command()
def migrate() -> None:
    """Bring the database to the newest tables, as its owner, granting to the app's role."""
    from local.migrate import migrate as upgrade
    from local.servers import setting

    upgrade(setting("MBONGO_MIGRATE_DATABASE_URL"), setting("MBONGO_DATABASE_URL"))


@mbongo.command()
@click.option("--port", type=int, default=8385, show_default=True)
@click.option("--ussd-url", envvar="MBONGO_SIMULATE_USSD_URL", required=True)
@click.option("--ussd-events-url", envvar="MBONGO_SIMULATE_USSD_EVENTS_URL")
@click.option("--sms-url", envvar="MBONGO_SIMULATE_SMS_URL", required=True)
@click.option("--delivery-url", envvar="MBONGO_SIMULATE_DELIVERY_URL")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the faults' chance.")
def simulate(seed: int, **addresses: Any) -> None:
    """The outside world alone: Africa's Talking and the phones, at /phone/."""
    from simulators.serve import run

    service_code = os.environ.get("MBONGO_SERVICE_CODE", "*384*237#")
    run(**addresses, seed=seed, service_code=service_code, api_key=os.environ.get("MBONGO_AT_API_KEY"))


@mbongo.command()
@click.argument("number")
@click.option("--simulator", "simulator_url", help="The simulators' address. [default: of what runs on --data]")
@click.option("--record", type=click.Path(dir_okay=False), help="Write what happens there, as a story.")
@data_option
def phone(number: str, simulator_url: str | None, record: str | None, data: Path) -> None:
    """A phone in the terminal: dial, answer, text."""
    from local.up import simulator_of

    written = ("--record", record) if record else ()
    _become("simulators.terminal", number, simulator_url or simulator_of(data), *written)


@mbongo.command()
@click.option("--cost", is_flag=True, help="Instead: answers, screens, keys and septets of every journey, as a table.")
def menus(cost: bool) -> None:
    """Draw every menu as a Mermaid diagram."""
    if cost:
        from local.menu_costs import show_costs

        return show_costs()
    from local.menus import draw

    return draw()


@mbongo.command()
@data_option
def check(data: Path) -> None:
    """Check every invariant of the ledger; fails, naming the account, if one does not hold."""
    from local.check import look

    sys.exit(look(data))


@mbongo.group()
def staff() -> None:
    """Who may act on payments and operators."""


@staff.command("add")
@click.argument("login")
@data_option
def staff_add(login: str, data: Path) -> None:
    """Make a login, or set its password anew; asks for the password twice."""
    from local.staff_commands import add

    add(data, login)


@staff.command("end")
@click.argument("login")
@data_option
def staff_end(login: str, data: Path) -> None:
    """A login that has left acts no more."""
    from local.staff_commands import end

    end(data, login)


@mbongo.group()
def tariff() -> None:
    """Prices, taxes, commissions and ceilings: what is in force, and what is to come."""


@tariff.command("show")
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="As that day begins in Douala. [default: now]")
@click.option("--file", "as_file", is_flag=True, help="As the file that says the same: to start the next one from.")
@data_option
def tariff_show(day: Any, as_file: bool, data: Path) -> None:
    """What is in force, and the days other rules begin."""
    from local.tariff_command import show

    show(data, day and day.date(), as_file=as_file)


@tariff.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@why_option
@login_option
@data_option
def tariff_load(file: Path, why: str, login: str, data: Path) -> None:
    """Show what FILE changes from its day on, and ask for it; somebody else approves."""
    from local.tariff_command import load

    load(data, file, why, login)


@tariff.command("drop")
@click.argument("day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@why_option
@login_option
@data_option
def tariff_drop(day: Any, why: str, login: str, data: Path) -> None:
    """Ask that the tariff of a day to come be taken away; somebody else approves."""
    from local.tariff_command import drop

    drop(data, day.date(), why, login)


@tariff.command("approve")
@click.argument("day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@login_option
@data_option
def tariff_approve(day: Any, login: str, data: Path) -> None:
    """Approve what somebody else asked about that day's tariff."""
    from local.tariff_command import approve

    approve(data, day.date(), login)


@mbongo.group()
def agent() -> None:
    """Agents: who they are, their float, and what of their work a person should look at."""


@agent.command("add")
@click.argument("phone")
@click.option("--name", required=True, help="As the ID document writes it.")
@click.option("--id", "document", type=(click.Choice(["cni", "passport", "receipt", "stay"]), str), required=True)
@click.option("--low-float", type=click.IntRange(0), default=50_000, show_default=True)
@click.option("--why", default="new agent", show_default=True)
@login_option
@data_option
def agent_add(
    phone: str, name: str, document: tuple[str, str], low_float: int, why: str, login: str, data: Path
) -> None:
    """Make an agent of whoever this phone reaches; registers them when nobody is."""
    from local.agent_command import add

    add(data, phone, name, document, low_float, login, why)


@agent.command("float")
@click.argument("code")
@click.argument("amount", type=int, required=False)
@click.option("--why", metavar="TEXT", default="")
@click.option("--approve", is_flag=True, help="Approve what somebody else asked, and do it.")
@login_option
@data_option
def agent_float(code: str, amount: int | None, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that the house give an agent float, or approve what another asked."""
    from local import agent_command

    _one_of(amount=amount, approve=approve)
    if approve:
        return agent_command.approve_float(data, code, login)
    _needed(why=why)
    return agent_command.ask_float(data, code, int(amount or 0), why, login)


@agent.command("review")
@click.option("--days", type=click.IntRange(1, 92), default=7, show_default=True)
@data_option
def agent_review(days: int, data: Path) -> None:
    """Agents whose work shows operations cut in pieces, or cash that walks in a circle."""
    from local.agent_command import review

    review(data, days)


@mbongo.group()
def audit() -> None:
    """What staff did, in a trail nobody can change."""


@audit.command("verify")
@click.option("--known", metavar="N:HASH", default="", help="The newest act as an earlier verify printed it.")
@data_option
def audit_verify(known: str, data: Path) -> None:
    """Prove that no act was changed, taken away or put in between; fails, naming the first that was."""
    from local.audit_command import verify

    verify(data, known)


@audit.command("show")
@click.option("--last", type=click.IntRange(1, 10_000), default=20, show_default=True)
@data_option
def audit_show(last: int, data: Path) -> None:
    """Who did what, when, why, and who approved it."""
    from local.audit_command import show

    show(data, last)


@mbongo.group()
def merchant() -> None:
    """The shops people pay at."""


@merchant.command("add")
@click.option("--owner", required=True, metavar="PHONE", help="The number of the person whose shop it is.")
@click.option("--name", required=True, help="The shop's name, at most 20 letters.")
@click.option("--phone", default="", help="The shop's own number, texted at each payment. [default: the owner's]")
@click.option("--why", default="")
@login_option
@data_option
def merchant_add(owner: str, name: str, phone: str, why: str, login: str, data: Path) -> None:
    """Open a shop with its first till; again with the same name: one till more."""
    from local.merchant_command import add

    add(data, owner, name, phone, login, why)


@merchant.command("biller")
@click.option("--till", required=True, metavar="CODE", help="A till of the shop.")
@click.option("--word", required=True, help="What people call it: PAYER ENEO …")
@click.option("--lookup", default="", metavar="URL", help="Where a worker asks for bills. [default: files tell them]")
@click.option("--why", default="")
@login_option
@data_option
def merchant_biller(till: str, word: str, lookup: str, why: str, login: str, data: Path) -> None:
    """Let people pay a shop's bills by reference."""
    from local.merchant_command import set_biller

    set_biller(data, till, word.upper(), lookup, login, why)


@merchant.command("bills")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--biller", required=True, metavar="WORD")
@click.option("--why", default="")
@login_option
@data_option
def merchant_bills(file: Path, biller: str, why: str, login: str, data: Path) -> None:
    """Load a biller's bills: CSV with the columns reference, amount and, where it has many, number."""
    from local.merchant_command import load_bills

    load_bills(data, biller.upper(), file, login, why)


@mbongo.command()
@click.argument("rail", type=click.Choice(["mtn", "orange"]))
@click.option("--maintenance", type=click.Choice(["on", "off"]), required=True)
@click.option("--why", default="")
@login_option
@data_option
def operator(rail: str, maintenance: str, why: str, login: str, data: Path) -> None:
    """Stop new payments with an operator, or let them go again."""
    from local.staff_commands import switch

    switch(data, rail, login, why, on=maintenance == "on")


@mbongo.command()
@click.option("--review", is_flag=True, help="List what waits for a person.")
@click.option("--settle", metavar="REF", help="Ask that a payment be settled by hand.")
@click.option("--as", "state", type=click.Choice(["succeeded", "failed"]))
@click.option("--why", metavar="TEXT", default="")
@click.option("--approve", metavar="REF", help="Approve what somebody else asked, and do it.")
@click.option("--login", default="")
@data_option
def payments(review: bool, settle: str, state: str, why: str, approve: str, login: str, data: Path) -> None:
    """Payments a person must look at: list them, ask to settle one, approve what another asked."""
    from local import payments_command as desk

    _one_of(review=review, settle=settle, approve=approve)
    if review:
        return desk.show_review(data)
    _needed(login=login, **({"as": state, "why": why} if settle else {}))
    return desk.settle(data, settle, state, why, login) if settle else desk.approve(data, approve.upper(), login)


@mbongo.command()
@click.argument("rail", type=click.Choice(["mtn", "orange"]), required=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--csv", "out", type=click.Path(dir_okay=False, path_type=Path), help="Keep every discrepancy there.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day the file is of, in Douala.")
@click.option("--correct", metavar="D17", help="Ask for a discrepancy's correcting transfer.")
@click.option("--approve", metavar="D17", help="Approve what somebody else asked, and do it.")
@click.option("--why", metavar="TEXT", default="")
@click.option("--login", default="")
@data_option
def reconcile(
    rail: str,
    file: Path | None,
    out: Path | None,
    day: Any,
    correct: str,
    approve: str,
    why: str,
    login: str,
    data: Path,
) -> None:
    """Lay an operator's settlement file beside our payments; without FILE, list what is not resolved yet."""
    from local import payments_command, reconcile_command

    _one_of(rail=rail, correct=correct, approve=approve)
    if rail and file:
        return reconcile_command.reconcile(data, rail, file, out, day)
    if rail:
        return reconcile_command.show_open(data, rail, out)
    _needed(login=login, **({"why": why} if correct else {}))
    if approve:
        return payments_command.approve(data, approve.upper(), login)
    return reconcile_command.correct(data, correct, why, login)


mbongo.add_command(person)
mbongo.add_command(case)


def _one_of(**given: Any) -> None:
    if sum(map(bool, given.values())) != 1:
        raise click.UsageError(f"say one of: {', '.join(given)}")


def _needed(**given: Any) -> None:
    if missing := [f"--{name}" for name, value in given.items() if not value]:
        raise click.UsageError(f"missing: {', '.join(missing)}")


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Measure against references: bench [NAME…] [--json]."""
    _become("bench", *arguments)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def faults(arguments: tuple[str, ...]) -> None:
    """Break things from a seed, and check the books: faults --runs N --seed S, faults --kill."""
    _become("faults", *arguments)


def _become(module: str, *arguments: str) -> None:
    """Run a module in this very process, so that signals and the exit code are its own."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    mbongo(prog_name="mbongo")
