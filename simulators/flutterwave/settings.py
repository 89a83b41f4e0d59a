"""Flutterwave's dashboard: keys, the webhook and its secret hash, how long a hosted page lasts."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulators.providers.settings import ProviderSettings


@dataclass
class Settings(ProviderSettings):
    """A merchant's settings there; an empty `secret_key` takes any key that begins as a secret one."""

    secret_key: str = field(default="", repr=False)
    secret_hash: str = field(default="flutterwave-secret-hash", repr=False)
    webhook_pauses_seconds: list[float] = field(default_factory=lambda: [1800.0] * 3)  # retries, where switched on
    refund_webhooks: bool = False  # off until support switches it on
    session_seconds: float = 86_400.0  # where a client names no session_duration: not published, their longest taken
    account_id: int = 73362
