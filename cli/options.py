"""Options that many commands take."""

from pathlib import Path
from typing import Any, Final

import click
from click.core import ParameterSource

from cli.program import reaching

USUAL_DATA: Final = Path(__file__).parents[1] / ".mbongo"
FOLDER: Final = click.Path(file_okay=False, path_type=Path)


def find_data() -> Path:
    """Return the data folder of a command that names none: the one said before the command, else the usual one."""
    said = click.get_current_context().find_root().params.get("everywhere")
    return Path(said) if said else USUAL_DATA


def suggest_there(ctx: click.Context, param: click.Parameter, data: Path | None) -> Path | None:
    """Return the data folder as it is; while the command runs, what it suggests names that folder too."""
    if data and ctx.get_parameter_source(str(param.name)) is not ParameterSource.DEFAULT:
        ctx.with_resource(reaching(str(data)))
    return data


data_option: Final = click.option(
    "--data", type=FOLDER, default=find_data, callback=suggest_there,
    help="Where the embedded servers keep everything. [default: .mbongo]",
)  # fmt: skip
data_everywhere_option: Final = click.option(
    "--data", "everywhere", type=FOLDER, callback=suggest_there,
    help="Where the embedded servers keep everything, for any command. [default: .mbongo]",
)  # fmt: skip
why_option: Final = click.option("--why", metavar="TEXT", required=True, help="Kept with what is done.")
asked_why_option: Final = click.option("--why", metavar="TEXT", default="", help="To ask: kept with what is done.")
SEEN_DOCUMENT: Final = (
    "The document seen and its number, 5 to 20 digits and letters (passport: 9 at most): cni 114702538."
)
approve_option: Final = click.option("--approve", is_flag=True, help="Approve what somebody else asked, and do it.")


def require_one(**given: Any) -> None:
    """Raise UsageError unless exactly one of these was said."""
    if sum(map(bool, given.values())) != 1:
        raise click.UsageError(f"say one of: {', '.join(given)}")


def require_at_most_one(**given: Any) -> None:
    """Raise UsageError when several of these were said."""
    if sum(map(bool, given.values())) > 1:
        raise click.UsageError(f"say one of: {', '.join(name for name, value in given.items() if value)}")


def require_all(**given: Any) -> None:
    """Raise UsageError unless all of these were said."""
    if missing := [name if name.isupper() else f"--{name}" for name, value in given.items() if not value]:
        raise click.UsageError(f"missing: {', '.join(missing)}")
