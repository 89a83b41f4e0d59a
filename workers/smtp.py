"""The server that sends our e-mails (RFC 5321, 6409): one connection a mail, and of each what became of it."""

import smtplib
import ssl
from contextlib import suppress
from typing import Final

from workers.mail_settings import MailSettings

ANSWER_SECONDS: Final = 10.0  # of which one mail waits for ten at most


class NotMailed(Exception):
    """A mail that was not taken, or may have been (`may_have_left`); `bounced` when its address never will."""

    def __init__(self, why: str, *, may_have_left: bool = False, bounced: bool = False) -> None:
        super().__init__(why)
        self.may_have_left, self.bounced = may_have_left, bounced


def send(settings: MailSettings, reader: str, written: bytes) -> None:
    """Send one mail to one reader. Raises NotMailed; it may have left where its last line was not answered."""
    smtp = _connect(settings)
    try:
        _hand_over(smtp, settings.sender, reader, written)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()


def _connect(settings: MailSettings) -> smtplib.SMTP:
    """Return a connection on which we have said who we are, encrypted unless it stays on this machine."""
    context = ssl.create_default_context()
    try:
        if settings.tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=ANSWER_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(settings.host, settings.port, timeout=ANSWER_SECONDS)
    except (smtplib.SMTPException, OSError) as failed:
        raise NotMailed(f"no connection: {name_failure(failed)}") from None
    try:
        if settings.tls == "starttls":
            smtp.starttls(context=context)
        smtp.login(settings.user, settings.password.get_secret_value())
    except (smtplib.SMTPException, OSError) as failed:
        smtp.close()
        raise NotMailed(f"not let in: {name_failure(failed)}") from None
    return smtp


def _hand_over(smtp: smtplib.SMTP, sender: str, reader: str, written: bytes) -> None:
    try:
        _check("sender", *smtp.mail(sender))
        _check("reader", *smtp.rcpt(reader))
    except (smtplib.SMTPException, OSError) as failed:
        raise NotMailed(name_failure(failed)) from None
    try:
        answered = smtp.data(written)
    except smtplib.SMTPDataError as refused:  # before the text was sent
        raise NotMailed(name_failure(refused)) from None
    except (smtplib.SMTPException, OSError) as failed:
        raise NotMailed(name_failure(failed), may_have_left=True) from None
    _check("text", *answered)


def _check(what: str, code: int, said: bytes) -> None:
    """Raise NotMailed unless the server says that it is well (2xx); 5xx to the reader means that nobody has it."""
    if 200 <= code < 300:
        return
    words = "".join(sign for sign in said.decode("ascii", "replace") if sign.isprintable())
    raise NotMailed(f"{what} {code} {words}", bounced=what == "reader" and code >= 500)


def name_failure(failed: Exception) -> str:
    """Return a failure by its kind and code alone: what a server says of a login may repeat it."""
    code = getattr(failed, "smtp_code", "")
    return f"{type(failed).__name__} {code}".rstrip()
