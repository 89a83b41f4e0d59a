"""The outbox of e-mails in front of a real SMTP server: taken once, tried again, bounced, and never a second header."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import text

from simulators.faults import Faults
from simulators.mail import FAULTS, PARTY, Mailboxes, Received, taking_mail
from tests.documents.reading import read_paper
from tests.world.cashier import Cashier
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.checkouts import NewCheckout
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread
from wallet.core.settings import Settings
from wallet.messages.mails import MAY_HAVE_LEFT_MOST
from workers import mail, process
from workers.mail_settings import MailSettings
from workers.settings import ProcessSettings

AWA = "awa@example.cm"
PASSWORD = "a-password-of-the-mail-server"
SENDER = "recus@mbongo.example"


@dataclass
class Post:
    """A shop whose customers have e-mail, and the server that takes it."""

    world: World
    cashier: Cashier
    mailboxes: Mailboxes
    faults: Faults

    def pay(self, **more: Any) -> None:
        """Have a checkout paid, whose customer has this e-mail address."""
        checkout = self.cashier.ask(**{"customer_email": AWA, "reference": "F-118", **more})
        self.cashier.prompt(checkout, "+237677000001", f"pays {checkout.id}")
        self.world.work("succeeded")

    def ask(self, **faults: dict[str, Any]) -> None:
        """Ask for faults of the server."""
        self.faults.ask({PARTY: faults})

    def send(self) -> list[Received]:
        """Send what is due, and what waits for later too; return what is in Awa's mailbox."""
        self.world.change("UPDATE mail SET due_at = wallet_now() WHERE state IN ('waiting', 'sending')")
        mail.send_due()
        return self.mailboxes.read(AWA)

    def rows(self, query: str) -> list[Any]:
        """Return what a query finds, as the worker may read."""
        return self.world.do(lambda db: list(db.execute(text(query))))

    @property
    def state(self) -> tuple[str, str]:
        """Return the one mail's state and what failed."""
        [row] = self.rows("SELECT state, coalesce(failure, '') AS failure FROM mail")
        return row.state, row.failure


