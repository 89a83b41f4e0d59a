"""PayPal's settings; its dashboard has the app's client and secret, and is told our door's address as the webhook's."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class PaypalSettings(RailSettings):
    """Settings of PayPal, which charges euros and other currencies, never francs: given together, or it is not there.

    Its address is `https://api-m.paypal.com`. Its dashboard has the app, and is told our door's address for the events
    CHECKOUT.ORDER.APPROVED and PAYMENT.CAPTURE.*: they only make us ask at once.
    """

    model_config = SettingsConfigDict(env_prefix="MBONGO_PAYPAL_")
    of_trials: ClassVar[Mapping[str, str]] = {"base_url": r"https://.*sandbox\.paypal\.com.*"}
    of_live: ClassVar[Mapping[str, str]] = {"base_url": r"https://api(-m)?\.paypal\.com.*"}

    client_id: str = Field(default="", description="our app there", examples=["paypal-client-of-the-simulator"])
    client_secret: SecretStr = Field(
        default=SecretStr(""), description="that app's secret", examples=["paypal-secret-of-the-simulator"]
    )


SETTINGS = PaypalSettings
