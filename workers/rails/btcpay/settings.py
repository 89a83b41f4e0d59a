"""BTCPay's settings; without them nobody pays in crypto. Its store is told our door's address as the webhook's."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from workers.rails.settings import RailSettings


class BtcpaySettings(RailSettings):
    """Settings of BTCPay Server, for crypto: given together, or it is not there.

    The COBAC lets no regulated house hold crypto: leave them out unless a licensed processor settles it in money.

    Nobody is asked to pay by it until `./mbongo operator btcpay --maintenance off --why TEXT --login YOU`. Its store is
    told our door's address and the webhook's secret. What goes back is a pull payment there: its payer names an address
    within 48 hours, which they are asked for on the page where they paid, by the address that page had then; texts and
    mails say so, and not where: their number was written by whoever asked to be paid. You approve the payout in the
    store (or it approves claims by itself); what nobody claims is where it was.
    """

    model_config = SettingsConfigDict(env_prefix="MBONGO_BTCPAY_")

    api_key: SecretStr = Field(default=SecretStr(""), description="our key there")
    store_id: str = Field(
        default="",
        pattern="^[A-Za-z0-9]*$",
        description="our store there",
        examples=["9CiNzKoANXxmk5ayZngSXrHTiVvvgCrwrpFQd4m2K776"],
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="what its webhooks are signed with", examples=["btcpay-webhook-secret"]
    )


SETTINGS = BtcpaySettings
