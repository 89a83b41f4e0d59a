"""Blue Money's settings."""

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class BlueSettings(RailSettings):
    """MBONGO_BLUE_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_BLUE_")

    api_key: SecretStr = SecretStr("")


SETTINGS = BlueSettings
