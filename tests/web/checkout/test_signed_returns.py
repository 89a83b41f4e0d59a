"""A payer is led back to an origin that the business registered, with a result that nobody else can sign."""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.world.cashier import Cashier
from tests.world.cast import STRANGER
from tests.world.program import Program
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts
from wallet.core.public_ids import find_id
from wallet.core.settings import Settings

ORIGIN = "https://shop.example"
CHECKOUT: dict[str, Any] = {"title": "Gâteau", "amount": 5_000, "reference": "n° 7&state=paid"}
SIGNED = ("checkout", "state", "amount", "currency", "reference", "at")


@pytest.fixture
def program(world: World, settings: Settings, shop: Shop) -> Program:
    return Program.of(world, settings, shop)


def verify(url: str, key: str) -> dict[str, str] | None:
    """Return what a return says, None where it is not signed by this key: as docs/api.md tells a business to."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    said, signatures = dict(pairs), [value for name, value in pairs if name == "signature"]
    query = urlencode([(name, said.get(name, "")) for name in SIGNED])
    signature = hmac.new(base64.b64decode(key.removeprefix("rsec_")), query.encode(), hashlib.sha256).hexdigest()
    return said if any(hmac.compare_digest(signature.encode(), one.encode()) for one in signatures) else None


def finish(program: Program, browser: FlaskClient, **more: Any) -> str:
    """Have a checkout paid, and return where its page leads then, "" for nowhere."""
    made = program.post("/checkouts", {**CHECKOUT, **more})
    cashier = Cashier.hire(program.world, program.shop)
    row_id = str(find_id("chk", made["id"]))
    one = program.world.do(lambda db: checkouts.get(db, row_id))
    cashier.prompt(one, STRANGER, made["id"])
    program.world.work("succeeded")
    shown = browser.get(urlsplit(made["url"]).path).get_data(as_text=True)
    leads = re.search(r'class="button" href="(https://shop[^"]+)"', shown)
    return unescape(leads[1]) if leads else ""


def test_the_result_is_signed_and_a_forged_one_is_found_out(program: Program, browser: FlaskClient) -> None:
    key = program.post("/returns", {"origin": ORIGIN})["secret"]
    url = finish(program, browser, return_url=f"{ORIGIN}/thanks?cart=7#top")
    assert url.startswith(f"{ORIGIN}/thanks?cart=7&checkout=chk_")
    assert url.endswith("#top")
    said = verify(url, key)
    assert said
    assert (said["state"], said["amount"], said["reference"], said["cart"]) == ("paid", "5000", "n° 7&state=paid", "7")
    signed = url.partition("signature=")[2].partition("#")[0]
    for old, new in (
        ("state=paid", "state=open"),
        ("amount=5000", "amount=5"),
        (signed, signed[::-1]),
        (signed, "é"),
        ("at=", "at=9"),
    ):
        forged = url.replace(old, new, 1)
        assert forged != url
        assert verify(forged, key) is None, forged
    another = program.post("/returns", {"origin": "https://other.example"})["secret"]
    assert verify(url, another) is None


def test_both_keys_sign_while_one_is_replaced_and_no_third(program: Program, browser: FlaskClient) -> None:
    keys = [program.post("/returns", {"origin": ORIGIN})["secret"] for _ in range(2)]
    shown = program.post("/returns", {"origin": ORIGIN})
    both_until = datetime.fromisoformat(shown["both_until"])
    assert timedelta(hours=23) < both_until - datetime.fromisoformat(shown["created_at"]) <= timedelta(hours=24)
    url = finish(program, browser, return_url=ORIGIN)
    assert url.count("&signature=") == 2
    assert [bool(verify(url, key)) for key in (*keys, shown["secret"])] == [False, True, True]
    assert verify(url.replace("amount=5000", "amount=5"), keys[1]) is None
    program.world.change("UPDATE return_origin SET signs_until = wallet_now() WHERE signs_until IS NOT NULL")
    later = finish(program, browser, return_url=ORIGIN)
    assert [bool(verify(later, key)) for key in (keys[1], shown["secret"])] == [False, True]
    assert program.get(f"/returns/{shown['id']}")["both_until"] is None


def test_a_key_that_leaked_signs_nothing_from_the_moment_it_is_replaced(program: Program, browser: FlaskClient) -> None:
    first = program.post("/returns", {"origin": ORIGIN})
    second = program.post("/returns", {"origin": ORIGIN, "both_hours": 0})
    assert (first["both_until"], second["both_until"]) == (None, None)
    url = finish(program, browser, return_url=ORIGIN)
    assert verify(url, first["secret"]) is None
    assert verify(url, second["secret"])
    assert program.trouble("POST", "/returns", {"origin": ORIGIN, "both_hours": 169})[:2] == (400, "invalid_request")
    assert [one["id"] for one in program.get("/returns")["data"]] == [second["id"]]
    assert "secret" not in program.get(f"/returns/{second['id']}")


def test_nobody_is_led_to_an_origin_that_was_removed(program: Program, browser: FlaskClient) -> None:
    made = program.post("/returns", {"origin": ORIGIN})
    one = program.post("/checkouts", {**CHECKOUT, "return_url": ORIGIN})
    assert program.call("DELETE", f"/returns/{made['id']}").status_code == 204
    assert program.trouble("POST", "/checkouts", {**CHECKOUT, "return_url": ORIGIN})[:2] == (409, "not_possible")
    program.post(f"/checkouts/{one['id']}/expire")
    assert "shop.example" not in browser.get(urlsplit(one["url"]).path).get_data(as_text=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/", "https://shop.example.evil.example/", "https://shop.example:8443/x",
        "http://127.0.0.1/x", f"{ORIGIN}/thanks?state=paid", f"{ORIGIN}/?signature=00",
    ],
)  # fmt: skip
def test_a_checkout_names_no_other_origin_nor_says_the_result_itself(program: Program, url: str) -> None:
    program.post("/returns", {"origin": ORIGIN})
    for where in ("/checkouts", "/orders"):
        assert program.trouble("POST", where, {**CHECKOUT, "return_url": url})[:2] == (409, "not_possible")


@pytest.mark.parametrize(
    "origin",
    [
        "https://shop.example/path", "https://SHOP.example", "javascript:alert(1)", "http://shop.example",
        "https://a@shop.example", "https://shop.example:443", "https://shop.example?x", "https://shop.example:99999",
        "https://shop.example:abc", "https://shop.example:-1", "https://shop.example\\.evil.example",
        "https://shop.example%2eevil.example", "https://shop.example\t.evil",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_not_registered(program: Program, origin: str) -> None:
    assert program.trouble("POST", "/returns", {"origin": origin}) == (400, "invalid_request", "origin")


@pytest.mark.parametrize(
    "url",
    [
        f"{ORIGIN}:99999/", f"{ORIGIN}:abc/", f"{ORIGIN}:-1/", f"{ORIGIN}\\.evil.example/", f"{ORIGIN}%2eevil.example/",
        f"{ORIGIN}/\r\nSet-Cookie: a=b", f"{ORIGIN}/\tx", f"{ORIGIN}\\@evil.example/", "https:///x", "//shop.example/",
    ],
)  # fmt: skip
def test_what_is_no_address_to_lead_back_to_is_a_problem_and_no_failure(program: Program, url: str) -> None:
    program.post("/returns", {"origin": ORIGIN})
    assert program.trouble("POST", "/checkouts", {**CHECKOUT, "return_url": url})[:2] == (400, "invalid_request")


def test_a_key_is_kept_sealed_and_not_in_an_answer_given_again(program: Program) -> None:
    made = program.post("/returns", {"origin": ORIGIN}, Idempotency_Key="one")
    assert "secret" not in program.post("/returns", {"origin": ORIGIN}, Idempotency_Key="one")
    raw = base64.b64decode(made["secret"].removeprefix("rsec_"))
    kept = str(program.world.do(lambda db: db.exec_driver_sql("SELECT secret FROM return_origin").all(), "web"))
    assert kept.count("$") == 2
    assert not [one for one in (raw.hex(), base64.b64encode(raw).decode(), made["secret"]) if one in kept]
