"""The doors of tests: a secret for each, and the web app on them."""

from copy import copy
from typing import Final

from flask import Flask

from wallet.core.settings import Settings
from workers.doors import DOORS, DoorSettings, Lock, fit_locks, read_networks
from workers.settings import ProcessSettings
from wsgi import create_health, draw_ways, open_process, open_ways

SECRETS: Final = {name: f"a-path-secret-for-tests-of-{name}" for name in DOORS}
drawn: dict[tuple[str, str, bool], Flask] = {}
OPEN: Final = {f"{name}_secrets": secret for name, secret in SECRETS.items()}


def make_locks() -> dict[str, Lock]:
    """Return every door's lock."""
    return fit_locks(DoorSettings.model_validate(OPEN))


def path_of(door: str, way: int = 0) -> str:
    """Return the path by which a door's visitor comes."""
    return DOORS[door].at(SECRETS[door], way)


def doors_on(settings: Settings, **more: str) -> Flask:
    """Return the web app on these settings; `more` are settings of doors, as `ussd_addresses`.

    Its ways are drawn once for all tests with the same of what drawing reads of settings: it takes longer than most
    tests. Each test has a copy, with a process of its own behind it and nothing of another test in it.
    """
    doors = DoorSettings.model_validate(OPEN | more)
    known = ProcessSettings(settings, locks=fit_locks(doors), proxies=read_networks(doors.trusted_proxies))
    read = (settings.public_url, settings.sandbox)
    if read not in drawn:
        drawn[read] = draw_ways(known)
    app = copy(drawn[read])
    app.extensions, app.config = {}, copy(app.config)
    return open_ways(app, known, open_process(known))


def health_on(settings: Settings) -> Flask:
    """Return the app that tells how the service is."""
    return create_health(ProcessSettings(settings))
