"""The doors of a measured web app: a secret for each, as it is told them and as the load knows them."""

from typing import Final

from workers.doors import DOORS

SECRETS: Final = {name: f"the-secret-of-a-bench-{name}" for name in DOORS}
VARIABLES: Final = {DOORS[name].secrets_variable: secret for name, secret in SECRETS.items()}


def path_of(door: str) -> str:
    """Return the path by which a door's visitor comes."""
    return DOORS[door].at(SECRETS[door])
