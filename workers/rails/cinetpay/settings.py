"""CinetPay's settings; a card at its counter needs a contact for each payer, and we know none but our own."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class CinetpaySettings(RailSettings):
    """The settings MBONGO_CINETPAY_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_CINETPAY_")

    apikey: SecretStr = SecretStr("")
    site_id: str = Field(default="", pattern="^[0-9]*$", examples=["445160"])
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="what its notifications are signed with", examples=["cinetpay-secret-key"]
    )
    payer_email: str = Field(
        default="",
        pattern="^([^@ ]+@[^@ ]+)?$",
        description="said to be the payer's, as the phone and the address",
        examples=["payers@mbongo.example"],
    )
    payer_phone: str = Field(default="", pattern="^([+]237[0-9]{9})?$", examples=["+237222123456"])
    payer_address: str = Field(default="", examples=["Rue Joss"])
    payer_city: str = Field(default="", examples=["Douala"])


SETTINGS = CinetpaySettings
