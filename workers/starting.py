"""Start a process of ours: with its own settings alone, all of them right; else it stops and says all at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from wallet.core import logs
from wallet.core.logs import log
from wallet.core.setting_words import PREFIX, say_all
from wallet.core.settings import FromEnvironment, Switches, UnsetError, read_as_written, read_class
from wallet.payments.rails import RAILS
from workers import settings
from workers.listed_settings import FEWER, list_classes, name_unknown
from workers.needs import forget_needless, name_missing
from workers.production import list_refused
from workers.root import refuse_root
from workers.secret_files import name_readable
from workers.settings import RAIL_SETTINGS


def start(process: str) -> None:
    """Make this process one of ours: forget what it needs not, and stop it where it lacks what it needs.

    Its log is ours from now on. A variable that looks like ours and is none is warned of, and so
    is a secret's file that everybody may read. Raises SystemExit, naming all
    that is missing or wrong.
    """
    logs.configure()
    for line in name_unknown([*os.environ]):
        log.warning("unknown setting", means=line)
    forget_needless(process)
    for line in name_readable(os.environ):
        log.warning("secret open to all", means=line)
    if wrong := list_wrong(process):
        raise SystemExit(f"mbongo: {say_all(wrong)}")
    refuse_root(read_class(Switches))


def list_wrong(process: str) -> list[str]:
    """Return a line for each setting of a process that is missing, wrong or refused; its environment is this one."""
    wrong, read = name_missing(process), list[FromEnvironment]()
    for one in list_classes(process):
        try:
            read.append(read_class(one))
        except UnsetError as found:
            wrong += found.lines
            read.append(read_as_written(one))
    wrong += _list_wrong_together(process) + _name_absent_rail(process, read)
    with suppress(UnsetError):  # of a switch that is wrong it was said
        told = {line.split()[0].rstrip(":") for line in wrong}
        refused = list_refused(read, read_class(Switches))
        wrong += [line for line in refused if line.partition(":")[0] not in told]
    return list(dict.fromkeys(wrong))


def _list_wrong_together(process: str) -> list[str]:
    """Return what is wrong of classes beside each other, in a process that reads them all."""
    try:
        if process not in FEWER:
            settings.find("web" if process == "serve" else "worker")
    except UnsetError as found:
        return found.lines
    return []


def _name_absent_rail(process: str, read: list[FromEnvironment]) -> list[str]:
    """Return a line where the worker of a rail has no settings of it: it would do nothing."""
    if process not in RAILS or any(isinstance(one, RAIL_SETTINGS[process]) and one.is_given for one in read):
        return []
    needed = ", ".join(RAIL_SETTINGS[process].variable(name) for name in RAIL_SETTINGS[process].needed())
    return [f"{RAILS[process].title} has no settings here, so its worker has nothing to do: give {needed}"]


@contextmanager
def as_process(process: str) -> Iterator[None]:
    """Let this environment be what a process would keep of it, while the block lasts."""
    whole = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    forget_needless(process)
    try:
        yield
    finally:
        os.environ.update(whole)
