"""Every command of staff, each read from its own file only when it is used, so that all start quickly."""

import os
from importlib import import_module
from typing import Any, Final

import click

from cli.failures import SHOW_ALL, describe

# The command `agent` is `agent` in cli/agent.py; its line here is the first one of its help.
COMMANDS: Final = {
    "agent": "Agents: who they are, their float, and what of their work a person should look at.",
    "alert": "List, look into and decide what rules found of people; set what they count by. CASE is its number: C17.",
    "audit": "Show what staff did, in a trail nobody can change.",
    "bank": "Import statements of our accounts at banks, and say what their lines pay. LINE is its name: L12.",
    "books": "Read the books of any day, and close it: trial balance, ledger, journal, statements.",
    "case": "List, show and decide what only people can decide. CASE is its number: C17.",
    "dormancy": "Keep money of wallets that nobody uses apart, give it back, hand it over. LIST is N3 or H3.",
    "figures": "Show today beside yesterday up to the same minute: what moved, who joined, how operators answered.",
    "find": "Find people, shops, payments and papers by a number, a name, a reference, a code.",
    "merchant": "Open the shops that people pay at, with their tills, and their bills.",
    "move": "Move the house's money between banks, operators, the state and what waits; or approve it.",
    "operator": "Show how operators are, or one; stop new payments with one, or with all, or let them go again.",
    "payments": "Payments a person must look at: list them, ask to settle one, approve what another asked.",
    "person": "Look at a person, stop their money, let it move again. PERSON is their id, or their phone's number.",
    "reconcile": "Lay an operator's file (CSV or XLSX) beside our payments; without FILE, list what is not resolved.",
    "retention": "Retain money by an order of a court or an authority, pay of it, lift it. NAME is an order's: R12.",
    "sanctions": "Import sanctions lists, and decide who is named by one. HIT is a name that is alike: X7.",
    "regulator": "Show the figures of a month for the regulator, or keep them in FILE. [default: the month before]",
    "security": "Show what looked like an attack: wrong PINs, locks, names and codes tried, doors knocked at.",
    "staff": "Make and end the logins that may act on payments and operators.",
    "waiting": "List what waits for a person: to approve, in review, open, not resolved, not working as usual.",
    "suspicion": "Write and read reports of suspicion, of which nobody they are about may hear. REPORT: DOS-2026-0001.",
    "take": "Take what waits under a NAME, so that no two look into it; or take it over from who has it.",
    "tariff": "Prices, taxes, commissions and ceilings: what is in force, and what is to come.",
}


PROCESSES: Final = {"serve", "worker", "tick", "anchor", "simulate"}  # their failures go to a log, whole


def read_command(name: str) -> click.Command:
    """Return the command of a name of COMMANDS, reading its file."""
    found: click.Command = getattr(import_module(f"cli.{name}"), name)
    return found


def is_text(word: str) -> bool:
    """Return True for a word without lone surrogates, by which Python stands in for bytes that are no UTF-8."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


class StaffCommands(click.Group):
    """A group that also has every command of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every name, in order."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, reading its file; None for no such command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        return read_command(cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words. Raises UsageError for bytes that are no text: nothing of ours is called so."""
        for word in args:
            if not is_text(word):
                raise click.UsageError(f"{word!r} is no text in UTF-8; type it again.", ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a failure of one that a person runs is said in a sentence."""
        try:
            return super().invoke(ctx)
        except click.UsageError:
            raise
        except click.ClickException as said:
            from cli.sentences import wrap_words  # noqa: PLC0415 - most commands say nothing so
            from cli.tables import count_columns  # noqa: PLC0415

            if type(said) is not click.ClickException:
                raise
            raise click.ClickException(wrap_words(said.message, count_columns() - len("Error: "))) from None
        except click.Abort:  # of a question that was not answered
            click.echo("\nNothing was done.", err=True)
            return ctx.exit(1)
        except click.exceptions.Exit:
            raise
        except Exception as failed:
            if ctx.invoked_subcommand in PROCESSES or SHOW_ALL in os.environ:
                raise
            raise click.ClickException(describe(failed)) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without reading any file."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        stand_ins = {name: click.Command(name, help=line) for name, line in COMMANDS.items()} | dict(self.commands)
        with formatter.section("Commands"):
            formatter.write_dl([(name, stand_ins[name].get_short_help_str(room)) for name in names])
