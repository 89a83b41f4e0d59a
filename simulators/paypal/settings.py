"""PayPal's dashboard: the app's client and secret, its webhook, and how long things take there."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulators.providers.settings import ProviderSettings


@dataclass
class Settings(ProviderSettings):
    """An app's settings there; an empty `client_id` takes any client and secret."""

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    webhook_id: str = "1JE4291016473214C"
    signing_secret: str = field(default="paypal-signs-with-this", repr=False)  # it stands for PayPal's private key
    webhook_pauses_seconds: list[float] = field(default_factory=lambda: [3 * 86_400 / 25] * 25)  # 25 times in 3 days
    token_seconds: float = 32_400.0
    approval_seconds: float = 6 * 3600.0  # three hours to come, three more to approve
    request_id_seconds: float = 6 * 3600.0  # how long a PayPal-Request-Id is remembered
    echeck_seconds: float = 5.0  # days, really
    refund_days: float = 180.0
