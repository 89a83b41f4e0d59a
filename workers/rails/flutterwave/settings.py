"""Flutterwave's settings; its dashboard has the keys, and is told our door's address as the webhook's."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class FlutterwaveSettings(RailSettings):
    """The settings MBONGO_FLUTTERWAVE_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_FLUTTERWAVE_")

    secret_key: SecretStr = Field(default=SecretStr(""), examples=["FLWSECK_TEST-of-the-simulator"])
    secret_hash: SecretStr = Field(
        default=SecretStr(""), description="what its webhooks are sent with", examples=["flutterwave-secret-hash"]
    )
    payer_email: str = Field(
        default="",
        pattern="^([^@ ]+@[^@ ]+)?$",
        description="said to be the payer's, whom we know no address of",
        examples=["payers@mbongo.example"],
    )


SETTINGS = FlutterwaveSettings
