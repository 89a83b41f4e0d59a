# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""Every `./mbongo` command: those of one machine here, those of staff in cli/."""

import os
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from cli.commands import StaffCommands
from cli.options import data_everywhere_option, data_option
from local.ending import end_with
from wallet.core.private_memory import keep_private
from workers.queues import JOBS

LANGUAGES = sorted(file.stem for file in (Path(__file__).parents[1] / "sms_templates").glob("*.toml"))


def choose_language() -> str:
    """Return the language of this terminal where we have it, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return spoken[:2] if spoken[:2] in LANGUAGES else "en"


port_option = click.option("--port", type=int, help="The web app's port. [default: 8384, or any free one]")
as_they_are = {"ignore_unknown_options": True, "help_option_names": []}


@click.group(cls=StaffCommands, context_settings={"help_option_names": ["-h", "--help"]})
@data_everywhere_option
@click.pass_context
def mbongo(context: click.Context, everywhere: Path | None) -> None:
    """Mobile money for any phone, by USSD and SMS. Start with: ./mbongo demo"""
    from cli.machine import MachineOffice
    from local.office_door import find_office
    from local.wallet_settings import wallet_settings

    keep_private()
    context.obj = MachineOffice(find_office, wallet_settings)


@mbongo.command()
@data_option
@port_option
@click.option("--once", is_flag=True, help="End after the tour.")
@click.option("--language", type=click.Choice(LANGUAGES), default=choose_language, help="[default: of LANG, else en]")
def demo(data: Path, port: int | None, once: bool, language: str) -> None:
    """Play the tour: people register, add money, send, ask, withdraw, pay at a till; then stay up until Ctrl-C."""
    from local.demo import demo as play

    play(data, port, once=once, language=language)


@mbongo.command()
@data_option
@port_option
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as one line of JSON, once ready.")
@click.option("--demo-people", is_flag=True, help="With the tour's people registered and Moussa credited.")
def up(data: Path, port: int | None, as_json: bool, demo_people: bool) -> None:
    """Run everything on embedded servers, until Ctrl-C."""
    from local.up import up as stay_up

    stay_up(data, port, as_json=as_json, demo_people=demo_people)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run all tests on throw-away servers; ARGUMENTS are pytest's."""
    alone = any(one.startswith(("-n", "--numprocesses")) for one in arguments)
    # Six for two cores: a third of the time each waits for what its processes do.
    spread = () if alone else ("--forks", "6")
    _become("pytest", *spread, f"--day={date.today().toordinal()}", *arguments)


@mbongo.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8384, show_default=True)
@click.option("--health-host", default="127.0.0.1", show_default=True)
@click.option("--health-port", type=int, default=8386, show_default=True)
def serve(host: str, port: int, health_host: str, health_port: int) -> None:
    """Serve the web app alone, under gunicorn: the doors on one port; on another, for you alone, health and figures."""
    from local.serve import serve as run

    run(f"{host}:{port}", f"{health_host}:{health_port}")


@mbongo.command()
@click.option(
    "--socket",
    "path",
    type=click.Path(path_type=Path),
    default=Path("office.sock"),
    show_default=True,
    help="Where staff's commands come in, as MBONGO_OFFICE_URL says: unix:/path/of/office.sock",
)
@click.option(
    "--pages", default="", metavar="HOST:PORT", help="Where its pages are, behind what speaks TLS. [default: nowhere]"
)
def office(path: Path, pages: str) -> None:
    """Serve the office alone: staff's commands are done there, each by a login with its password, and its pages."""
    from local.serve_office import serve_office

    serve_office(path, pages)


@mbongo.command()
@click.argument("queue", type=click.Choice(list(JOBS)), metavar="QUEUE")
def worker(queue: str) -> None:
    """Run one worker on one queue; a wrong QUEUE is told which there are."""
    from workers.work import work

    work(queue)


@mbongo.command()
def tick() -> None:
    """Run the tick alone: it finds what Redis forgot."""
    from workers.tick import main

    main()


@mbongo.command()
@click.option("--figures-port", type=int, default=0, help="Where to tell Prometheus, on 127.0.0.1. [default: nowhere]")
@data_option
def anchor(figures_port: int, data: Path) -> None:
    """Sign the head of the trail of staff's acts and send it out, now and then: see docs/production.md, Anchors."""
    from local.wallet_settings import lead_to_running
    from workers.anchor import main

    lead_to_running(data, "read")
    main(figures_port)


