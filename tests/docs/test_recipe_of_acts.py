"""README's recipe of an act of staff, followed in a copy of the checkout: one file, and what the recipe names."""

from pathlib import Path

from tests.docs.recipe import edit, follow, make, run_tests, run_tools

COMMAND = '''
@agent.command()
@click.argument("code")
@why_option
@login_option
@data_option
def suspend(code: str, why: str, login: str, data: Path) -> None:
    """Keep an agent from serving anybody."""
    with open_office(data) as office:
        office.identify(login).do(SuspendAgent(code, why=why))


@agent.command("review")'''


def test_an_act_is_added_by_the_recipe_and_done_by_its_command(copy: Path) -> None:
    follow(copy, "An act of staff", add_an_act)
    run_tests(copy, "tests/cli", "tests/wallet/staff/test_acts.py", "tests/wallet/staff/test_suspend_agent.py")
    run_tools(copy)


def add_an_act(copy: Path) -> None:
    """Add the suspending of an agent."""
    make(copy, "act")
    its_import = "from wallet.staff.actions.suspend_agent import SuspendAgent\n"
    edit(
        copy / "wallet" / "staff" / "acts.py",
        ("from wallet.staff.actions.unfreeze_wallet", f"{its_import}from wallet.staff.actions.unfreeze_wallet"),
        ("    FreezeWallet, ", "    FreezeWallet, SuspendAgent, "),
    )
    edit(
        copy / "wallet" / "migrations" / "versions" / "0001" / "15_staff.sql",
        ("('appoint_agent', false)", "('appoint_agent', false), ('suspend_agent', false)"),
    )
    edit(copy / "cli" / "words.toml", ("float_given = ", 'agent_suspended = "{agent} is suspended."\nfloat_given = '))
    edit(
        copy / "cli" / "agent.py",
        ('\n@agent.command("review")', COMMAND),
        ("login_option, ", "login_option, why_option, "),
        ("import GiveFloat\n", f"import GiveFloat\n{its_import}"),
    )
