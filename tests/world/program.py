"""A program of Brice's shop, with its key, at the API."""

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.world.doors import doors_on
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import api_keys
from wallet.core.settings import Settings


@dataclass
class Program:
    """A program; `key` is what it says it is."""

    world: World
    app: Flask
    shop: Shop
    key: str
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    @classmethod
    def of(cls, world: World, settings: Settings, shop: Shop, **more: Any) -> "Program":
        """Return a program of a shop with a key of its own; `more` are the key's permissions, addresses."""
        return cls(world, doors_on(settings), shop, give_key(world, shop.merchant.id, **more))

    def with_key(self, key: str) -> "Program":
        """Return the same program with another key."""
        return Program(self.world, self.app, self.shop, key)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Ask, a POST under a key of its own unless `Idempotency_Key` says one; bytes are sent as they are."""
        given = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if method == "POST":
            given["Idempotency-Key"] = f"key {next(self.numbers)}".replace(" ", "-")
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        given = {name: value for name, value in given.items() if value}
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        url = f"/v1{path}"
        return self.app.test_client().open(
            url, method=method, data=data, headers=given, environ_overrides={"RAW_URI": url}
        )

    def get(self, path: str, **headers: str) -> Any:
        """Return what a GET answers that finds something."""
        return self._done(self.call("GET", path, **headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Return what a POST answers that does something."""
        return self._done(self.call("POST", path, body, **headers))

    def trouble(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str, str]:
        """Return the status, code and param of a request that is not done."""
        answer = self.call(method, path, body, **headers)
        assert answer.mimetype == "application/problem+json", (answer.status, answer.get_data(as_text=True))
        said = answer.get_json()
        assert said["status"] == answer.status_code
        assert said["request_id"] == answer.headers["Request-Id"]
        assert said["detail"]
        return answer.status_code, said["code"], said.get("param", "")

    def _done(self, answer: TestResponse) -> Any:
        assert answer.status_code < 300, answer.get_data(as_text=True)
        return answer.get_json()


def give_key(
    world: World,
    merchant_id: str,
    *,
    live: bool = False,
    permissions: tuple[str, ...] = (),
    addresses: tuple[str, ...] = (),
) -> str:
    """Return a new key of a shop."""
    key, secrets = api_keys.draw(live=live), world.wallet.secrets
    digest = api_keys.digest(secrets, key)

    with world.owner.begin() as db:
        api_keys.add(db, merchant_id, api_keys.name_of(key), digest, secrets.newest, permissions, addresses)
    return key