@mbongo.command()
@click.option("--stopped", is_flag=True, help="Nothing else runs: wait for locks and statements without end.")
def migrate(stopped: bool) -> None:
    """Bring the database to the newest tables, as its owner, and grant each kind of process what it may do."""
    from local.migrate import migrate as upgrade
    from local.servers import is_given, read_setting

    pepper = read_setting("MBONGO_PIN_PEPPER") if is_given("MBONGO_PIN_PEPPER") else ""
    if left := upgrade(read_setting("MBONGO_MIGRATE_DATABASE_URL"), pepper, stopped=stopped):
        click.echo(left)


@mbongo.command()
@click.option("--port", type=int, default=8385, show_default=True)
@click.option("--mail-port", type=int, default=8387, show_default=True, help="Where it takes mail.")
@click.option("--ussd-url", envvar="MBONGO_SIMULATE_USSD_URL", required=True)
@click.option("--ussd-events-url", envvar="MBONGO_SIMULATE_USSD_EVENTS_URL")
@click.option("--sms-url", envvar="MBONGO_SIMULATE_SMS_URL", required=True)
@click.option("--delivery-url", envvar="MBONGO_SIMULATE_DELIVERY_URL")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the faults' chance.")
def simulate(seed: int, **addresses: Any) -> None:
    """Run the outside world alone: Africa's Talking, the operators and the phones, at /phone/."""
    from simulators.serve import run

    service_code = os.environ.get("MBONGO_SERVICE_CODE", "*384*237#")
    run(
        **addresses,
        seed=seed,
        service_code=service_code,
        api_key=os.environ.get("MBONGO_AT_API_KEY"),
        mail_password=os.environ.get("MBONGO_MAIL_PASSWORD"),
    )


@mbongo.command()
@click.argument("number")
@click.option("--simulator", "simulator_url", help="The simulators' address. [default: of what runs on --data]")
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Write a story there.")
@data_option
def phone(number: str, simulator_url: str | None, record: Path | None, data: Path) -> None:
    """Open a phone in the terminal: dial, answer, text."""
    from local.up import find_simulator
    from simulators.terminal import read_number, run

    reached = read_number(number)  # before anything else is said
    run(reached, simulator_url or find_simulator(data), record)


@mbongo.command()
@click.option("--cost", is_flag=True, help="Instead: answers, screens, keys and septets of every journey, as a table.")
def menus(cost: bool) -> None:
    """Draw every menu as a Mermaid diagram."""
    if cost:
        from cli.menu_costs import show_costs

        return show_costs()
    from cli.menus import draw

    return draw()


@mbongo.command()
@click.argument("word", required=False, default="")
@click.option(
    "--check",
    "process",
    is_flag=False,
    flag_value="every",
    metavar="[PROCESS]",
    help="Instead: say all that is wrong of those given, for a process as `serve` or `mtn`, or for all.",
)
def settings(word: str, process: str | None) -> None:
    """List every setting, or those with a WORD in their names: meaning, default, who needs it (docs/settings.md)."""
    from local.settings_command import check_settings, print_settings, read_process

    if process is not None:
        sys.exit(check_settings(read_process(process)))
    print_settings(word)


@mbongo.command()
@data_option
@click.option(
    "--figures",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also tell Prometheus, by a file in node_exporter's folder of text files: mbongo.prom",
)
def check(data: Path, figures: Path | None) -> None:
    """Check every invariant of the ledger; fails, naming the account, if one does not hold."""
    from local.check import print_violations

    sys.exit(print_violations(data, figures))


@mbongo.group()
def archive() -> None:
    """Keep months of the books as Parquet files, judge them, read them. MONTH is 2026-10, once its days are closed."""


a_folder = click.Path(file_okay=False, path_type=Path)


def refuse_without_pyarrow() -> None:
    """Raise ClickException where what reads and writes Parquet is not installed: nothing else needs it."""
    if find_spec("pyarrow") is None:
        raise click.ClickException(
            "`archive` alone needs pyarrow, which is not installed here. Install it, then type this again:\n"
            "uv pip install --python .venv/bin/python 'pyarrow~=26.0'"
        )


