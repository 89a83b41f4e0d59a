"""The doors of tests: a secret for each, and the web app on them."""

from typing import Final

from flask import Flask

from wallet.core.settings import Settings
from workers.doors import DOORS, DoorSettings, Lock, fit_locks, read_networks
from workers.settings import Known
from wsgi import create_app, create_health

SECRETS: Final = {name: f"a-path-secret-for-tests-of-{name}" for name in DOORS}
OPEN: Final = {f"{name}_secrets": secret for name, secret in SECRETS.items()}


def make_locks() -> dict[str, Lock]:
    """Return every door's lock."""
    return fit_locks(DoorSettings.model_validate(OPEN))


def path_of(door: str, way: int = 0) -> str:
    """Return the path by which a door's visitor comes."""
    return DOORS[door].at(SECRETS[door], way)


def doors_on(settings: Settings, **more: str) -> Flask:
    """Return the web app on these settings; `more` are settings of doors, as `ussd_addresses`."""
    doors = DoorSettings.model_validate(OPEN | more)
    return create_app(Known(settings, locks=fit_locks(doors), proxies=read_networks(doors.trusted_proxies)))


def health_on(settings: Settings) -> Flask:
    """Return the app that tells how the service is."""
    return create_health(Known(settings))
