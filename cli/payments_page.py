# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that all start quickly
"""The `payments` and `reconcile` commands on one page: money between us and the operators."""

from pathlib import Path
from typing import Any

import click

from cli.options import asked_why_option, data_option, needed, one_of


@click.command()
@click.option("--review", is_flag=True, help="List what waits for a person.")
@click.option("--settle", metavar="REF", help="Ask that a payment be settled by hand.")
@click.option("--as", "state", type=click.Choice(["succeeded", "failed"]))
@asked_why_option
@click.option("--approve", metavar="REF", help="Approve what somebody else asked, and do it.")
@click.option("--login", default="")
@data_option
def payments(review: bool, settle: str, state: str, why: str, approve: str, login: str, data: Path) -> None:
    """Payments a person must look at: list them, ask to settle one, approve what another asked."""
    from cli import payments_command as desk

    one_of(review=review, settle=settle, approve=approve)
    if review:
        return desk.show_review(data)
    needed(login=login, **({"as": state, "why": why} if settle else {}))
    return desk.settle(data, settle, state, why, login) if settle else desk.approve(data, approve.upper(), login)


@click.command()
@click.argument("rail", type=click.Choice(["mtn", "orange"]), required=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--csv", "out", type=click.Path(dir_okay=False, path_type=Path), help="Keep every discrepancy there.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day the file is of, in Douala.")
@click.option("--correct", metavar="D17", help="Ask for a discrepancy's correcting transfer.")
@click.option("--approve", metavar="D17", help="Approve what somebody else asked, and do it.")
@asked_why_option
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
    from cli import payments_command, reconcile_command

    one_of(rail=rail, correct=correct, approve=approve)
    if rail and file:
        return reconcile_command.reconcile(data, rail, file, out, day)
    if rail:
        return reconcile_command.show_open(data, rail, out)
    needed(login=login, **({"why": why} if correct else {}))
    if approve:
        return payments_command.approve(data, approve.upper(), login)
    return reconcile_command.correct(data, correct, why, login)
