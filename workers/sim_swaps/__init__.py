"""Who can tell when a number's SIM last changed: one file a provider, chosen by MBONGO_SIM_SWAPS.

Without one, nobody knows: that is an answer too, and what waits for one goes on (wallet/people/sims.py).
"""

from typing import Protocol

from wallet.core.settings import Settings
from wallet.people.sims import SimAnswer
from workers.rails.http import Wire

READ_SECONDS = 10.0


class SimSwaps(Protocol):
    """One provider."""

    def ask(self, number: str) -> SimAnswer | str:
        """What it says of a number (E.164), or the id its callback will come under. Raises RailError."""


class Nobody:
    """No provider is configured."""

    def ask(self, _: str) -> SimAnswer:
        """Unknown."""
        return SimAnswer(known=False)


def open_sim_swaps(settings: Settings) -> SimSwaps:
    """The provider of these settings."""
    # Not at the top: these say what a provider is to those who make them.
    from workers.sim_swaps.africas_talking import AfricasTalking  # noqa: PLC0415
    from workers.sim_swaps.camara import Camara  # noqa: PLC0415

    if settings.sim_swaps == "camara":
        secret = settings.camara_client_secret.get_secret_value()
        wire = Wire([secret], read_seconds=READ_SECONDS, connections=4)
        return Camara(wire, settings.camara_base_url, settings.camara_token_url, settings.camara_client_id, secret)
    if settings.sim_swaps == "africastalking":
        key = settings.at_api_key.get_secret_value()
        wire = Wire([key], read_seconds=READ_SECONDS, connections=4)
        return AfricasTalking(wire, settings.at_insights_url, settings.at_username, key)
    return Nobody()
