"""Rails made from settings: every secret goes to the wire too, which masks it in whatever comes back."""

from pathlib import Path
from typing import Final

from pydantic import SecretStr

from wallet.core.settings import Settings
from workers.rails import mtn_calls, orange_calls
from workers.rails.http import Wire
from workers.rails.mtn import Mtn
from workers.rails.orange import Orange, Till

CALLBACK_PATH: Final = "/rails/{rail}/{secret}"


def open_mtn(settings: Settings, connections: int) -> Mtn | None:
    """The way to MTN, None without its settings."""
    if not settings.mtn_base_url:
        return None
    credentials: dict[mtn_calls.Product, mtn_calls.Credentials] = {
        "collection": mtn_calls.Credentials(
            _shown(settings.mtn_collection_subscription_key),
            settings.mtn_collection_api_user,
            _shown(settings.mtn_collection_api_key),
        ),
        "disbursement": mtn_calls.Credentials(
            _shown(settings.mtn_disbursement_subscription_key),
            settings.mtn_disbursement_api_user,
            _shown(settings.mtn_disbursement_api_key),
        ),
    }
    secrets = [secret for one in credentials.values() for secret in (one.subscription_key, one.api_key)]
    wire = _wire(settings, secrets, None, settings.mtn_read_seconds, connections)
    calls = mtn_calls.MtnCalls(
        wire, settings.mtn_base_url, settings.mtn_environment, credentials, _callback_url(settings, "mtn")
    )
    return Mtn(calls, settings.mtn_currency)


def open_orange(settings: Settings, connections: int) -> Orange | None:
    """The way to Orange, None without its settings."""
    if not settings.orange_base_url:
        return None
    credentials = orange_calls.Credentials(
        settings.orange_consumer_key,
        _shown(settings.orange_consumer_secret),
        settings.orange_api_user,
        _shown(settings.orange_api_password),
    )
    till = Till(settings.orange_phone, _shown(settings.orange_pin))
    secrets = [credentials.consumer_secret, credentials.api_password, till.pin]
    wire = _wire(settings, secrets, settings.orange_ca_bundle, settings.orange_read_seconds, connections)
    return Orange(
        orange_calls.OrangeCalls(wire, settings.orange_base_url, credentials), till, _callback_url(settings, "orange")
    )


def _wire(settings: Settings, secrets: list[str], ca: Path | None, read_seconds: float, connections: int) -> Wire:
    paths = settings.callback_secrets.get_secret_value().split(",")
    return Wire([*secrets, *paths], ca_bundle=ca, read_seconds=read_seconds, connections=connections)


def _callback_url(settings: Settings, rail: str) -> str:
    """Where this operator is asked to call back, under the newest path secret; "" asks for no callbacks."""
    newest = settings.callback_secrets.get_secret_value().split(",")[0]
    return (
        settings.public_url.rstrip("/") + CALLBACK_PATH.format(rail=rail, secret=newest) if settings.public_url else ""
    )


def _shown(secret: SecretStr) -> str:
    return secret.get_secret_value()
