"""BTCPay's dashboard: the store, its key and webhook, rates, and how long minutes, blocks and payouts take there."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulators.providers.settings import ProviderSettings


@dataclass
class Settings(ProviderSettings):
    """A store's settings; an empty `api_key` takes any, an empty list of events sends all."""

    fee_permille: int = 0  # one's own server keeps nothing
    webhook_pauses_seconds: list[float] = field(default_factory=lambda: [10.0, 60.0, *[600.0] * 6])
    api_key: str = field(default="", repr=False)
    store_id: str = "9CiNzKoANXxmk5ayZngSXrHTiVvvgCrwrpFQd4m2K776"
    webhook_id: str = "D8CVyVxMmlJOzFLqHXfQnGxn"
    webhook_secret: str = field(default="btcpay-webhook-secret", repr=False)
    webhook_events: list[str] = field(default_factory=list)
    default_currency: str = "EUR"
    rates: dict[str, int] = field(
        default_factory=lambda: {"EUR": 60_000, "USD": 65_000, "XAF": 39_357_420}
    )  # a bitcoin
    minute_seconds: float = 60.0  # how long a minute of an invoice's expiry lasts
    confirmation_seconds: float = 3.0  # an hour and more, really
    payouts_approved: bool = True  # else a claim waits for its approval by hand
    payout_seconds: float = 0.2
