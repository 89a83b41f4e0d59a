"""CinetPay's back office: key, site, secret, and what its papers do not say."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulators.providers.settings import ProviderSettings


@dataclass
class Settings(ProviderSettings):
    """A merchant's settings there; an empty key or site takes any. Webhooks go where each payment says."""

    apikey: str = field(default="", repr=False)
    site_id: str = ""
    secret_key: str = field(default="cinetpay-secret-key", repr=False)
    amount_step: int = 5  # of every currency but USD
    session_seconds: float = 86_400.0  # how long the counter stays open: not published
    refusal_status: int = 400  # the HTTP status of a refusal: not published
    webhook_pauses_seconds: list[float] = field(default_factory=list)  # no retry is written of
