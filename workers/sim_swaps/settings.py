"""CAMARA's settings, beside its client; Africa's Talking's are the gateway's own (wallet/core/settings.py)."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from wallet.core.settings import GivenTogether, Url


class CamaraSettings(GivenTogether):
    """Settings of CAMARA, where it tells of SIM swaps (`MBONGO_SIM_SWAPS`): given together."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_CAMARA_")

    base_url: Url = Field(default="", description="up to and with the API's version: https://…/sim-swap/v2")
    token_url: Url = Field(default="", description="where its tokens are asked for")
    client_id: str = Field(default="", description="who we are there")
    client_secret: SecretStr = Field(default=SecretStr(""), description="our secret there")
