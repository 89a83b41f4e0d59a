"""MTN MoMo's settings: each product has its own subscription key, user and key."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class MtnSettings(RailSettings):
    """Settings of MTN MoMo: given together, or the operator is not there."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_MTN_")
    of_trials: ClassVar[Mapping[str, str]] = {
        "base_url": r"https://sandbox\..*", "environment": "sandbox", "currency": "EUR",
    }  # fmt: skip
    of_live: ClassVar[Mapping[str, str]] = {"base_url": r"https://proxy\.momoapi\.mtn\.com.*"}

    environment: str = Field(default="mtncameroon", description="X-Target-Environment; MTN's own sandbox is `sandbox`")
    currency: str = Field(default="XAF", pattern="^[A-Z]{3}$", description="MTN's sandbox takes `EUR` only")
    collection_subscription_key: SecretStr = Field(default=SecretStr(""), description="collections: money from people")
    collection_api_user: str = Field(default="", description="who we are to collections")
    collection_api_key: SecretStr = Field(default=SecretStr(""), description="that user's key")
    disbursement_subscription_key: SecretStr = Field(
        default=SecretStr(""), description="disbursements: money to people"
    )
    disbursement_api_user: str = Field(default="", description="who we are to disbursements")
    disbursement_api_key: SecretStr = Field(default=SecretStr(""), description="that user's key")


SETTINGS = MtnSettings
