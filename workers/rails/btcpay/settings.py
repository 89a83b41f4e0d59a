"""BTCPay's settings; without them nobody pays in crypto. Its store is told our door's address as the webhook's."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class BtcpaySettings(RailSettings):
    """The settings MBONGO_BTCPAY_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_BTCPAY_")

    api_key: SecretStr = SecretStr("")
    store_id: str = Field(
        default="", pattern="^[A-Za-z0-9]*$", examples=["9CiNzKoANXxmk5ayZngSXrHTiVvvgCrwrpFQd4m2K776"]
    )
    webhook_secret: SecretStr = Field(default=SecretStr(""), examples=["btcpay-webhook-secret"])


SETTINGS = BtcpaySettings
