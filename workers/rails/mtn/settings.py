"""MTN MoMo's settings: each product has its own subscription key, user and key."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class MtnSettings(RailSettings):
    """The settings MBONGO_MTN_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_MTN_")

    environment: str = Field(default="mtncameroon", description="X-Target-Environment; `sandbox` at MTN's sandbox")
    currency: str = Field(default="XAF", pattern="^[A-Z]{3}$", description="MTN's sandbox takes EUR only")
    collection_subscription_key: SecretStr = SecretStr("")
    collection_api_user: str = ""
    collection_api_key: SecretStr = SecretStr("")
    disbursement_subscription_key: SecretStr = SecretStr("")
    disbursement_api_user: str = ""
    disbursement_api_key: SecretStr = SecretStr("")


SETTINGS = MtnSettings
