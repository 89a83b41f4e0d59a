"""The mail server that takes our e-mails, over real SMTP (aiosmtpd), and the page where they are read: /mail/."""

from __future__ import annotations

import email
import logging
import socket
import threading
import uuid
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import default
from pathlib import Path
from typing import Any, Final

from aiosmtpd.controller import BaseThreadedController
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Blueprint, Response, abort, jsonify, render_template, request

from simulators.faults import Faults, Knob

PARTY: Final = "mail"
FAULTS: Final = {
    "no_such_reader": Knob("550 5.1.1 to RCPT: nobody has this address"),
    "mailbox_full": Knob("452 4.2.2 to RCPT: later perhaps"),
    "text_refused": Knob("554 5.7.1 after the text"),
    "taken_then_dropped": Knob("takes the text; the connection is cut without an answer"),
    "bounced_later": Knob("takes the text; a report comes back that nobody has this address (RFC 3464)"),
    "dropped": Knob("the connection is cut at RCPT"),
}
KEPT: Final = 5_000
POLICY: Final = "frame-ancestors 'none'; script-src 'none'"


@dataclass(frozen=True)
class Received:
    """One e-mail as its reader has it; `papers` are the names of what is attached."""

    seq: int
    to: str
    sender: str
    subject: str
    id: str
    language: str
    text: str
    html: str
    papers: tuple[str, ...]


class Mailboxes:
    """The mailboxes of everybody; safe to use from many threads."""

    def __init__(self) -> None:
        self._received: deque[tuple[Received, dict[str, bytes]]] = deque(maxlen=KEPT)
        self._count = 0
        self._arrival = threading.Condition()

    def take(self, sender: str, reader: str, written: bytes) -> None:
        """Put an e-mail into a mailbox."""
        message: Any = email.message_from_bytes(written, policy=default)
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        papers = {str(part.get_filename()): part.get_content() for part in message.iter_attachments()}
        with self._arrival:
            self._count += 1
            received = Received(
                self._count, reader, sender, str(message["Subject"]), str(message["Message-ID"]),
                str(message["Content-Language"] or ""), text.get_content() if text else "",
                html.get_content() if html else "", tuple(papers),
            )  # fmt: skip
            self._received.append((received, papers))
            self._arrival.notify_all()

    def read(self, to: str = "", since: int = 0, wait_seconds: float = 0.0) -> list[Received]:
        """Return e-mails after number `since`, of one reader or all; wait that long for one if there is none."""

        def found() -> list[Received]:
            return [one for one, _ in self._received if one.seq > since and to in ("", one.to)]

        with self._arrival:
            return self._arrival.wait_for(found, timeout=min(wait_seconds, 30.0)) or []

    def find_paper(self, seq: int, name: str) -> bytes | None:
        """Return what is attached to an e-mail under a name."""
        return next((papers.get(name) for one, papers in self._received if one.seq == seq), None)


def cut(server: SMTP) -> None:
    """Cut the connection without another word."""
    if server.transport:
        server.transport.close()


class Handler:
    """The server's answers to each line, and what goes wrong on the way (faults); `phone` of a fault is a reader."""

    def __init__(self, mailboxes: Mailboxes, faults: Faults, returns: Path | None = None) -> None:
        self.mailboxes, self.faults, self.returns = mailboxes, faults, returns

    def strikes(self, name: str, reader: str) -> bool:
        """True when a fault hits a mail to this reader."""
        return self.faults.strike(PARTY, name, [reader]) is not None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take a reader, or refuse them."""
        if self.strikes("dropped", address):
            cut(server)
        if self.strikes("no_such_reader", address):
            return "550 5.1.1 no such user here"
        if self.strikes("mailbox_full", address):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Put the text into each reader's mailbox."""
        for reader in envelope.rcpt_tos:
            if self.strikes("text_refused", reader):
                return "554 5.7.1 not wanted"
            if self.strikes("bounced_later", reader):
                self.send_back(reader, str(envelope.mail_from), envelope.original_content or b"")
                continue
            self.mailboxes.take(str(envelope.mail_from), reader, envelope.original_content or b"")
            if self.strikes("taken_then_dropped", reader):
                cut(server)
        return "250 OK taken"

    def send_back(self, reader: str, sender: str, written: bytes) -> None:
        """Put the report of a mail that could not be delivered where its sender's mail lands, a Maildir."""
        if self.returns:
            name = f"{uuid.uuid4().hex}.simulator"
            (self.returns / "tmp" / name).write_bytes(write_report(reader, sender, written))
            (self.returns / "tmp" / name).rename(self.returns / "new" / name)


