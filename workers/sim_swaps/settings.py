"""CAMARA's settings, beside its client; Africa's Talking's are the gateway's own (wallet/core/settings.py)."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from wallet.core.settings import GivenTogether, Url


class CamaraSettings(GivenTogether):
    """The settings MBONGO_CAMARA_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_CAMARA_")

    base_url: Url = Field(default="", description="up to and with the API's version: https://…/sim-swap/v2")
    token_url: Url = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
