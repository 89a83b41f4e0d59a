"""Doors: each opens to its own secret, by its very path, from where it may; who guesses is held back, nobody else."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.world.doors import SECRETS, doors_on, path_of
from tests.world.world import World
from wallet.core.settings import Settings
from web.gateways.knocks import ADDRESSES_MAX, WRONG_MAX, Knocks
from web.process import NAME
from workers.doors import DOORS

GATEWAY, STRANGER, PROXY = "196.1.2.3", "203.0.113.9", "10.0.0.7"
WRONG = "one-that-is-new-or-wrong-4711"


def knock(app: Flask, path: str, address: str = GATEWAY, **headers: str) -> int:
    """Post nothing of use. Returns the status: 404 or 429 from the doorway, anything else from whom it let in."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = app.test_client().post(path, headers=named, environ_base={"REMOTE_ADDR": address})
    answer.close()
    return answer.status_code


@pytest.mark.parametrize("door", DOORS)
def test_a_doors_secret_opens_it_and_no_other(app: Flask, door: str) -> None:
    opened = [one for one in DOORS for way in range(len(DOORS[one].ways))
              if knock(app, DOORS[one].at(SECRETS[door], way)) == 200]  # fmt: skip
    assert opened == [door] * len(DOORS[door].ways)


@pytest.mark.parametrize("door", DOORS)
def test_a_door_without_a_secret_is_shut(settings: Settings, door: str) -> None:
    app = doors_on(settings, **{f"{door}_secrets": ""})
    assert knock(app, path_of(door)) == 404
    assert knock(app, DOORS[door].at("")) == 404


def test_while_it_is_rotated_both_secrets_open(settings: Settings) -> None:
    app = doors_on(settings, ussd_secrets=f"{WRONG},{SECRETS['ussd']}")
    assert [knock(app, DOORS["ussd"].at(secret)) for secret in (WRONG, SECRETS["ussd"], WRONG[:-1])] == [200, 200, 404]


@pytest.mark.parametrize(
    "path",
    ["/ussd%2f{}", "/ussd//{}", "//ussd/{}", "/ussd/{};a", "/ussd/{}/", "/ussd/./{}", "/x/../ussd/{}", "/USSD/{}",
     "/%75ssd/{}", "/ussd/{}/events/", "/ussd/{}%2fevents", "/ussd", "/ussd/", "/", "/rails/nobody/{}",
     "/healthz", "/readyz", "/metrics", "http://mbongo/ussd/{}"],
)  # fmt: skip
def test_another_path_is_no_door_and_redirects_nowhere(app: Flask, path: str) -> None:
    raw = path.format(SECRETS["ussd"])
    answer = app.test_client().post("/", environ_overrides={"RAW_URI": raw, "HTTP_HOST": "evil.example"})
    assert answer.status_code == 404
    assert "Location" not in answer.headers
    assert "evil" not in answer.text


def test_a_prefix_said_by_the_client_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    path = path_of("ussd")
    for said in ({"SCRIPT_NAME": "/x"}, {"HTTP_SCRIPT_NAME": "/x"}, {"HTTP_X_FORWARDED_PREFIX": "/x"}):
        assert client.post("/", environ_overrides={"RAW_URI": path, **said}).status_code == 200


@pytest.mark.parametrize(
    ("peer", "said", "opens"),
    [
        (GATEWAY, "", True),
        (STRANGER, "", False),
        (STRANGER, GATEWAY, False),
        (PROXY, GATEWAY, True),
        (PROXY, f"{STRANGER}, {GATEWAY}", True),
        (PROXY, f"{GATEWAY}, {STRANGER}", False),
        (PROXY, f"{GATEWAY}, 10.0.0.8", True),
        (PROXY, "unknown", False),
        (PROXY, f"{GATEWAY}:80", False),
        (PROXY, "", False),
        (f"::ffff:{GATEWAY}", "", True),
    ],
)
def test_a_door_is_open_to_its_addresses_as_our_own_proxies_tell_them(
    settings: Settings, peer: str, said: str, *, opens: bool
) -> None:
    app = doors_on(settings, ussd_addresses="196.1.2.0/24", trusted_proxies="10.0.0.0/8")
    more = {"X_Forwarded_For": said} if said else {}
    assert (knock(app, path_of("ussd"), peer, **more) == 200) is opens
    assert knock(app, path_of("sms"), peer, **more) == 200, "another door's list is another"


