"""Hostile requests on every route: never a 5xx, always a problem document, and nothing is changed by them."""

import json
import re

import pytest

from tests.world.program import Program
from tests.world.world import World
from web.api.route import Route
from web.api.routes import ROUTES

TABLES = ("endpoint", "checkout", "link", "shop_order", "event", "event_delivery")
IDS = (
    "x", "..", "%00", "end_", "end_" + "g" * 32, "end_" + "0" * 32, "chk_" + "0" * 32, "0" * 5_000,
    "end_" + "٠" * 32, "chk_%27%20OR%201=1", "-1", "null", "evt_" + "A" * 32,
)  # fmt: skip
NAMES = ("url", "events", "amount", "title", "step", "first", "state")
BODIES = {
    "nothing": b"", "no JSON": b"{", "a list": b"[]", "a text": b'"x"', "a number": b"1", "null": b"null",
    "no UTF-8": b'{"url": "\xff"}', "UTF-16": '{"url": "x"}'.encode("utf-16"), "NaN": b'{"amount": NaN}',
    "infinity": b'{"amount": Infinity}', "twice": b'{"url": "a", "url": "b"}', "deep": b"[" * 8_000 + b"]" * 8_000,
    "half a pair": rb'{"title": "\ud800"}', "zero": rb'{"title": "a\u0000b", "url": "\u0000"}',
    "huge number": b'{"amount": 1' + b"0" * 5_000 + b"}", "prototype": b'{"__proto__": {"admin": true}}',
    "unknown field": b'{"merchant_id": "00000000-0000-0000-0000-000000000000"}', "byte order": b"\xef\xbb\xbf{}",
    "types": json.dumps({name: {"a": [1]} for name in NAMES}).encode(),
}  # fmt: skip
QUERIES = (
    "limit=0", "limit=101", "limit=-1", "limit=1e3", "limit=%D9%A1", "limit=1_0", "limit=", "limit=" + "9" * 5_000,
    "limit=1&limit=2", "after=x", "after=%00", "after=%FF", "after=evt_" + "0" * 32, "unknown=1", "merchant_id=x",
    "state=none", "type=none", "order=sideways", "%00=1", "expand=all",
)  # fmt: skip
HEADERS = (
    {"Content-Type": "text/plain"}, {"Content-Type": ""}, {"Content-Type": "application/x-www-form-urlencoded"},
)  # fmt: skip
NOWHERE = ("/nowhere", "/endpoints/", "//endpoints", "/../office", "/openapi.json/x", "/%2e%2e", "/endpoints%2fx")
WITH_IDS = [one for one in ROUTES if "<" in one.path]
OWN = re.compile(r"<(\w+)>")


def counted(world: World) -> list[int]:
    return [world.one(f"SELECT count(*) FROM {table}") for table in TABLES]


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.api.limits.A_MINUTE", 100_000)


def refuse(program: Program, method: str, path: str, body: object = None, **headers: str) -> None:
    """Assert that a request is refused politely."""
    answer = program.call(method, path, body, **headers)
    assert 400 <= answer.status_code < 500, (method, path, answer.status_code)
    said = answer.get_json()
    assert answer.mimetype == "application/problem+json"
    assert {"title", "status", "detail", "code", "request_id"} <= said.keys()
    assert answer.headers["Request-Id"] == said["request_id"]


@pytest.mark.parametrize("route", WITH_IDS, ids=lambda one: f"{one.method} {one.path}")
def test_ids_that_are_none(program: Program, world: World, route: Route) -> None:
    before = counted(world)
    for wrong in IDS:
        refuse(program, route.method, OWN.sub(wrong, route.path), {})
    assert counted(world) == before


@pytest.mark.parametrize("route", [one for one in ROUTES if one.says], ids=lambda one: f"{one.method} {one.path}")
def test_bodies_that_are_none(program: Program, world: World, route: Route) -> None:
    before = counted(world)
    path = OWN.sub("end_" + "0" * 32, route.path)
    for body in BODIES.values():
        refuse(program, route.method, path, body)
    refuse(program, route.method, path, b'{"title": "' + b"x" * 20_000 + b'"}')
    for headers in HEADERS:
        refuse(program, route.method, path, b"{}", **{name.replace("-", "_"): one for name, one in headers.items()})
    assert counted(world) == before


@pytest.mark.parametrize("route", [one for one in ROUTES if one.asks], ids=lambda one: f"{one.method} {one.path}")
def test_queries_that_are_none(program: Program, route: Route) -> None:
    for query in QUERIES:
        wanted = query.split("=")[0]
        if wanted in ("state", "type", "order") and wanted not in route.asks.model_fields:  # type: ignore[union-attr]
            continue
        refuse(program, route.method, f"{OWN.sub('end_' + '0' * 32, route.path)}?{query}")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "HEAD", "BREW"])
def test_methods_that_are_none(program: Program, method: str) -> None:
    answer = program.call(method, "/balance")
    assert answer.status_code in (200, 405) if method in ("HEAD", "OPTIONS") else answer.status_code == 405


@pytest.mark.parametrize("path", NOWHERE)
def test_paths_that_are_none(program: Program, path: str) -> None:
    assert program.call("GET", path).status_code == 404


def test_nobody_says_where_a_page_is(program: Program) -> None:
    """The address that is answered is ours, whatever Host said."""
    made = program.post(
        "/checkouts", {"amount": 1_500, "title": "x"}, Host="evil.example", X_Forwarded_Host="evil.example"
    )
    assert "evil" not in made["url"]


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook", "https://localhost/", "https://[::1]/", "https://10.0.0.5/",
        "https://169.254.169.254/latest/meta-data", "https://[::ffff:10.0.0.5]/", "https://[fc00::1]/", "https://0/",
        "https://2130706433/", "https://0x7f.1/", "https://user:pass@shop.example/", "https://shop.example/#x", "ftp://a.example",
        "https://shop", "https://", "javascript:alert(1)", "https://shop.example:99999/", "https://shop.example/ x",
        "https://shop.example/\r\nX: y", "https://" + "a" * 600 + ".example/", "file:///etc/passwd", "https://[::1",
    ],
)  # fmt: skip
def test_endpoints_that_nobody_would_be_told_at(program: Program, url: str) -> None:
    said = program.trouble("POST", "/endpoints", {"url": url})
    assert said == (400, "invalid_request", "url")


def test_endpoints_are_ten_at_most(program: Program) -> None:
    for number in range(10):
        program.post("/endpoints", {"url": f"https://shop.example/{number}"})
    assert program.trouble("POST", "/endpoints", {"url": "https://shop.example/x"})[:2] == (422, "limit_exceeded")
