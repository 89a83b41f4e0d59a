"""Blue Money's settings."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class BlueSettings(RailSettings):
    """Settings of Blue Money: given together, or it is not there."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_BLUE_")

    api_key: SecretStr = Field(default=SecretStr(""), description="our key there")


SETTINGS = BlueSettings
