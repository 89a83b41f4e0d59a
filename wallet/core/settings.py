"""Settings, from MBONGO_* variables, or from the file a MBONGO_*_FILE variable names (for secrets).

What every process must know is here; a rail's or a provider's own class stands beside it. `workers.settings.read` reads
all of them in one go.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar, get_args

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from wallet.core.encrypted import is_database_safe, is_redis_safe
from wallet.core.logs import log
from wallet.core.replica import lead_to
from wallet.core.roles import ROLES, ProcessKind, url_variable
from wallet.core.secrets import Secrets
from wallet.core.setting_words import PREFIX, say_all, say_missing, say_wrong

PROCESSES: Final = 2  # of the web app
SANDBOX_OF_AT: Final = r"https://[a-z.]*sandbox\.africastalking\.com.*"
LIVE_OF_AT: Final = r"https://[a-z]+\.africastalking\.com.*"
EMPTY: Final = ("", SecretStr(""))


def check_encrypted(url: str) -> str:
    """Return the address as it is. Raises ValueError for plain HTTP that leaves this machine: keys travel there."""
    if url and not re.match(r"https://[^/@]|http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/|$)", url):
        raise ValueError("https://… (http:// only to 127.0.0.1)")
    return url


Url = Annotated[str, AfterValidator(check_encrypted)]


class FromEnvironment(BaseSettings):
    """A class of settings: its fields are the variables named after them, behind its prefix.

    `of_trials` and `of_live` say of a field how it is written where nothing is real, and where all is: each is refused
    at the other's (workers/production.py).
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)
    of_trials: ClassVar[Mapping[str, str]] = MappingProxyType({})
    of_live: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @classmethod
    def variable(cls, name: str) -> str:
        """Return the variable a field is read from."""
        return f"{cls.model_config['env_prefix']}{name.upper()}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources: arguments, then variables, then the files *_FILE names."""
        return init_settings, env_settings, FilesNamedByVariables(settings_cls)


def read_file(variable: str) -> str:
    """Return what is in the file that a variable names, without the blanks around it. Raises UnsetError."""
    path = os.environ[variable]
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as wrong:
        why = getattr(wrong, "strerror", None) or "it is no text"
        raise UnsetError([f"{variable}: {path} cannot be read: {why}"]) from None


