"""Orange Money's settings; their certificate evidently ends in no public root, so they mostly need a CA bundle."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class OrangeSettings(RailSettings):
    """Settings of Orange Money: given together, or the operator is not there."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_ORANGE_")
    of_live: ClassVar[Mapping[str, str]] = {"base_url": r"https://[a-z0-9-]+\.orange\.cm.*"}

    consumer_key: str = Field(default="", description="of the gateway in front of Orange")
    consumer_secret: SecretStr = Field(default=SecretStr(""), description="of the gateway in front of Orange")
    api_user: str = Field(default="", description="the channel user")
    api_password: SecretStr = Field(default=SecretStr(""), description="the channel user's password")
    phone: str = Field(
        default="",
        pattern="^(6[0-9]{8})?$",
        description="the channel user's phone, in nine digits",
        examples=["690000000"],
    )
    pin: SecretStr = Field(default=SecretStr(""), description="the channel user's PIN")


SETTINGS = OrangeSettings