@pytest.mark.parametrize("named", ["X_Real_IP", "Forwarded", "X_Forwarded_For", "X_Client_IP"])
def test_without_proxies_no_header_says_who_calls(settings: Settings, named: str) -> None:
    app = doors_on(settings, ussd_addresses=GATEWAY)
    assert knock(app, path_of("ussd"), STRANGER, **{named: GATEWAY}) == 404


def test_whoever_goes_on_guessing_is_told_to_wait_and_a_right_secret_opens_all_the_same(app: Flask) -> None:
    wrong = DOORS["ussd"].at(WRONG)
    assert [knock(app, wrong, STRANGER) for _ in range(WRONG_MAX + 2)] == [404] * WRONG_MAX + [429] * 2
    assert knock(app, DOORS["sms"].at(WRONG), STRANGER) == 429
    assert knock(app, wrong) == 404, "another address is not"
    assert knock(app, path_of("ussd"), STRANGER) == 200, "a gateway that shares the guesser's address is not shut out"


def test_a_minute_later_a_guesser_is_heard_again_and_memory_is_bounded() -> None:
    now = [0.0]
    knocks = Knocks(lambda: now[0])
    assert [knocks.count(STRANGER) for _ in range(3)] == [1, 2, 3]
    now[0] = 61
    assert knocks.count(STRANGER) == 1
    for number in range(3 * ADDRESSES_MAX):
        knocks.count(f"2001:db8:{number:x}::1")
    assert len(knocks.wrong) == ADDRESSES_MAX


def test_an_ipv6_line_is_one_guesser_whatever_address_it_takes() -> None:
    knocks = Knocks()
    assert [knocks.count(f"2001:db8::{number:x}") for number in range(3)] == [1, 2, 3]
    assert knocks.count("2001:db8:0:1::1") == 1


def uses(app: Flask) -> list[tuple[Any, ...]]:
    """Return what the database says of the doors' use."""
    with app.extensions[NAME].wallet.engine.begin() as db:
        return [
            tuple(row) for row in db.execute(text("SELECT door, newest, calls FROM door_use ORDER BY door, newest"))
        ]


def test_the_database_says_which_secrets_are_still_used_and_not_what_they_are(settings: Settings) -> None:
    app = doors_on(settings, ussd_secrets=f"{WRONG},{SECRETS['ussd']}")
    for path in (path_of("ussd"), DOORS["ussd"].at(WRONG), path_of("mtn")):
        assert knock(app, path) == 200
    assert uses(app) == [("mtn", True, 1), ("ussd", False, 1), ("ussd", True, 1)]
    app.wsgi_app.uses._clock = lambda: float("inf")  # ten seconds later
    assert knock(app, path_of("ussd")) == 200
    assert uses(app)[1] == ("ussd", False, 2)
    with app.extensions[NAME].wallet.engine.begin() as db:
        kept = str(db.execute(text("SELECT door_use::text FROM door_use")).all())
    assert not [secret for secret in (WRONG, *SECRETS.values()) if secret in kept]


def test_wrong_secrets_are_counted_and_logged_without_what_was_tried(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(50):
        knock(app, DOORS["ussd"].at(WRONG), STRANGER)
    said = "".join(capsys.readouterr())
    assert WRONG not in said
    assert 3 <= said.count("wrong secret") <= 5


def test_an_address_that_goes_on_guessing_is_kept_once_somebody_is_let_in(app: Flask, world: World) -> None:
    for _ in range(WRONG_MAX + 5):
        knock(app, DOORS["ussd"].at(WRONG), STRANGER)
    knock(app, DOORS["sms"].at(WRONG), "203.0.113.77")
    assert world.rows("SELECT kind, detail FROM security_event") == [], "nothing waits for a database there"
    for _ in range(2):
        assert knock(app, path_of("delivery")) == 200
    assert world.rows("SELECT kind, phone, detail FROM security_event") == [
        ("secrets tried at a door", "", f"ussd from {STRANGER}")
    ]