class FilesNamedByVariables(PydanticBaseSettingsSource):
    """A source of settings: the file that MBONGO_PIN_PEPPER_FILE=/run/secrets/pepper names, and so on."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        variable = f"{self.config['env_prefix']}{field_name.upper()}_FILE"
        return (read_file(variable) if os.environ.get(variable) else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        fields = self.settings_cls.model_fields.items()
        read = {name: self.get_field_value(field, name)[0] for name, field in fields}
        return {name: value for name, value in read.items() if value is not None}


class GivenTogether(FromEnvironment):
    """Settings given together or not at all: half of them is a mistake. Which they are: those that default to ""."""

    @classmethod
    def needed(cls) -> list[str]:
        """Return the names of the fields that are given together; the rest has a default of use."""
        return [name for name, field in cls.model_fields.items() if field.get_default() in EMPTY]

    @property
    def is_given(self) -> bool:
        """True when they are given; without them, what they are for does not exist in this process."""
        return all(getattr(self, name) not in EMPTY for name in self.needed())

    @model_validator(mode="after")
    def check_whole(self) -> "GivenTogether":
        """Refuse settings given in part, naming what is absent. Raises ValueError."""
        absent = [self.variable(name) for name in self.needed() if getattr(self, name) in EMPTY]
        if absent and len(absent) < len(self.needed()):
            raise ValueError(f"missing {', '.join(absent)} (or give none of these settings)")
        return self


class Switches(FromEnvironment):
    """Settings that allow what should not be: whoever gives one is warned of it at each start."""

    plain_connections: bool = Field(
        default=False,
        description="`true` lets PostgreSQL and Redis on other machines be reached without TLS that is verified, as in"
        " a network that is yours alone, and others over plain HTTP on this machine, as through a helper that speaks"
        " TLS for us. Without it their addresses say `sslmode=verify-full`, `rediss://` and `https://`, or no process"
        " starts",
    )
    run_as_root: bool = Field(
        default=False, description="`true` lets `serve`, `office`, `worker`, `tick` and `anchor` be root's"
    )
    sandbox: bool = Field(
        default=False,
        description="`true` where this is a trial on simulators: only keys `sk_test_…` are good there, elsewhere only"
        " `sk_live_…`, and what production refuses (below) is not refused",
    )

    def say_aloud(self) -> None:
        """Log what these settings allow that should not be."""
        for name, means in ALOUD.items():
            if getattr(self, name):
                log.warning("allowed by a setting", setting=self.variable(name), means=means)


class DatabaseSettings(Switches):
    """Settings of every process that has our database, and how it may be reached."""

    web_database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL, as `mbongo_web`. In this and the next three a password holds no comma: behind one"
        " stands a second, tried where the first is refused",
    )
    worker_database_url: SecretStr | None = Field(default=None, description="PostgreSQL, as `mbongo_worker`")
    office_database_url: SecretStr | None = Field(default=None, description="PostgreSQL, as `mbongo_office`")
    read_database_url: SecretStr | None = Field(
        default=None, description="PostgreSQL, as `mbongo_read`; for `check`, `status`, `keys` and `anchor`"
    )

    def database_url(self, kind: ProcessKind) -> str:
        """Return the database's address as the role of this kind of process. Raises UnsetError."""
        url: SecretStr | None = getattr(self, f"{kind}_database_url")
        if url is None:
            raise UnsetError([say_missing(url_variable(kind))])
        return url.get_secret_value()

    @model_validator(mode="after")
    def check_connections(self) -> "DatabaseSettings":
        """Refuse what is no address of theirs, and one of another machine without verified TLS. Raises ValueError."""
        for name, (is_safe, needed) in CONNECTIONS.items():
            given: SecretStr | None = getattr(self, name, None)
            kind = "PostgreSQL" if name.endswith("database_url") else "Valkey or Redis"
            if given and given.get_secret_value() and not is_address(given.get_secret_value(), kind):
                raise ValueError(f"{self.variable(name)}: is no address of {kind}, as docs/settings.md shows one")
            if given and not self.plain_connections and not is_safe(given.get_secret_value()):
                raise ValueError(f"{self.variable(name)}: {needed} where it leaves this machine, {UNLESS}")
        return self


