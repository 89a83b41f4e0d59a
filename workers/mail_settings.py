"""The settings of the server by which we send e-mails."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from wallet.core.settings import GivenTogether

HERE = ("127.0.0.1", "localhost")


class MailSettings(GivenTogether):
    """The settings MBONGO_MAIL_*."""

    model_config = SettingsConfigDict(env_prefix="MBONGO_MAIL_")

    host: str = Field(default="", description="of the server that sends for us (RFC 6409)")
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = Field(default="", pattern=r"^([^@\s<>]+@[a-z0-9.-]+)?$", description="whom mails come from")
    bounces: Path | None = Field(default=None, description="Maildir where what is mailed back to the sender lands")
    port: int = Field(default=587, ge=1, le=65_535)
    tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="tls: from the first byte, on port 465; none: on this machine alone"
    )

    @model_validator(mode="after")
    def check_tls(self) -> "MailSettings":
        """Refuse to say a password where it can be overheard. Raises ValueError."""
        if self.tls == "none" and self.host and self.host not in HERE:
            raise ValueError("MBONGO_MAIL_TLS: none is for a server on this machine")
        return self