@pytest.fixture
def post(world: World, shop: Shop, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    mailboxes, faults = Mailboxes(), Faults(0, {PARTY: FAULTS})
    with socket.create_server(("127.0.0.1", 0)) as listener, taking_mail(mailboxes, faults, listener, PASSWORD):
        port = listener.getsockname()[1]
        given = MailSettings(
            host="127.0.0.1", port=port, tls="none", user="mbongo", password=SecretStr(PASSWORD), sender=SENDER
        )
        known = settings.model_copy(update={"public_url": "https://pay.example"})
        monkeypatch.setattr("workers.settings.read", lambda _: ProcessSettings(known, mail=given))
        process.configured.cache_clear()
        yield Post(world, Cashier.hire(world, shop), mailboxes, faults)
    process.configured.cache_clear()


@pytest.mark.parametrize(("language", "said"), [("fr", "Reçu : 5 000 FCFA à"), ("en", "Receipt: 5 000 FCFA to")])
def test_who_paid_has_the_receipt_in_text_in_html_and_on_paper(post: Post, language: str, said: str) -> None:
    post.pay(language=language)
    [received] = post.send()
    subject = " ".join(received.subject.split())
    assert subject == f"{said} Boulangerie Kamga"
    assert (received.sender, received.language, post.state[0]) == (SENDER, language, "sent")
    reference = post.world.one("SELECT reference FROM payment")
    for part in (received.text, received.html):
        for one in ("Boulangerie Kamga", "F-118", reference, "https://pay.example/pay/"):
            assert one in part
    assert received.papers == (f"mbongo-{reference}.pdf",)
    paper = post.mailboxes.find_paper(received.seq, received.papers[0])
    assert paper is not None
    assert reference in read_paper(paper)
    assert len(post.send()) == 1, "sent once"


def test_nobody_is_mailed_who_gave_no_address_or_has_not_paid(post: Post) -> None:
    post.pay(customer_email="")
    post.cashier.ask(customer_email=AWA)
    assert post.send() == []
    assert post.rows("SELECT 1 FROM mail") == []


def test_a_mailbox_that_is_full_is_tried_again_later(post: Post) -> None:
    post.ask(mailbox_full={"next": 1})
    post.pay()
    assert post.send() == []
    assert post.state == ("waiting", "reader 452 4.2.2 mailbox full")
    mail.send_due()
    assert post.mailboxes.read(AWA) == [], "not before its time"
    assert len(post.send()) == 1
    assert post.state[0] == "sent"


def test_an_address_that_nobody_has_is_noted_and_not_tried_again(post: Post) -> None:
    post.ask(no_such_reader={"next": 1})
    post.pay()
    assert post.send() == []
    assert post.state == ("bounced", "reader 550 5.1.1 no such user here")
    assert post.send() == []
    [heard] = post.rows("SELECT data FROM event WHERE kind = 'mail.bounced'")
    assert (heard.data["address"], heard.data["reason"], heard.data["kind"]) == (AWA, post.state[1], "checkout_paid")
    assert heard.data["about"].startswith("chk_"), "its business hears of it"


def test_what_may_have_been_taken_is_sent_again_under_the_same_id_and_not_for_ever(post: Post) -> None:
    post.ask(taken_then_dropped={"chance": 1.0})
    post.pay()
    for _ in range(MAY_HAVE_LEFT_MOST + 2):
        found = post.send()
    assert len(found) == MAY_HAVE_LEFT_MOST
    assert len({one.id for one in found}) == 1
    assert post.state[0] == "uncertain"


@pytest.mark.parametrize("fault", ["dropped", "text_refused"])
def test_what_was_certainly_not_taken_is_tried_again(post: Post, fault: str) -> None:
    post.ask(**{fault: {"next": MAY_HAVE_LEFT_MOST + 1}})
    post.pay()
    for _ in range(MAY_HAVE_LEFT_MOST + 1):
        assert post.send() == []
        assert post.state[0] == "waiting"
    assert len(post.send()) == 1


def test_a_worker_that_dies_while_sending_leaves_it_to_the_next_a_few_times(post: Post) -> None:
    post.pay()
    for _ in range(MAY_HAVE_LEFT_MOST - 1):
        post.world.change("UPDATE mail SET state = 'sending', maybe_sent = maybe_sent + 1")
    assert post.send() == []
    assert post.state == ("uncertain", "its worker died while sending")


def test_no_server_and_a_wrong_password_are_waited_for_and_the_password_is_nowhere(
    post: Post, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    post.pay()
    known = process.configured()
    for update in ({"password": SecretStr("another-one")}, {"port": 9}, {"host": ""}):
        wrong = ProcessSettings(known.wallet, mail=known.mail.model_copy(update=update))
        monkeypatch.setattr("workers.settings.read", lambda _, wrong=wrong: wrong)
        process.configured.cache_clear()
        assert post.send() == []
        state, failure = post.state
        assert (state, "another-one" in failure) == ("waiting", False)
    assert "another-one" not in "".join(capsys.readouterr())


def test_a_mail_that_cannot_be_written_keeps_no_other_waiting_and_is_not_tried_for_ever(post: Post) -> None:
    post.pay()
    post.world.change(
        """INSERT INTO mail (id, address, language, kind, about, due_at, written_at, good_until)
        SELECT gen_random_uuid(), address, language, kind, about, due_at, written_at + nth * interval '1 s', good_until
        FROM mail, generate_series(1, :more) nth""",
        more=mail.AT_ONCE,
    )
    post.world.change("""UPDATE mail SET address = '=?utf-8?q?a=0d=0aBcc=3a?=@example.cm'
        WHERE id = (SELECT id FROM mail ORDER BY written_at LIMIT 1)""")
    for _ in range(MAY_HAVE_LEFT_MOST):
        found = post.send()
    assert len(found) == mail.AT_ONCE
    [broken] = post.rows("SELECT state, failure FROM mail WHERE state <> 'sent'")
    assert tuple(broken) == ("uncertain", "broke: ValueError")


def test_what_has_outlived_its_life_is_not_sent(post: Post) -> None:
    post.pay()
    post.world.change("UPDATE mail SET good_until = wallet_now()")
    assert post.send() == []
    assert post.state[0] == "expired"


HOSTILE = [
    "awa@example.cm\r\nBcc: all@example.cm",
    "awa@example.cm\nRCPT TO:<all@example.cm>",
    "awa@example.cm, all@example.cm",
    "Awa <awa@example.cm>",
    "awa@example.cm>",
    "<awa@example.cm",
    "awa@@example.cm",
    "awa@localhost",
    "awa@[127.0.0.1]",
    "@example.cm",
    "awa",
    "awa@example..cm",
    ".awa@example.cm",
    "awa@-example.cm",
    "é@example.cm",
    "awa@exämple.cm",
    "awa@example.cm\x00",
    "a" * 65 + "@example.cm",
    "awa@" + "a" * 64 + ".cm",
    "awa@" + "a." * 200 + "cm",
    '"awa\r\n"@example.cm',
    "awa@example.cm\u2028",
    "=?utf-8?q?all=40example.cm=2c?=@example.cm",
    "=?utf-8?q?a=0d=0aBcc=3a?=@example.cm",
    "awa.=?utf-8?b?w6k=?=@example.cm",
    "",
]


@pytest.mark.parametrize("address", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_plain_address_is_refused_before_it_is_kept(shop: Shop, address: str) -> None:
    with pytest.raises(Misread):
        EmailAddress.read(address)
    if address:
        with pytest.raises(Misread):
            NewCheckout(shop.merchant.id, 5_000, "Gâteau", customer_email=address)


NAMES = ["<b>x</b><i>y</i>", "{{ 7 * 7 }}", "=?utf-8?q?x?=", "a\u2028Bcc: x@y.cm", "a\r\nBcc: x@y.cm"]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_what_a_shop_wrote_is_text_in_every_part(post: Post, name: str) -> None:
    post.world.change("UPDATE merchant SET name = :name", name=name)
    post.pay()
    [received] = post.send()
    assert "<b>" not in received.html
    assert "49" not in received.subject
    assert len(received.subject) <= 120
    assert post.mailboxes.read("x@y.cm") == []


@pytest.mark.parametrize(
    "wrong", [{"host": "mail.example"}, {"tls": "none"}, {"port": 0}, {"sender": "a@b\r\nBcc: c@d"}]
)
def test_settings_in_part_or_unencrypted_to_elsewhere_are_refused(wrong: dict[str, Any]) -> None:
    whole = {"host": "mail.example", "user": "u", "password": "p", "sender": SENDER}
    with pytest.raises(ValidationError):
        MailSettings.model_validate(wrong if wrong == {"host": "mail.example"} else whole | wrong)
