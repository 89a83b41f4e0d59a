"""The doors: where gateways and operators come in. Each has secrets of its own, which open no other, and may be open to
some addresses only.

The secret stands in the address that a door's visitor was told, since no callback is signed. One more behind a comma
still opens while the visitor is told the new one.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, SecretStr, create_model, model_validator

from wallet.core.setting_words import PREFIX, say_missing
from wallet.core.settings import FromEnvironment
from wallet.core.weak_secrets import refuse_weak
from wallet.payments.rails import RAILS

SECRET: Final = "<secret>"  # noqa: S105 - what stands for it in a way
FORM: Final = re.compile(r"[A-Za-z0-9_.~-]{16,128}")  # what no URL escapes
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Door:
    """One door: its name in settings, logs and figures, and the ways in that its secret opens, the main one first."""

    name: str
    ways: tuple[str, ...]

    def at(self, secret: str, way: int = 0) -> str:
        """Return the path of a way in with this secret."""
        return self.ways[way].replace(SECRET, secret)

    @property
    def secrets_variable(self) -> str:
        """Return the variable that gives its secrets."""
        return f"{PREFIX}{self.name.upper()}_SECRETS"


DOORS: Final[Mapping[str, Door]] = {
    door.name: door
    for door in (
        Door("ussd", (f"/ussd/{SECRET}", f"/ussd/{SECRET}/events")),
        Door("sms", (f"/sms/{SECRET}",)),
        Door("delivery", (f"/sms/{SECRET}/delivery",)),
        Door("sims", (f"/sims/{SECRET}",)),
        *(Door(rail, (f"/rails/{rail}/{SECRET}",)) for rail in RAILS),
    )
}
NARROW: Final = {4: 8, 6: 7}  # bits of the widest networks that may be somebody's own: 10.0.0.0/8, fc00::/7
NEEDED: Final = ("ussd", "sms", "delivery")  # by the web app; without a secret of its own, another stays shut


def check_secrets(secrets: SecretStr) -> SecretStr:
    """Refuse a secret that can be guessed, or that a URL would escape. Raises ValueError."""
    written = read_list(secrets.get_secret_value())
    for one in written:
        refuse_weak(one)
    if len(written) > 2 or not all(FORM.fullmatch(one) for one in written):
        raise ValueError("one or two secrets of letters, digits, and any of _.~-")
    return secrets


def check_addresses(addresses: str) -> str:
    """Refuse what is no list of addresses or networks. Raises ValueError."""
    read_networks(addresses)
    return addresses


def check_narrow(addresses: str) -> str:
    """Refuse a network so wide that strangers are in it: who is trusted says who called. Raises ValueError."""
    if wide := [str(one) for one in read_networks(addresses) if one.prefixlen < NARROW[one.version]]:
        raise ValueError(f"{', '.join(wide)} has strangers in it, who would say who calls: give your proxies' own")
    return addresses


def read_list(written: str) -> list[str]:
    """Return what stands between commas."""
    return [one.strip() for one in written.split(",") if one.strip()]


@lru_cache
def read_networks(written: str) -> tuple[Network, ...]:
    """Return the networks of `196.1.2.3,41.0.0.0/24`. Raises ValueError."""
    return tuple(ipaddress.ip_network(one) for one in read_list(written))


Secrets = Annotated[SecretStr, AfterValidator(check_secrets)]
Addresses = Annotated[str, AfterValidator(check_addresses)]
Proxies = Annotated[Addresses, AfterValidator(check_narrow)]


class EveryDoor(FromEnvironment):
    """Settings of all doors together."""

    trusted_proxies: Proxies = Field(
        default="",
        description="addresses or networks, as `10.0.0.7,10.1.0.0/16`, of the proxies in front of `serve`: whom they"
        " say in `X-Forwarded-For` is who called",
    )

    @model_validator(mode="after")
    def check_one_door_each(self) -> "EveryDoor":
        """Refuse a secret that would open two doors, naming them. Raises ValueError."""
        opens: dict[str, str] = {}
        for door in DOORS.values():
            for secret in read_list(getattr(self, f"{door.name}_secrets").get_secret_value()):
                if opens.setdefault(secret, door.secrets_variable) != door.secrets_variable:
                    raise ValueError(f"{opens[secret]} and {door.secrets_variable} hold the same secret")
        return self


def name_shut(settings: EveryDoor) -> list[str]:
    """Return a line for each door that the web app needs and that has no secret."""
    shut = (door for name, door in DOORS.items() if name in NEEDED and not getattr(settings, f"{name}_secrets"))
    return [say_missing(door.secrets_variable) for door in shut]


SECRETS_OF: Final = (
    "of the door `{}`: 16 characters or more that no URL escapes; a second behind a comma while one is changed, the new"
    " one first. Without one it stays shut"
)
ADDRESSES_OF: Final = "the addresses or networks that the door `{}` is open to; to all when not given"


def make_fields() -> dict[str, Any]:
    """Return two settings for each door: its secrets, and who may come to it."""
    made: dict[str, Any] = {}
    for name in DOORS:
        made[f"{name}_secrets"] = (Secrets, Field(default=SecretStr(""), description=SECRETS_OF.format(name)))
        made[f"{name}_addresses"] = (Addresses, Field(default="", description=ADDRESSES_OF.format(name)))
    return made


DoorSettings: Final[type[EveryDoor]] = create_model(
    "DoorSettings", __base__=EveryDoor, __doc__="Settings of each door: its secrets, and who may come.", **make_fields()
)


@dataclass(frozen=True)
class Lock:
    """A door as this process has it: its secrets, newest first, and the networks it is open to (none: to all)."""

    door: Door
    secrets: tuple[str, ...] = ()
    networks: tuple[Network, ...] = ()

    @property
    def newest_path(self) -> str:
        """Return the path that its visitor is told; "" for a door that stays shut."""
        return self.door.at(self.secrets[0]) if self.secrets else ""


def fit_locks(settings: EveryDoor) -> dict[str, Lock]:
    """Return every door with its lock, by name."""
    return {
        name: Lock(
            door,
            tuple(read_list(getattr(settings, f"{name}_secrets").get_secret_value())),
            read_networks(getattr(settings, f"{name}_addresses")),
        )
        for name, door in DOORS.items()
    }