class WalletSettings(DatabaseSettings):
    """Settings of every process that has a wallet; the office needs no others but those above."""

    replica: str = Field(
        default="",
        pattern=r"^$|^/[^\s?&]+$|^[A-Za-z0-9._-]+:[0-9]{1,5}$",
        description="a standby, as `host:port`, at which `serve` and the office read reports and lists, as the same"
        " role and by the same password; without one, or while it is behind, they read the leader",
    )

    pin_pepper: SecretStr = Field(
        default=SecretStr(""),
        description="`id:secret`, the id up to 8 letters and digits; a second one behind a comma while it is turned"
        " (docs/keys.md): the first is what new hashes stand under",
    )
    public_url: Url = Field(
        default="",
        description="where operators call back and browsers open `/pay/…`, e.g. `https://our.host`; for `serve`,"
        " `office` and every worker. Without it operators do not call, and are asked, and nobody is told a page's"
        " address",
    )
    traces_url: Url = Field(
        default="",
        description="where a collector takes spans as OTLP over HTTP, e.g. `http://127.0.0.1:4318/v1/traces`; needs"
        " what requirements-traces.lock names besides. Without it no request is traced, which costs nothing",
    )
    traces_share: float = Field(
        default=1.0,
        gt=0,
        le=1,
        description="the share of all traces that is told, of each the whole: `0.1`, one in ten",
    )
    # As long as the sentences were counted for.
    service_code: str = Field(default="*384*237#", pattern=r"^\*[0-9*]{1,7}#$", description="the code people dial")
    at_sender_id: str = Field(
        default="8237", pattern="^[0-9]{3,4}$", description="the short code people text, which receipts come from"
    )

    @model_validator(mode="after")
    def check_replica(self) -> "WalletSettings":
        """Refuse a replica on another machine whose certificate nobody looks at. Raises ValueError."""
        given = [self.web_database_url, self.office_database_url] if self.replica and not self.plain_connections else []
        for url in filter(None, given):
            if not is_database_safe(lead_to(url.get_secret_value(), self.replica)):
                raise ValueError(f"{self.variable('replica')}: sslmode=verify-full in the database's address {UNLESS}")
        return self

    @field_validator("pin_pepper")
    @classmethod
    def check_pepper(cls, pepper: SecretStr) -> SecretStr:
        """Refuse peppers that cannot be read, or can be guessed. Raises ValueError."""
        if pepper:
            Secrets.read(pepper.get_secret_value())
        return pepper

    @field_validator("traces_url")
    @classmethod
    def check_traces(cls, url: str) -> str:
        """Refuse to trace without the packages that do it. Raises ValueError."""
        if url and not find_spec("opentelemetry"):
            raise ValueError("needs the packages of requirements-traces.lock (docs/production.md, Traces)")
        return url

    @property
    def secrets(self) -> Secrets:
        """The peppers; none at all in a process that needs none."""
        pepper = self.pin_pepper.get_secret_value()
        return Secrets.read(pepper) if pepper else Secrets(())


class Settings(WalletSettings):
    """Settings of `serve`, the workers and the tick."""

    of_trials: ClassVar[Mapping[str, str]] = {
        "at_username": "sandbox",
        "at_base_url": SANDBOX_OF_AT,
        "at_insights_url": SANDBOX_OF_AT,
        "private_endpoints": ".+",
    }
    of_live: ClassVar[Mapping[str, str]] = dict.fromkeys(("at_base_url", "at_insights_url"), LIVE_OF_AT)

    redis_url: SecretStr = Field(
        description="Valkey or Redis that wakes the workers: `redis://`, `rediss://`, `unix://`, or"
        " `redis+sentinel://:password@host:port,host:port/service`"
    )
    sessions_redis_url: SecretStr | None = Field(
        default=None,
        description="the one that keeps the calls, where it is another; it may also be a Cluster, `redis+cluster://`",
    )
    web_processes: int = Field(
        default=PROCESSES, ge=1, le=256, description="how many processes `serve` runs, one a core"
    )
    drain_seconds: int = Field(
        default=5,
        ge=0,
        le=60,
        description="for how long `serve`, told to stop, answers that it is not ready and goes on answering all else:"
        " longer than the proxy takes to see that (HAProxy as shipped: three)",
    )
    service_number: str = Field(
        pattern="^[0-9]{3,9}$",
        description="whom people call when robbed or wronged: 3 to 9 digits, as it is dialled in Cameroon; there is no"
        " default, since nobody answers a made-up one",
    )
    at_username: str = Field(default="", description="our account at Africa's Talking")
    at_api_key: SecretStr = Field(
        default=SecretStr(""), description="that account's key; for who texts, or asks there about SIM cards"
    )
    at_base_url: Url = Field(
        default="https://api.africastalking.com/version1", description="where Africa's Talking takes texts"
    )
    migrate_database_url: SecretStr | None = Field(
        default=None, description="PostgreSQL, as the owner; for `migrate`, and to make and end logins"
    )
    sim_swaps: Literal["", "camara", "africastalking"] = Field(
        default="",
        description="who tells of SIM swaps: `camara`, `africastalking`; without one a forgotten PIN waits a day for"
        " its new one, and at most 10 000 FCFA a day leave the wallet for three days after",
    )
    at_insights_url: Url = Field(
        default="https://insights.africastalking.com/v1", description="where Africa's Talking is asked about SIM cards"
    )
    private_billers: str = Field(
        default="",
        pattern=r"^[a-z0-9.,:\[\]-]*$",
        description="hosts of billers in a network of yours, commas between, also without TLS; every other biller is"
        " asked at a public host over TLS alone",
    )
    private_endpoints: str = Field(
        default="",
        pattern=r"^[a-z0-9.,:\[\]-]*$",
        description="hosts of endpoints of businesses that may be told events in a network of yours; for trials alone",
    )

    @field_validator("redis_url")
    @classmethod
    def no_cluster(cls, url: SecretStr) -> SecretStr:
        """Refuse a Cluster, over whose slots RQ cannot spread its keys; only the calls may live on one."""
        if "+cluster:" in url.get_secret_value():
            raise ValueError("a Cluster keeps calls only: MBONGO_SESSIONS_REDIS_URL")
        return url


