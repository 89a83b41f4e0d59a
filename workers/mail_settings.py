"""The settings of the server by which we send e-mails."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from wallet.core.settings import GivenTogether

HERE = ("127.0.0.1", "localhost")


class MailSettings(GivenTogether):
    """Settings of the server that sends our e-mails: given together, or e-mails wait three days and end."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_MAIL_")

    host: str = Field(default="", description="the server that sends for us (RFC 6409)")
    user: str = Field(default="", description="our login there")
    password: SecretStr = Field(default=SecretStr(""), description="its password")
    sender: str = Field(
        default="",
        pattern=r"^([^@\s<>]+@[a-z0-9.-]+)?$",
        description="the address mails come from. Whether one bounced stands in the table `mail`",
    )
    bounces: Path | None = Field(
        default=None,
        description="a Maildir that the mail server of the sender's address delivers to, on the machine of `worker"
        " mail`, which may read and rename there: reports of mails that came back later (RFC 3464) are read from it"
        " once a minute. Without it only what is refused at once is known to bounce",
    )
    port: int = Field(default=587, ge=1, le=65_535, description="that server's port for who sends")
    tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls`; `tls` from the first byte, as on port 465; `none` for a server on this machine alone",
    )

    @model_validator(mode="after")
    def check_tls(self) -> "MailSettings":
        """Refuse to say a password where it can be overheard. Raises ValueError."""
        if self.tls == "none" and self.host and self.host not in HERE:
            raise ValueError("MBONGO_MAIL_TLS: none is for a server on this machine")
        return self
