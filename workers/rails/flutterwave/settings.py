"""Flutterwave's settings; its dashboard has the keys, and is told our door's address as the webhook's."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class FlutterwaveSettings(RailSettings):
    """Settings of Flutterwave, for cards: given together, or it is not there.

    Its dashboard has the key and the webhook's secret hash, and is told our door's address.
    """

    model_config = SettingsConfigDict(env_prefix="MBONGO_FLUTTERWAVE_")
    of_trials: ClassVar[Mapping[str, str]] = {"secret_key": "FLWSECK_TEST.*"}
    of_live: ClassVar[Mapping[str, str]] = {"secret_key": "FLWSECK-.*"}

    secret_key: SecretStr = Field(
        default=SecretStr(""), description="our key there", examples=["FLWSECK_TEST-of-the-simulator"]
    )
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
