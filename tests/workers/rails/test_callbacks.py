"""Every callback form known: read as a hint, whatever else it says; garbage names nothing."""

import json
from pathlib import Path

import pytest

from tests.workers.rails.conftest import PAY_TOKEN, REFERENCE, every_rail_at
from workers.rails.open import open_rails

CALLBACKS = sorted((Path(__file__).parent / "callbacks").glob("*/*.json"))
RAILS = open_rails(every_rail_at("http://127.0.0.1:9"))


@pytest.mark.parametrize("file", CALLBACKS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_callback_names_its_payment(file: Path) -> None:
    hint = RAILS[file.parent.name].read_callback(file.read_bytes(), lambda _: True)
    said = json.loads(file.read_text(encoding="utf-8"))
    has_pay_token = "payToken" in said or "pay-token" in said or "payToken" in said.get("data", {})
    assert hint == (PAY_TOKEN if has_pay_token else REFERENCE)


@pytest.mark.parametrize("rail", RAILS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"<html>",
        b"externalId=K7Q2-93FD",
        b'{"data": null}',
        b'{"externalId": null, "payToken": null}',
        b'{"externalId": {"a": 1}, "payToken": ["x"]}',
        b'{"externalId": true, "payToken": true}',
        b'{"externalId": "a b", "payToken": "x\'; DROP TABLE payment"}',
        b'{"externalId": "\\u0000", "payToken": "\\ud800"}',
        b'{"externalId": NaN, "payToken": NaN}',
        b'{"data": ' * 8_000,
        b'{"externalId": "' + b"x" * 65 + b'"}',
    ],
)
def test_garbage_names_nothing(rail: str, body: bytes) -> None:
    assert RAILS[rail].read_callback(body, lambda _: True) == ""
