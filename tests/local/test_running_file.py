"""`running.json`: it holds no secret, neither the data folder's nor its caller's."""

import pytest

from local.running_file import hide, show
from workers.needs import list_secrets

SECRETS = {"valkey": "ab" * 32, "callback_secret": "cd" * 32}
FOUND = {
    "addresses": {"ussd_url": f"http://127.0.0.1:1/ussd/{'cd' * 32}", "simulator_url": "http://127.0.0.1:22225"},
    "environment": {"MBONGO_REDIS_URL": f"unix://:{'ab' * 32}@/tmp/x", "MBONGO_SERVICE_CODE": "*384*237#"},
}


def test_the_folders_secrets_are_named_and_found_again() -> None:
    written = hide(FOUND, SECRETS)
    assert "ab" * 32 not in str(written)
    assert "cd" * 32 not in str(written)
    assert show(written, SECRETS) == FOUND


def test_the_callers_secrets_are_left_out_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBONGO_USSD_SECRETS", "a-secret-of-the-callers-own,and-an-older-one")
    monkeypatch.setenv("MBONGO_REDIS_URL", "redis://:the-callers-password@127.0.0.1/0")
    monkeypatch.setenv("MBONGO_ORANGE_PIN", "2222")
    given = {
        "addresses": {
            "ussd_url": "http://127.0.0.1:1/ussd/a-secret-of-the-callers-own",
            "redis_url": "redis://web:the-callers-password@127.0.0.1/0",
            "simulator_url": "http://127.0.0.1:22225",
        },
        "environment": {"MBONGO_ORANGE_PIN": "2222", "MBONGO_SERVICE_CODE": "*384*237#"},
    }
    assert hide(given, SECRETS) == {
        "addresses": {"simulator_url": "http://127.0.0.1:22225"},
        "environment": {"MBONGO_SERVICE_CODE": "*384*237#"},
    }


def test_which_variables_are_secret_is_read_from_the_settings() -> None:
    assert {"MBONGO_PIN_PEPPER", "MBONGO_SESSIONS_REDIS_URL", "MBONGO_MTN_COLLECTION_API_KEY"} <= list_secrets()
    assert "MBONGO_SERVICE_CODE" not in list_secrets()