def write_report(reader: str, sender: str, written: bytes) -> bytes:
    """Return the report (RFC 3464) that nobody has the address of a mail's reader; the mail's headers are in it."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["To"], report["Subject"] = "MAILER-DAEMON@mail.example", sender, "Undelivered mail returned"
    report.attach(MIMEText("Your message could not be delivered."))
    server, of_reader = Message(), Message()
    server["Reporting-MTA"] = "dns; mail.example"
    of_reader["Final-Recipient"], of_reader["Action"] = f"rfc822; {reader}", "failed"
    of_reader["Status"], of_reader["Diagnostic-Code"] = "5.1.1", "smtp; 550 5.1.1 no such user here"
    status = MIMEBase("message", "delivery-status")
    status.set_payload([server, of_reader])
    report.attach(status)
    headers = MIMEText(written.partition(b"\r\n\r\n")[0].decode("ascii", "replace").replace("\r\n", "\n") + "\n\n")
    headers.replace_header("Content-Type", "text/rfc822-headers")
    report.attach(headers)
    return report.as_bytes()


class Listening(BaseThreadedController):
    """aiosmtpd on a socket that listens already."""

    def __init__(self, handler: Handler, listener: socket.socket, **more: Any) -> None:
        super().__init__(handler, **more)
        self.listener = listener

    def factory(self) -> SMTP:
        """Return what speaks on one connection; that a password comes without TLS is well on this machine."""
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Requiring AUTH", UserWarning)
            return SMTP(self.handler, **self.SMTP_kwargs)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)

    def _trigger_server(self) -> None:
        with socket.create_connection(self.listener.getsockname()[:2], 1.0) as begun:
            begun.recv(64)


@contextmanager
def taking_mail(
    mailboxes: Mailboxes, faults: Faults, listener: socket.socket, password: str | None, returns: Path | None = None
) -> Iterator[None]:  # fmt: skip
    """Take mail on a listening socket while the block lasts, of whoever knows the password; None takes any.

    `returns`: the Maildir in which whoever sends us mail finds what comes back.
    """

    def let_in(_s: SMTP, _session: Session, _e: Envelope, _mechanism: str, said: LoginPassword) -> AuthResult:
        return AuthResult(success=password is None or said.password == password.encode())

    server = Listening(
        Handler(mailboxes, faults, returns), listener, authenticator=let_in, auth_required=True, auth_require_tls=False,
        ident="Mbongo's simulator",
    )  # fmt: skip
    server.start()
    try:
        yield
    finally:
        server.stop()


def blueprint(mailboxes: Mailboxes) -> Blueprint:
    """Serve `/mail/` (a page), `/mail/messages?to=…&since=N&wait=SECONDS` (JSON), and what is attached."""
    routes = Blueprint("mail", __name__)

    @routes.get("/mail/")
    def page() -> Response:
        shown = render_template("mail.html", mails=reversed(mailboxes.read(request.args.get("to", ""))))
        return Response(shown, headers={"Content-Security-Policy": POLICY})

    @routes.get("/mail/messages")
    def messages() -> Response:
        wait = request.args.get("wait", default=0.0, type=float)
        since = request.args.get("since", default=0, type=int)
        return jsonify([asdict(one) for one in mailboxes.read(request.args.get("to", ""), since, wait)])

    @routes.get("/mail/<int:seq>/<name>")
    def paper(seq: int, name: str) -> Response:
        found = mailboxes.find_paper(seq, name)
        if found is None:
            abort(404)
        return Response(found, content_type="application/pdf")

    return routes
