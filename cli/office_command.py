"""Commands that the office does: their words are read here, and sent to it with a login and its password.

The office (cli/office_service.py) reads the same words by the same command, and does it. The body of a command runs
there alone, so whoever types it needs neither the database nor a pepper.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from cli.office import Office
from cli.options import data_option

LOGIN: Final = click.Option(["--login"], default="", envvar="MBONGO_LOGIN", help="Who you are. [default: asked for]")
# In a context: what was typed, the paths of the files sent along, and those of the files to be kept.
WORDS, FILES, KEPT = "mbongo.words", "mbongo.files", "mbongo.kept"


class OfficeCommand(click.Command):
    """A command whose function is given the Office it is done in, and its own words; `--login` and `--data` are not."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        data_option(self)
        self.params.append(LOGIN)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words, and keep them as they were typed."""
        names = ctx.command_path.split(" ")[1:]
        ctx.meta[WORDS] = [*names, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Do it, in the office; anywhere else, have the office do it, and end as it ends there."""
        login, data = ctx.params.pop("login"), ctx.params.pop("data")
        if isinstance(ctx.obj, Office):
            return super().invoke(ctx)
        from cli.ask_office import ask_office  # noqa: PLC0415 - the office itself never asks

        return ctx.exit(ask_office(ctx, login, data))


class OfficeGroup(click.Group):
    """A group whose commands the office does, but for those that say otherwise."""

    command_class = OfficeCommand
    group_class = type


def office_command(name: str | None = None) -> Callable[[Callable[..., Any]], OfficeCommand]:
    """Return the decorator that makes an OfficeCommand of a function."""
    return click.command(name, cls=OfficeCommand)


class FileToSend(click.Path):
    """A file of whoever types: read here and sent along; in the office it is a copy of the same name."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path to read it at."""
        if ctx and isinstance(ctx.obj, Office):
            return ctx.obj.files[value]
        found = super().convert(value, param, ctx)
        if ctx:
            ctx.meta.setdefault(FILES, {})[value] = found
        return found


class FileToKeep(click.Path):
    """A file that the office makes for whoever types, and that is kept where they are, for them alone to read.

    `endings` are those its name may have, where what is written goes by that.
    """

    def __init__(self, *endings: str) -> None:
        super().__init__(dir_okay=False, path_type=Path)
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path to write it at."""
        if ctx and isinstance(ctx.obj, Office):
            return ctx.obj.keep(value)
        found = super().convert(value, param, ctx)
        if ctx:
            ctx.meta.setdefault(KEPT, set()).add(value)
        return found
