"""PayPal's settings; its dashboard has the app's client and secret, and is told our door's address as the webhook's."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class PaypalSettings(RailSettings):
    """The settings MBONGO_PAYPAL_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_PAYPAL_")

    client_id: str = Field(default="", examples=["paypal-client-of-the-simulator"])
    client_secret: SecretStr = Field(default=SecretStr(""), examples=["paypal-secret-of-the-simulator"])


SETTINGS = PaypalSettings
