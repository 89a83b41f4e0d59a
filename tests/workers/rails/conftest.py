"""Rails on settings like a real service's, in front of an operator a test scripts."""

from collections.abc import Iterator
from typing import Any

import pytest

from simulators.serve import serving
from tests.workers.rails.scripted import ScriptedOperator
from tests.world.doors import make_locks
from tests.world.hashed import PEPPER
from wallet.core.settings import Settings
from wallet.payments.orders import Order
from wallet.payments.party import at_phone
from workers.rails import RailClient
from workers.rails.mtn.client import Mtn
from workers.rails.open import open_rails
from workers.rails.orange.client import Orange
from workers.settings import RAIL_SETTINGS, ProcessSettings

REFERENCE = "K7Q2-93FD"
UUID = "0f1d8f3e-6c0e-4a55-9a43-5d1b8a0c1a11"
PAY_TOKEN = "MP26112100AAAA0001"
SECRETS = {
    "mtn_collection_subscription_key": "collection-subscription-key",
    "mtn_collection_api_key": "collection-api-key",
    "mtn_disbursement_subscription_key": "disbursement-subscription-key",
    "mtn_disbursement_api_key": "disbursement-api-key",
    "orange_consumer_secret": "a-consumer-secret",
    "orange_api_password": "an-api-password",
    "orange_pin": "2222",
}
MTN_TOKEN = {"access_token": "a-token-of-mtn", "token_type": "access_token", "expires_in": 3600}
ORANGE_TOKEN = {"access_token": "a-token-of-orange", "token_type": "Bearer", "expires_in": 2496}


def settings_for(mtn: str = "", orange: str = "", pages: dict[str, str] | None = None, **more: Any) -> ProcessSettings:
    """Settings with the rails whose address is given; `pages` are those of rails by redirect, by name.

    `more` overrides any, a rail's with its name before.
    """
    values = {
        "worker_database_url": "postgresql:///nowhere",
        "redis_url": "redis://localhost",
        "pin_pepper": PEPPER,
        "service_number": "222123456",
        "at_username": "mbongo",
        "at_api_key": "an-api-key-for-tests",
        "public_url": "https://mbongo.example",
    }
    if mtn:
        values |= {key: secret for key, secret in SECRETS.items() if key.startswith("mtn_")}
        values |= {"mtn_base_url": mtn, "mtn_collection_api_user": "collector", "mtn_disbursement_api_user": "payer"}
    if orange:
        values |= {key: secret for key, secret in SECRETS.items() if key.startswith("orange_")}
        values |= {"orange_base_url": orange, "orange_consumer_key": "a-consumer", "orange_api_user": "an-api-user"}
        values |= {"orange_phone": "691000000"}
    for rail, url in (pages or {}).items():
        values |= {f"{rail}_{name}": value for name, value in RAIL_SETTINGS[rail].example(url, "a-key-of-ours").items()}
    values |= more
    given = {
        rail: settings.model_validate(
            {name.removeprefix(f"{rail}_"): value for name, value in values.items() if name.startswith(f"{rail}_")}
        )
        for rail, settings in RAIL_SETTINGS.items()
    }
    return ProcessSettings(
        Settings.model_validate(values), {rail: one for rail, one in given.items() if one.is_given}, locks=make_locks()
    )


def every_rail_at(url: str) -> ProcessSettings:
    """Settings with every rail of the table at one address."""
    given = {name: settings.model_validate(settings.example(url, "a-key")) for name, settings in RAIL_SETTINGS.items()}
    return ProcessSettings(settings_for().wallet, given)


def order(rail: str, **more: Any) -> Order:
    """Moussa's recharge of 10 000 by MTN, Awa's by Orange, prepared."""
    values = {
        "payment_id": "11111111-1111-1111-1111-111111111111",
        "direction": "collect",
        "amount": 10_000,
        "party": at_phone("+237677000001" if rail == "mtn" else "+237699000002"),
        "reference": REFERENCE,
        "note": "Recharge d'argent, c'est sûr !",
        "handle": UUID if rail == "mtn" else PAY_TOKEN,
    }
    return Order(**(values | more))


@pytest.fixture
def operator() -> Iterator[ScriptedOperator]:
    scripted = ScriptedOperator({"POST /token/": [(200, MTN_TOKEN)], "POST /token": [(200, ORANGE_TOKEN)]})
    with serving(scripted.app()) as scripted.url:
        yield scripted


@pytest.fixture
def mtn(operator: ScriptedOperator) -> Mtn:
    rail = open_rails(settings_for(mtn=operator.url))["mtn"]
    assert isinstance(rail, Mtn)
    return rail


@pytest.fixture
def orange(operator: ScriptedOperator) -> Orange:
    rail = open_rails(settings_for(orange=operator.url))["orange"]
    assert isinstance(rail, Orange)
    return rail


def open_operators(url: str, **more: Any) -> dict[str, RailClient]:
    """Return our rails to the simulators at this address; `more` are settings of theirs."""
    return open_rails(settings_for(mtn=f"{url}/mtn", orange=f"{url}/orange", **more))
