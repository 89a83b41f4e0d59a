"""Production refuses what only a trial may have, a trial what is live; each rule by a setting that breaks it."""

import pytest
from pydantic import SecretStr

from wallet.core.settings import FromEnvironment, Settings, Switches
from workers.anchor_settings import AnchorSettings
from workers.mail_settings import MailSettings
from workers.needs import CLASSES, list_secrets
from workers.production import IN_A_TRIAL, IN_PRODUCTION, list_given, list_refused
from workers.settings import RAIL_SETTINGS
from workers.sim_swaps.settings import CamaraSettings

DRAWN = "4f1e0c9a7b2d8365e1f09c7a"
RIGHT = {
    "redis_url": f"rediss://web:{DRAWN}@redis.our.cm:6380/0",
    "service_number": "222123456",
    "web_database_url": f"postgresql://mbongo_web:{DRAWN}@db.our.cm/mbongo?sslmode=verify-full",
    "migrate_database_url": f"postgresql://mbongo_owner:{DRAWN}@db.our.cm/mbongo?sslmode=verify-full",
    "public_url": "https://pay.our.cm",
    "at_username": "mbongo",
    "at_api_key": DRAWN,
}
MTN, FLUTTERWAVE, PAYPAL, CINETPAY = (RAIL_SETTINGS[rail] for rail in ("mtn", "flutterwave", "paypal", "cinetpay"))
BREAKS: list[tuple[type[FromEnvironment], str, str, str]] = [
    (MTN, "base_url", "http://127.0.0.1:9100", "MBONGO_PLAIN_CONNECTIONS=true"),
    (Settings, "at_base_url", "http://localhost:8080/version1", "MBONGO_PLAIN_CONNECTIONS=true"),
    (CamaraSettings, "token_url", "http://127.0.0.1:1/token", "MBONGO_PLAIN_CONNECTIONS=true"),
    (AnchorSettings, "anchor_url", "http://127.0.0.1:1/anchors", "MBONGO_PLAIN_CONNECTIONS=true"),
    (Settings, "public_url", "http://127.0.0.1:8384", "must be https://our.host"),
    (Settings, "public_url", "https://localhost", "must be https://our.host"),
    (Settings, "public_url", "https://10.0.0.7", "must be https://our.host"),
    (Settings, "public_url", "https://127.0.0.1", "must be https://our.host"),
    (Settings, "public_url", "https://wallet", "must be https://our.host"),
    (Settings, "public_url", "https://mbongo.example", "is an example's"),
    (Settings, "public_url", "https://money.example.cm", "is an example's"),  # as deploy/settings has it
    (Settings, "public_url", "https://pay.our.cm/?x=1", "must be https://our.host"),
    (Settings, "public_url", "https://awa:x@pay.our.cm", "must be https://our.host"),
    (Settings, "at_username", "example", "is an example's"),
    (MailSettings, "sender", "recus@mbongo.example", "is an example's"),
    (MailSettings, "host", "smtp.example.com", "is an example's"),
    (CINETPAY, "payer_email", "payers@mbongo.example", "is an example's"),
    (CamaraSettings, "client_secret", "SECRET", "is a word of an example"),
    (MTN, "collection_api_key", "changeme", "is a word of an example"),
    (CINETPAY, "secret_key", "cinetpay-secret-key", "is a word of an example"),
    (Settings, "web_database_url", "postgresql://mbongo_web:mbongo@localhost/mbongo", "is a word of an example"),
    (Settings, "web_database_url", "postgresql://mbongo_web:t7Kq9@localhost/mbongo", "can be guessed"),
    (Settings, "web_database_url", f"postgresql://mbongo_owner:{DRAWN}@localhost/mbongo", "as another role"),
    (Settings, "web_database_url", f"postgresql://postgres:{DRAWN}@localhost/mbongo", "as another role"),
    (Settings, "web_database_url", f"postgresql://mbongo_worker:{DRAWN}@localhost/mbongo", "as another role"),
    (Settings, "web_database_url", f"postgresql://mbongo_web:{DRAWN}@localhost/mbongo?user=postgres", "another role"),
    (Settings, "worker_database_url", f"postgresql://mbongo_web:{DRAWN}@localhost/mbongo", "as another role"),
    (Settings, "read_database_url", "postgresql:///mbongo?host=/run/postgresql", "as another role"),
    (Settings, "migrate_database_url", f"postgresql://mbongo_web:{DRAWN}@localhost/mbongo", "as another role"),
    (Settings, "redis_url", "redis://web:abcdefghijklmnop@localhost", "can be guessed"),
    (Settings, "redis_url", "redis://localhost:6379/0", "has no password"),
    (Settings, "sessions_redis_url", "redis://localhost:6379/0", "has no password"),
    (Settings, "at_username", "sandbox", "is a trial's"),
    (Settings, "at_base_url", "https://api.sandbox.africastalking.com/version1", "is a trial's"),
    (Settings, "private_endpoints", "10.0.0.9", "is a trial's"),
    (MTN, "base_url", "https://sandbox.momodeveloper.mtn.com", "is a trial's"),
    (MTN, "environment", "sandbox", "is a trial's"),
    (MTN, "currency", "EUR", "is a trial's"),
    (FLUTTERWAVE, "secret_key", f"FLWSECK_TEST-{DRAWN}-X", "is a trial's"),
    (PAYPAL, "base_url", "https://api-m.sandbox.paypal.com", "is a trial's"),
]
LIVE: list[tuple[type[FromEnvironment], str, str]] = [
    (Settings, "at_base_url", "https://api.africastalking.com/version1"),
    (Settings, "at_api_key", DRAWN),  # and no address: that is the live one's
    (MTN, "base_url", "https://proxy.momoapi.mtn.com"),
    (RAIL_SETTINGS["orange"], "base_url", "https://api-s1.orange.cm/omcoreapis/1.0.2"),
    (FLUTTERWAVE, "secret_key", f"FLWSECK-{DRAWN}-X"),
    (PAYPAL, "base_url", "https://api-m.paypal.com"),
    (PAYPAL, "base_url", "https://api.paypal.com"),
]


