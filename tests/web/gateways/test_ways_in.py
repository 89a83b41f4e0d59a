"""All ways in have this in common: their door, their answer without a database, workers woken after it."""

import pytest
from flask import Flask
from pydantic import SecretStr
from redis import Redis

from tests.world.doors import doors_on, path_of
from wallet.core.settings import Settings
from web.gateways.forms import CONTENT_TYPE

HOP = "sessionId=ATUid_1&phoneNumber=%2B237677000001&serviceCode=%2A384%2A237%23&text="
TEXT = "id=1&from=%2B237677000001&to=8237&text=solde"
NOBODY_LISTENS = "postgresql://app@127.0.0.1:9/mbongo"


@pytest.mark.parametrize(("door", "form"), [("sms", TEXT), ("delivery", "id=1&status=Success"), ("mtn", "")])
def test_without_a_database_whoever_posts_is_asked_to_post_again(settings: Settings, door: str, form: str) -> None:
    away = doors_on(settings.model_copy(update={"web_database_url": SecretStr(NOBODY_LISTENS)}))
    answer = away.test_client().post(path_of(door), data=form, content_type=CONTENT_TYPE)
    assert (answer.status_code, answer.text) == (503, "")


def test_without_a_database_a_phone_reads_what_to_do_next(settings: Settings) -> None:
    away = doors_on(settings.model_copy(update={"web_database_url": SecretStr(NOBODY_LISTENS)}))
    answer = away.test_client().post(path_of("ussd"), data=HOP, content_type=CONTENT_TYPE)
    assert answer.status_code == 200
    assert answer.text.startswith("END Service interrompu.")


def test_a_worker_is_woken_once_the_answer_was_sent(app: Flask, redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        answer = app.test_client().post(path_of("mtn"), data="{}", buffered=False)
        assert answer.status_code == 200
        assert redis.llen("rq:queue:mtn") == 0
        answer.close()
        assert redis.llen("rq:queue:mtn") == 1
