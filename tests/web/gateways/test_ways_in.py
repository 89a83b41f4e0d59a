"""All ways in have this in common: its secret, its answer without a database, workers woken after it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from pydantic import SecretStr
from redis import Redis

from wallet.core.settings import Settings
from web.gateways.forms import CONTENT_TYPE
from web.process import NAME
from wsgi import WAYS_IN, create_app

HOP = "sessionId=ATUid_1&phoneNumber=%2B237677000001&serviceCode=%2A384%2A237%23&text="
TEXT = "id=1&from=%2B237677000001&to=8237&text=solde"
NOBODY_LISTENS = "postgresql://app@127.0.0.1:9/mbongo"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    app.extensions[NAME].wallet.engine.dispose()


def fill(path: str, settings: Settings) -> str:
    """A way in as its gateway calls it."""
    return path.replace("<secret>", settings.callback_secrets.get_secret_value()).replace("<rail>", "mtn")


@pytest.mark.parametrize("path", [path for path in WAYS_IN if "<secret>" in path])
def test_a_wrong_secret_finds_nothing(app: Flask, path: str) -> None:
    assert app.test_client().post(path.replace("<secret>", "x" * 16).replace("<rail>", "mtn")).status_code == 404


def test_a_rail_that_is_none_of_ours_finds_nothing(app: Flask, settings: Settings) -> None:
    assert app.test_client().post(fill("/rails/nobody/<secret>", settings)).status_code == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [("/sms/<secret>", TEXT), ("/sms/<secret>/delivery", "id=1&status=Success"), ("/rails/<rail>/<secret>", "")],
)
def test_without_a_database_whoever_posts_is_asked_to_post_again(settings: Settings, path: str, form: str) -> None:
    away = create_app(settings.model_copy(update={"web_database_url": SecretStr(NOBODY_LISTENS)}))
    answer = away.test_client().post(fill(path, settings), data=form, content_type=CONTENT_TYPE)
    assert (answer.status_code, answer.text) == (503, "")


def test_without_a_database_a_phone_reads_what_to_do_next(settings: Settings) -> None:
    away = create_app(settings.model_copy(update={"web_database_url": SecretStr(NOBODY_LISTENS)}))
    answer = away.test_client().post(fill("/ussd/<secret>", settings), data=HOP, content_type=CONTENT_TYPE)
    assert answer.status_code == 200
    assert answer.text.startswith("END Service interrompu.")


def test_a_worker_is_woken_once_the_answer_was_sent(app: Flask, settings: Settings, redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        answer = app.test_client().post(fill("/rails/<rail>/<secret>", settings), data="{}", buffered=False)
        assert answer.status_code == 200
        assert redis.llen("rq:queue:mtn") == 0
        answer.close()
        assert redis.llen("rq:queue:mtn") == 1


@pytest.mark.parametrize(("proxies", "logged"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_the_address_that_is_logged_is_the_one_before_our_proxies(
    settings: Settings, capsys: pytest.CaptureFixture[str], proxies: int, logged: str
) -> None:
    app = create_app(settings.model_copy(update={"proxies": proxies}))
    app.test_client().post("/ussd/" + "x" * 16, headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    app.extensions[NAME].wallet.engine.dispose()
    said = capsys.readouterr()
    assert f"address={logged}" in (said.out + said.err).replace('"', "").replace(": ", "=").replace("\x1b", "")
