"""`move`: the house's money, moved between its accounts: one asks, another approves; a command for each move."""

from typing import Any

import click

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office
from cli.office_command import OfficeCommand, OfficeGroup
from cli.options import require_all
from cli.tables import print_table
from wallet.core.values import space
from wallet.staff import moves
from wallet.staff.actions.move_money import MoveMoney, plan_move, write_subject
from wallet.staff.moves import MOVES, WORDS, Move, Stand


@click.group(cls=OfficeGroup)
def move() -> None:
    """Move the house's money between banks, operators, the state and what waits; or approve it."""


@move.command("accounts")
@pass_office
def list_accounts(office: Office) -> None:
    """List the house's accounts that are not empty: what stands on each, and what that means."""
    rows = ((one.name, space(one.balance), explain_balance(one)) for one in office.read(moves.list_stands))
    print_table(("account", "FCFA", "meaning"), rows, "Every account of the house is empty.")


def explain_balance(one: Stand) -> str:
    """Return what the sign of a balance means: it is held, missing or spent below zero; owed or earned above it."""
    if one.kind in ("cash", "trust_bank", "own_bank", "operator_float"):
        return "we hold it there" if one.balance < 0 else "more went out than came in"
    if one.kind in ("commissions", "bank_charges", "losses"):
        return "spent"
    return "owed, or earned" if one.balance > 0 else "missing"


def make_command(one: Move) -> OfficeCommand:
    """Return the command of a move: what its asker names, how much, why; or --approve."""

    def run(office: Office, approve: bool, amount: int | None, why: str, charge: int = 0, **named: Any) -> None:
        said = tuple(named[word.lower()] for word in one.words)
        if approve:
            words = office.read(lambda db: moves.read_words(db, one, said))
            return approve_asked(office, write_subject(one.name, words), MoveMoney.kind)
        require_all(AMOUNT=amount is not None or one.words[0] in ("MONTH", "LINE"), why=why)
        return office.do(office.read(lambda db: plan_move(db, one.name, said, int(amount or 0), charge, why)))

    params: list[click.Parameter] = [
        *(click.Argument([word.lower()], metavar=word) for word in one.words),
        click.Argument(["amount"], type=int, required=False, metavar="AMOUNT"),
        click.Option(["--approve"], is_flag=True, help="Approve what somebody else asked, and do it."),
        click.Option(["--why"], metavar="TEXT", default="", help="To ask: kept with what is done."),
    ]
    if one.charged:
        kept = "How much of AMOUNT the other side kept for itself."
        params.append(click.Option(["--charge"], type=int, default=0, help=kept))
    told = "\n".join([one.en, "", *(f"{word} is {WORDS[word]}." for word in one.words)])
    return OfficeCommand(one.name.replace("_", "-"), callback=pass_office(run), params=params, help=told)


for _one in MOVES.values():
    move.add_command(make_command(_one))
