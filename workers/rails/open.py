"""Rails' clients made from settings: every secret goes to the wire too, which masks it in whatever comes back."""

from importlib import import_module
from typing import Final

from wallet.payments.rails import RAILS
from workers.rails import RailClient
from workers.rails.http import Wire
from workers.rails.settings import RailSettings
from workers.settings import ProcessSettings

CLIENTS: Final = {rail: import_module(f"workers.rails.{rail}.client") for rail in RAILS}


def open_rails(known: ProcessSettings) -> dict[str, RailClient]:
    """Return the clients of the rails that are given, by name: one set for each process, shared by its threads."""
    return {rail: open_rail(rail, known, given) for rail, given in known.rails.items()}


def open_rail(rail: str, known: ProcessSettings, given: RailSettings) -> RailClient:
    """Return the client that `open_client` of the rail's folder makes."""
    secrets = [*given.secrets, *known.locks[rail].secrets]
    wire = Wire(secrets, ca_bundle=given.ca_bundle, read_seconds=given.read_seconds)
    made: RailClient = CLIENTS[rail].open_client(given, wire, callback_url(known, rail))
    return made


def callback_url(known: ProcessSettings, rail: str) -> str:
    """Return where an operator is asked to call back, by its own door's newest secret; "" asks for no callbacks."""
    ours, path = known.wallet.public_url.rstrip("/"), known.locks[rail].newest_path
    return ours + path if ours and path else ""
