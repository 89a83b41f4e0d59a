"""Orange Money's settings; their certificate evidently ends in no public root, so they mostly need a CA bundle."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class OrangeSettings(RailSettings):
    """The settings MBONGO_ORANGE_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_ORANGE_")

    consumer_key: str = ""
    consumer_secret: SecretStr = SecretStr("")
    api_user: str = ""
    api_password: SecretStr = SecretStr("")
    phone: str = Field(
        default="", pattern="^(6[0-9]{8})?$", description="the channel user's nine digits", examples=["690000000"]
    )
    pin: SecretStr = SecretStr("")


SETTINGS = OrangeSettings