@archive.command("month")
@data_option
@click.argument("month")
@click.option("--to", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where its folder is made.")
def write_month(data: Path, month: str, to: Path) -> None:
    """Write MONTH into a new folder; judge it.

    The folder is called as the month, within the one named by --to, and must not be there yet: nothing is written over.
    """
    refuse_without_pyarrow()
    from local.archive import write_month as write

    sys.exit(write(data, month, to))


@archive.command("check")
@data_option
@click.argument("folder", type=a_folder)
@click.option("--alone", is_flag=True, help="By itself, without the database.")
def judge_month(data: Path, folder: Path, alone: bool) -> None:
    """Judge an archived month, and its rows by the database.

    FOLDER is that of one month, as archive/2026-10. It fails, naming what is wrong. By itself an archive says whether
    its files are those that were written; only the database says whether those were right.
    """
    refuse_without_pyarrow()
    from local.archive import judge

    sys.exit(judge(data, folder, alone=alone))


@archive.command("read")
@click.argument("folder", type=a_folder)
@click.option("--account", default="", metavar="CODE", help="The lines of this account of the ledger.")
@click.option("--reference", default="", help="What was asked, moved and posted under this reference.")
def read_archive(folder: Path, account: str, reference: str) -> None:
    """Show lines of an archived month; no database is asked.

    CODE is that of an account people have, as agent_float:123455 or customer:ID; the house's own have no lines here.
    """
    if bool(account) == bool(reference):
        raise click.UsageError("Say --account CODE or --reference REFERENCE.")
    refuse_without_pyarrow()
    from local.archive import read

    read(folder, account, reference)


@mbongo.command()
@data_option
@click.option("--health", default="", metavar="URL", help="Where `serve` tells of itself. [default: 127.0.0.1:8386]")
def status(data: Path, health: str) -> None:
    """Say on one screen whether people can pay now, and where it stands if not; fails unless all is well."""
    from local.status import print_status

    sys.exit(print_status(data, health))


@mbongo.command()
@click.option("--refresh", is_flag=True, help="First ask about every package, and keep what is new.")
@click.option("--source", default="https://api.osv.dev", show_default=True, help="Whom to ask; a mirror of OSV's.")
def advisories(refresh: bool, source: str) -> None:
    """Say which versions we install are known to be broken; fails when one is."""
    from local.advisories.command import refresh_advisories, tell_advisories

    missed = refresh_advisories(source) if refresh else 0
    sys.exit(tell_advisories() or missed)


@mbongo.command()
@data_option
@click.option("--move", is_flag=True, help="Seal what stands under an old pepper under the newest; as the owner, here.")
def keys(data: Path, move: bool) -> None:
    """List who holds which secret, what stands under each pepper, and by which secret each door is used."""
    from local.keys import move_peppers, print_keys

    move_peppers(data) if move else print_keys(data)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Measure against references: bench [NAME…] [--json]."""
    _become("bench", *arguments)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def patterns(arguments: tuple[str, ...]) -> None:
    """Have compliance's rules judge drawn people and planted patterns: patterns --seed S --people N."""
    _become("bench.patterns", *arguments)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def faults(arguments: tuple[str, ...]) -> None:
    """Break things from a seed, and check the books: faults --runs N --seed S, faults --kill."""
    _become("faults", *arguments)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def drill(arguments: tuple[str, ...]) -> None:
    """Rehearse what production fears, as a leader lost: drill NAME; drill alone lists them."""
    _become("drills", *arguments)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def load(arguments: tuple[str, ...]) -> None:
    """Load everything as gateways, programs and payers do, then compare the books: load [MIX] --minutes M."""
    _become("load", *arguments)


@mbongo.command(context_settings=as_they_are)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def mutants(arguments: tuple[str, ...]) -> None:
    """Take guards of the money path out, one at a time, and say which tests notice: mutants [WORD…]."""
    _become("tests.mutants", *arguments)


def _become(module: str, *arguments: str) -> None:
    """Run a module in this very process, so that signals and the exit code are its own."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    end_with(lambda: mbongo(prog_name="mbongo"))
