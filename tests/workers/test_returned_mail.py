"""Mails that come back later: a report in the Maildir is read once, believed only of what it names."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.mail import PARTY
from tests.world.cashier import Cashier
from tests.world.mailing import Post, open_post
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.ask_shop_request import AskShopRequest
from wallet.business.checkouts import NewCheckout
from wallet.core.settings import Settings
from wallet.operations.actor import Actor
from workers.bounce_reports import read_bounces
from workers.returned_mail import read_returned

AWA = "awa@example.cm"
DOMAIN = "mbongo.example"
REPORT = """From: MAILER-DAEMON@mx.example.cm
To: recus@mbongo.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.cm
Arrival-Date: Sun, 29 Nov 2026 12:00:00 +0100

{first}Final-Recipient: rfc822; {reader}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.cm
Diagnostic-Code: smtp; 550 5.1.1 <awa@example.cm>:
    user unknown

--b
Content-Type: {kind}

From: Mbongo <recus@mbongo.example>
To: awa@example.cm
Message-ID: {id}
Subject: Recu

--b--
"""
WHOLE: dict[str, str] = {
    "first": "", "reader": AWA, "action": "failed", "status": "5.1.1", "kind": "message/rfc822",
}  # fmt: skip


def write(mail_id: str, **other: str) -> bytes:
    """Return a report about a mail of ours, otherwise in what is said."""
    return REPORT.format(**{**WHOLE, "id": f"<{mail_id}@{DOMAIN}>", **other}).encode()


@pytest.fixture
def post(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Post]:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    with open_post(world, settings, monkeypatch, tmp_path / "box") as opened:
        yield opened


@pytest.fixture
def mail_id(post: Post, shop: Shop) -> str:
    """Have a receipt mailed to Awa, whose server takes it."""
    cashier = Cashier.hire(post.world, shop)
    checkout = cashier.ask(customer_email=AWA, reference="F-118")
    cashier.prompt(checkout, "+237677000001", "pays")
    post.world.work("succeeded")
    assert len(post.send(AWA)) == 1
    return str(post.world.one("SELECT id::text FROM mail"))


def land(tmp_path: Path, raw: bytes, name: str = "1.x") -> None:
    (tmp_path / "box" / "new" / name).write_bytes(raw)


def state(post: Post) -> str:
    return str(post.world.one("SELECT state FROM mail"))


def test_a_report_that_comes_later_is_noted_once_and_its_business_hears(
    post: Post, mail_id: str, tmp_path: Path
) -> None:
    land(tmp_path, write(mail_id), "1.x")
    land(tmp_path, write(mail_id), "2.x")
    assert read_returned() == 2
    assert state(post) == "bounced"
    assert post.world.one("SELECT failure FROM mail").startswith("report 5.1.1 smtp; 550 5.1.1")
    [heard] = post.world.rows("SELECT data FROM event WHERE kind = 'mail.bounced'")
    assert (heard.data["address"], heard.data["kind"]) == (AWA, "checkout_paid")
    assert read_returned() == 0
    assert sorted(one.name for one in (tmp_path / "box/cur").iterdir()) == ["1.x:2,S", "2.x:2,S"]


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "text/rfc822-headers"}, {"reader": "AWA@Example.CM"}, {"status": "5.7.1 (refused)"},
        {"reader": "awa@forwarded.example", "first": f"Original-Recipient: rfc822;{AWA}\n"},
    ],
)  # fmt: skip
def test_servers_say_it_in_their_own_ways(post: Post, mail_id: str, tmp_path: Path, said: dict[str, Any]) -> None:
    land(tmp_path, write(mail_id, **said))
    read_returned()
    assert state(post) == "bounced"


@pytest.mark.parametrize(
    "said",
    [
        {"action": "delayed", "status": "4.4.1"}, {"action": "delivered", "status": "2.0.0"}, {"status": "4.2.2"},
        {"reader": "somebody@else.example"}, {"id": "<00000000-0000-4000-8000-000000000000@mbongo.example>"},
        {"id": "<{mail_id}@evil.example>"}, {"id": "x' OR 1=1"}, {"id": ""},
    ],
)  # fmt: skip
def test_what_reports_no_such_thing_is_read_and_changes_nothing(
    post: Post, mail_id: str, tmp_path: Path, said: dict[str, str]
) -> None:
    land(tmp_path, write(mail_id, **{name: words.replace("{mail_id}", mail_id) for name, words in said.items()}))
    assert (read_returned(), state(post)) == (1, "sent")


HOSTILE = [
    b"", b"\x00" * 4096, b"\xff\xfe" * 99, b"Subject: Out of office\n\nBack on Monday.",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n--b--",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n",
    b"Content-Type: multipart/report; report-type=delivery-status\n\nContent-Type: message/delivery-status\n\xff: \xff",
    b"Content-Type: multipart/report; boundary=" + b"b" * 9_999 + b"\n\n",
    b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 200,
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_may_land_and_is_no_report(raw: bytes) -> None:
    assert read_bounces(raw, DOMAIN) == []


def test_a_folder_that_is_away_stops_no_mail(post: Post, mail_id: str, tmp_path: Path) -> None:
    land(tmp_path, write(mail_id))
    (tmp_path / "box").rename(tmp_path / "away")
    assert (read_returned(), state(post)) == (0, "sent")
    (tmp_path / "away").rename(tmp_path / "box")
    assert (read_returned(), state(post)) == (1, "bounced")


def test_a_receipt_and_a_request_that_come_back_are_shown_to_whoever_sent_them(post: Post, shop: Shop) -> None:
    """The server of the simulators takes both, and reports later that nobody has the address."""
    world = post.world
    post.faults.ask({PARTY: {"bounced_later": {"next": 2}}})
    cashier = Cashier.hire(world, shop)
    one = cashier.ask(customer_email=AWA)
    cashier.prompt(one, "+237677000001", "pays")
    world.work("succeeded")
    asked = NewCheckout(shop.merchant.id, 2_500, "Gateau", customer_email=AWA)
    may = frozenset({"requests:write"})
    key = Actor("api_key", str(uuid.uuid4()), "fr", business_id=shop.merchant.id, permissions=may)
    assert not world.perform(key, AskShopRequest(asked), "asks", "api").refused
    assert post.send(AWA) == []
    assert read_returned() == 2
    told = world.column("SELECT data->>'about' FROM event WHERE kind = 'mail.bounced' ORDER BY at")
    assert sorted(one[:4] for one in told) == ["chk_", "req_"]
    assert world.column("SELECT DISTINCT state FROM mail") == ["bounced"]
