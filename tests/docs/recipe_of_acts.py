"""README's recipe of an act of staff: one file, and what the recipe names."""

from pathlib import Path

from tests.docs.recipe import edit, make

AGENT_OPERATION = "agent_operation  | insert "
COMMAND = '''
@agent.command("low-float")
@click.argument("code")
@click.argument("amount", type=int)
@why_option
@pass_office
def set_low(office: Office, code: str, amount: int, why: str) -> None:
    """Set below which float an agent is warned."""
    office.do(SetLowFloat(code, amount, why=why))


@agent.command("review")'''


def add_an_act(copy: Path) -> None:
    """Add the warning of an agent below another float."""
    make(copy, "act")
    its_import = "from wallet.staff.actions.set_low_float import SetLowFloat\n"
    edit(
        copy / "wallet" / "staff" / "acts.py",
        ("from wallet.staff.actions.set_maintenance", f"{its_import}from wallet.staff.actions.set_maintenance"),
        ("    FreezeWallet, ", "    FreezeWallet, SetLowFloat, "),
    )
    edit(
        copy / "wallet" / "migrations" / "rows.sql",
        ("('appoint_agent', false)", "('appoint_agent', false), ('set_low_float', false)"),
    )
    edit(
        copy / "wallet" / "staff" / "permissions.txt",
        ("appoint_agent suspend_agent ", "appoint_agent set_low_float suspend_agent "),
    )
    edit(
        copy / "wallet" / "migrations" / "grants.txt",
        ("office | insert | agent\n", "office | insert, update (low_float) | agent\n"),
    )
    edit(
        copy / "wallet" / "staff" / "for_logins.txt",
        (
            AGENT_OPERATION,
            f"agent            | update (low_float)                   | set_low_float:code\n{AGENT_OPERATION}",
        ),
    )
    edit(
        copy / "cli" / "words.toml",
        ("float_given = ", 'low_float_set = "{agent} is warned below {amount}."\nfloat_given = '),
        ('freeze_wallet = "freeze', 'set_low_float = "set when an agent is warned"\nfreeze_wallet = "freeze'),
    )
    edit(
        copy / "cli" / "agent.py",
        ('\n@agent.command("review")', COMMAND),
        ("import ReinstateAgent\n", f"import ReinstateAgent\n{its_import}"),
    )
