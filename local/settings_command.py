"""`settings`: every setting there is, and, with --check, all that is wrong of those that are given."""

import os
import textwrap
from contextlib import suppress
from typing import Final
from urllib.parse import unquote, urlsplit

import click

from cli.tables import count_columns
from local.settings_page import say_default, say_for
from wallet.core.roles import ROLES, url_variable
from wallet.core.setting_words import say_all
from wallet.core.settings import UnsetError, read_file
from wallet.payments.rails import RAILS
from workers.listed_settings import PROCESSES, Setting, list_groups, name_process, name_unknown
from workers.queues import JOBS
from workers.secret_files import name_readable
from workers.settings import RAIL_SETTINGS
from workers.starting import as_process, list_wrong

EVERY: Final = "every"  # of --check without a process
FILE: Final = "_FILE"
DATABASES: Final = (*(url_variable(kind) for kind in ROLES), "MBONGO_MIGRATE_DATABASE_URL")


def print_settings(word: str) -> None:
    """Print every setting whose name has a word in it, or all. Raises UsageError where none has."""
    found = [one for group in list_groups() for one in group.settings if word.upper() in one.variable]
    if not found:
        raise click.UsageError(f"No setting has {word} in its name; without a word all are listed")
    click.echo("\n\n".join(describe(one) for one in found))


def describe(setting: Setting) -> str:
    """Return the lines that say what a setting is."""
    width = count_columns()
    secret = "  (secret)" if setting.is_secret else ""
    told = (f"{setting.meaning}.", f"Default: {say_default(setting)}. For: {say_for(setting)}.")
    lines = [textwrap.fill(one.replace("`", ""), width, initial_indent="    ", subsequent_indent="    ",
                           break_long_words=False, break_on_hyphens=False) for one in told]  # fmt: skip
    return "\n".join([f"{setting.variable}{secret}", *lines])


def read_process(typed: str) -> str:
    """Return the process that was typed, by the name it starts with or by its queue. Raises UsageError."""
    found = typed.removeprefix("worker ").strip()
    if found not in (EVERY, *PROCESSES):
        raise click.UsageError(f"{typed} is no process: one of {', '.join(PROCESSES)}")
    return found


def check_settings(process: str) -> int:
    """Print all that is wrong of this environment as a process would read it, or all of them. Returns the exit code."""
    asked = list_here() if process == EVERY else (process,)
    who = "every process" if process == EVERY else name_process(process)
    beside = [*name_unknown([*os.environ]), *name_twice_given(), *name_readable(os.environ), *name_shared()]
    wrong: dict[str, list[str]] = {line: [] for line in beside}
    for one in asked:
        with as_process(one):
            for line in list_wrong(one):
                wrong.setdefault(line, []).append(one)
    if not wrong:
        click.echo(f"Settings are whole and right for {who}.")
        return 0
    told = say_all([f"{line}{_say_whose(whose, asked)}" for line, whose in wrong.items()])
    click.echo("\n".join(map(_wrap, told.splitlines())))
    return 1


def list_here() -> tuple[str, ...]:
    """Return the processes that one environment for all would start: of rails' workers, those it has a setting of."""
    return tuple(process for process in PROCESSES if process not in RAILS or _has_some(process))


def _has_some(rail: str) -> bool:
    prefix = RAIL_SETTINGS[rail].model_config["env_prefix"]
    names = (f"{prefix}{name.upper()}" for name in RAIL_SETTINGS[rail].needed())
    return any(name in os.environ or f"{name}{FILE}" in os.environ for name in names)


def name_twice_given() -> list[str]:
    """Return a line for each setting that is given both as it is and as a file: the file would not be read."""
    settings = (one.variable for group in list_groups() for one in group.settings)
    return [f"{name} and {name}{FILE} are both given: keep one, for the file is not read"
            for name in settings if name in os.environ and f"{name}{FILE}" in os.environ]  # fmt: skip


def name_shared() -> list[str]:
    """Return a line for each password that opens more than one role of the database: who reads one has the other's."""
    opened: dict[str, list[str]] = {}
    for name in DATABASES:
        with suppress(UnsetError):
            written = os.environ.get(name, "") or (read_file(f"{name}{FILE}") if f"{name}{FILE}" in os.environ else "")
            if password := unquote(urlsplit(written).netloc.rpartition("@")[0].partition(":")[2]):
                for one in {*password.split(",")}:
                    opened.setdefault(one, []).append(name)
    return [f"{' and '.join(names)} have one password: draw one for each role"
            for names in opened.values() if len(names) > 1]  # fmt: skip


def _say_whose(processes: list[str], asked: tuple[str, ...]) -> str:
    """Return which of the processes asked about this concerns, where not all and more than one were."""
    if not processes or len(processes) == len(asked):
        return ""
    workers = [one for one in asked if one in JOBS]
    every = ["every worker"] if len(workers) > 1 and {*workers} <= {*processes} else []
    named = [name_process(one) for one in processes if not (every and one in JOBS)]
    return f" ({', '.join(named + every)})"


def _wrap(line: str) -> str:
    return "\n".join(textwrap.wrap(line, count_columns(), subsequent_indent="    ", break_long_words=False,
                                   break_on_hyphens=False))  # fmt: skip