def given(settings: type[FromEnvironment], **written: str) -> FromEnvironment:
    """Return settings of which this was written, and nothing else."""
    secrets = list_secrets()
    return settings.model_construct(
        **{name: SecretStr(value) if settings.variable(name) in secrets else value for name, value in written.items()}
    )


def switched(**on: bool) -> Switches:
    return Switches.model_construct(**on)


@pytest.mark.parametrize(("settings", "name", "value", "said"), BREAKS)
def test_production_refuses_what_is_a_trials_and_a_trial_takes_it(
    settings: type[FromEnvironment], name: str, value: str, said: str
) -> None:
    [line] = list_refused([given(settings, **{name: value})], switched())
    assert line.startswith(f"{settings.variable(name)}: ")
    assert said in line
    assert "MBONGO_SANDBOX=true" in line, "says how a trial says that it is one"
    assert value not in line or value.isalpha(), "no secret is told"
    assert list_refused([given(settings, **{name: value})], switched(sandbox=True)) == []


def test_each_rule_is_broken_by_a_setting_of_the_table() -> None:
    written = [one for settings, name, value, _ in BREAKS for one in list_given(given(settings, **{name: value}))]
    assert [rule.says for rule in IN_PRODUCTION if not any(map(rule.breaks, written))] == []


def test_only_plain_http_on_this_machine_gives_way_to_plain_connections() -> None:
    for settings, name, value, said in BREAKS:
        left = list_refused([given(settings, **{name: value})], switched(plain_connections=True))
        assert bool(left) is ("PLAIN_CONNECTIONS" not in said), (name, value)


@pytest.mark.parametrize(("settings", "name", "value"), LIVE)
def test_a_trial_refuses_what_is_live_and_production_takes_it(
    settings: type[FromEnvironment], name: str, value: str
) -> None:
    assert list_refused([given(settings, **{name: value})], switched()) == []
    [line] = list_refused([given(settings, **{name: value})], switched(sandbox=True))
    assert line in [f"{settings.variable(name)}: {rule.says}" for rule in IN_A_TRIAL]


def test_each_rule_of_a_trial_is_broken_by_what_is_live() -> None:
    written = [one for settings, name, value in LIVE for one in list_given(given(settings, **{name: value}))]
    assert [rule.says for rule in IN_A_TRIAL if not any(map(rule.breaks, written))] == []
    trials = given(Settings, at_api_key=DRAWN, at_base_url="https://api.sandbox.africastalking.com/version1")
    assert list_refused([trials], switched(sandbox=True)) == []


@pytest.mark.parametrize("url", ["unix:///run/valkey/valkey.sock", f"rediss://web:{DRAWN}@redis.our.cm:6380/0"])
def test_what_is_right_breaks_no_rule(url: str) -> None:
    assert list_refused([given(Settings, **RIGHT | {"redis_url": url})], switched()) == []
    assert list_refused([one.model_construct() for one in CLASSES], switched()) == [], "nor does a default"


def test_each_form_of_a_trial_or_of_the_live_service_is_of_a_field() -> None:
    for settings in CLASSES:
        assert {*settings.of_trials, *settings.of_live} <= settings.model_fields.keys()
