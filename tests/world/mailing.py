"""A mail server in front of a world: what is due is sent to it, and its mailboxes are read."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from simulators.faults import Faults
from simulators.mail import FAULTS, PARTY, Mailboxes, Received, taking_mail
from tests.world.world import World
from wallet.core.settings import Settings
from workers import mail, process
from workers.mail_settings import MailSettings
from workers.settings import ProcessSettings

PASSWORD = "a-password-of-the-mail-server"
SENDER = "recus@mbongo.example"


@dataclass
class Post:
    """The server that takes our mails."""

    world: World
    mailboxes: Mailboxes
    faults: Faults

    def send(self, reader: str) -> list[Received]:
        """Send what is due, and what waits for later too; return what is in a mailbox."""
        self.world.change("UPDATE mail SET due_at = wallet_now() WHERE state IN ('waiting', 'sending')")
        mail.send_due()
        return self.mailboxes.read(reader)


@contextmanager
def open_post(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, bounces: Path | None = None
) -> Iterator[Post]:
    """Run a server for as long as this lasts; pages are at https://pay.example. `bounces`: where mail comes back to."""
    mailboxes, faults = Mailboxes(), Faults(0, {PARTY: FAULTS})
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        taking_mail(mailboxes, faults, listener, PASSWORD, bounces),
    ):
        given = MailSettings(
            host="127.0.0.1", port=listener.getsockname()[1], tls="none", user="mbongo",
            password=SecretStr(PASSWORD), sender=SENDER, bounces=bounces,
        )  # fmt: skip
        known = settings.model_copy(update={"public_url": "https://pay.example"})
        monkeypatch.setattr("workers.settings.read", lambda _: ProcessSettings(known, mail=given))
        process.configured.cache_clear()
        yield Post(world, mailboxes, faults)
    process.configured.cache_clear()
