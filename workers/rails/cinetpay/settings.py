"""CinetPay's settings; a card at its counter needs a contact for each payer, and we know none but our own."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class CinetpaySettings(RailSettings):
    """Settings of CinetPay, the second way to a card: given together, or it is not there.

    It needs its door's secret too: it makes no payment without an address to notify.
    """

    model_config = SettingsConfigDict(env_prefix="MBONGO_CINETPAY_")

    apikey: SecretStr = Field(default=SecretStr(""), description="our key there")
    site_id: str = Field(default="", pattern="^[0-9]*$", description="our site there", examples=["445160"])
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="what its notifications are signed with", examples=["cinetpay-secret-key"]
    )
    payer_email: str = Field(
        default="",
        pattern="^([^@ ]+@[^@ ]+)?$",
        description="a mailbox said to be each payer's, whose own we do not know",
        examples=["payers@mbongo.example"],
    )
    payer_phone: str = Field(
        default="",
        pattern="^([+]237[0-9]{9})?$",
        description="a phone said to be each payer's",
        examples=["+237222123456"],
    )
    payer_address: str = Field(default="", description="a street said to be each payer's", examples=["Rue Joss"])
    payer_city: str = Field(default="", description="a town said to be each payer's", examples=["Douala"])


SETTINGS = CinetpaySettings
