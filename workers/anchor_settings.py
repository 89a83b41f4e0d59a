"""Settings of anchors, for the process that signs them and for the office that compares; nobody else is given them."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator, model_validator

from wallet.core.secrets import Secrets
from wallet.core.setting_words import say_missing
from wallet.core.settings import DatabaseSettings, FromEnvironment, Url

EVERY_SECONDS = 600


class AnchorKeys(FromEnvironment):
    """The key that anchors are signed under, and the file where they are kept; an office without them compares none."""

    anchor_keys: SecretStr = Field(
        default=SecretStr(""),
        description="`id:secret` that anchors are signed under, older ones behind commas: they still prove what they"
        " signed",
    )
    anchor_file: Path | None = Field(
        default=None,
        description="where anchors are kept, a line each; the office compares with it. This or the next, or both",
    )

    @property
    def keys(self) -> Secrets | None:
        """Return the keys; None where none is given."""
        given = self.anchor_keys.get_secret_value()
        return Secrets.read(given, self.variable("anchor_keys")) if given else None

    @field_validator("anchor_keys")
    @classmethod
    def check_keys(cls, given: SecretStr) -> SecretStr:
        """Refuse keys that cannot be read, or can be guessed. Raises ValueError."""
        if given.get_secret_value():
            Secrets.read(given.get_secret_value(), cls.variable("anchor_keys"))
        return given


class AnchorSettings(AnchorKeys, DatabaseSettings):
    """The settings of the process that signs anchors and sends them out."""

    anchor_url: Url = Field(default="", description="where each anchor is posted, as a line of JSON: `https://…`")
    anchor_seconds: int = Field(
        default=EVERY_SECONDS, ge=1, le=86_400, description="how often the trail is anchored, in seconds"
    )

    @model_validator(mode="after")
    def check_somewhere(self) -> "AnchorSettings":
        """Refuse settings by which nothing is signed, or nothing is sent anywhere. Raises ValueError."""
        missing = [] if self.keys else [say_missing(self.variable("anchor_keys"))]
        if not (self.anchor_file or self.anchor_url):
            missing.append(f"{say_missing(self.variable('anchor_file'))}; or {self.variable('anchor_url')}")
        if missing:
            raise ValueError("\n".join(missing))
        return self
