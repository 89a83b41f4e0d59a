"""The wallet of a data folder, for commands: on the database that is named, that runs, or that lies there."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local.machine import found_running
from local.migrate import migrate
from local.secrets import secrets_of
from local.servers import given, servers, setting

DATABASE_URL, OWNER_URL = "MBONGO_DATABASE_URL", "MBONGO_MIGRATE_DATABASE_URL"


@contextmanager
def wallet_settings(data: Path) -> Iterator[Callable[[str], str]]:
    """Take on, as this process's environment, the settings of the wallet on a data folder; give the reader of one.

    They are the caller's own, those of what runs on the folder, or those of the folder's servers, which are started.
    """
    if given(DATABASE_URL):
        yield setting
    elif running := found_running(data):
        _take_on(running["environment"])
        yield setting
    else:
        with servers(data) as started:
            addresses = started.addresses()
            migrate(addresses[OWNER_URL], addresses[DATABASE_URL])
            _take_on(addresses | {"MBONGO_PIN_PEPPER": f"1:{secrets_of(data)['pin_pepper']}"})
            yield setting


def _take_on(settings: dict[str, str]) -> None:
    for name, value in settings.items():
        if not given(name):
            os.environ[name] = value
