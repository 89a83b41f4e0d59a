"""All settings of a process, read in one go, so that one message names everything that is missing or wrong."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Final, TypeVar

from wallet.core.roles import ProcessKind, url_variable
from wallet.core.setting_words import say_missing
from wallet.core.settings import FromEnvironment, Settings, UnsetError, read_class
from wallet.payments.rails import RAILS
from workers.doors import DoorSettings, Lock, Network, fit_locks, name_shut, read_networks
from workers.mail_settings import MailSettings
from workers.rails.settings import RailSettings
from workers.sim_swaps.settings import CamaraSettings

Class = TypeVar("Class", bound=FromEnvironment)


def settings_of(rail: str) -> type[RailSettings]:
    """Return the class of a rail's settings, which its folder calls SETTINGS."""
    found: type[RailSettings] = import_module(f"workers.rails.{rail}.settings").SETTINGS
    return found


RAIL_SETTINGS: Final[Mapping[str, type[RailSettings]]] = {rail: settings_of(rail) for rail in RAILS}


@dataclass(frozen=True)
class ProcessSettings:
    """The settings of a process; `rails` holds those of the rails that are given, `locks` every door's, by name."""

    wallet: Settings
    rails: Mapping[str, RailSettings] = field(default_factory=dict)
    camara: CamaraSettings = field(default_factory=CamaraSettings.model_construct)
    locks: Mapping[str, Lock] = field(default_factory=lambda: fit_locks(DoorSettings.model_construct()))
    proxies: tuple[Network, ...] = ()
    mail: MailSettings = field(default_factory=MailSettings.model_construct)


def find(kind: ProcessKind) -> ProcessSettings:
    """Return the settings of a process of this kind. Raises UnsetError naming all that is missing or wrong."""
    wrong: list[str] = []
    wallet, camara = _read(Settings, wrong), _read(CamaraSettings, wrong)
    doors, mail = _read(DoorSettings, wrong), _read(MailSettings, wrong)
    rails = {name: _read(settings, wrong) for name, settings in RAIL_SETTINGS.items()}
    if wallet and wallet.sim_swaps == "camara" and camara and not camara.is_given:
        wrong.append("MBONGO_SIM_SWAPS: is camara, whose settings are missing")
    if wallet and wallet.sim_swaps == "africastalking" and not (wallet.at_username and wallet.at_api_key):
        wrong.append("MBONGO_SIM_SWAPS: is africastalking, whose MBONGO_AT_USERNAME and MBONGO_AT_API_KEY are missing")
    if not {url_variable(kind), f"{url_variable(kind)}_FILE"} & os.environ.keys():
        wrong.append(say_missing(url_variable(kind)))
    if kind == "web" and wallet and not wallet.pin_pepper:
        wrong.append(say_missing("MBONGO_PIN_PEPPER"))
    if kind == "web" and doors:
        wrong += name_shut(doors)
    if wrong or wallet is None or camara is None or doors is None or mail is None:
        raise UnsetError(wrong)
    given = {name: one for name, one in rails.items() if one and one.is_given}
    return ProcessSettings(wallet, given, camara, fit_locks(doors), read_networks(doors.trusted_proxies), mail)


def read(kind: ProcessKind) -> ProcessSettings:
    """Return the settings of a process of this kind; stop it with one message naming all that is missing or wrong."""
    try:
        known = find(kind)
    except UnsetError as wrong:
        raise SystemExit(f"mbongo: {wrong.told}") from None
    known.wallet.say_aloud()
    return known


def _read(settings: type[Class], wrong: list[str]) -> Class | None:
    """Return these settings; None where they are wrong, saying so in `wrong`."""
    try:
        return read_class(settings)
    except UnsetError as found:
        wrong += found.lines
        return None
