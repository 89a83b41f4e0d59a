"""Every setting, from MBONGO_* variables, or from the file a MBONGO_*_FILE variable names (for secrets)."""

import os
import re
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, FilePath, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "MBONGO_"


class Settings(BaseSettings):
    """What a process must know to run; `read()` names all that is missing in one message."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: SecretStr
    redis_url: SecretStr
    pin_pepper: SecretStr = Field(description="`id:secret`, a second after a comma while rotating")
    callback_secrets: SecretStr = Field(description="one path secret, a second after a comma while rotating")
    service_code: str = Field(
        default="*384*237#", pattern=r"^\*[0-9*]{1,7}#$"
    )  # as long as the sentences were counted for
    at_username: str
    at_api_key: SecretStr
    at_base_url: str = "https://api.africastalking.com/version1"
    at_sender_id: str = Field(
        default="8237", pattern="^[0-9]{3,4}$", description="short code: people text it, receipts come from it"
    )
    migrate_database_url: SecretStr | None = Field(default=None, description="the owner's; migrate only")
    public_url: str = Field(
        default="", description="where operators call back: https://our.host; without it they do not"
    )

    # Each operator's are given together or not at all: without them, that rail does not exist.
    mtn_base_url: str = ""
    mtn_environment: str = Field(default="mtncameroon", description="X-Target-Environment; `sandbox` at MTN's sandbox")
    mtn_currency: str = Field(default="XAF", pattern="^[A-Z]{3}$", description="MTN's sandbox takes EUR only")
    mtn_collection_subscription_key: SecretStr = SecretStr("")
    mtn_collection_api_user: str = ""
    mtn_collection_api_key: SecretStr = SecretStr("")
    mtn_disbursement_subscription_key: SecretStr = SecretStr("")
    mtn_disbursement_api_user: str = ""
    mtn_disbursement_api_key: SecretStr = SecretStr("")
    mtn_read_seconds: float = Field(default=20, gt=0, le=60)

    orange_base_url: str = ""
    orange_consumer_key: str = ""
    orange_consumer_secret: SecretStr = SecretStr("")
    orange_api_user: str = ""
    orange_api_password: SecretStr = SecretStr("")
    orange_phone: str = Field(default="", pattern="^(6[0-9]{8})?$", description="the channel user's nine digits")
    orange_pin: SecretStr = SecretStr("")
    orange_ca_bundle: FilePath | None = Field(default=None, description="PEM; their certificate ends in no public root")
    orange_read_seconds: float = Field(default=20, gt=0, le=60)

    sim_swaps: Literal["", "camara", "africastalking"] = Field(default="", description="who tells of SIM swaps")
    camara_base_url: str = Field(default="", description="up to and with the API's version: https://…/sim-swap/v2")
    camara_token_url: str = ""
    camara_client_id: str = ""
    camara_client_secret: SecretStr = SecretStr("")
    at_insights_url: str = "https://insights.africastalking.com/v1"

    @field_validator("callback_secrets")
    @classmethod
    def long_enough(cls, secrets: SecretStr) -> SecretStr:
        """A path secret is all that tells a gateway from a stranger, so it must not be guessable."""
        written = secrets.get_secret_value().split(",")
        if not 1 <= len(written) <= 2 or any(len(one) < 16 for one in written):
            raise ValueError("one or two secrets of 16 characters or more")
        return secrets

    @field_validator(
        "mtn_base_url", "orange_base_url", "public_url", "camara_base_url", "camara_token_url", "at_insights_url"
    )
    @classmethod
    def encrypted(cls, url: str) -> str:
        """Keys and a merchant's PIN travel there, and path secrets come back: plain HTTP only within this machine."""
        if url and not re.match(r"https://[^/@]|http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/|$)", url):
            raise ValueError("https://… (http:// only to 127.0.0.1)")
        return url

    @model_validator(mode="after")
    def whole_rails(self) -> "Settings":
        """A rail half described is a mistake, not a rail that is missing."""
        for rail, names in RAIL_SETTINGS.items():
            absent = [name for name in names if not _given(getattr(self, name))]
            if absent and len(absent) < len(names):
                wanted = ", ".join(f"{PREFIX}{name.upper()}" for name in absent)
                raise ValueError(f"{rail} is missing {wanted} (or give none of its settings)")
        if self.sim_swaps == "camara" and not self.camara_base_url:
            raise ValueError("sim_swaps is camara, whose settings are missing")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then variables, then the files that *_FILE variables name."""
        return init_settings, env_settings, _FilesNamedByVariables(settings_cls)


def _given(value: str | SecretStr) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


# What a rail cannot do without; the rest has a default.
RAIL_SETTINGS: Final = {
    rail: tuple(
        name
        for name, field in Settings.model_fields.items()
        if name.startswith(f"{rail}_") and field.get_default() in ("", SecretStr(""))
    )
    for rail in ("mtn", "orange", "camara")
}


class _FilesNamedByVariables(PydanticBaseSettingsSource):
    """MBONGO_PIN_PEPPER_FILE=/run/secrets/pepper, as container platforms hand out secrets."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        return (Path(path).read_text(encoding="utf-8").strip() if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        read = {name: self.get_field_value(field, name)[0] for name, field in Settings.model_fields.items()}
        return {name: value for name, value in read.items() if value is not None}


def read() -> Settings:
    """The settings of this process; stops it with one message naming every variable that is missing or wrong."""
    try:
        return Settings()  # type: ignore[call-arg]  # pydantic fills it from the environment
    except ValidationError as wrong:
        lines = [
            "  " + (f"{PREFIX}{str(e['loc'][0]).upper()}: " if e["loc"] else "") + e["msg"] for e in wrong.errors()
        ]
        raise SystemExit("Settings missing or wrong (each may also be given as *_FILE):\n" + "\n".join(lines)) from None
