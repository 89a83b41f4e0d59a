"""The provider of SIM swaps that this process's settings choose."""

from typing import Final, Protocol

from wallet.people.sims import SimAnswer
from workers.rails.http import Wire
from workers.settings import ProcessSettings
from workers.sim_swaps.africas_talking import AfricasTalking
from workers.sim_swaps.camara import Camara

READ_SECONDS: Final = 10.0


class SimSwaps(Protocol):
    """One provider of SIM swaps."""

    def ask(self, number: str) -> SimAnswer | str:
        """Return what it says of a number (E.164), or the id its callback will come under. Raises RailError."""


class Nobody:
    """No provider is configured."""

    def ask(self, _: str) -> SimAnswer:
        """Return that nobody knows."""
        return SimAnswer(known=False)


def open_sim_swaps(known: ProcessSettings) -> SimSwaps:
    """Return the provider of these settings."""
    if known.wallet.sim_swaps == "camara":
        given = known.camara
        secret = given.client_secret.get_secret_value()
        wire = Wire([secret], read_seconds=READ_SECONDS, connections=4)
        return Camara(wire, given.base_url, given.token_url, given.client_id, secret)
    if known.wallet.sim_swaps == "africastalking":
        key = known.wallet.at_api_key.get_secret_value()
        wire = Wire([key], read_seconds=READ_SECONDS, connections=4)
        return AfricasTalking(wire, known.wallet.at_insights_url, known.wallet.at_username, key)
    return Nobody()