FORMS: Final = {
    "PostgreSQL": re.compile(r"postgres(ql)?(\+psycopg)?://"),
    "Valkey or Redis": re.compile(r"rediss?(\+(sentinel|cluster))?://|unix://"),
}
CONNECTIONS: Final = {
    **{f"{kind}_database_url": (is_database_safe, "sslmode=verify-full") for kind in ROLES},
    "migrate_database_url": (is_database_safe, "sslmode=verify-full"),
    "redis_url": (is_redis_safe, "rediss:// with its certificate checked"),
    "sessions_redis_url": (is_redis_safe, "rediss:// with its certificate checked"),
}
# What a setting allows that should not be: said at each start, by each process.
ALOUD: Final = {
    "run_as_root": "a hole in this process is a hole in the machine",
    "plain_connections": "PostgreSQL and Redis may be reached over the network by whoever can listen on it",
    "sandbox": "this is a trial, and what production refuses is not refused",
}


def is_address(written: str, kind: str) -> bool:
    """True for an address of this kind of server, with a port that is a number."""
    try:
        return bool(FORMS[kind].match(written)) and (kind != "PostgreSQL" or bool(make_url(written)))
    except (ArgumentError, ValueError):
        return False


UNLESS: Final = "or MBONGO_PLAIN_CONNECTIONS=true where a network of your own keeps it"


class UnsetError(ValueError):
    """Settings that are missing or wrong; `lines` name each variable and what is the matter with it."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines

    @property
    def told(self) -> str:
        """The whole of what is said, a line each."""
        return say_all(self.lines)


Class = TypeVar("Class", bound=FromEnvironment)


def read_class(settings: type[Class]) -> Class:
    """Return these settings as the environment has them. Raises UnsetError naming all that is missing or wrong."""
    try:
        return settings()
    except ValidationError as wrong:
        raise UnsetError([line for error in wrong.errors() for line in _say(settings, error)]) from None


def read_as_written(settings: type[Class]) -> Class:
    """Return what was given of these settings, checked by nothing: for who says all that is wrong of them at once."""
    given: dict[str, Any] = {}
    for name, field in settings.model_fields.items():
        variable, is_secret = settings.variable(name), SecretStr in (field.annotation, *get_args(field.annotation))
        with suppress(UnsetError):  # a file that cannot be read was named
            file = read_file(f"{variable}_FILE") if os.environ.get(f"{variable}_FILE") else ""
            if written := os.environ.get(variable, file):
                given[name] = SecretStr(written) if is_secret else written
    return settings.model_construct(**given)


def _say(settings: type[FromEnvironment], error: ErrorDetails) -> list[str]:
    variable = settings.variable(str(error["loc"][0])) if error["loc"] else ""
    return say_wrong(variable, error["type"], error["msg"])
